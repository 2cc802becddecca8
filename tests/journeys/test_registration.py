"""用户注册 from the login screen to the unit list, by each way, under two policies, in both languages (REG-01 to REG-06)."""

import pytest

from etax_client.domain.flows.face_check import FaceOutcome, FaceState
from etax_client.domain.identity.documents import DocumentType
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.screens.login import LoginScreen
from etax_client.screens.registration import RegistrationScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.testing.running import EtaxRun, StartRun

ZHOU = ("440199199607260029", "周婷")
CODE = "568068"
MOBILE, PASSWORD = "13800000009", "Sunny7Days"
SMALL, LARGE = (80, 24), (120, 40)
in_both = pytest.mark.parametrize(("size", "language"), [(SMALL, "zh"), (LARGE, "en")], ids=["80-zh", "120-en"])


def says(etax: EtaxRun, chinese: str, english: str) -> bool:
    """Whether the screen says it, wherever its lines break."""
    text = chinese if etax.app.desk.words.language == "zh" else english
    return "".join(text.split()) in "".join("".join(etax.rows()).split())


async def to_the_identity(etax: EtaxRun, way: str = "hall_code") -> None:
    await etax.registration.open()
    await etax.registration.choose(way)
    await etax.registration.agree()


async def stand_before_the_camera(etax: EtaxRun) -> FaceState:
    """The phone opens what the code on the screen says, and looks."""
    etax.screen.query_one(FaceCheckForm)
    return await etax.phone.face_check()


async def finish(etax: EtaxRun, mobile: str = MOBILE, login_name: str | None = "zhouting", password: str = PASSWORD) -> None:
    """From the settings to the end."""
    await etax.registration.set_up(mobile, password, login_name)
    assert etax.registration.step == "sms_code", etax.screen_text()
    await etax.registration.get_code()
    await etax.registration.give_code()
    assert etax.registration.step == "done", etax.screen_text()


@in_both
async def test_by_hall_code(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """REG-02, REG-04: 周婷 comes with the code of the hall, and logs in by all three identifiers."""
    async with etax_run(size=size, language=language) as etax:
        await to_the_identity(etax)
        await etax.registration.identify(*ZHOU, hall_code=CODE)
        await finish(etax)
        assert says(etax, "注册完成", "You are registered")
        assert says(etax, "138****0009", "138****0009")
        assert says(etax, "居民身份证号码", "that of your Resident ID card")
        await etax.registration.to_login()
        assert "zhouting" in etax.screen_text()
        await etax.paste(PASSWORD)
        await etax.press("enter")
        etax.on(UnitsScreen)
        for account in (MOBILE, ZHOU[0]):
            await etax.phone.log_in(account, PASSWORD)
            assert ZHOU[1][0] + "*" in etax.phone.text()


@in_both
async def test_by_face(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """REG-03: the phone scans the code, the check passes, and the wizard goes on by itself."""
    async with etax_run(size=size, language=language) as etax:
        await to_the_identity(etax, "face")
        await etax.registration.identify(*ZHOU)
        assert etax.screen_text().count("▀") > 150
        assert await stand_before_the_camera(etax) is FaceState.passed
        await etax.until(lambda: etax.registration.step == "settings", "the settings")
        await finish(etax)


async def test_two_faces_that_do_not_pass_and_one_that_does(etax_run: StartRun) -> None:
    """REG-03: three outcomes, each with what to do next; F5 asks for another check."""
    async with etax_run() as etax:
        await to_the_identity(etax, "face")
        await etax.registration.identify(*ZHOU)
        for outcome, said in ((FaceOutcome.other_person, "与所填身份信息不一致"), (FaceOutcome.unreachable, "暂时无法连接")):
            await etax.control.set_face(ZHOU[0], outcome)
            assert await stand_before_the_camera(etax) is FaceState(outcome)
            await etax.wait_for(said)
            await etax.press("f5")
        await etax.control.set_face(ZHOU[0], FaceOutcome.passed)
        await stand_before_the_camera(etax)
        await etax.until(lambda: etax.registration.step == "settings", "the settings")


async def test_jiangmen(etax_run: StartRun) -> None:
    """The table of rules.md: seven types by face, no login name, and two of three classes of characters make a password."""
    async with etax_run(policy="jiangmen") as etax:
        await etax.registration.open()
        assert says(etax, "台湾居民来往大陆通行证", "")
        await etax.registration.choose("face")
        await etax.registration.agree()
        await etax.registration.identify("12345678", "林志明", DocumentType.taiwan_permit)
        await stand_before_the_camera(etax)
        await etax.until(lambda: etax.registration.step == "settings", "the settings")
        assert not etax.screen.query("#login-name")
        await finish(etax, login_name=None, password="sunny7days")
        assert says(etax, "台湾居民来往大陆通行证号码", "")
        await etax.registration.to_login()
        assert MOBILE in etax.screen_text()
        assert "登录名" not in etax.screen_text(), "LOG-02: nobody has one, so no text names it"
        await etax.login.with_password("12345678", "sunny7days")
        assert "单位总数" in etax.screen_text()


async def test_a_face_is_for_resident_ids_only(etax_run: StartRun) -> None:
    """The table of rules.md: national; by hall code all eleven types may register (DOC-02, DOC-03)."""
    async with etax_run() as etax:
        await to_the_identity(etax, "face")
        with pytest.raises(AssertionError, match="is not offered"):
            await etax.registration.identify("AB1234567", "MARY JONES", DocumentType.foreign_passport)
        await etax.press("escape")
        await etax.registration.back()
        await etax.registration.back()
        await etax.registration.choose("hall_code")
        await etax.registration.agree()
        await etax.press("tab", "enter")
        assert sum(says(etax, etax.app.desk.words.say(f"identity.type.{each}"), "") for each in DocumentType) == 11


async def test_a_foreign_passport(etax_run: StartRun) -> None:
    """DOC-03: by hall code, with the nationality found by its English name; the number is no account afterwards (LOG-02)."""
    async with etax_run() as etax:
        slip = await etax.control.issue_hall_code(
            document_type=DocumentType.foreign_passport, number="AB1234567", name="MARY JONES", nationality="GB"
        )
        await to_the_identity(etax)
        await etax.registration.identify(
            "ab1234567",
            "Mary  Jones",
            DocumentType.foreign_passport,
            nationality="united k",
            birth="1990-2-3",
            hall_code=slip.code.reveal().lower(),
        )
        await finish(etax, login_name="maryj")
        assert says(etax, "证件号码不能用于登录", "")


async def test_a_rare_character_in_the_name(etax_run: StartRun) -> None:
    """HAN-01: F7, the character's code point, and it stands where the cursor was."""
    async with etax_run() as etax:
        slip = await etax.control.issue_hall_code(document_type=DocumentType.resident_id, number="440199199309090025", name="王𫍰")
        await to_the_identity(etax)
        await etax.paste(slip.code.reveal())
        await etax.press("enter")
        await etax.paste("440199199309090025")
        await etax.press("enter")
        await etax.paste("王")
        await etax.press("f7")
        await etax.paste("U+2B370")
        await etax.press("enter", "enter")
        etax.on(RegistrationScreen)
        assert "王𫍰" in etax.screen_text()
        await etax.press("enter")
        assert etax.registration.step == "settings", etax.screen_text()


async def test_whoever_has_an_account_is_sent_to_the_login(etax_run: StartRun) -> None:
    """REG-05."""
    async with etax_run() as etax:
        await to_the_identity(etax, "face")
        await etax.registration.identify("440199198805120030", "李明")
        assert says(etax, "该身份信息已注册", "")
        await etax.press("enter")
        etax.on(LoginScreen)
