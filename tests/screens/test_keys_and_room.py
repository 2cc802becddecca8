"""What every screen and dialog owes its user, in both languages, in the smallest terminal: keys that are shown work, words are whole."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.screen import Screen

from etax_client.screens import keys
from etax_client.screens.dialogs.help import HelpDialog
from etax_client.screens.login import LoginScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.texts.words import Language
from etax_client.widgets.frame import KeyLine
from etax_client.widgets.said import Said
from tests.driving import Driver, driving
from tests.screens.flows.registration_hands import ACTS, at
from tests.screens.room import cut, cut_by_the_longest_message

SMALLEST = (60, 20)
WAYS: dict[str, Sequence[str]] = {
    "login": (),
    "accounts": ("down",),
    "address": ("#link-phone",),
    "qr": ("f2",),
    "other ways": ("f2", "f6"),
    "registration": ("ctrl+n",),
    "recovery": ("f4",),
    "rare characters": ("f4", "f7"),
    "document types": ("f4", "#document-type"),
    "pages": ("f10",),
    "portal": ("f10", "enter"),
    "settings": ("ctrl+s",),
}
INSIDE: dict[str, Sequence[str]] = {
    "units": (),
    "add": ("a",),
    "remove": ("delete",),
    "sort": ("o",),
    "arranging": ("s",),
    "log out": ("l",),
    "verify": ("enter",),
    "reset channels": ("enter", "f4"),
    "certificate": ("enter", "f6"),
    "home": ("enter", "Unit2026a", "enter"),
    "captcha": ("down", "enter", "Wrong2026a", "enter"),
}
NAMES = {"Enter": "enter", "Esc": "escape", "Del": "delete"}


async def walk(etax: Driver, way: Sequence[str]) -> None:
    """Along keys, buttons (by selector) and passwords."""
    for step in way:
        if step.startswith("#"):
            etax.app.screen.query_one(step).focus()
            await etax.press("enter")
        elif step[0].isupper():
            await etax.paste(step)
        else:
            await etax.press(step)


def promised(screen: Screen[object]) -> set[str]:
    """The keys that the key line shows, or the line at a dialog's end."""
    lines = " ".join(str(said.render()) for said in screen.query(".dialog-keys").results(Said))
    shown = {key.key for line in screen.query(KeyLine) for key in line.keys if key.shown}
    return shown | {NAMES.get(name, name.lower()) for name in re.findall(r"Enter|Esc|Del\b|F\d+", lines)}


def bound(etax: Driver) -> set[str]:
    """The keys that do something where one stands: those of the screen, and of the whole app before them."""
    everywhere = {binding.key for _, binding in etax.app._bindings if binding.priority}
    return everywhere | {key for key, active in etax.app.screen.active_bindings.items() if active.enabled}


async def look(etax: Driver, place: str) -> None:
    screen = etax.app.screen
    missing = promised(screen) - bound(etax)
    assert not missing, f"{place}: {missing} are shown and do nothing\n{etax.text()}"
    assert cut(screen) == [], f"{place}:\n{etax.text()}"
    assert await cut_by_the_longest_message(etax) == [], place
    await etax.press("f1")
    assert isinstance(etax.app.screen, HelpDialog), f"{place}: no help"
    await etax.press("f1")
    assert etax.app.screen is screen, place


async def back_to(etax: Driver, kind: type[Screen[None]]) -> None:
    while not isinstance(etax.app.screen, kind):
        await etax.press("escape")


@pytest.mark.parametrize("language", list(Language))
async def test_before_login(language: Language) -> None:
    async with driving(size=SMALLEST, language=language, can_stay=True) as etax:
        for place, way in WAYS.items():
            await walk(etax, way)
            await look(etax, place)
            await back_to(etax, LoginScreen)


@pytest.mark.parametrize("language", list(Language))
async def test_inside(language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with driving(size=SMALLEST, language=language) as etax:
        await etax.log_in()
        for place, way in INSIDE.items():
            await walk(etax, way)
            await look(etax, place)
            if place == "arranging":
                await etax.press("escape")
            await back_to(etax, UnitsScreen)


@pytest.mark.parametrize("language", list(Language))
async def test_the_steps_of_a_registration(language: Language) -> None:
    async with at("way", size=SMALLEST, language=language) as (etax, wizard):
        for step, (_, act, _) in ACTS.items():
            await look(etax, step)
            await act(wizard)
        await look(etax, "code")
        await wizard.get_code()
        await wizard.give_code()
        await look(etax, "done")


async def test_phone_pages_and_settings_are_listed_wherever_one_is() -> None:
    """What works on every screen stands behind 更多 on every screen."""
    async with driving() as etax:
        assert {keys.PHONE, keys.PAGES, keys.SETTINGS} <= set(etax.on(LoginScreen).keys)
        await etax.log_in()
        assert {keys.PHONE, keys.PAGES, keys.SETTINGS} <= set(etax.on(UnitsScreen).keys)


async def test_nothing_found_is_said_in_the_users_words() -> None:
    async with driving(size=SMALLEST) as etax:
        await etax.press("ctrl+p", *"zzzz")
        await etax.wait_for("未找到")
        await etax.press("tab", "enter")
        assert "未找到" not in etax.text(), "its button takes away what was typed"
        assert etax.app.focused is etax.app.screen.query_one("#wanted")
        await etax.press("f1")
        assert isinstance(etax.app.screen, HelpDialog)
        await etax.press("f1")
        etax.on(LoginScreen)
