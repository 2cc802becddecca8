"""The secret field tells what it holds to nobody but `take` and `peek` (KEY-04, SEC-1, SEC-3)."""

import io

import pytest
from rich import inspect
from rich.console import Console
from rich.traceback import Traceback
from textual.events import Key, Paste
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Label

from etax_client.domain.secret import Secret
from etax_client.widgets.fields.secret_field import LONGEST, SecretField
from etax_client.widgets.themes import THEMES
from tests.widgets.stage import Stage

CANARY = "Kx7#Canary9"


async def paste(app: Stage, pilot: Pilot[None], text: str) -> None:
    app.screen.post_message(Paste(text))
    await pilot.pause()


async def test_keys_edit_and_only_stars_are_seen() -> None:
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.press("a", "b", "c", "left", "X", "home", "delete", "end", "backspace", "right", "!")
        assert field.peek() == Secret("bX!")
        assert field.length == 3
        assert app.rows()[0].rstrip() == "▌***"
        await pilot.press("home", "backspace", "end", "delete")
        assert field.peek() == Secret("bX!")
        await pilot.press("ctrl+u")
        assert field.length == 0
        assert app.rows()[0].rstrip() == "▌"


async def test_a_burst_of_keys_is_obeyed_in_order() -> None:
    """On a slow line many keys come at once: a correction must not erase the letter behind it."""
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.pause()
        for key in ("a", "b", "d", "backspace", "c", "home", "X", "end", "d"):
            app.post_message(Key(key, None))
        await pilot.pause()
        assert field.peek() == Secret("Xabcd")


async def test_take_empties_it_and_says_nothing() -> None:
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.insert(CANARY)
        await pilot.pause()
        app.posted.clear()
        assert field.take() == Secret(CANARY)
        await pilot.pause()
        assert field.length == 0
        assert not app.heard(SecretField.Changed)


async def test_messages_carry_the_field_and_nothing_else() -> None:
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.press("a", "enter", "down", "left", "backspace")
        told = [*app.heard(SecretField.Changed), *app.heard(SecretField.Submitted), *app.heard(SecretField.KeypadWanted)]
        assert [type(message) for message in told] == [SecretField.Changed, SecretField.Submitted, SecretField.KeypadWanted]
        assert all(message.control is field for message in told)
        assert not any("a" in vars(message).values() for message in told)


@pytest.mark.parametrize(
    ("pasted", "held"),
    [
        ("a b\n", "a b"),
        ("\x1b]52;c;x\x1b\\", "]52;c;x\\"),
        ("p\u202ew\u200b\x7f\x9b", "pw"),
        ("a\nb\tc", "abc"),
        ("x" * 1000, "x" * LONGEST),
        ("", ""),
    ],
)
async def test_paste_is_allowed_and_cleaned(pasted: str, held: str) -> None:
    """SEC-3."""
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await paste(app, pilot, pasted)
        assert field.peek() == Secret(held)


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x", "super+c", "ctrl+insert", "shift+delete"])
async def test_no_copy_no_cut_and_no_quitting(key: str) -> None:
    """SEC-3: these keys neither reach a clipboard nor what the app or the screen do on them."""
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.insert(CANARY)
        field.focus()
        await pilot.press("home", "shift+end", key)
        await pilot.pause()
        assert app.clipboard == ""
        assert field.peek() == Secret(CANARY)
        assert app.is_running
        assert not app._notifications


async def test_dragging_selects_nothing() -> None:
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.insert(CANARY)
        await pilot.mouse_down(field, offset=(1, 0))
        await pilot.hover(field, offset=(8, 0))
        await pilot.mouse_up(field, offset=(8, 0))
        assert not app.screen.get_selected_text()


async def test_nothing_that_is_printed_or_inspected_shows_it() -> None:
    """SEC-1: repr, rich's inspect with private parts, a traceback with locals, a screenshot, a dump of the tree."""
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await paste(app, pilot, CANARY)
        await pilot.press("left", "backspace", "9")
        out = Console(file=io.StringIO(), width=200)
        inspect(field, console=out, all=True)
        for message in app.posted:
            out.print(message)
        try:
            held = field.peek()
            raise ValueError("accident")
        except ValueError:
            out.print(Traceback(show_locals=True))
        assert held
        file = out.file
        assert isinstance(file, io.StringIO)
        seen = "\n".join([file.getvalue(), repr(field), repr(vars(field)), app.export_screenshot(), str(app.tree), *app.rows()])
        assert "Canary" not in seen
        assert "***********" in seen


async def test_the_paste_of_the_local_clipboard() -> None:
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        app.copy_to_clipboard("pass\nword")
        await pilot.press("ctrl+v")
        assert field.peek() == Secret("password")


async def test_more_stars_than_cells() -> None:
    field = SecretField()
    app = Stage(field)
    async with app.run_test(size=(12, 5)) as pilot:
        field.focus()
        await paste(app, pilot, "x" * 30)
        assert app.rows()[0] == "▌********** "
        assert app.cursor_position == Offset(11, 0)
        await pilot.press("home")
        assert app.rows()[0] == "▌***********"
        assert app.cursor_position == Offset(1, 0)


async def test_a_click_sets_the_cursor() -> None:
    field = SecretField()
    app = Stage(Label("first"), field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.insert("abcdef")
        await pilot.click(field, offset=(3, 0))
        await pilot.press("X")
        assert field.peek() == Secret("abXcdef")
        assert app.cursor_position == Offset(1 + 3, 1)
        await pilot.click(field, offset=(60, 0))
        await pilot.press("Y")
        assert field.peek() == Secret("abXcdefY")


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_focus_is_seen_in_every_theme(theme: str) -> None:
    first, second = SecretField(), SecretField()
    app = Stage(first, second, theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        second.focus()
        await pilot.pause()
        assert [row[0] for row in app.rows()[:2]] == [" ", "▌"]
        assert first.styles.background != second.styles.background


async def test_a_disabled_field_takes_no_keys() -> None:
    field = SecretField(disabled=True)
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(field)
        await pilot.press("a")
        assert field.length == 0
