"""With the setting `ascii`, lines, bars and marks are of characters that every terminal gives the same width (terminal.md)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from textual.screen import Screen

from etax_client.machine.settings import Settings
from etax_client.screens.login import LoginScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.texts.words import Language
from etax_client.widgets.qr_code import QrCode
from tests.driving import Driver, driving
from tests.screens.flows.registration_hands import ACTS, at
from tests.screens.test_keys_and_room import INSIDE, WAYS, back_to, walk

PLAIN = Settings(keypad=True, ascii=True)
_NAMED = "·"
"""In the name of one of the demo's people: names are shown as they are."""


def unsure(etax: Driver) -> list[str]:
    """Rows with a character that some terminals give one cell and some two, or that is neither of a text nor of ASCII."""
    if any(code.region and code.payload for screen in etax.app.screen_stack for code in screen.query(QrCode)):
        return []  # there are other ways to draw it, and it says which it takes
    return [row for row in etax.rows() if any(not _sure(char) for char in row)]


def _sure(char: str) -> bool:
    return char.isascii() or char == _NAMED or east_asian_width(char) in "WF"


@asynccontextmanager
async def plainly(size: tuple[int, int]) -> AsyncIterator[Driver]:
    """In the language of which least fits at this size, so that the scroll bars are there as well."""
    async with driving(size=size, language=Language.en, settings=PLAIN, can_stay=True) as etax:
        yield etax


async def look_along(etax: Driver, ways: dict[str, Sequence[str]], home: type[Screen[None]]) -> None:
    for place, way in ways.items():
        await walk(etax, way)
        assert unsure(etax) == [], place
        if place == "arranging":
            await etax.press("escape")
        await back_to(etax, home)


async def test_before_login() -> None:
    async with plainly((60, 20)) as etax:
        await look_along(etax, WAYS | {"help": ("f1",), "commands": ("ctrl+p",), "phone": ("f9",)}, LoginScreen)


@pytest.mark.parametrize("size", [(60, 20), (140, 45)])
async def test_inside(size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with plainly(size) as etax:
        await etax.log_in()
        await look_along(etax, INSIDE, UnitsScreen)
        await etax.press("ctrl+q")
        assert unsure(etax) == [], "the question before quitting"


async def test_the_steps_of_a_registration() -> None:
    async with at("way", size=(60, 20), language=Language.en, settings=PLAIN) as (etax, wizard):
        for step, (_, act, _) in ACTS.items():
            assert unsure(etax) == [], step
            await act(wizard)


async def test_a_phone_over_all_of_the_screen_has_no_line_at_its_side() -> None:
    """As with other lines: there is nothing beside it."""
    async with plainly((60, 20)) as etax:
        await etax.press("f9")
        assert not any(row.startswith("|") for row in etax.rows())


async def test_a_notice() -> None:
    async with driving(settings=PLAIN, notices=True) as etax:
        etax.app._say_unkept()
        await etax.settle()
        assert "etax-client doctor" in etax.text()
        assert unsure(etax) == []
