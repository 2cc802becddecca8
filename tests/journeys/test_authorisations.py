"""Authorisations, phases and new declaration passwords through the client's screens, in both languages (AUT, DPW, VER-03 to VER-05)."""

import re

import pytest

from etax_client.api.replies import done, read
from etax_client.domain.channels import Channel
from etax_client.domain.policies import Phase
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.screens.dialogs.reset_channels import ResetChannelsDialog
from etax_client.screens.home import HomeScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.screens.verification.verification_form import VerificationForm
from etax_client.testing.running import EtaxRun, StartRun
from etax_client.wire import login, paths, spelling
from etax_client.wire.authorisations import AuthorisedReply
from tests.screens.pages import reader_hands as hands

UNIT, OLD, NEW = "广东示例查账有限公司", "Unit2026a", "Tulip2027x"
SMALL, LARGE = (80, 24), (120, 40)
in_both = pytest.mark.parametrize(("size", "language"), [(SMALL, "zh"), (LARGE, "en")], ids=["80-zh", "120-en"])


def says(etax: EtaxRun, chinese: str, english: str) -> bool:
    """Whether the screen says it, wherever its lines break."""
    text = re.sub(r"\s", "", chinese if etax.app.desk.words.language == "zh" else english)
    rows = etax.rows()
    right = [row.partition("│")[2] for row in rows]
    halves = (rows, right, [row.rpartition("│")[0].rstrip().rpartition("  ")[2] for row in right])
    return any(text in re.sub(r"\s", "", "".join(half)) for half in halves)


def told(etax: EtaxRun) -> list[str]:
    """What the app tells beside its screens."""
    return [each.message for each in etax.app._notifications]


async def reset_on_the_phone(etax: EtaxRun, password: str) -> None:
    """F9 as 王芳: 企业办税权限, unit 1, 重置申报密码, a code, the new password twice, 保存; the phone is put away again."""
    say = etax.app.desk.words.say
    await etax.press("f9")
    await hands.press(etax, "王芳")
    await hands.press(etax, say("managed.title"))
    await hands.press(etax, say("managed.detail"))
    await hands.press(etax, say("newdecl.title"))
    await hands.press(etax, say("smscode.get"))
    code = await etax.sms_code("13800000002")
    await hands.fill(etax, **{say("newpw.password"): password, say("newpw.again"): password, say("smscode.code"): code})
    await etax.press("enter")
    assert re.sub(r"\s", "", say("newdecl.done")) in hands.read(etax), etax.screen_text()
    await etax.press("f9")


async def end_authorisation(etax: EtaxRun, name: str) -> None:
    """解除授权 of someone at unit 1, by 王芳 at another machine."""
    request = login.LoginRequest("wangfang", Secret(etax.password_of("wangfang")), None, Channel.phone)
    fang = read(await etax.network.send("POST", paths.SESSIONS, body=spelling.write(request)), LoggedIn)
    assert isinstance(fang, LoggedIn)
    detail = read(await etax.network.send("GET", paths.authorised(1), token=fang.token), AuthorisedReply)
    assert isinstance(detail, AuthorisedReply)
    [theirs] = [each.authorisation_id for each in detail.people if each.name == name]
    assert done(await etax.network.send("DELETE", paths.authorisation(1, theirs), token=fang.token)) is None
    await etax.settle()


@in_both
async def test_a_forgotten_declaration_password(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """VER-02, VER-05, DPW-03: five wrong ones lock the unit; 王芳 resets it on the phone; the new one opens it, the old one does not."""
    async with etax_run(size=size, language=language, person="liming") as etax:
        await etax.units.enter(1, "Wrong2026a")
        for _ in range(4):
            await etax.verify.with_password("Wrong2026a")
            await etax.captcha.answer()
        assert says(etax, "已锁定", "locked"), etax.screen_text()
        await etax.press("f4")
        etax.on(ResetChannelsDialog)
        assert says(etax, "按 F9 打开模拟手机，以王芳的身份登录", "press F9, log in as 王芳"), etax.screen_text()
        await reset_on_the_phone(etax, NEW)
        etax.on(ResetChannelsDialog)
        await etax.press("escape", "escape")
        etax.on(UnitsScreen)
        await etax.units.reload()
        assert not says(etax, "申报密码已锁定，剩余", "the password is locked,"), etax.screen_text()
        await etax.units.enter(1, OLD)
        await etax.captcha.answer()
        assert says(etax, "您还有 4 次机会", "4 tries left"), "the counter began anew"
        await etax.verify.with_password(NEW)
        await etax.captcha.answer()
        etax.on(HomeScreen)
        assert [message.key for message in await etax.control.inbox(address="13800000002")] == [
            "sms.declaration_password",
            "sms.code.declaration_password",
            "sms.unit_locked",
        ]


@in_both
async def test_in_phase_2_an_authorisation_opens_the_unit(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """VER-03: no declaration password for unit 1; units 4 and 5 ask for theirs, and say why."""
    async with etax_run(size=size, language=language, person="liming", phase="phase-2") as etax:
        assert says(etax, "办税员，办税权限（长期）进入方式：已有授权，免申报密码", "authorised, no password needed"), etax.screen_text()
        await etax.units.enter(1)
        etax.on(HomeScreen)
        assert says(etax, "办税授权", "authorisation, at")
        await etax.home.switch_unit()
        await etax.units.select(4)
        assert says(etax, "未授权   进入方式：申报密码已锁定，剩余 120 分钟", "not authorised"), etax.screen_text()
        await etax.units.enter(4)
        assert says(etax, "已锁定", "locked"), etax.screen_text()
        await etax.verify.cancel()
        await etax.units.enter(5)
        assert etax.screen.query(VerificationForm)
        why = etax.app.desk.words.say("verify.why.not_authorised")
        assert says(etax, why, why), etax.screen_text()
        await etax.verify.with_password(OLD)
        etax.on(HomeScreen)
        assert says(etax, "申报密码，", "declaration password, at")


@in_both
async def test_an_authorisation_that_is_ended_while_inside(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """AUT-04: at once: the client is told, and is back at the list, where the unit now asks for its password."""
    async with etax_run(size=size, language=language, person="liming", phase="phase-2") as etax:
        await etax.units.enter(1)
        etax.on(HomeScreen)
        await end_authorisation(etax, "李明")
        await etax.until(lambda: isinstance(etax.app.screen, UnitsScreen), "the list")
        [why] = told(etax)
        assert UNIT in why
        assert ("办税授权已失效" if language == "zh" else "authorisation ended") in why
        assert says(etax, "未授权", "not authorised"), etax.screen_text()
        await etax.units.enter(2)
        etax.on(HomeScreen)
        await etax.home.switch_unit()
        await etax.units.enter(1, OLD)
        etax.on(HomeScreen)


async def test_one_that_verified_by_password_stays_inside(etax_run: StartRun) -> None:
    """VER-04: the end of an authorisation closes only what it had opened."""
    async with etax_run(person="liming") as etax:
        await etax.units.enter(1, OLD)
        await end_authorisation(etax, "李明")
        await etax.advance(30)
        etax.on(HomeScreen)
        assert told(etax) == []


@in_both
async def test_the_phase_is_switched_while_inside(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """VER-03: back to phase 1, everyone gives the password; forth again, nobody who is authorised does."""
    async with etax_run(size=size, language=language, person="liming", phase="phase-2") as etax:
        await etax.units.enter(1)
        await etax.control.set_phase(Phase.phase_1)
        await etax.until(lambda: isinstance(etax.app.screen, UnitsScreen), "the list")
        assert UNIT in told(etax)[0]
        await etax.units.enter(1)
        assert etax.screen.query(VerificationForm)
        assert says(etax, "第一阶段：进入单位须验证申报密码", "Phase 1: declaration password required"), etax.screen_text()
        await etax.verify.cancel()
        await etax.control.set_phase(Phase.phase_2)
        await etax.units.enter(1)
        etax.on(HomeScreen)


@in_both
async def test_the_declaration_password_is_reset_while_inside(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """DPW-03, RST-3: at once; the reason is told, and the new one opens the unit again."""
    async with etax_run(size=size, language=language, person="liming") as etax:
        await etax.units.enter(1, OLD)
        etax.on(HomeScreen)
        await etax.control.set_declaration_password("1", Secret(NEW))
        await etax.until(lambda: isinstance(etax.app.screen, UnitsScreen), "the list")
        [why] = told(etax)
        assert UNIT in why
        assert ("申报密码已重置" if language == "zh" else "password reset") in why
        await etax.units.enter(1, NEW)
        etax.on(HomeScreen)


async def test_it_is_reset_on_the_phone_beside_the_open_unit(etax_run: StartRun) -> None:
    """DPW-03: while the phone still lies beside it the unit is closed; the new one opens it again."""
    async with etax_run(person="liming") as etax:
        await etax.units.enter(1, OLD)
        await reset_on_the_phone(etax, NEW)
        etax.on(UnitsScreen)
        assert "申报密码已重置" in told(etax)[0]
        await etax.units.enter(1, NEW)
        etax.on(HomeScreen)
