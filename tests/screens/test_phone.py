"""The phone beside the client (F9): what its pages do with people, codes, refusals and accidents (QR-03 to QR-05, interfaces.md)."""

import asyncio
import re

import pytest
from textual.app import ComposeResult
from textual.screen import Screen

from etax_client.api.carrier import Garbled, Unreachable, Why
from etax_client.domain.accounts import LoggedIn
from etax_client.domain.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.qr_login import Ticket, TicketState, TicketView, scan_url, spaced
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.screens.messages import SessionEnded
from etax_client.texts.words import Language
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from tests.driving import DEVICE, LARGE, SMALL, Driver, driving

PAGES = "http://etax.invalid"


class CodeScreen(Screen[None]):
    """A screen with nothing but a code on it."""

    def __init__(self, payload: str) -> None:
        super().__init__()
        self._payload = payload

    def compose(self) -> ComposeResult:
        yield QrCode(self._payload)


async def asked(etax: Driver, device: str = DEVICE) -> Ticket:
    """A client asks for a ticket, and shows its code."""
    ticket = await etax.app.desk.api.ask_for_ticket(device)
    assert isinstance(ticket, Ticket)
    await etax.app.push_screen(CodeScreen(scan_url(PAGES, ticket.scan_id)))
    return ticket


async def choose(etax: Driver, place: int = 0) -> None:
    """Take up the phone and choose the person at `place` in the list."""
    await etax.press("f9", *["down"] * place, "enter")


async def view_of(etax: Driver, ticket: Ticket) -> TicketView:
    view = await etax.app.desk.api.poll_ticket(ticket.poll_secret, None, 0)
    assert isinstance(view, TicketView)
    return view


def phone_of(etax: Driver) -> str:
    """What stands on the phone alone, in one line without blanks."""
    lines = [re.search(r"│(.*)│$", row) for row in etax.rows()]
    return re.sub(r"\s", "", "".join(line[1] for line in lines if line))


async def pick(etax: Driver, number: int | None) -> None:
    """The key of a number; None picks one that the client does not show."""
    shown = re.search(r"(?<!\d)(\d\d)\s+(\d\d)\s+(\d\d)(?!\d)", etax.text())
    assert shown is not None, etax.text()
    numbers = [int(found) for found in shown.groups()]
    place = numbers.index(number) if number is not None else 0
    await etax.press(str(place + 1))


async def scanned(etax: Driver, place: int = 0) -> Ticket:
    """The phone of the person at `place` has scanned a code."""
    ticket = await asked(etax)
    await choose(etax, place)
    await etax.press("enter")
    assert "登录确认" in etax.text()
    return ticket


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_the_people_and_what_is_left_of_the_client(size: tuple[int, int], language: Language) -> None:
    """interfaces.md: F9 opens the phone at the right, the screen stays visible at its left, and F9 or Esc puts it away."""
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
        await etax.press("up", "up", "up", "escape")
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
        assert "周婷未注册，没有账号，不能登录。请选择其他人员" in phone_of(etax)
        assert etax.phone.sent == []


@pytest.mark.parametrize(
    ("language", "said"), [(Language.zh, "孙磊：已锁定，请等待120分钟后再试"), (Language.en, "Locked;pleasewait120minutes")]
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
        assert "李明：请输入图中的验证码，再试一次" in phone_of(etax)
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


async def test_no_code_in_sight() -> None:
    async with driving() as etax:
        await choose(etax)
        await etax.press("enter")
        assert "屏幕上没有二维码。请在登录界面按F2切换到扫码登录，再扫一次" in phone_of(etax)


async def test_a_code_that_is_for_something_else() -> None:
    """The APP's own address, in the dialog of 手机端下载, is no login code; the phone lies over dialogs too."""
    async with driving(pages="http://127.0.0.1:8765") as etax:
        await etax.pilot.click("#link-phone")
        await etax.settle()
        await choose(etax)
        await etax.press("enter")
        assert "这不是登录用的二维码" in phone_of(etax)
        assert not [path for _, path in etax.phone.sent if path == "/api/phone/scans"]


async def test_a_hidden_code_is_not_seen() -> None:
    """QR-08: once scanned, the code is hidden; a camera would not see it either."""
    async with driving() as etax:
        await asked(etax)
        etax.app.screen.query_one(QrCode).display = False
        await choose(etax)
        await etax.press("enter")
        assert "屏幕上没有二维码" in phone_of(etax)


async def test_the_confirm_page_says_who_asks_from_where_and_since_when() -> None:
    """QR-04."""
    async with driving() as etax:
        ticket = await scanned(etax)
        text = phone_of(etax)
        assert f"设备{DEVICE}" in text
        assert re.search(r"地址[0-9a-z.:]+", text)
        assert "时间2026-11-2010:00:00" in text, "in the tax office's own time"
        assert "剩余3:00" in text
        view = await view_of(etax, ticket)
        assert (view.state, view.masked_name) == (TicketState.scanned, "李*")
        log_in, cancel = etax.screen.query_one("#confirm", PushButton), etax.screen.query_one("#refuse", PushButton)
        assert log_in.size == cancel.size, "equally large"
        await etax.advance(minutes=1)
        assert "剩余2:00" in phone_of(etax)


async def test_the_right_number_logs_the_computer_in() -> None:
    """QR-04, QR-05; and the owner of the account gets a message, in the language of whoever reads it."""
    async with driving() as etax:
        ticket = await scanned(etax)
        number = (await view_of(etax, ticket)).number
        await etax.press("tab", "tab", "tab", "enter")
        assert "请先选出电脑上显示的数字" in phone_of(etax)
        await pick(etax, number)
        assert f"[{number}]" in etax.text()
        await etax.press("enter")
        assert "已确认，请看电脑屏幕" in phone_of(etax)
        logged_in = await etax.app.desk.api.redeem_ticket(ticket.poll_secret)
        assert isinstance(logged_in, LoggedIn)
        await etax.press("f9", "f9")
        assert "已在电脑上登录" in phone_of(etax)
        await etax.press("down", "enter")
        assert "短信138****0001" in phone_of(etax)
        assert f"您的账号于2026-11-2010:00:00在「{DEVICE}」上扫码登录扣缴端" in phone_of(etax)
        await etax.press("f8")
        assert f"[SIMULATION]YouraccountwasusedforaQRloginon{DEVICE}at2026-11-2010:00:00." in phone_of(etax)


async def test_another_number_refuses_and_says_what_to_do() -> None:
    """QR-04."""
    async with driving() as etax:
        ticket = await scanned(etax)
        number = (await view_of(etax, ticket)).number
        while f"[{number}]" in etax.text() or "[" not in etax.text():
            await etax.press("1" if "[" not in etax.text() else "2")
        await etax.press("enter")
        assert "数字不一致，这次登录已被拒绝。请在电脑上刷新二维码后重新扫描" in phone_of(etax)
        assert (await view_of(etax, ticket)).state is TicketState.refused


async def test_refusing() -> None:
    async with driving() as etax:
        ticket = await scanned(etax)
        await etax.press("up", "up", "enter")
        assert "已取消，电脑没有登录" in phone_of(etax)
        assert (await view_of(etax, ticket)).state is TicketState.refused
        await etax.press("enter")
        assert "已取消，电脑没有登录" in phone_of(etax), "the same code again says the same"


async def test_everything_by_mouse_alone() -> None:
    async with driving() as etax:
        ticket = await asked(etax)
        await etax.press("f9")
        await etax.pilot.click("#people", offset=(2, 0))
        await etax.settle()
        await etax.pilot.click("#scan")
        await etax.settle()
        number = (await view_of(etax, ticket)).number
        row = next(index for index, row in enumerate(etax.rows()) if f" {number} " in row and "2026" not in row)
        await etax.pilot.click(offset=(etax.rows()[row].index(f" {number} ") + 1, row))
        await etax.settle()
        await etax.pilot.click("#confirm")
        await etax.settle()
        assert (await view_of(etax, ticket)).state is TicketState.confirmed
        await etax.pilot.click("#close")
        await etax.settle()
        assert "手机（模拟）" not in etax.text()


async def test_a_short_code_instead_of_a_picture() -> None:
    """Fallback of terminal.md: typed with or without its hyphen; what can't be one is never sent."""
    async with driving() as etax:
        ticket = await asked(etax)
        await etax.press("escape")
        etax.app.pop_screen()
        await choose(etax)
        await etax.press("enter", "down")
        before = len(etax.phone.sent)
        await etax.paste("12345678")
        await etax.press("enter")
        assert "验证短码是8位字母和数字，请核对后重新输入" in phone_of(etax)
        assert len(etax.phone.sent) == before
        await etax.press("ctrl+u")
        await etax.paste("2222-2222")
        await etax.press("enter")
        assert "二维码或验证短码无效，或已过期" in phone_of(etax)
        await etax.press("ctrl+u")
        await etax.paste(spaced(ticket.short_code).lower())
        await etax.press("enter")
        assert "登录确认" in phone_of(etax)


async def test_a_second_phone_is_told_that_the_code_was_used() -> None:
    """QR-05."""
    async with driving() as etax:
        await scanned(etax)
        await etax.press("f9")
        etax.app._handset = None
        await choose(etax, 1)
        await etax.press("enter")
        assert "该二维码已被扫描，请刷新后重新扫描" in phone_of(etax)


async def test_the_time_runs_out_under_the_thumb() -> None:
    """QR-01."""
    async with driving() as etax:
        await scanned(etax)
        await etax.advance(minutes=3)
        assert "二维码已过期，请在电脑上刷新后重新扫描" in phone_of(etax)
        assert "扫一扫" in phone_of(etax)


async def test_a_client_that_has_left_is_told_of() -> None:
    """QRT-7: after a cancelled ticket nothing logs in."""
    async with driving() as etax:
        ticket = await scanned(etax)
        number = (await view_of(etax, ticket)).number
        await etax.app.desk.api.cancel_ticket(ticket.poll_secret)
        await pick(etax, number)
        await etax.press("enter")
        assert "电脑已放弃这次登录，请重新扫描" in phone_of(etax)


async def test_a_lock_that_came_meanwhile_stops_the_confirming() -> None:
    """LCK-10: checked again when the phone decides; refusing stays possible."""
    async with driving() as etax:
        ticket = await scanned(etax)
        number = (await view_of(etax, ticket)).number
        await lock(etax, "liming")
        await pick(etax, number)
        await etax.press("enter")
        assert "已锁定，请等待120分钟后再试" in phone_of(etax)
        await etax.press("down", "enter")
        assert "已取消，电脑没有登录" in phone_of(etax)


async def lock(etax: Driver, account: str) -> None:
    """Five wrong passwords, as somebody else's client sends them."""
    api, captcha = etax.app.desk.api, None
    for _ in range(5):
        outcome = await api.login(account, Secret("Wrong@2026"), captcha)
        assert isinstance(outcome, Refused)
        picture = await api.captcha(CaptchaPurpose.login)
        assert isinstance(picture, CaptchaPicture)
        captcha = CaptchaAnswer(picture.captcha_id, etax.captcha_answer())
    assert isinstance(outcome, Refused)
    assert outcome.code is RefusalCode.locked


@pytest.mark.parametrize(
    ("accident", "said"),
    [
        (Unreachable(Why.refused, sent=False), "连接不上服务器"),
        (Unreachable(Why.lost, sent=True), "结果未知"),
        (Garbled("html"), "无法识别"),
    ],
)
async def test_accidents_are_said_and_the_same_can_be_done_again(accident: Exception, said: str) -> None:
    """TUI-3: in choosing, scanning and deciding; nothing is lost, and the next press goes on."""
    async with driving() as etax:
        ticket = await asked(etax)
        etax.phone.fail.append(accident)
        await choose(etax)
        assert said in phone_of(etax)
        await etax.press("enter")
        etax.phone.fail.append(accident)
        await etax.press("enter")
        assert said in phone_of(etax)
        await etax.press("enter")
        number = (await view_of(etax, ticket)).number
        await pick(etax, number)
        etax.phone.fail.append(accident)
        await etax.press("enter")
        assert said in phone_of(etax)
        assert f"[{number}]" in etax.text()
        await etax.press("enter")
        assert "已确认" in phone_of(etax)


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


async def test_the_phone_is_as_it_was_left() -> None:
    async with driving() as etax:
        ticket = await scanned(etax)
        number = (await view_of(etax, ticket)).number
        await pick(etax, number)
        await etax.press("escape")
        await etax.advance(minutes=1)
        await etax.press("f9")
        assert "剩余2:00" in phone_of(etax)
        assert f"[{number}]" in etax.text()
        await etax.press("escape")
        await etax.advance(minutes=2)
        await etax.press("f9")
        assert "二维码已过期" in phone_of(etax)


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
        assert "没有绑定手机号码，收不到短信" in phone_of(etax)
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
        assert "登录确认" in phone_of(etax)


async def test_the_list_of_people_is_reworded() -> None:
    async with driving() as etax:
        await etax.press("f9", "f8")
        assert "notregistered" in phone_of(etax)
        assert "clerkwithfilingpermission" in phone_of(etax)


async def test_a_hostile_device_is_shown_letter_by_letter() -> None:
    """TUI-1, TUI-2."""
    async with driving() as etax:
        await asked(etax, "[/][@click=app.quit]PC[/]")
        await choose(etax)
        await etax.press("enter")
        assert "[/][@click=app.quit]PC[/]" in phone_of(etax)
