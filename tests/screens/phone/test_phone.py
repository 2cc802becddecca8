"""The phone beside the client (F9): its panel, its people, its captcha and its messages (QR-03, WEB-5, commands.md)."""

import asyncio
import re

import pytest
from rich.cells import cell_len

from etax_client.domain.refusals import EndReason
from etax_client.screens.messages import SessionEnded
from etax_client.texts.words import Language
from etax_client.widgets.qr_code import QrCode
from tests.driving import LARGE, SMALL, driving
from tests.screens.phone.phone_hands import choose, phone_of, scanned


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_the_people_and_what_is_left_of_the_client(size: tuple[int, int], language: Language) -> None:
    """commands.md: F9 opens the phone at the right, the screen stays visible at its left, and F9 or Esc puts it away."""
    async with driving(size=size, language=language) as etax:
        before = etax.text()
        await etax.press("f9")
        rows = etax.rows()
        assert all("│" in row[size[0] // 4 :] for row in rows[1:-1])
        assert ("手机（模拟）" if language is Language.zh else "Phone (simulated)") in rows[0]
        assert ("模拟环境" if language is Language.zh else "SIMULATION") in phone_of(etax)
        assert ("实名登录" if language is Language.zh else "Real-name login") in etax.text()
        for name in ("李明", "zhaoqiang", "阿卜杜拉·买买提", "JOHNSMITH", "未注册" if language is Language.zh else "notregistered"):
            assert name in phone_of(etax)
        await etax.press("f9")
        assert etax.text() == before
        await etax.press("f9", "escape")
        assert etax.text() == before


async def test_without_a_demo_there_is_no_phone() -> None:
    async with driving(phone_beside=False) as etax:
        before = etax.text()
        assert "F9" not in before
        await etax.press("f9")
        assert etax.text() == before


@pytest.mark.parametrize(("language", "key"), [(Language.zh, "F9 手机"), (Language.en, "F9 Phone")])
async def test_f9_stands_on_the_bottom_line_of_every_screen(language: Language, key: str) -> None:
    async with driving(language=language) as etax:
        assert key in etax.rows()[-1]
        await etax.press("f2")
        assert etax.screen.query(QrCode)
        assert key in etax.rows()[-1]
        await etax.press("f2")
        await etax.log_in()
        assert etax.screen.query("UnitTable")
        assert key in etax.rows()[-1]
        await etax.press("enter")
        await etax.type_password("Unit2026a")
        assert etax.screen.query("#home-unit")
        assert key in etax.rows()[-1]
        await etax.press("f9")
        assert "liming" in phone_of(etax)


async def test_it_is_taken_up_by_mouse_and_by_command_too() -> None:
    """commands.md: with the mouse alone; and Ctrl+P finds it by its initials in pinyin."""
    async with driving() as etax:
        line = etax.rows()[-1]
        await etax.pilot.click(offset=(cell_len(line[: line.index("F9")]) + 1, SMALL[1] - 1))
        await etax.settle()
        assert "选择人员" in phone_of(etax)
        await etax.pilot.click("#close")
        await etax.settle()
        assert "手机（模拟）" not in etax.text()
        await etax.press("ctrl+p")
        await etax.pilot.press("s", "j")
        for _ in range(20):
            await etax.pilot.pause()
        await etax.press("enter")
        assert "选择人员" in phone_of(etax)


async def test_a_login_on_top_of_the_phone_and_back() -> None:
    """SES-03: the session ends while the phone lies beside the list; a phone taken up meanwhile is the same one."""
    async with driving() as etax:
        await etax.log_in()
        await choose(etax)
        etax.app.screen_stack[1].post_message(SessionEnded(EndReason.idle))
        await etax.settle()
        assert "登录已失效" in etax.text()
        await etax.press("f9")
        assert "扫一扫" in phone_of(etax)
        await etax.press("enter", "f9")
        await etax.paste("Etax@2026")
        await etax.press("enter")
        assert "屏幕上没有二维码" in phone_of(etax)
        await etax.press("tab", "tab", "tab", "enter")
        assert "换人" in phone_of(etax), "it still follows what is done with it"
        await etax.press("escape")
        assert "单位总数: 6" in etax.text()


async def test_a_person_is_logged_in_until_another_takes_the_phone() -> None:
    """QR-03: by the API with the demo's password; the session stays at the server while the panel is away, and 换人 ends it there."""
    async with driving() as etax:
        await choose(etax)
        assert "李*" in phone_of(etax)
        assert etax.phone.sent == [("POST", "/api/sessions"), ("GET", "/api/phone/messages")]
        assert not [path for _, path in etax.carrier.sent if path == "/api/sessions"], "the client has a session of its own"
        await etax.press("escape", "f9")
        assert "扫一扫" in phone_of(etax)
        await etax.press("up", "up", "enter")
        assert "选择人员" in phone_of(etax)
        assert etax.phone.sent[-1] == ("DELETE", "/api/sessions/current")
        assert "李*" not in phone_of(etax)


async def test_whoever_has_no_account_is_told_so() -> None:
    async with driving() as etax:
        await choose(etax, 8)
        assert "周婷尚未注册，没有账号，无法登录。请选择其他人员。" in phone_of(etax)
        assert etax.phone.sent == []


@pytest.mark.parametrize(
    ("language", "said"), [(Language.zh, "孙磊：已锁定，请120分钟后再试"), (Language.en, "Locked;pleasetryagainin120minutes")]
)
async def test_a_locked_person_is_told_how_long(language: Language, said: str) -> None:
    """LCK-10, LOG-07."""
    async with driving(language=language) as etax:
        await choose(etax, 6)
        assert said in phone_of(etax)
        assert "sunlei" in phone_of(etax), "and another can be chosen"


async def test_after_a_wrong_password_the_phone_asks_for_the_captcha_too() -> None:
    """LOG-04, CAP-01, CAP-02: no short cut; F5 brings another, a wrong one says so and brings another, the right one logs in."""
    async with driving() as etax:
        await etax.log_in("liming", "Wrong@2026")
        await choose(etax)
        assert "李明：请输入图形验证码后重试" in phone_of(etax)
        assert etax.text().count("▀") > 50
        before = len(etax.phone.sent)
        await etax.press("enter")
        assert "请输入验证码" in phone_of(etax)
        assert len(etax.phone.sent) == before
        await etax.press("f5")
        assert etax.phone.sent[before:] == [("POST", "/api/captchas")]
        await etax.paste("0000")
        await etax.press("enter")
        assert "验证码不正确" in phone_of(etax)
        await etax.answer_captcha()
        assert "扫一扫" in phone_of(etax)


async def test_another_password_than_the_demos_is_said() -> None:
    async with driving() as etax:
        object.__setattr__(etax.app.desk.place, "account_password", "Other@2026")
        await choose(etax)
        assert "密码已不是演示密码" in phone_of(etax)


async def test_an_account_is_filled_in_where_one_is_asked_for() -> None:
    async with driving() as etax:
        await choose(etax, 1)
        await etax.press("down", "down", "enter")
        assert "wangfang" in etax.text()
        assert "手机（模拟）" not in etax.text()
        await etax.paste("Etax@2026")
        await etax.press("enter")
        assert "单位总数: 2" in etax.text()
        await etax.press("f9")
        assert "换人" in phone_of(etax)
        assert "填入账号" not in phone_of(etax)


async def test_one_press_is_one_request_and_closing_does_not_stop_it() -> None:
    """TUI-5; looks.md: above 300 ms it says what is going on."""
    async with driving() as etax:
        await etax.press("f9")
        etax.phone.gate = asyncio.Event()
        await etax.pilot.press("enter", "enter", "enter")
        assert etax.phone.sent == [("POST", "/api/sessions")]
        await etax.clock.advance(0.4)
        await etax.pilot.pause()
        assert "请稍候" in phone_of(etax)
        await etax.pilot.press("escape")
        etax.phone.gate.set()
        etax.phone.gate = None
        await etax.settle()
        await etax.press("f9")
        assert "扫一扫" in phone_of(etax)
        assert etax.phone.sent.count(("POST", "/api/sessions")) == 1


async def test_what_takes_a_while_is_said_while_it_does() -> None:
    async with driving() as etax:
        await choose(etax)
        etax.phone.gate = asyncio.Event()
        await etax.pilot.press("down", "enter")
        await etax.clock.advance(0.4)
        await etax.pilot.pause()
        assert "请稍候" in phone_of(etax)
        etax.phone.gate.set()
        etax.phone.gate = None
        await etax.settle()
        assert "还没有短信" in phone_of(etax)
        assert "请稍候" not in phone_of(etax)


async def test_a_session_of_the_phone_that_ended_is_said() -> None:
    """SES-01 holds for the APP as well."""
    async with driving() as etax:
        await choose(etax)
        await etax.press("escape")
        await etax.advance(minutes=31)
        await etax.press("f9")
        assert "手机上的登录已失效，请重新选择人员" in phone_of(etax)
        assert "liming" in phone_of(etax)


async def test_without_a_bound_number_no_message_comes() -> None:
    """WEB-5: 赵强 has no mobile number."""
    async with driving() as etax:
        await choose(etax, 2)
        await etax.press("down", "enter")
        assert "未绑定手机号码，无法接收短信" in phone_of(etax)
        await etax.press("down", "enter")
        assert "扫一扫" in phone_of(etax)


async def test_f8_rewords_the_phone_as_it_stands() -> None:
    async with driving() as etax:
        await scanned(etax)
        await etax.press("f8")
        assert "Phone (simulated)" in etax.text()
        for words in ("Confirmthelogin", "Device", "Whichnumberdoesitshow?", "Login", "Cancel", "SIMULATION", "3:00left"):
            assert words in phone_of(etax)
        assert not re.search("[\u4e00-\u9fff]", phone_of(etax).replace("李", ""))
        await etax.press("f1")
        assert "Help: Phone (simulated)" in etax.text()
        await etax.press("escape", "escape", "f8", "f9")
        assert "确认登录" in phone_of(etax)


async def test_the_list_of_people_is_reworded() -> None:
    async with driving() as etax:
        await etax.press("f9", "f8")
        assert "notregistered" in phone_of(etax)
        assert "clerkwithfilingpermission" in phone_of(etax)
