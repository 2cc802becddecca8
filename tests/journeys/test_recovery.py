"""忘记密码 from the login screen to the unit list and past all that can go wrong, in both languages (FPW-01, RST-1, RST-2, SMS-01)."""

import re

import pytest

from etax_client.domain.flows.face_check import FaceOutcome, FaceState
from etax_client.domain.identity.documents import DocumentType
from etax_client.screens.forms.guess_form import GuessForm
from etax_client.screens.login import LoginScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.testing.running import EtaxRun, StartRun
from tests.journeys.phone_keys import go, person
from tests.screens.pages.reader_hands import read

SUN = ("440199198402150016", "孙磊")
ZHAO = ("440199197511300015", "赵强")
MOBILE, PASSWORD = "13800000007", "Sunny7Days"
SMALL, LARGE = (80, 24), (120, 40)
in_both = pytest.mark.parametrize(("size", "language"), [(SMALL, "zh"), (LARGE, "en")], ids=["80-zh", "120-en"])


def says(etax: EtaxRun, chinese: str, english: str) -> bool:
    """Whether the screen says it, wherever its lines break; the phone at the right read for itself."""
    text = re.sub(r"\s", "", chinese if etax.app.desk.words.language == "zh" else english)
    rows = etax.rows()
    halves = (rows, [row.partition("▌ ")[0] for row in rows], [row.partition("▌ ")[2] for row in rows])
    return any(text in re.sub(r"\s", "", "".join(half)) for half in halves)


async def to_the_proof(etax: EtaxRun, who: tuple[str, str] = SUN) -> None:
    await etax.recovery.open()
    await etax.recovery.identify(*who)
    assert etax.recovery.step == "proof", etax.screen_text()


async def sms_keys(etax: EtaxRun) -> list[str]:
    """What was sent to anyone, the newest first."""
    return [message.key for message in await etax.control.inbox()]


@in_both
async def test_a_locked_person_recovers_by_sms_code(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """FPW-01, LOG-06, RST-2: unlocked, not logged in, the account kept, the notice sent."""
    async with etax_run(size=size, language=language) as etax:
        await etax.login.with_password("sunlei", "Etax@2026")
        assert says(etax, "已锁定，剩余", "locked for")
        await to_the_proof(etax)
        await etax.recovery.get_code()
        assert says(etax, "若信息与注册时一致，验证码已发送至绑定的手机号码", "If this matches your registration, a code was sent")
        await etax.recovery.give_code(await etax.sms_code(MOBILE))
        await etax.recovery.set_password(PASSWORD)
        assert says(etax, "账号已解锁，请用新密码登录", "Unlocked. Log in with the new password")
        assert await etax.control.sessions() == (), "nobody is logged in by it"
        assert await sms_keys(etax) == ["sms.password_reset", "sms.code.recovery"]
        await etax.recovery.to_login()
        assert says(etax, "账号已解锁，请用新密码登录", "Unlocked. Log in with the new password")
        assert "sunlei" in etax.screen_text(), "the account is kept"
        assert not etax.screen.query_one(GuessForm).locked
        await etax.paste(PASSWORD)
        await etax.press("enter")
        etax.on(UnitsScreen)


@in_both
async def test_by_face(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """REG-03: another person fails, and may try again; the police system may be away; then it passes, and the screen goes on by itself."""
    async with etax_run(size=size, language=language) as etax:
        await to_the_proof(etax)
        for outcome, zh, en in (
            (FaceOutcome.other_person, "与所填身份信息不一致", "not the person on the document"),
            (FaceOutcome.unreachable, "暂时无法连接核验系统", "The verification service cannot be reached"),
        ):
            await etax.control.set_face(SUN[0], outcome)
            await (etax.recovery.by_face() if outcome is FaceOutcome.other_person else etax.press("f5"))
            await etax.phone.face_check()
            assert says(etax, zh, en), etax.screen_text()
            assert etax.recovery.step == "proof"
        await etax.control.set_face(SUN[0], FaceOutcome.passed)
        await etax.press("f5")
        assert await etax.phone.face_check() is FaceState.passed
        assert etax.recovery.step == "password", etax.screen_text()
        await etax.recovery.set_password(PASSWORD)
        await etax.recovery.to_login()
        assert SUN[0] in etax.screen_text(), "the ID number is an account (LOG-02)"


async def test_in_one_verb(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        await etax.recover("sunlei", PASSWORD)
        await etax.login.with_password("sunlei", PASSWORD)
        etax.on(UnitsScreen)


@in_both
async def test_sessions_elsewhere_end(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """RST-2, SES-01: the client that was logged in is told why, asks for login, and can recover again from there (SES-03)."""
    async with etax_run(size=size, language=language, person="liming") as etax:
        await etax.phone.log_in("liming")
        assert len(await etax.control.sessions()) == 2
        await etax.units.log_out()
        await etax.recover("liming", PASSWORD)
        assert await etax.control.sessions() == ()
        await etax.login.with_password("liming", PASSWORD)
        etax.on(UnitsScreen)


@in_both
async def test_an_identity_that_nobody_has_looks_alike(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """LOG-08: the same sentences, the same wait, and a wrong code is wrong; nothing was sent. By face it is another person."""
    async with etax_run(size=size, language=language) as etax:
        seen = []
        for who in (SUN, ("440199199912310010", "吴名")):
            await to_the_proof(etax, who)
            await etax.recovery.get_code()
            seen.append(etax.screen_text())
            await etax.recovery.back()
            await etax.recovery.back()
            await etax.press("enter")
            etax.on(LoginScreen)
        assert seen[0] == seen[1]
        assert [message.address for message in await etax.control.inbox()] == [MOBILE]
        await to_the_proof(etax, ("440199199912310010", "吴名"))
        await etax.recovery.by_face()
        assert await etax.phone.face_check() is FaceState.other_person


async def test_without_a_bound_number(etax_run: StartRun) -> None:
    """赵强 has no number: no code comes, the screen says what to do then, and the face check is open to him."""
    async with etax_run() as etax:
        await to_the_proof(etax, ZHAO)
        await etax.recovery.get_code()
        assert await etax.control.inbox() == ()
        assert says(etax, "按 F2 改用人脸识别", "")
        assert says(etax, "请到办税服务厅重置密码", "")
        await etax.recovery.by_face()
        await etax.phone.face_check()
        await etax.recovery.set_password(PASSWORD)
        assert etax.recovery.step == "done"
        assert await etax.control.inbox() == (), "no number, no notice"


async def test_a_foreign_passport_has_the_code_only(etax_run: StartRun) -> None:
    """DOC-02, DOC-03: national opens the face check to resident IDs alone; the nationality is not asked for."""
    async with etax_run() as etax:
        await etax.recovery.open()
        await etax.recovery.identify("X12345678", "JOHN SMITH", DocumentType.foreign_passport)
        assert etax.recovery.step == "proof", etax.screen_text()
        assert "人脸识别" not in etax.screen_text()
        await etax.press("f2")
        await etax.recovery.get_code()
        await etax.recovery.give_code(await etax.sms_code("13800000008"))
        await etax.recovery.set_password(PASSWORD)
        await etax.recovery.to_login()
        assert "X12345678" not in etax.screen_text(), "no account for logging in (LOG-02)"


async def test_a_code_that_is_too_old(etax_run: StartRun) -> None:
    """SMS-01: 5 minutes; another one works."""
    async with etax_run() as etax:
        await to_the_proof(etax)
        await etax.recovery.get_code()
        code = await etax.sms_code(MOBILE)
        await etax.advance(minutes=5, seconds=1)
        await etax.recovery.give_code(code)
        assert "验证码已失效，请重新获取" in etax.screen_text()
        await etax.recovery.get_code()
        await etax.recovery.give_code(await etax.sms_code(MOBILE))
        assert etax.recovery.step == "password"


async def test_wrong_codes_and_the_wait_for_another(etax_run: StartRun) -> None:
    """SMS-01, COD-2: the tries left are said, the 5th voids it, and another one may be sent after 60 seconds."""
    async with etax_run() as etax:
        await to_the_proof(etax)
        await etax.recovery.get_code()
        right = await etax.sms_code(MOBILE)
        wrong = "000000" if right != "000000" else "000001"
        for left in (4, 3, 2, 1):
            await etax.recovery.give_code(wrong)
            assert f"验证码不正确，您还有 {left} 次机会" in etax.screen_text()
        await etax.recovery.give_code(wrong)
        assert "验证码多次输入错误，已失效，请重新获取" in etax.screen_text()
        await etax.recovery.give_code(right)
        assert "验证码已失效，请重新获取" in etax.screen_text()
        assert "1:00 后可重新获取" in etax.screen_text()
        await etax.advance(seconds=60)
        await etax.recovery.get_code()
        await etax.recovery.give_code(await etax.sms_code(MOBILE))
        assert etax.recovery.step == "password"


async def test_ten_codes_a_day(etax_run: StartRun) -> None:
    """SMS-01: the eleventh is refused with the time until it may be sent; a new flow does not help."""
    async with etax_run() as etax:
        for round_ in range(2):
            await to_the_proof(etax)
            for _ in range(5):
                await etax.recovery.get_code()
                await etax.advance(seconds=60)
            if not round_:
                await etax.recovery.back()
                await etax.recovery.back()
                await etax.press("enter")
        await etax.recovery.get_code()
        assert "23:5" in etax.screen_text(), etax.screen_text()
        assert "操作过于频繁，请稍后再试" in etax.screen_text()
        assert len(await etax.control.inbox(address=MOBILE)) == 10


async def test_half_an_hour(etax_run: StartRun) -> None:
    """REG-1: the flow is over; F5 begins anew with the identity still there."""
    async with etax_run() as etax:
        await to_the_proof(etax)
        await etax.advance(minutes=30)
        assert "按 F5 重新开始" in etax.screen_text()
        await etax.press("f5")
        assert etax.recovery.step == "identity"
        assert all(text in etax.screen_text() for text in SUN)
        await etax.press("enter")
        assert etax.recovery.step == "proof"


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("Etax@2026", None, "新密码不能与原密码相同"),
        ("sunlei", None, "密码不符合下列要求"),
        ("Sunlei2026", None, "含有登录名"),
        ("Password1", None, "该密码过于常见"),
        (PASSWORD, "Sunny7Day", "两次输入的密码不一致"),
        ("Sunny 7Days", None, "不能有空格"),
    ],
)
async def test_passwords_that_will_not_do(etax_run: StartRun, password: str, again: str | None, said: str) -> None:
    """PWD-01, PWD-1: by the form where it can tell, else by the server; another one works in the same flow (COD-4)."""
    async with etax_run() as etax:
        await to_the_proof(etax)
        await etax.recovery.get_code()
        await etax.recovery.give_code()
        await etax.recovery.set_password(password, again)
        assert said in etax.screen_text(), etax.screen_text()
        assert etax.recovery.step == "password"
        await etax.recovery.set_password(PASSWORD)
        assert etax.recovery.step == "done", etax.screen_text()


@in_both
async def test_by_the_phone_beside_the_client_alone(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """commands.md: papers, SIM card and message by F9, keys alone; the locked owner need not log in to the APP."""
    async with etax_run(size=size, language=language) as etax:
        await etax.press("f4", "f9")
        await go(etax, "beside.papers")
        await person(etax, SUN[1])
        await go(etax, "beside.fill_identity")
        assert says(etax, SUN[0], SUN[0])
        await etax.press("enter", "enter", "enter", "f9")
        await go(etax, "beside.sim")
        shown = re.search(r"(\d{6})，|(\d{6})is", read(etax))
        assert shown is not None, etax.screen_text()
        await etax.press("f9")
        await etax.paste(shown[1] or shown[2])
        await etax.press("enter")
        await etax.paste(PASSWORD)
        await etax.press("enter")
        await etax.paste(PASSWORD)
        await etax.press("enter")
        assert says(etax, "账号已解锁，请用新密码登录", "Unlocked. Log in with the new password")
        await etax.press("enter")
        await etax.paste(PASSWORD)
        await etax.press("enter")
        etax.on(UnitsScreen)
