"""Keys typed ahead of a slow machine: each character lands where it would if one had waited for the key before it."""

import asyncio
import time
from collections.abc import Sequence

import pytest
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.widget import Widget

from etax_client.screens.login import LoginScreen
from etax_client.widgets.secret_field import SecretField
from etax_client.widgets.text_field import TextField
from tests.driving import Driver, driving

PASSWORD = "Kanari-7f3Zq!a"
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


async def type_ahead(etax: Driver, keys: Sequence[str]) -> None:
    """All at once, as a terminal does that was not read for a while."""
    for key in keys:
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        etax.app.post_message(Key(name, key if len(key) == 1 else None))
    await etax.settle()


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
