"""The journal on what a page's form was turned down for: which field, and what its rule finds; never what was typed (SEC-5)."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.pages.identity.registering import WHO, agreed, proved, set_up
from tests.pages.surfing import Surfer, surfer
from tests.pages.units.authorising import LIMING, LONG
from tests.server.running import PASSWORD
from tests.server.testing.journal import TOKEN, Door, door_open

CANARY = "Canary@ 2026"
HALL = "/control/page/hall"
Deed = Callable[[Door], Awaitable[object]]


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def sent(door: Door, path: str, at: str = "", account: str = "liming", **typed: str) -> Surfer:
    """A form of one who is logged in at the APP, or at the portal if it stands there."""
    prefix = f"/{path.split('/')[1]}"
    one = await (await surfer(door.server).logged_in(account, prefix)).open(at or path)
    return await one.send(path, **typed)


async def trainer(door: Door, act: str, **typed: str) -> None:
    one = await surfer(door.server).open("/control/page")
    await one.send("/control/page/login", key=TOKEN)
    await (await one.open(act)).send(act, **typed)


async def login(door: Door) -> None:
    await (await surfer(door.server).open("/app")).log_in(password=CANARY)


async def no_account(door: Door) -> None:
    await (await surfer(door.server).open("/portal")).log_in("  ", site="/portal")


async def password(door: Door) -> None:
    await sent(door, "/app/security/password", current=CANARY, password="onlysmall", again="")


async def password_again(door: Door) -> None:
    await sent(door, "/app/security/password", current=PASSWORD, password="Shuiwu#26x", again="Shuiwu#26y")


async def mobile(door: Door) -> None:
    await sent(door, "/portal/security/mobile", mobile="1380000000", code=CANARY, password="")


async def mobile_for_code(door: Door) -> None:
    one = await (await surfer(door.server).logged_in()).open("/app/security/mobile")
    await one.send("/app/security/mobile", to="/app/security/mobile/sms-code", mobile=CANARY)


async def card(door: Door) -> None:
    await sent(door, "/app/messages", mobile="")


async def scan(door: Door) -> None:
    await sent(door, "/app/scan", code="x")


async def authorised(door: Door) -> None:
    typed = {**LIMING, **LONG, "number": "440199198805120031", "kind": "fixed", "start": "2026-11-01", "end": "2026-11-02"}
    await sent(door, "/app/units/1/new", account="wangfang", **typed)


async def declaration_password(door: Door) -> None:
    await sent(door, "/app/units/1/password", account="wangfang", password="Aa1", again="Aa1", code="12345")


async def forgotten(door: Door) -> None:
    one = await surfer(door.server).open("/app/forgot")
    await one.send("/app/forgot/identity", document_type="resident_id", number="440199198805120031", name="")


async def identity(door: Door) -> None:
    one = await agreed(surfer(door.server))
    await one.send("/app/register/identity", **{**WHO, "name": "周 婷 x"}, hall_code="")


async def settings(door: Door) -> None:
    one = await proved(door.server, surfer(door.server))
    await set_up(one, login_name="12345", mobile="", password="", again="")


async def code(door: Door) -> None:
    one = await proved(door.server, surfer(door.server))
    await (await set_up(one)).send("/app/register/sms-code")
    await one.send("/app/register/account", code="")


async def hall_code(door: Door) -> None:
    await trainer(
        door, f"{HALL}/code", document_type="resident_id", number="440199198805120031", name="李明", nationality="nowhere", seen=""
    )


async def hall_declaration(door: Door) -> None:
    await trainer(door, f"{HALL}/declaration", **LIMING, unit="91440199MA0QJ9999X", seen="yes")


async def hall_proxy(door: Door) -> None:
    await trainer(door, f"{HALL}/proxy", do="issue", unit="x", handler_name="", handler_number="", name_2="A", number_2="?")


async def certificate(door: Door) -> None:
    await trainer(door, f"{HALL}/certificates")
    one = await surfer(door.server).open("/control/page")
    await one.send("/control/page/login", key=TOKEN)
    await one.open(f"{HALL}/certificates?unit=91440199MA0QJ0100K")
    await one.send(f"{HALL}/certificates/issue", unit="91440199MA0QJ0100K", pin="1")


async def too_long(door: Door) -> None:
    await sent(door, "/app/messages", mobile=CANARY * 20)


async def not_ours(door: Door) -> None:
    await sent(door, "/app/messages", mobile="", canary=CANARY)


async def not_offered(door: Door) -> None:
    one = await surfer(door.server).open("/app/forgot")
    await one.send("/app/forgot/identity", document_type="canary", number="1", name="x")


SAYS: list[tuple[Deed, str, str]] = [
    (login, "LOG-03", "密码：含有空格"),
    (no_account, "LOG-02", "账号：未填写"),
    (password, "LOG-03", "原密码：含有空格；密码：少于 3 类字符"),
    (password_again, "PWD-01", "再次输入的密码：两次输入不一致"),
    (mobile, "FPW-02", "手机号码：格式不正确；密码：未填写；验证码或注册码：格式不正确"),
    (mobile_for_code, "FPW-02", "手机号码：格式不正确"),
    (card, "WEB-5", "手机号码：未填写"),
    (scan, "QRT-6", "验证码或注册码：不是登录二维码，也不是验证短码"),
    (authorised, "DOC-01", "证件号码：校验码不正确；授权期限起：早于今日"),
    (declaration_password, "DPW-04", "密码：不是 8 至 20 位；验证码或注册码：格式不正确"),
    (forgotten, "DOC-01", "证件号码：校验码不正确；姓名或名称：未填写"),
    (identity, "REG-02", "大厅注册码：未填写；姓名或名称：含有空格"),
    (settings, "REG-04", "登录名：全部为数字；密码：未填写；手机号码：未填写"),
    (code, "SMS-01", "验证码或注册码：未填写"),
    (hall_code, "DOC-01", "国籍：国籍不正确；已核对证件：未填写"),
    (hall_declaration, "REG-07", "单位：未查询到该纳税人识别号对应的单位，请核对"),
    (
        hall_proxy,
        "REG-07",
        "单位：未查询到该纳税人识别号对应的单位，请核对；经办人：未找到该注册用户，请核对经办人的姓名和证件号码；"
        "第 2 行姓名或名称：位数不正确；第 2 行证件号码：格式不正确",
    ),
    (certificate, "CA-01", "证书 PIN：格式不正确"),
    (too_long, "INP-1", "手机号码：过长"),
    (not_ours, "INP-1", "不是本站表单的内容"),
    (not_offered, "INP-1", "证件类型：不在可选范围内"),
]


@pytest.mark.parametrize(("deed", "rule", "why"), SAYS, ids=[case[0].__name__ for case in SAYS])
async def test_each_form_says_which_field_and_why(door: Door, deed: Deed, rule: str, why: str) -> None:
    await deed(door)
    row = await door.last()
    assert (row["decided"], row["rule"], row["why"]["zh"]) == ("malformed", rule, why)
    assert row["why"]["en"].isascii()
    assert "anary" not in str(row)
