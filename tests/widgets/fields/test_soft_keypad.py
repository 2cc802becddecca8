"""The soft keypad: all 94 characters, in new places at each opening, and no trace of what was pressed (KEY-01 to KEY-04)."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Click, Key, Paste
from textual.geometry import Offset
from textual.pilot import Pilot

from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.soft_keypad import ROWS, WIDTH, SoftKeypad
from etax_client.widgets.themes import THEMES
from tests.widgets.stage import Stage

PRINTABLE = {chr(code) for code in range(0x21, 0x7F)}
SIZES = [(80, 24), (130, 40), (60, 24)]


def keypad(seed: int = 1) -> SoftKeypad:
    return SoftKeypad(words(), shuffle=random.Random(seed).shuffle)


def typed(app: Stage) -> str:
    return "".join(message.key.reveal() for message in app.heard(SoftKeypad.Typed))


def faces(app: Stage, pad: SoftKeypad) -> list[str]:
    return [app.row_of(pad, line) for line in range(ROWS)]


def click_at(pad: SoftKeypad, x: int, y: int) -> Click:
    """A click without the waits of a pilot, which a hundred of them would make too long."""
    where = pad.region.offset + Offset(x, y)
    return Click(pad, x, y, 0, 0, 1, False, False, False, screen_x=where.x, screen_y=where.y)


async def click_on(app: Stage, pilot: Pilot[None], pad: SoftKeypad, text: str) -> None:
    """Click on a key by what stands on it; a cell of text is half a Chinese character."""
    for line, row in enumerate(faces(app, pad)):
        at = row.find(f" {text} ") + 1 if len(text) == 1 else row.find(text)
        if at > 0 or (at == 0 and len(text) > 1):
            cells = sum(2 if ord(char) > 0x2E80 else 1 for char in row[:at])
            await pilot.click(pad, offset=(cells, line))
            return
    raise AssertionError(f"no key {text!r}")


@pytest.mark.parametrize("size", SIZES)
async def test_every_printable_character_by_mouse(size: tuple[int, int]) -> None:
    """KEY-02, KEY-03."""
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=size) as pilot:
        pad.open()
        await pilot.pause()
        for turn in ("", "大写", "符号"):
            if turn:
                await click_on(app, pilot, pad, turn)
                await pilot.pause()
            for row in pad._rows:
                for key in row:
                    if key.char:
                        line = pad._rows.index(row) + 1
                        pad.post_message(click_at(pad, key.x + key.width // 2, line))
            await pilot.pause()
        assert len(typed(app)) == 10 + 26 + 10 + 26 + 32
        assert set(typed(app)) == PRINTABLE


async def test_every_printable_character_by_arrows() -> None:
    """KEY-03: the arrows reach every key, Enter and Space press it."""
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=(80, 24)) as pilot:
        pad.open()
        pad.focus()
        await pilot.pause()
        for turn in ("", "shift", "symbols"):
            if turn:
                await press_side(app, pilot, pad, turn)
            for row in range(3):
                await go_to(app, pilot, pad, row, 0)
                chars = sum(1 for key in pad._rows[row] if key.char)
                await press(app, pilot, *(["enter", "right", "space", "right"] * chars)[: 2 * chars])
        assert set(typed(app)) == PRINTABLE


async def press(app: Stage, pilot: Pilot[None], *keys: str) -> None:
    """Keys as the terminal sends them, without the waits of a pilot."""
    for key in keys:
        app.post_message(Key(key, " " if key == "space" else None))
    await pilot.pause()


async def go_to(app: Stage, pilot: Pilot[None], pad: SoftKeypad, row: int, column: int) -> None:
    rows = row - pad._row
    await press(app, pilot, *["down" if rows > 0 else "up"] * abs(rows))
    columns = column - pad._column
    await press(app, pilot, *["right" if columns > 0 else "left"] * abs(columns))
    assert (pad._row, pad._column) == (row, column)


async def press_side(app: Stage, pilot: Pilot[None], pad: SoftKeypad, act: str) -> None:
    for row, keys in enumerate(pad._rows):
        for column, key in enumerate(keys):
            if key.act == act:
                await go_to(app, pilot, pad, row, column)
                await press(app, pilot, "enter")
                return
    raise AssertionError(act)


@given(seed=st.integers(), openings=st.integers(1, 4))
def test_each_opening_shuffles_the_same_characters(seed: int, openings: int) -> None:
    """KEY-02: digits stay among the digits, letters among the letters, none is lost."""
    pad = keypad(seed)
    seen: list[set[str]] = [set(), set()]
    for _ in range(openings):
        pad.open()
        rows = ["".join(key.char for key in row) for row in pad._rows]
        assert sorted(rows[0]) == list(string.digits)
        assert sorted(rows[1] + rows[2]) == list(string.ascii_lowercase)
        for orders, row in zip(seen, rows, strict=False):
            orders.add(row)
    assert [len(orders) for orders in seen] == [openings] * 2


def test_the_order_comes_from_a_cryptographic_source() -> None:
    """KEY-02: seeding Python's random numbers changes nothing."""
    orders = set()
    for _ in range(4):
        random.seed(7)
        pad = SoftKeypad(words())
        pad.open()
        orders.add("".join(key.char for row in pad._rows for key in row))
    assert len(orders) == 4


async def test_the_keys_at_the_side() -> None:
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=(80, 24)) as pilot:
        pad.open()
        await pilot.pause()
        for text, kind in [
            ("退格", SoftKeypad.Erased),
            ("清空", SoftKeypad.Emptied),
            ("确定", SoftKeypad.Accepted),
            ("[关闭]", SoftKeypad.Closed),
        ]:
            await click_on(app, pilot, pad, text)
            await pilot.pause()
            assert len(app.heard(kind)) == 1
        pad.focus()
        await press_side(app, pilot, pad, "erase")
        await press_side(app, pilot, pad, "empty")
        await press_side(app, pilot, pad, "accept")
        await pilot.press("backspace", "ctrl+u")
        assert len(app.heard(SoftKeypad.Erased)) == 3
        assert len(app.heard(SoftKeypad.Emptied)) == 3
        assert len(app.heard(SoftKeypad.Accepted)) == 2
        assert typed(app) == ""


async def test_the_focus_goes_back_to_the_field() -> None:
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=(80, 24)) as pilot:
        pad.open()
        pad.focus()
        await pilot.press("down", "up")
        assert not app.heard(SoftKeypad.Left)
        await pilot.press("up", "escape")
        assert len(app.heard(SoftKeypad.Left)) == 2


async def test_the_real_keyboard_goes_on_working() -> None:
    """KEY-03."""
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=(80, 24)) as pilot:
        pad.open()
        pad.focus()
        await pilot.press("a", "B", "7", "#", "李")
        app.screen.post_message(Paste("x\x1by\n"))
        await pilot.pause()
        assert typed(app) == "aB7#李xy"
        await pilot.press("ctrl+c", "ctrl+x")
        assert typed(app) == "aB7#李xy"
        assert not app._notifications


async def test_a_burst_of_keys_is_told_in_order() -> None:
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=(80, 24)) as pilot:
        pad.open()
        pad.focus()
        await pilot.pause()
        app.posted.clear()
        await press(app, pilot, "a", "backspace", "b")
        told = [type(message) for message in app.posted if isinstance(message, SoftKeypad.Typed | SoftKeypad.Erased)]
        assert told == [SoftKeypad.Typed, SoftKeypad.Erased, SoftKeypad.Typed]


async def test_the_mouse_leaves_the_focus_in_the_field() -> None:
    pad, field = keypad(), SecretField()
    app = Stage(field, pad)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        pad.open()
        await pilot.pause()
        await pilot.click(pad, offset=(1, 1))
        assert app.focused is field
        assert len(typed(app)) == 1


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES)
async def test_it_fits(size: tuple[int, int], language: Language) -> None:
    """At most 64 cells wide and 6 rows high; nothing is cut, in either language, on either page."""
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=size) as pilot:
        pad._words.language = language
        pad.open()
        pad.reword()
        await pilot.pause()
        assert pad.outer_size.width <= WIDTH
        assert pad.outer_size.height == ROWS <= 6
        close, labels = (
            ("[关闭]", ("符号", "大写", "退格", "清空", "确定"))
            if language is Language.zh
            else ("[Close]", ("#+=", "ABC", "Del", "Clear", "OK"))
        )
        text = "\n".join(faces(app, pad))
        assert close in text
        assert all(label in text for label in labels)
        assert all(pad._rows[row][-1].x + pad._rows[row][-1].width <= size[0] for row in range(3))


async def test_a_press_leaves_no_trace() -> None:
    """KEY-04: after a press by mouse nothing at all has been painted anew, in cells or in colours."""
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=(80, 24)) as pilot:
        pad.open()
        await pilot.pause()
        await pilot.hover(pad, offset=(20, 0))
        await app.settle(pilot)
        before, painted = app.screen._compositor.render_strips(), len(app.paints)
        await pilot.click(pad, offset=(1, 1))
        await pilot.click(pad, offset=(9, 2))
        await app.settle(pilot)
        assert len(typed(app)) == 2
        assert app.screen._compositor.render_strips() == before
        assert len(app.paints) == painted


async def test_open_close_and_back_to_small_letters() -> None:
    """KEY-01."""
    pad = keypad()
    app = Stage(pad)
    async with app.run_test(size=(80, 24)) as pilot:
        assert not pad.is_open
        pad.open()
        await pilot.pause()
        await click_on(app, pilot, pad, "符号")
        await pilot.pause()
        assert "字母" in faces(app, pad)[1]
        pad.close()
        await pilot.pause()
        assert not pad.is_open
        assert not any("软键盘" in row for row in app.rows())
        pad.open()
        await pilot.pause()
        assert "符号" in faces(app, pad)[1]


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_cursor_is_marked_in_every_theme_while_it_has_the_focus(theme: str) -> None:
    pad = keypad()
    app = Stage(pad, theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        pad.open()
        await pilot.pause()
        pad.blur()
        await pilot.pause()
        without = pad.render_line(1)
        pad.focus()
        await pilot.pause()
        marked = pad.render_line(1)
        assert without.text == marked.text
        assert sum(one != other for one, other in zip(without, marked, strict=True)) == 1
