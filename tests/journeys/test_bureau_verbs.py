"""Whole ways at the Beijing bureau by the plugin's verbs: each in process, and over a socket or on PostgreSQL (J1 to J14)."""

from contextlib import AbstractAsyncContextManager

import pytest

from etax_client.api.control_door import Turned
from etax_client.domain.guessing.methods import Method
from etax_client.testing.running import EtaxRun, StartRun

B1, B2, B3 = "91110199MA0BJ01077", "91110199MA0BJ0203G", "91110199MA0BJ030XN"
HE, LIU, XU = "110199199406080025", "110199198001010016", "110199199604040016"
NEW = "Tulip2027x"
over_a_socket = pytest.mark.parametrize("way", ["process", "socket"])
on_postgresql = pytest.mark.parametrize("way", ["process", "postgresql"])


def begun(etax_run: StartRun, way: str, request: pytest.FixtureRequest) -> AbstractAsyncContextManager[EtaxRun]:
    if way == "postgresql":
        return etax_run(database=request.getfixturevalue("postgres").fresh())
    return etax_run(over=way)


@over_a_socket
async def test_registering_by_the_face_and_by_the_halls_number(etax_run: StartRun, way: str, request: pytest.FixtureRequest) -> None:
    """J1, J2: what the hall knows needs no face; both are in by both factors afterwards."""
    async with begun(etax_run, way, request) as etax:
        await etax.bureau.register("何静", HE, mobile="13900000012", password=NEW, login_name="hejing")
        assert "注册完成!" in etax.browser.text()
        assert {row.reason for row in (await etax.control.journal()).rows} >= {"exempt.number_differs", "registration.by_face"}
        await etax.bureau.log_in("hejing", NEW)
        assert await etax.bureau.identity() == "个人"
        assert "五级" in (await etax.browser.open("/bureau/account/level")).text()
        await etax.bureau.register("许可", XU, mobile="13900000007", password=NEW)
        assert "与办税服务厅登记的一致，实名信息已自动带出" in etax.browser.text()
        await etax.bureau.log_in("13900000007", NEW)
        assert await etax.bureau.identity() == "个人"


@on_postgresql
async def test_a_number_that_somebody_else_confirms(etax_run: StartRun, way: str, request: pytest.FixtureRequest) -> None:
    """J3, J8: 刘洋's number is empty, he comes by his face and takes it back; then it is 何静's that is."""
    async with begun(etax_run, way, request) as etax:
        await etax.bureau.register("何静", HE, mobile="13900000001", password=NEW, login_name="hejing")
        await etax.bureau.give_password("liuyang")
        assert "未带出手机号码" in etax.browser.text()
        await etax.bureau.give_second_factor("code")
        assert "手机号码不存在" in etax.browser.text()
        await etax.bureau.give_second_factor("itax")
        assert await etax.bureau.identity() == "个人"
        await etax.advance(minutes=3)
        await etax.bureau.recover_mobile("刘洋", LIU, "13900000001")
        told = {row.reason: row.facts for row in (await etax.control.journal()).rows}
        assert told["takeover.from_registration"] == {"holder": "刘*"}
        assert told["takeover.from_recovery"] == {"holder": "何*"}
        assert (await etax.control.bureau_account("hejing")).mobile is None
        assert (await etax.control.bureau_account("liuyang")).mobile == "13900000001"


async def test_a_code_is_void_by_a_wrong_password_and_a_lock_by_a_new_one(etax_run: StartRun) -> None:
    """J5, J6: another code may be sent at once; the account's lock ends by 忘记密码, or at midnight."""
    async with etax_run() as etax:
        await etax.bureau.give_password("liuyang", unit=B1)
        await etax.bureau.get_code()
        old = await etax.sms_code("13900000001")
        await etax.browser.press("上一步")
        etax.browser.fill(password="Wrong@2026", slide=True)
        await etax.browser.enter()
        etax.browser.fill(password="Etax@2026", slide=True)
        await etax.browser.enter()
        await etax.bureau.get_code()
        etax.browser.fill(code=old)
        await etax.browser.enter()
        assert "验证码" in etax.browser.text()
        assert await etax.sms_code("13900000001") != old
        etax.browser.fill(code=await etax.sms_code("13900000001"))
        await etax.browser.enter()
        assert await etax.bureau.identity() == "法定代表人 北京示例科技有限公司"
        await etax.control.lock_bureau_account("zhoumin", Method.code)
        await etax.bureau.log_in("zhoumin")
        assert "一天内连续失败5次，账号已锁定" in etax.browser.text()
        await etax.bureau.recover("周敏", "110199198203150025", NEW, by="itax")
        await etax.bureau.log_in("zhoumin", NEW)
        assert await etax.bureau.identity() == "个人"
        await etax.bureau.log_in("chenchen")
        assert "账号已锁定" in etax.browser.text()
        await etax.advance(hours=14)
        await etax.bureau.log_in("chenchen")
        assert await etax.bureau.identity() == "个人"


@over_a_socket
async def test_in_by_a_scanned_code_and_the_old_way(etax_run: StartRun, way: str, request: pytest.FixtureRequest) -> None:
    """J7, J13: by either APP; who is the platform's alone is told on the phone; the old login until it ends."""
    async with begun(etax_run, way, request) as etax:
        await etax.phone.log_in("liming")
        await etax.bureau.log_in_by_scan("itax")
        assert "该用户未注册" in etax.phone.text()
        await etax.phone.log_in("wangfang")
        await etax.bureau.log_in_by_scan("itax")
        assert await etax.bureau.identity() == "个人"
        await etax.bureau.log_in_on_phone("liuyang")
        await etax.bureau.log_in_by_scan()
        assert "刘*" in etax.browser.text()
        await etax.bureau.log_in_the_old_way("wulei90", "Wrong@2026")
        await etax.bureau.log_in_the_old_way("wulei90")
        assert "吴*" in etax.browser.text()
        await etax.control.switch_old_login(False)
        assert await etax.bureau.identity() == "个人", "who is in by it stays so"
        await etax.bureau.log_out()
        await etax.browser.open("/bureau/old")
        assert "旧版登录已停用" in etax.browser.text()


@on_postgresql
async def test_from_an_offered_tie_to_its_end(etax_run: StartRun, way: str, request: pytest.FixtureRequest) -> None:
    """J9, J10: 周敏 confirms and adds; 撤回 works and is refused; 吴磊 is out at his next step; from unit to unit, and to oneself."""
    async with begun(etax_run, way, request) as etax:
        bureau = etax.bureau
        await bureau.log_in("zhoumin", unit=B1)
        assert "授权尚未确认" in etax.browser.text()
        await bureau.log_in("zhoumin")
        await bureau.confirm(B1)
        await etax.advance(minutes=3)
        await bureau.log_in("zhoumin", unit=B1)
        assert await bureau.identity() == "财务负责人 北京示例科技有限公司"
        await bureau.add_staff("王芳", "440199197908230027", until="2027-12-31")
        await bureau.withdraw("郑安")
        assert "该纳税人不可以撤回，请到大厅办理" in etax.browser.text()
        await bureau.withdraw("冯云")
        await bureau.remove("吴磊")
        seen = {tie.person_name: tie.state for tie in await etax.control.ties(B1) if tie.role == "tax_staff"}
        assert seen == {"王芳": "pending", "郑安": "pending", "冯云": "withdrawn", "吴磊": "removed"}
        await bureau.log_in("wulei90", unit=B1)
        assert "没有人企关联关系" in etax.browser.text()
        await bureau.log_in("wangfang")
        await bureau.decline(B1)
        await bureau.log_in("liuyang", unit=B2, role="tax_staff")
        await bureau.switch(B1, "legal_representative")
        [session, *_] = [each for each in await etax.control.sessions() if each.login_name == "liuyang"]
        assert session.acting is not None
        assert (session.acting.taxpayer_id, session.acting.role) == (B1, "legal_representative")
        await bureau.switch_to_oneself()
        assert await bureau.identity() == "个人"


async def test_an_agent_and_a_unit_by_the_old_login(etax_run: StartRun) -> None:
    """J11, J13: for whom one acts, and back; 企业密码 and the acting person; the choice behind a scan."""
    async with etax_run() as etax:
        bureau = etax.bureau
        await bureau.log_in("gaoyuan", unit=B3, entrance="agency")
        await bureau.switch(B1, "principal")
        assert "北京示例科技有限公司" in await bureau.identity()
        await bureau.switch(B3, "agency")
        await bureau.switch_to_oneself()
        await bureau.log_in_for_unit_the_old_way(B2, "Qiye@2026", "冯云", "tax_staff", "Etax@2026")
        assert await bureau.identity() == "办税员 北京示例商贸有限公司"
        await bureau.log_in_for_unit_the_old_way(B1, "Qiye@2026", "冯云", "tax_staff", "Etax@2026")
        assert "冯*" not in etax.browser.text(), "what is not confirmed is not offered"
        await bureau.log_in_for_unit_the_old_way(B1, "Qiye@2026", "刘洋", "legal_representative")
        assert await bureau.identity() == "法定代表人 北京示例科技有限公司"
        await etax.advance(minutes=3)
        await bureau.log_in_on_phone("liuyang")
        await bureau.log_in_by_scan(unit=B2, role="tax_staff")
        assert await bureau.identity() == "办税员 北京示例商贸有限公司"


async def test_a_foreigner_by_email(etax_run: StartRun) -> None:
    """J4: who is at the hall registers by a mailbox, whoever is not is sent there; both who have registered so log in by it."""
    async with etax_run() as etax:
        who = {"nationality": "英国", "sex": "female"}
        await etax.bureau.register_by_email("AMELIA BROWN", "X20260003", email="amelia@example.com", password=NEW, **who)
        assert "请先到办税服务厅进行实名信息采集" in etax.browser.text()
        who = {"nationality": "捷克", "sex": "male"}
        await etax.bureau.register_by_email("PETER NOVAK", "X20260002", email="peter.novak@example.com", password=NEW, **who)
        assert "注册完成!" in etax.browser.text()
        for address, password in (("peter.novak@example.com", NEW), ("Maria.Rossi@Example.com", None)):
            await etax.bureau.give_password(address, password, entrance="foreigner")
            await etax.bureau.give_second_factor("email")
            assert await etax.bureau.identity() == "个人"


async def test_where_a_verb_finds_no_way_the_page_is_shown(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        with pytest.raises(AssertionError, match="用户注册"):
            await etax.bureau.switch(B1, "tax_staff")
        await etax.bureau.log_in("liuyang", "Wrong@2026")
        assert "账号或个人用户密码不正确" in etax.browser.text()
        await etax.bureau.log_in("liuyang")
        with pytest.raises((AssertionError, Turned)):
            await etax.bureau.switch(B1, "tax_staff")
