"""F8 changes the language of whatever is open, at once and whole (looks.md, two languages)."""

import re

import pytest

from etax_client.machine.settings import Settings
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from tests.driving import Driver, driving
from tests.screens.flows.registration_hands import at

IN = "in"
DIALOGS = {
    "help": ["f1"],
    "a wizard": ["f4"],
    "accounts": ["ctrl+r"],
    "a question": [IN, "ctrl+q"],
    "a choice": [IN, "o"],
    "units to add": [IN, "a"],
    "a removal": [IN, "delete"],
    "verification": [IN, "enter"],
    "ways to reset": [IN, "enter", "f4"],
    "a certificate": [IN, "enter", "f6"],
    "help on top of it": [IN, "enter", "f1"],
    "other ways to scan": ["f2", "f6"],
}


def shown(etax: Driver) -> list[str]:
    """The screen, without what is drawn by lot."""
    return [re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}|[▀▄█ ]", "", row) for row in etax.rows()]


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_speaks_the_other_language_at_once(name: str) -> None:
    """Opened in Chinese and turned, it is what it is when it is opened in English."""
    ends = []
    for language in Language:
        async with driving(language=language) as etax:
            for key in DIALOGS[name]:
                await (etax.log_in() if key == IN else etax.press(key))
            if language is Language.zh:
                before = shown(etax)
                await etax.press("f8")
                assert shown(etax) != before
            ends.append(shown(etax))
    assert ends[0] == ends[1]


async def test_the_command_list_is_closed_as_if_the_language_had_been_chosen_there() -> None:
    async with driving(language=Language.en) as etax:
        english = shown(etax)
    async with driving() as etax:
        await etax.press("ctrl+p", "f8")
        assert shown(etax) == english


async def test_what_cannot_be_saved_counts_all_the_same_and_that_is_said_once() -> None:
    """ENV-1: a home that is read-only, missing, or on a full disk: with the right password, at F8, F3, and for an account."""
    tried: list[Settings] = []

    def full(chosen: Settings) -> None:
        tried.append(chosen)
        raise OSError(28, "no space left")

    async with driving(save=full) as etax:
        await etax.press("f8", "f3", "f3")
        await etax.log_in()
        assert etax.app.desk.words.language is Language.en
        assert "Units" in etax.text()
        assert tried[-1].remembered == ("liming",)
        said = [each.message for each in etax.app._notifications]
        assert [" ".join(each.split()) for each in said] == [words(Language.en).say("settings.unkept")]


async def test_a_list_that_is_searched() -> None:
    """What was typed and the line under the cursor stay."""
    async with at("identity") as (etax, _):
        await etax.press("shift+tab", "enter", *["down"] * 7, "enter")
        etax.screen.query_one("#nationality").focus()
        await etax.press("enter", "a", "down", "down")
        before = shown(etax)
        await etax.press("f8")
        english = shown(etax)
        assert english != before
        assert "Nationality" in etax.text()
        await etax.press("f8")
        assert shown(etax) == before
        await etax.press("f8", "enter")
        assert etax.screen.query_one("#nationality").has_focus
