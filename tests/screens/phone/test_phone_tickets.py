"""The phone beside the client and a QR login: scan, compare, decide, and whatever comes between (QR-03 to QR-05, LCK-10)."""

import re

import pytest

from etax_client.api.carrier import Garbled, Unreachable, Why
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import TicketState, spaced
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from tests.driving import DEVICE, driving
from tests.screens.phone.phone_hands import asked, choose, lock, phone_of, pick, scanned, view_of


async def test_no_code_in_sight() -> None:
    async with driving() as etax:
        await choose(etax)
        await etax.press("enter")
        assert "屏幕上没有二维码。请在登录界面按F2切换到扫码登录后再扫" in phone_of(etax)


async def test_a_code_that_is_for_something_else() -> None:
    """The APP's own address, in the dialog of 手机端下载, is no login code; the phone lies over dialogs too."""
    async with driving(pages="http://127.0.0.1:8765") as etax:
        await etax.pilot.click("#link-phone")
        await etax.settle()
        await choose(etax)
        await etax.press("enter")
        assert "这不是登录二维码" in phone_of(etax)
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
        assert "请先选择电脑上显示的数字" in phone_of(etax)
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
        assert f"您的账号于2026-11-2010:00:00在设备{DEVICE}上扫码登录扣缴端" in phone_of(etax)
        await etax.press("f8")
        assert f"[SIMULATION]YouraccountloggedinbyQRcodeon{DEVICE}at2026-11-2010:00:00." in phone_of(etax)


async def test_another_number_refuses_and_says_what_to_do() -> None:
    """QR-04."""
    async with driving() as etax:
        ticket = await scanned(etax)
        number = (await view_of(etax, ticket)).number
        while f"[{number}]" in etax.text() or "[" not in etax.text():
            await etax.press("1" if "[" not in etax.text() else "2")
        await etax.press("enter")
        assert "数字不一致，已拒绝登录。请在电脑上刷新二维码后重新扫描" in phone_of(etax)
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
        assert "确认登录" in phone_of(etax)


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
        assert "电脑端已取消本次登录，请重新扫描" in phone_of(etax)


async def test_a_lock_that_came_meanwhile_stops_the_confirming() -> None:
    """LCK-10: checked again when the phone decides; refusing stays possible."""
    async with driving() as etax:
        ticket = await scanned(etax)
        number = (await view_of(etax, ticket)).number
        await lock(etax, "liming")
        await pick(etax, number)
        await etax.press("enter")
        assert "已锁定，请120分钟后再试" in phone_of(etax)
        await etax.press("down", "enter")
        assert "已取消，电脑没有登录" in phone_of(etax)


@pytest.mark.parametrize(
    ("accident", "said"),
    [
        (Unreachable(Why.refused, sent=False), "无法连接服务器"),
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


async def test_a_hostile_device_is_shown_letter_by_letter() -> None:
    """TUI-1, TUI-2."""
    async with driving() as etax:
        await asked(etax, "[/][@click=app.quit]PC[/]")
        await choose(etax)
        await etax.press("enter")
        assert "[/][@click=app.quit]PC[/]" in phone_of(etax)
