"""The phone beside the client (F9): where it lies, whose it is, and what its camera sees (PGS-05, QR-03 to QR-05, WEB-5)."""

import re

import pytest

from etax_client.screens.home import HomeScreen
from etax_client.screens.login import LoginScreen
from etax_client.screens.pages.phone_panel import PhonePanel
from etax_client.screens.units.units import UnitsScreen
from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.said import Said
from etax_client.widgets.sizes import room
from tests.driving import Driver, driving
from tests.screens.flows.registration_hands import at, sms_code
from tests.screens.pages.reader_hands import entry, fill, press, read, view

WIDE, JUST_WIDE, NARROW = (120, 36), (100, 24), (80, 24)


def panel(etax: Driver) -> PhonePanel | None:
    return next((each for each in etax.app.screen.query(PhonePanel) if each.display), None)


def shown_number(etax: Driver) -> str:
    said = etax.app.screen.query_one("#number", Said).phrase
    assert said is not None
    return str(said.params["number"])


async def test_it_lies_at_the_right_and_the_client_stays_usable() -> None:
    """PGS-05: 40 columns from 100 on; a click and Tab go to the client, F9 comes back, and then puts it away."""
    async with driving(size=JUST_WIDE) as etax:
        before = etax.text()
        await etax.press("f9")
        phone = panel(etax)
        assert phone is not None
        assert (phone.region.x, phone.region.width) == (60, 40)
        assert "手机（模拟）" in etax.rows()[0]
        assert etax.rows()[0].count("模拟环境") == 2
        assert etax.screen.has_class("-narrow"), "what is left of the screen is narrow"
        account = etax.screen.query_one("#account-field", TextField)
        assert account.region.right <= 60
        await etax.pilot.click(account, offset=(2, 0))
        await etax.settle()
        await etax.paste("liming")
        assert account.value == "liming"
        await etax.press("f9")
        assert phone.has_focus_within
        await etax.press("f9")
        assert panel(etax) is None
        assert etax.screen.has_class("-wide")
        account.value = ""
        await etax.settle()
        assert etax.text() == before


async def test_where_there_is_no_room_it_covers_the_screen() -> None:
    """PGS-05: below 100 columns; nothing under it is gone to or pressed."""
    async with driving(size=NARROW) as etax:
        before = etax.text()
        await etax.press("f9")
        assert "实名登录" not in etax.text()
        assert "李明" in etax.text()
        for _ in range(20):
            await etax.press("tab")
            assert panel(etax) in etax.screen.focused.ancestors  # type: ignore[union-attr]
        await etax.press("f2")
        assert isinstance(etax.screen, LoginScreen), "F2 is the login's"
        await etax.press("escape")
        assert etax.text() == before
        await etax.press("f9")
        await etax.pilot.resize_terminal(120, 36)
        await etax.settle()
        assert "实名登录" in etax.text(), "a larger terminal has room for both"


async def test_without_a_demo_there_is_no_phone() -> None:
    async with driving(phone_beside=False) as etax:
        before = etax.text()
        assert "F9" not in before
        await etax.press("f9")
        assert etax.text() == before


@pytest.mark.parametrize("language", list(Language))
async def test_a_login_by_qr_code(language: Language) -> None:
    """QR-03 to QR-05: a person of the demo in one act, the code on the screen, a wrong number, then the right one; then into the unit."""
    async with driving(size=WIDE, language=language) as etax:
        say = etax.app.desk.words.say
        await etax.press("f2", "f9")
        await press(etax, "李明")
        assert "李*" in read(etax), etax.text()
        for right in (False, True):
            await press(etax, say("app.scan"))
            await press(etax, say("beside.scan_screen"))
            assert "PC-FINANCE" in read(etax)
            numbers = [choice.value for choice in entry(etax, say("app.confirm.pick")).field.choices]
            wrong = next(number for number in numbers if number != shown_number(etax))
            await fill(etax, **{say("app.confirm.pick"): shown_number(etax) if right else wrong})
            await press(etax, say("app.confirm.yes"))
            if not right:
                await etax.press("f9", "f5", "f9")  # away, another code, and back
                await press(etax, say("app.home"))
        etax.on(UnitsScreen)
        assert panel(etax) is not None, "the phone goes along"
        await etax.press("f9", "f9")
        assert panel(etax) is None
        assert [room(screen).width for screen in etax.app.screen_stack[1:]] == [WIDE[0]] * (len(etax.app.screen_stack) - 1)
        await etax.press("enter")
        await etax.type_password("Unit2026a")
        etax.on(HomeScreen)
        await etax.press("f9")
        assert panel(etax) is not None


async def test_a_person_whose_login_asks_for_a_captcha() -> None:
    """LOG-04, CAP-01: what is known stands there, only the picture is left to answer."""
    async with driving(size=WIDE) as etax:
        await etax.log_in("liming", "Wrong@2026")
        await etax.press("f9")
        await press(etax, "李明")
        assert entry(etax, "账号").typed == "liming"
        password = entry(etax, "密码").box
        assert isinstance(password, SecretField)
        assert password.length == len("Etax@2026")
        assert etax.text().count("▀") > 50, "the captcha is drawn"
        await fill(etax, 验证码=etax.captcha_answer())
        await press(etax, "登 录")
        assert "李*" in read(etax)


async def test_another_person_takes_the_phone_and_who_has_no_account_is_told_so() -> None:
    async with driving(size=WIDE) as etax:
        await etax.press("f9")
        await press(etax, "李明")
        await etax.press("escape", "escape", "escape")
        await etax.press("f9")
        await press(etax, "王芳")
        assert "王*" in read(etax)
        await etax.press(*["escape"] * 6)
        await etax.press("f9")
        await press(etax, "周婷")
        assert "周婷尚未注册，没有账号" in re.sub(r"\s", "", etax.text())


async def test_messages_of_a_number_that_no_account_has() -> None:
    """WEB-5: the SIM card of one of the demo's people is put in by one act, nobody logged in."""
    async with at("sms_code", size=WIDE) as (etax, wizard):
        await wizard.get_code()
        await etax.press("f9")
        await press(etax, "短信")
        await press(etax, "周婷")
        assert "验证码" in read(etax)
        assert sms_code(etax) in read(etax)


async def test_papers_are_put_into_the_form_at_the_left() -> None:
    async with driving(size=WIDE) as etax:
        await etax.press("f4", "f9")
        await press(etax, "人员资料")
        await press(etax, "李明")
        await press(etax, "填入证件")
        assert panel(etax) is None
        assert "440199198805120030" in etax.text()


async def test_language_help_and_what_is_typed() -> None:
    """PGS-02: F8 fetches the page in the other language with what was typed, F1 tells of the phone; secrets are typed again."""
    async with driving(size=WIDE) as etax:
        await etax.press("f9")
        await press(etax, "个人所得税APP")
        await fill(etax, 账号="wangfang", 密码="Etax@2026")
        await etax.press("f1")
        assert "手机（模拟）" in etax.text()
        await etax.press("escape")
        await etax.press("f8")
        assert view(etax).page.language == "en"
        assert entry(etax, "Account").typed == "wangfang"
        password = entry(etax, "Password").box
        assert isinstance(password, SecretField)
        assert password.length == 0
