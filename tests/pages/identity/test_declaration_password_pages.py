"""重置申报密码 on both sites, without a script: who may, what is said, and what it ends (DPW-01 to DPW-04, RST-3, COD-4, WEB-1)."""

import pytest

from etax_client.wire import paths
from tests.pages.identity.registering import sms_code
from tests.pages.surfing import Surfer, surfer
from tests.pages.units.authorising import SITES, rename
from tests.server.running import UNIT_PASSWORD, WRONG, Running

NEW = "Shuiwu2026x"
FANG = "13800000002"


async def at_form(server: Running, site: str = "/app", account: str = "wangfang") -> Surfer:
    return await (await surfer(server).logged_in(account, site)).open(f"{site}/units/1/password")


async def code_sent(server: Running, site: str = "/app") -> tuple[Surfer, str]:
    someone = await at_form(server, site)
    await someone.send(f"{site}/units/1/password/sms-code")
    return someone, sms_code(server, FANG)


async def saved(someone: Surfer, site: str = "/app", **typed: str) -> Surfer:
    return await someone.send(f"{site}/units/1/password", **{"password": NEW, "again": NEW, **typed})


@pytest.mark.parametrize(("site", "button"), [("/app", "保存"), ("/portal", "确定")])
async def test_dpw_03_the_whole_way(server: Running, site: str, button: str) -> None:
    """The unit's lock is gone, who has it open must verify again, with the new password only."""
    clerk = await server.signed_in()
    await clerk.verify(1)
    assert (await clerk.get(paths.unit_home(1))).status_code == 200
    for _ in range(5):
        await clerk.solved_verify(1, WRONG)
    someone = await (await surfer(server).logged_in("wangfang", site)).open(f"{site}/units/1")
    assert f"{site}/units/1/password" in someone.page.addresses
    await someone.open(f"{site}/units/1/password")
    assert button in someone.text
    assert "138****0002" in someone.text
    await someone.send(f"{site}/units/1/password/sms-code")
    assert (someone.path, "验证码已发送至 138****0002" in someone.text) == (f"{site}/units/1/password", True)
    assert "60 秒后可重新获取" in " ".join(someone.text.split())
    await saved(someone, site, code=sms_code(server, FANG))
    assert (someone.status, someone.path) == (200, f"{site}/units/1/password/done")
    assert "申报密码重置成功" in someone.text
    assert (await clerk.get(paths.unit_home(1))).json()["code"] == "unit_closed"
    assert (await clerk.solved_verify(1, UNIT_PASSWORD)).json()["code"] == "wrong_declaration_password", "not locked any more"
    assert (await clerk.solved_verify(1, NEW)).status_code == 200


@pytest.mark.parametrize("site", SITES)
async def test_dpw_02_without_a_bound_number(server: Running, site: str) -> None:
    """Word for word, with the way to the security centre."""
    someone = await at_form(server, site, "zhaoqiang")
    assert (someone.status, "您账户的手机号码尚未绑定，请先进入安全中心绑定手机" in someone.text) == (409, True)
    assert f"{site}/security/mobile" in someone.page.addresses
    assert "password" not in someone.page.inputs


@pytest.mark.parametrize(("account", "status"), [("chenjing", 403), ("liming", 403), ("abdulla", 404)])
async def test_dpw_01_others_are_refused_by_every_address(server: Running, account: str, status: int) -> None:
    someone = await at_form(server, account=account)
    assert someone.status == status
    assert ("仅法定代表人和财务负责人可以重置" in someone.text) == (status == 403)
    token = (await someone.open("/app")).page.form("/app/logout").fields["token"]
    for path, form in {"": {"password": NEW, "again": NEW, "code": "123456"}, "/sms-code": {}}.items():
        assert (await someone.http.post(f"/app/units/1/password{path}", data={"token": token, **form})).status_code == status
    assert (await someone.open("/app/units/1/password/done")).status == status


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"password": ""}, "password", "请输入密码"),
        ({"password": "alllower2026", "again": "alllower2026"}, "password", "密码不符合下列要求"),
        ({"password": "Short1a", "again": "Short1a"}, "password", "密码不符合下列要求"),
        ({"password": "Has 2026 Space", "again": "Has 2026 Space"}, "password", "密码不符合下列要求"),
        ({"password": "A" * 19 + "a1", "again": "A" * 19 + "a1"}, "password", "密码不符合下列要求"),
        ({"again": ""}, "again", "请再次输入新密码"),
        ({"again": NEW + "y"}, "again", "两次输入的密码不一致"),
        ({"code": ""}, "code", "请输入短信验证码"),
        ({"code": "12345"}, "code", "验证码为 6 位数字"),
        ({"password": UNIT_PASSWORD, "again": UNIT_PASSWORD}, "password", "与原密码相同"),
        ({"password": "Password123", "again": "Password123"}, "password", "该密码过于常见"),
    ],
)
async def test_dpw_04_cod_4_what_is_wrong_stands_beside_its_field_and_the_code_stays_good(
    server: Running, typed: dict[str, str], field: str, said: str
) -> None:
    someone, code = await code_sent(server)
    await saved(someone, **{"code": code, **typed})
    assert someone.reply is not None
    assert (someone.status, f'id="{field}-error"' in someone.reply.text, said in someone.text) == (422, True, True)
    for secret in (NEW, code, *(value for value in typed.values() if value)):
        assert f'value="{secret}"' not in someone.reply.text, "nothing secret is filled in again"
    await saved(someone, code=code)
    assert someone.path == "/app/units/1/password/done"


async def test_cod_2_a_wrong_code_is_counted_and_burns(server: Running) -> None:
    someone, code = await code_sent(server)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for left in (4, 3, 2, 1):
        await saved(someone, code=wrong)
        assert (someone.status, f"您还有 {left} 次机会" in someone.text) == (403, True)
    await saved(someone, code=wrong)
    assert "已失效，请重新获取" in someone.text
    await saved(someone, code=code)
    assert someone.path == "/app/units/1/password"


async def test_sms_01_a_second_code_has_to_wait(server: Running) -> None:
    someone, _ = await code_sent(server)
    await someone.send("/app/units/1/password/sms-code")
    assert (someone.status, "请 60 秒后再试" in someone.text) == (429, True)
    await server.manual.advance(60)
    await someone.send("/app/units/1/password/sms-code")
    assert someone.status == 200


async def test_cod_1_a_code_for_one_unit_is_none_for_another(server: Running) -> None:
    someone, code = await code_sent(server)
    await someone.open("/app/units/2/password")
    await someone.send("/app/units/2/password", password=NEW, again=NEW, code=code)
    assert someone.status == 403


@pytest.mark.parametrize("site", SITES)
async def test_web_1_a_form_without_our_token_does_nothing(server: Running, site: str) -> None:
    someone, code = await code_sent(server, site)
    form = {"password": NEW, "again": NEW, "code": code, "token": "x"}
    for path in ("", "/sms-code"):
        assert (await someone.http.post(f"{site}/units/1/password{path}", data=form if not path else {"token": "x"})).status_code == 403
    assert (await (await server.signed_in()).verify(1)).status_code == 200, "the old one still opens it"


async def test_web_3_a_hostile_unit_name_is_text(server: Running) -> None:
    rename(server, 1, "广东示例[/]<b>科技</b>公司")
    someone, code = await code_sent(server)
    await saved(someone, code=code)
    assert someone.reply is not None
    assert "广东示例[/]&lt;b&gt;科技" in someone.reply.text
