"""Each reason that the journal has of the bureau: written where it happens, and said in both languages (SEC-5)."""

from collections.abc import Mapping

import pytest

from etax_client.api.control_door import Turned
from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.pages.page import Link, all_blocks
from etax_client.domain.units.units import Role
from etax_client.testing.running import EtaxRun, StartRun
from etax_client.texts.catalogue import catalogue
from etax_client.wire.control.bureau_ties import Registered

B1, B2, H1 = "91110199MA0BJ01077", "91110199MA0BJ0203G", "91130199MA0HB0109Y"
HE, XU, FENG, CHEN = "110199199406080025", "110199199604040016", "110199197512240011", "110199198810180023"
NEW, WRONG = "Tulip2027x", "Wrong@2026"
FACE = "/bureau/login/second/face"

OF: Mapping[str, frozenset[str]] = {
    "first factor": frozenset(
        {
            *("entrance.begun", "first.right", "first.wrong", "first.no_account", "first.locked", "tie.none", "tie.pending"),
            *("slider.missing", "slider.expired", "lock.password", "lock.ended_midnight"),
            *("old.entered", "old.closed"),
        }
    ),
    "second factor": frozenset(
        {
            *("code.sent", "second.voided_by_password", "second.no_mobile", "second.right", "second.wrong", "second.by_face", "code.void"),
            *("face.pass", "face.other_person", "face.unreachable", "face.wrong_app", "lock.code", "lock.face", "lock.ended_recovery"),
            *("scan.no_account", "scan.choose", "second.locked"),
        }
    ),
    "account": frozenset(
        {
            *("exempt.number_equals", "exempt.number_differs", "exempt.no_record", "level.raised_face"),
            *("takeover.from_registration", "takeover.from_centre", "takeover.from_recovery", "level.raised_hall", "level.asked"),
            *("name.set", "login_name_too_soon"),
        }
    ),
    "units": frozenset(
        {
            *("staff.added", "staff.confirm", "staff.decline", "staff.withdrawn", "staff.refused_hall", "staff.removed"),
            *("identity.switched", "identity.refused", "identity.stale_form", "identity.ended", "tie.ended"),
            *("project.searched", "project.required", "project.checked_in"),
        }
    ),
}
"""What is decided at the bureau, by where; `code.sent` and `code.void` are those of both account systems."""
FORGED = frozenset({"slider.used", "slider.other_client", "slider.other_purpose", "slider.unknown"})
"""What no page brings about, but whoever sends what stood on another (BJ-11)."""


def test_each_is_said_in_both_languages() -> None:
    said = catalogue()
    for key in FORGED.union(*OF.values()):
        known = said.get(f"journal.why.{key}") or said.get(f"refused.{key}")
        assert known is not None, key
        assert all(known), key


async def written(etax: EtaxRun) -> set[str]:
    return {row.reason for row in (await etax.control.journal(limit=500)).rows}


async def test_the_first_factor(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        bureau, browser = etax.bureau, etax.browser
        await bureau.give_password("nobody1", WRONG)
        await bureau.give_password("liuyang", WRONG)
        await bureau.give_password("liuyang")
        await browser.press("上一步")
        browser.fill(password="Etax@2026")
        await browser.enter()
        browser.fill(password="Etax@2026", slide=True)
        await etax.advance(minutes=6)
        await browser.enter()
        for unit in (H1, B1):
            await bureau.give_password("zhoumin", unit=unit)
        for _ in range(6):
            await bureau.give_password("wulei90", WRONG)
        await bureau.give_password("chenchen")
        await etax.advance(hours=24)
        await bureau.give_password("wulei90")
        await bureau.log_in_the_old_way("liuyang")
        await bureau.log_out()
        await browser.open("/bureau/old/person")
        await etax.control.switch_old_login(False)
        browser.fill(account="liuyang", password="Etax@2026")
        await browser.enter()
        assert OF["first factor"] - await written(etax) == set()


async def look(etax: EtaxRun, outcome: FaceOutcome, app: str = "bureau") -> None:
    """At 刘洋's second factor."""
    await etax.control.set_face("liuyang", outcome)
    await etax.bureau.show_face(app)
    await etax.browser.open("/bureau/login/second")


async def test_the_second_factor(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        bureau, browser = etax.bureau, etax.browser
        await bureau.give_password("liuyang")
        await bureau.get_code()
        code = await etax.sms_code("13900000001")
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        browser.fill(code=wrong)
        await browser.enter()
        await browser.press("上一步")
        browser.fill(password=WRONG, slide=True)
        await browser.enter()
        browser.fill(password="Etax@2026", slide=True)
        await browser.enter()
        for _ in range(2):
            browser.fill(code=code)
            await browser.enter()
            await bureau.get_code()
        await etax.advance(minutes=6)
        browser.fill(code=await etax.sms_code("13900000001"))
        await browser.enter()
        await bureau.log_in("liuyang")
        await bureau.give_password(FENG)
        await bureau.give_second_factor("code")
        await bureau.give_password("liuyang")
        await look(etax, FaceOutcome.unreachable)
        await bureau.give_password("liuyang")
        await look(etax, FaceOutcome.passed, "itax")
        await browser.press("登录")
        await bureau.give_password("liuyang")
        await browser.press("税务APP扫码")
        link = next(each.address for each in all_blocks(browser.page) if isinstance(each, Link) and "/BF/" in (each.address or ""))
        await etax.phone.open((link or "").replace("/BF/", "/F/"))
        for _ in range(5):
            await bureau.give_password("liuyang")
            await look(etax, FaceOutcome.other_person)
        await browser.open("/bureau")
        await bureau.recover("刘洋", "110199198001010016", NEW)
        await bureau.give_password("zhoumin")
        await bureau.get_code()
        wrong = f"{(int(await etax.sms_code('13900000002')) + 1) % 1_000_000:06}"
        for _ in range(6):
            browser.fill(code=wrong)
            await browser.enter()
        await etax.advance(minutes=3)
        await bureau.log_in_on_phone("liuyang", NEW)
        await bureau.log_in_by_scan(unit=B2, role="tax_staff")
        await etax.phone.log_in("liming")
        await bureau.log_in_by_scan("itax")
        assert OF["second factor"] - await written(etax) == set()


async def test_an_account(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        bureau, browser = etax.bureau, etax.browser
        await bureau.register("何静", HE, mobile="13900000001", password=NEW, login_name="hejing")
        await bureau.register("许可", XU, mobile="13900000007", password=NEW)
        who = {"nationality": "英国", "sex": "female"}
        await bureau.register_by_email("AMELIA BROWN", "X20260003", email="amelia@example.com", password=NEW, **who)
        who = {"document_type": "work_permit_a", "nationality": "日本", "sex": "female"}
        await bureau.register("AIKO TANAKA", "11019920260001", mobile="13900000077", password=NEW, **who)
        await etax.advance(minutes=3)
        await bureau.recover_mobile("冯云", FENG, "13900000006")
        await etax.advance(minutes=3)
        await bureau.log_in(FENG)
        await browser.open("/bureau/tasks/risk")
        await bureau.raise_level()
        for name in ("fengyun1", "fengyun2", "fengyun3"):
            await browser.open("/bureau/account/name")
            browser.fill(login_name=name)
            await browser.enter()
        await browser.open("/bureau/account/mobile")
        browser.fill(mobile="13900000002")
        await browser.press("获取验证码")
        browser.fill(mobile="13900000002", password="Etax@2026", code=await etax.sms_code("13900000002"))
        await browser.enter()
        await browser.open("/control/page/hall/collect")
        browser.fill(name="冯云", number=FENG, seen=True)
        await browser.enter()
        assert OF["account"] - await written(etax) == set()


async def test_units(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        bureau, browser = etax.bureau, etax.browser
        await bureau.log_in("zhoumin")
        await bureau.confirm(B1)
        await etax.advance(minutes=3)
        await bureau.log_in("zhoumin", unit=B1)
        await bureau.add_staff("王芳", "440199197908230027")
        await bureau.withdraw("郑安")
        await bureau.withdraw("冯云")
        await bureau.remove("吴磊")
        await bureau.log_in("wangfang")
        await bureau.decline(B1)
        await bureau.log_in("liuyang", unit=B2, role="legal_representative")
        await bureau.switch(B2, "tax_staff")
        await browser.open("/bureau/account/switch")
        [tie] = [each for each in await etax.control.ties(B1, "liuyang") if each.state == "confirmed"]
        await etax.control.name_in_register(B1, Registered.legal_representative)
        assert tie.role == "legal_representative"
        await browser.press("北京示例科技有限公司 法定代表人")
        await browser.open("/bureau/account/switch")
        [session, *_] = [each for each in await etax.control.sessions() if each.login_name == "liuyang"]
        with pytest.raises(Turned):
            await etax.control.switch_identity(session.session_id, CapacityKind.principal, unit=B1)
        await etax.control.switch_identity(session.session_id, CapacityKind.enterprise, unit=B2, role=Role.tax_staff)
        await browser.press("切换为个人身份")
        await browser.open("/bureau/account/switch")
        [tie] = [each for each in await etax.control.ties(B2, "liuyang") if each.role == "tax_staff"]
        await etax.control.end_tie(tie.tie_id)
        await browser.press("切换为个人身份")
        await bureau.give_password("lintao", unit=H1, entrance="special")
        browser.fill(number="1234")
        await browser.press("查询")
        await bureau.give_second_factor()
        await etax.advance(minutes=3)
        await bureau.log_in("lintao")
        await browser.open("/bureau/reports/cross-region")
        browser.fill(taxpayer_id=H1, number="冀示税跨报〔2026〕0077号")
        await browser.press("查询")
        await browser.press("提交")
        assert OF["units"] - await written(etax) == set()
