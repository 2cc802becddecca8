"""The text field: what gets in, and where input methods find its cursor."""

import pytest
from rich.cells import cell_len
from textual.containers import Vertical
from textual.events import Key, Paste
from textual.geometry import Offset
from textual.widgets import Label

from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.themes import THEMES
from tests.widgets.stage import FORBIDDEN, HOSTILE, Stage, assert_harmless


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_one_row_with_a_bar_only_while_it_has_the_focus(size: tuple[int, int]) -> None:
    """Looks: focus is a coloured bar and a brighter ground."""
    first, second = TextField(), TextField(placeholder="手机号码")
    app = Stage(first, second)
    async with app.run_test(size=size) as pilot:
        first.value = "账号"
        first.focus()
        await pilot.pause()
        assert (first.outer_size.height, second.outer_size.height) == (1, 1)
        assert app.rows()[0].startswith("▌账号")
        assert app.rows()[1].startswith(" 手机号码")
        assert first.styles.background != second.styles.background


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_in_every_theme(theme: str) -> None:
    field = TextField()
    app = Stage(field, theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        field.value = "liming"
        field.focus()
        await pilot.pause()
        assert app.rows()[0].startswith("▌liming")


async def test_typing_and_messages() -> None:
    field = TextField(max_length=4)
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.press("a", "b", "left", "c", "end", "d", "e", "enter")
        assert field.value == "acbd"
        assert [message.value for message in app.heard(TextField.Submitted)] == ["acbd"]


async def test_a_burst_of_keys_is_obeyed_in_order() -> None:
    """On a slow line many keys come at once: a correction must not erase the letter behind it."""
    field = TextField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.pause()
        for key in ("a", "b", "d", "backspace", "c", "home", "X", "end", "d"):
            app.post_message(Key(key, None))
        await pilot.pause()
        assert field.value == "Xabcd"


async def test_keys_that_do_nothing_here_go_on_to_the_screen() -> None:
    """Ctrl+C with nothing selected is not ours."""
    field = TextField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.press("a", "end", "ctrl+c")
        assert app.clipboard == ""
        assert app._notifications


async def test_a_rare_character_newer_than_python_can_be_typed() -> None:
    """Terminal facts: extensions H to J are no printable characters for an older Python."""
    field = TextField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.press("\U0002ebf0", "\U00031350")
        assert field.value == "\U0002ebf0\U00031350"


@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("liming\n", "liming"),
        ("\r\n  \nliming\nother", "liming"),
        ("li\x1b]0;x\x07ming", "li]0;xming"),
        ("\u202e李明\u200b", "李明"),
        ("123456789012", "1234567890"),
        ("", ""),
        ("\n\x1b\n", ""),
    ],
)
async def test_paste(pasted: str, value: str) -> None:
    """The first line that says something, cleaned, as much as there is room for."""
    field = TextField(max_length=10)
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.pause()
        app.screen.post_message(Paste(pasted))
        await pilot.pause()
        assert field.value == value


async def test_paste_takes_the_place_of_what_is_selected() -> None:
    field = TextField(max_length=10)
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.value = "0123456789"
        field.focus()
        await pilot.pause()
        field.select_all()
        app.screen.post_message(Paste("abc"))
        await pilot.pause()
        assert field.value == "abc"
        app.copy_to_clipboard("x\ny")
        await pilot.press("ctrl+v")
        assert field.value == "abcx"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_values_and_placeholders(text: str) -> None:
    """TUI-1, TUI-2: a remembered account and a placeholder are text of others."""
    field, empty = TextField(), TextField(placeholder=text)
    app = Stage(field, empty)
    async with app.run_test(size=(80, 24)) as pilot:
        field.value = text
        field.focus()
        await pilot.pause()
        assert not set(field.value) & FORBIDDEN
        assert_harmless(app.rows())


async def test_markup_is_shown_letter_by_letter() -> None:
    """TUI-2."""
    field, empty = TextField(), TextField(placeholder="[@click=app.quit]x[/]")
    app = Stage(field, empty)
    async with app.run_test(size=(80, 24)) as pilot:
        field.value = "a[/]b"
        await pilot.pause()
        assert "a[/]b" in app.rows()[0]
        assert "[@click=app.quit]x[/]" in app.rows()[1]


async def test_the_real_cursor_stands_where_the_text_ends() -> None:
    """Terminal facts: Textual puts it one cell too far right, and one row off after the first focus."""
    field = TextField(select_on_focus=False)
    app = Stage(Vertical(Label("one"), Label("two"), field))
    async with app.run_test(size=(80, 24)) as pilot:
        field.value = "李明abc"
        field.focus()
        await pilot.pause()
        assert app.cursor_position == Offset(1 + 7, 2)
        await pilot.press("left")
        assert app.cursor_position == Offset(1 + 6, 2)
        await pilot.press("home")
        assert app.cursor_position == Offset(1, 2)


async def test_the_real_cursor_follows_when_the_field_moves() -> None:
    label, field = Label("one"), TextField(select_on_focus=False)
    app = Stage(label, field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.value = "abc"
        field.focus()
        await pilot.pause()
        label.update("one\ntwo\nthree")
        await pilot.pause()
        assert app.cursor_position == Offset(1 + 3, 3)


async def test_the_real_cursor_in_a_text_longer_than_the_field() -> None:
    field = TextField(select_on_focus=False)
    app = Stage(field)
    async with app.run_test(size=(20, 5)) as pilot:
        field.focus()
        await pilot.pause()
        app.screen.post_message(Paste("示例" * 20))
        await pilot.pause()
        assert app.cursor_position == Offset(19, 0)
        assert cell_len(app.rows()[0]) == 20


async def test_a_field_without_focus_leaves_the_cursor_alone() -> None:
    first, second = TextField(select_on_focus=False), TextField()
    app = Stage(first, second)
    async with app.run_test(size=(80, 24)) as pilot:
        first.value = "abc"
        first.focus()
        await pilot.pause()
        second.value = "set by the program"
        await pilot.pause()
        assert app.cursor_position == Offset(1 + 3, 0)


async def test_an_idle_field_paints_nothing() -> None:
    """P9: no blinking."""
    field = TextField()
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.pause()
        assert field._blink_timer is not None
        assert not field._blink_timer._active.is_set()
