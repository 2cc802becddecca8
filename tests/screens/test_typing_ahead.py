"""Keys typed ahead of a slow machine or server: each character lands where it would if one had waited for the key before it."""

import asyncio
import time

import pytest
from textual.events import Key, MouseDown, Paste
from textual.widget import Widget

from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.help import HelpDialog
from etax_client.screens.home import HomeScreen
from etax_client.screens.login import LoginScreen
from etax_client.screens.pages.pages import PagesScreen
from etax_client.screens.recovery import RecoveryScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField
from etax_client.wire import paths
from tests.driving import driving
from tests.screens.faults import fault, faulty
from tests.screens.slow_hands import answer_one_by_one, said_void, type_ahead

PASSWORD = "Kanari-7f3Zq!a"
ACCOUNT, OPEN = "Etax@2026", "Unit2026a"
HOP = 0.06
"""Seconds that the whole machine stands still at each part of the screen that a key passes on its way up."""


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    handle = Widget._on_key

    async def handle_late(self: Widget, event: Key) -> None:
        time.sleep(HOP)
        await asyncio.sleep(0)
        await handle(self, event)

    monkeypatch.setattr(Widget, "_on_key", handle_late)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("way", [("tab",), ("enter",), ("f1", "escape", "tab")], ids=" ".join)
async def test_no_password_in_the_account_field(way: tuple[str, ...]) -> None:
    """SEC-3: a secret is never seen in a field that shows what is typed."""
    async with driving() as etax:
        await type_ahead(etax, (*"wangfang", *way, *PASSWORD))
        screen = etax.on(LoginScreen)
        assert screen.query_one("#account-field", TextField).value == "wangfang"
        assert screen.query_one(SecretField).peek().reveal() == PASSWORD


@pytest.mark.usefixtures("slow")
async def test_a_paste_waits_for_its_turn_too() -> None:
    async with driving() as etax:
        etax.app.post_message(Paste("wangfang"))
        etax.app.post_message(Key("tab", "\t"))
        etax.app.post_message(Paste(PASSWORD))
        await etax.settle()
        assert etax.on(LoginScreen).query_one("#account-field", TextField).value == "wangfang"
        assert etax.on(LoginScreen).query_one(SecretField).peek().reveal() == PASSWORD


# --- a server that is slow: no request is answered until the line is released


async def test_the_whole_way_typed_at_once() -> None:
    """Login, the first unit, its declaration password: though each answer comes long after all has been typed."""
    async with driving() as etax:
        etax.carrier.hold()
        await type_ahead(etax, (*"liming", "tab", *ACCOUNT, "enter", "enter", *OPEN, "enter"))
        assert etax.on(LoginScreen).query_one("#account-field", TextField).value == "liming"
        await answer_one_by_one(etax)
        etax.on(HomeScreen)
        assert not said_void(etax)


async def test_a_password_for_a_dialog_that_is_not_there_yet() -> None:
    """SEC-3: its first letters are commands of the list, which would open a field that shows what is typed."""
    async with driving() as etax:
        await etax.log_in()
        etax.carrier.hold()
        await type_ahead(etax, ("enter", *"añlo", *PASSWORD))
        etax.on(UnitsScreen)
        etax.carrier.release()
        await etax.settle()
        assert etax.on(VerifyDialog).query_one(SecretField).peek().reveal() == "añlo" + PASSWORD


@pytest.mark.parametrize("code", ["session_ended", "unavailable"])
async def test_a_dialog_that_does_not_open_leaves_nothing_of_what_was_typed_for_it(code: str) -> None:
    """SEC-3: neither as commands of the list, nor in the login that opens in its place; and that is said."""
    async with faulty() as etax:
        await etax.log_in()
        fault(etax, f"code={code}", "GET", paths.UNITS + "/*")
        etax.carrier.hold()
        await type_ahead(etax, ("enter", *"alo", *PASSWORD))
        etax.carrier.release()
        await etax.settle()
        if code == "session_ended":
            assert etax.on(LoginScreen).query_one("#account-field", TextField).value in ("", "liming")
        else:
            etax.on(UnitsScreen)
        assert said_void(etax)


async def test_after_a_refused_login_nothing_more_is_guessed() -> None:
    """LOG-07: what was typed for the list is no second guess."""
    async with driving() as etax:
        etax.carrier.hold()
        await type_ahead(etax, (*"liming", "tab", *"Wrong2026", "enter", "enter", *OPEN, "enter"))
        await answer_one_by_one(etax)
        assert etax.on(LoginScreen).query_one(SecretField).length == 0
        assert etax.carrier.sent.count(("POST", paths.SESSIONS)) == 1
        assert said_void(etax)


async def test_a_unit_that_is_open_already_takes_no_password_for_commands() -> None:
    async with driving() as etax:
        await etax.log_in()
        await etax.press("enter", *OPEN, "enter", "escape")
        etax.carrier.hold()
        await type_ahead(etax, ("enter", *"lu", "enter"))
        etax.carrier.release()
        await etax.settle()
        etax.on(HomeScreen)
        assert said_void(etax)


async def test_esc_gives_up_at_once_and_takes_along_what_was_typed() -> None:
    async with driving() as etax:
        await etax.log_in()
        etax.carrier.hold()
        await type_ahead(etax, ("enter", *"alo", "escape"))
        assert "未进入单位" in etax.text()
        assert said_void(etax)
        await type_ahead(etax, ("slash", *"91"))
        assert etax.on(UnitsScreen).query_one("#query-id", TextField).value == "91"
        etax.carrier.release()
        await etax.settle()
        etax.on(UnitsScreen)


@pytest.mark.parametrize(("key", "kind"), [("f1", HelpDialog), ("f10", PagesScreen), ("ctrl+q", AskDialog)])
async def test_help_pages_and_quitting_wait_for_no_answer(key: str, kind: type[HelpDialog | PagesScreen | AskDialog]) -> None:
    async with driving() as etax:
        await etax.log_in()
        etax.carrier.hold()
        await type_ahead(etax, ("enter", *"alo", key))
        top = etax.on(kind)
        etax.carrier.release()
        await etax.settle()
        assert etax.app.screen is top
        await etax.press("escape")
        etax.on(UnitsScreen)


async def test_a_click_waits_for_no_answer() -> None:
    async with driving() as etax:
        await etax.log_in()
        etax.carrier.hold()
        await type_ahead(etax, ("enter", *"lo"))
        x, y = etax.app.screen.query_one("#query-name").region.offset
        etax.app.post_message(MouseDown(None, x, y, 0, 0, 1, False, False, False))
        await etax.settle()
        assert etax.app.screen.focused is etax.app.screen.query_one("#query-name")
        etax.carrier.release()
        await etax.settle()
        assert etax.on(VerifyDialog).query_one(SecretField).length == 0


@pytest.mark.parametrize("query", ["0207Y", "none"])
async def test_a_query_is_typed_while_its_list_is_read_and_enter_opens_what_it_found(query: str) -> None:
    """UNT-03: Enter waits for the row that it is meant for; where there is none, what is typed behind it is void."""
    async with driving() as etax:
        await etax.log_in()
        etax.carrier.hold()
        await type_ahead(etax, ("slash", *query))
        assert etax.on(UnitsScreen).query_one("#query-id", TextField).value == query
        await type_ahead(etax, ("enter", "enter", *"alo", *OPEN))
        await answer_one_by_one(etax)
        if query == "none":
            etax.on(UnitsScreen)
            assert said_void(etax)
        else:
            assert etax.on(VerifyDialog).query_one(SecretField).peek().reveal() == "alo" + OPEN
            assert "广东示例核定一厂" in etax.text()


async def test_esc_works_while_a_captcha_is_on_its_way() -> None:
    """CAP-01: giving up a guess asks for another captcha; a second Esc does not wait for that one."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("enter", *"Wrong2026a", "enter", *"Wrong2026b", "enter")
        await etax.paste(etax.captcha_answer())
        etax.carrier.hold()
        await type_ahead(etax, ("enter", "escape"))
        assert etax.carrier.sent[-1] == ("POST", "/api/captchas")
        etax.on(VerifyDialog)
        await type_ahead(etax, ("escape",))
        etax.on(UnitsScreen)


async def test_what_is_typed_for_the_next_step_of_a_recovery() -> None:
    """FPW-01: number and name, though the flow itself is still being begun."""
    async with driving() as etax:
        etax.carrier.hold()
        await type_ahead(etax, ("f4", *"440199198805120030", "enter", *"liming", "enter"))
        assert etax.on(RecoveryScreen).query_one("#document-number", TextField).value == ""
        await answer_one_by_one(etax)
        assert etax.on(RecoveryScreen).query_one("#document-number", TextField).value == "440199198805120030"
