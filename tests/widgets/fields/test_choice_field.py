"""Fields that hold a choice, and fields for codes: what keys and mouse make them say, and what they hold."""

import pytest
from textual.containers import Vertical
from textual.events import Paste

from etax_client.texts.catalogue import words
from etax_client.texts.words import phrase
from etax_client.widgets.fields.choice_field import ChoiceField
from etax_client.widgets.fields.code_field import CodeField
from tests.widgets.stage import HOSTILE, Stage


def line(app: Stage) -> str:
    return app.rows()[0].rstrip()


@pytest.mark.parametrize("how", ["enter", "space", "down", "click"])
async def test_a_choice_is_wanted_by_keys_and_mouse(how: str) -> None:
    field = ChoiceField(words())
    app = Stage(Vertical(field))
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await (pilot.click(field) if how == "click" else pilot.press(how))
        await pilot.pause()
        assert [message.field for message in app.heard(ChoiceField.Wanted)] == [field]


@pytest.mark.parametrize("text", ["居民身份证", "长" * 100, *HOSTILE[:6]])
async def test_what_was_chosen_is_shown_in_one_line(text: str) -> None:
    field = ChoiceField(words())
    app = Stage(Vertical(field))
    async with app.run_test(size=(40, 24)) as pilot:
        assert "请选择" in line(app)
        field.choose("x", phrase("plain", text=text))
        await pilot.pause()
        assert line(app).endswith("[选择]")
        assert field.value == "x"


async def test_a_code_stands_there_in_capitals_without_blanks() -> None:
    field = CodeField(max_length=6)
    app = Stage(Vertical(field))
    async with app.run_test(size=(40, 24)) as pilot:
        field.focus()
        await pilot.press("a", "b", "space", "1")
        assert field.value == "AB1"
        field.value = ""
        app.screen.post_message(Paste("  ５68 ab c9 "))
        await pilot.pause()
        assert field.value == "568ABC"
