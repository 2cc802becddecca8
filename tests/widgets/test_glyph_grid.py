"""The grid of characters: how it is laid out, how the cursor goes, and that only what is in sight is drawn (HAN-02)."""

import pytest
from textual.events import Key
from textual.pilot import Pilot

from etax_client.widgets.glyph_grid import GlyphGrid, Group
from tests.widgets.stage import HOSTILE, Stage, assert_harmless

MANY = [chr(0x4E00 + n) for n in range(9_000)]


async def press(app: Stage, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        app.post_message(Key(key, None))
    await pilot.pause()
    await pilot.pause()


async def test_groups_begin_on_lines_of_their_own_behind_their_headings() -> None:
    grid = GlyphGrid(margin=6)
    app = Stage(grid)
    async with app.run_test(size=(19, 6)) as pilot:
        grid.focus()
        grid.show([Group(["一", "丨", "丶", "丿"], 2, "1画"), Group([], 2, "2画"), Group(["U+2B370"], 7, "3画")])
        await pilot.pause()
        assert [row.rstrip() for row in app.rows()[:4]] == ["1画   [一] 丨  丶", "       丿", "3画    U+2B370", ""]
        await press(app, pilot, "down", "down")
        assert app.rows()[2].rstrip() == "3画   [U+2B370]"
        assert app.rows()[0].rstrip() == "1画    一  丨  丶"


async def test_the_cursor_goes_to_what_stands_there() -> None:
    grid = GlyphGrid()
    app = Stage(grid)
    async with app.run_test(size=(13, 3)) as pilot:  # three to a line, one cell for the scrollbar
        grid.focus()
        grid.show([Group(MANY[:8], 2), Group(["U+2B370", "U+2B371"], 7)])
        for keys, expected in (
            (("right", "right"), 2),
            (("down",), 5),
            (("down",), 7),
            (("right",), 7),
            (("down",), 8),
            (("end",), 9),
            (("home",), 0),
            (("pagedown",), 8),
            (("pageup",), 0),
        ):
            await press(app, pilot, *keys)
            assert grid.cursor == expected, keys
        assert [(edge.right, edge.down) for edge in app.heard(GlyphGrid.AtEdge)] == [(1, 0)]
        await press(app, pilot, "up", "left")
        assert [(edge.right, edge.down) for edge in app.heard(GlyphGrid.AtEdge)][1:] == [(0, -1), (-1, 0)]
        await press(app, pilot, "enter")
        assert len(app.heard(GlyphGrid.Chosen)) == 1
        await press(app, pilot, "end", "down")
        assert app.heard(GlyphGrid.AtEdge)[-1].down == 1


async def test_the_view_follows_the_cursor() -> None:
    grid = GlyphGrid()
    app = Stage(grid)
    async with app.run_test(size=(41, 10)) as pilot:
        grid.focus()
        grid.show([Group(MANY, 2)], cursor=5_000)
        await pilot.pause()
        assert any(f"[{MANY[5_000]}]" in row for row in app.rows())
        await press(app, pilot, "end")
        assert f"[{MANY[-1]}]" in app.rows()[9]
        await press(app, pilot, "home")
        assert app.rows()[0].startswith(f"[{MANY[0]}]")


async def test_only_what_is_in_sight_is_drawn_and_a_move_touches_two_lines() -> None:
    """documents.md: never a widget for each character; P8's reason holds here too."""
    grid = GlyphGrid()
    app = Stage(grid)
    async with app.run_test(size=(41, 10)) as pilot:
        grid.focus()
        grid.show([Group(MANY, 2)])
        await app.settle(pilot)
        assert not grid.children
        app.paints.clear()
        await press(app, pilot, "down")
        lines = {line for paint in app.paints for line in paint.lines or range(10)}
        assert lines == {0, 1}


async def test_by_mouse() -> None:
    """The first click goes there, the second chooses; what lies between or behind the texts is nothing."""
    grid = GlyphGrid(margin=2)
    app = Stage(grid)
    async with app.run_test(size=(15, 5)) as pilot:
        grid.show([Group(MANY[:5], 2)])
        await pilot.pause()
        await pilot.click(grid, offset=(7, 0))
        assert grid.cursor == 1
        assert not app.heard(GlyphGrid.Chosen)
        for x, y in ((0, 0), (12, 1), (3, 4)):
            await pilot.click(grid, offset=(x, y))
            assert grid.cursor == 1, (x, y)
        await pilot.click(grid, offset=(7, 0), times=2)
        assert len(app.heard(GlyphGrid.Chosen)) == 1


async def test_where_one_click_chooses() -> None:
    grid = GlyphGrid(click_chooses=True)
    app = Stage(grid)
    async with app.run_test(size=(15, 5)) as pilot:
        grid.show([Group(MANY[:5], 2)])
        await pilot.pause()
        await pilot.click(grid, offset=(5, 0))
        assert [grid.cursor for _ in app.heard(GlyphGrid.Chosen)] == [1]


@pytest.mark.parametrize("keys", [("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "enter")])
async def test_an_empty_grid_is_harmless(keys: tuple[str, ...]) -> None:
    grid = GlyphGrid()
    app = Stage(grid)
    async with app.run_test(size=(15, 5)) as pilot:
        grid.focus()
        await press(app, pilot, *keys)
        await pilot.click(grid, offset=(1, 1))
        assert grid.cursor is None
        assert not app.heard(GlyphGrid.Chosen)


async def test_too_narrow_for_one_text_it_shows_one_to_a_line() -> None:
    grid = GlyphGrid()
    app = Stage(grid)
    async with app.run_test(size=(5, 3)) as pilot:
        grid.focus()
        grid.show([Group(["U+2B370", "U+2B371"], 7)])
        await press(app, pilot, "down")
        assert grid.cursor == 1


async def test_hostile_texts_are_harmless() -> None:
    """TUI-1."""
    grid = GlyphGrid(margin=6)
    app = Stage(grid)
    async with app.run_test(size=(80, 24)) as pilot:
        grid.show([Group(HOSTILE, 8, text) for text in HOSTILE[:3]])
        await pilot.pause()
        assert_harmless(app.rows())
