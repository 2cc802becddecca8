"""Addresses are opened only if they are pages of the configured server, after they have been shown (TUI-4)."""

import webbrowser
from types import SimpleNamespace
from typing import Any

import pytest

from etax_client.screens.dialogs.address import open_page
from etax_client.texts.words import Phrase
from tests.driving import driving


class Shown:
    """Takes what would be said."""

    def __init__(self) -> None:
        self.phrase: Phrase | None = None

    def say(self, phrase: Phrase | None) -> None:
        self.phrase = phrase


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was asked to open."""
    asked: list[str] = []

    def open_(address: str) -> bool:
        asked.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", open_)
    return asked


@pytest.mark.parametrize(
    ("pages", "url", "opened"),
    [
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765/portal", True),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8766/portal", False),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765@evil.example/", False),
        ("http://127.0.0.1:8765", "https://127.0.0.1:8765/portal", False),
        ("file:///etc", "file:///etc/passwd", False),
        (None, "http://127.0.0.1:8765/portal", False),
    ],
)
async def test_only_pages_of_the_configured_server_are_opened(pages: str | None, url: str, opened: bool, browser: list[str]) -> None:
    desk: Any = SimpleNamespace(place=SimpleNamespace(pages=pages), visiting=False)
    shown: Any = Shown()
    await open_page(desk, url, shown)
    assert browser == ([url] if opened else [])
    assert shown.phrase.key == ("reset.opened" if opened else "reset.not_opened")


async def test_the_address_is_shown_before_it_is_opened(browser: list[str]) -> None:
    """LOG-13: F6 in 忘记密码 offers the portal's page of it as a code, as text and to open."""
    async with driving(pages="http://127.0.0.1:8765") as etax:
        await etax.press("f4", "f6")
        assert "http://127.0.0.1:8765/portal/forgot" in etax.text()
        assert "打开" in etax.text(), "the way out and the way on are on 24 rows too"
        assert browser == []
        await etax.press("shift+tab", "enter")
        assert browser == ["http://127.0.0.1:8765/portal/forgot"]
        assert "正在用浏览器打开" in etax.text()
