"""The unit table: what it draws and asks for, keys and mouse, moved units (UNT-05 to UNT-07, P6 to P9)."""

import pytest
from textual.strip import Strip

from etax_client.texts.catalogue import words
from etax_client.widgets.units.unit_table import UnitTable
from tests.widgets.stage import Stage
from tests.widgets.units.unit_stage import MANY, Answering, fill, press, shown, unit


async def test_only_the_rows_in_sight_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """UNT-07, P6: with 100,000 units as much is drawn and asked for as with a hundred."""
    drawn: list[int] = []
    draw = UnitTable._row

    def counting(self: UnitTable, index: int) -> Strip:
        drawn.append(index)
        return draw(self, index)

    monkeypatch.setattr(UnitTable, "_row", counting)
    counts = {}
    for total in (100, MANY):
        drawn.clear()
        table = UnitTable(words())
        app = Answering(table, total)
        async with app.run_test(size=(80, 24)) as pilot:
            table.focus()
            table.reset()
            fill(table, 0, 50, total)
            await pilot.pause()
            await press(app, pilot, "end")
            await press(app, pilot, "home", "pagedown")
            counts[total] = len(set(drawn))  # how often each is drawn hangs on how refreshes fall together
            assert len(drawn) < 20 * table.rows_in_sight
            assert set(drawn) <= {*range(60), *range(total - 30, total)}
    assert counts[MANY] <= 1.2 * counts[100]


async def test_a_reset_with_a_page_at_once_asks_for_nothing() -> None:
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.reset(MANY)
        fill(table, 0, 100, MANY)
        await pilot.pause()
        assert not app.heard(UnitTable.Wanted)


async def test_it_asks_once_and_by_key() -> None:
    """UNT-07: pages are asked for next to a unit that is known, each once."""
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 50, MANY)
        await pilot.pause()
        await press(app, pilot, "pagedown", "pagedown")
        (wanted,) = app.heard(UnitTable.Wanted)
        assert (wanted.start, wanted.end, wanted.after, wanted.before) == (50, 150, 1049, None)
        await press(app, pilot, "down", "down", "up")
        assert len(app.heard(UnitTable.Wanted)) == 1
        table.retry()
        await pilot.pause()
        assert len(app.heard(UnitTable.Wanted)) == 2
        await press(app, pilot, "end")
        last = app.heard(UnitTable.Wanted)[-1]
        assert (last.end, last.after, last.before) == (MANY, None, None)


async def test_down_through_many_pages() -> None:
    """UNT-07: whoever scrolls never sees a gap when answers come at once, and each row is asked for once."""
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 50, MANY)
        for _ in range(20):
            await press(app, pilot, "pagedown")
            assert not any(" .. " in row for row in shown(app, table))
        asked = [row for wanted in app.heard(UnitTable.Wanted) for row in range(wanted.start, wanted.end)]
        assert len(asked) == len(set(asked))
        assert len(app.heard(UnitTable.Wanted)) <= 6
        assert all(wanted.after == 1000 + wanted.start - 1 for wanted in app.heard(UnitTable.Wanted))


async def test_the_keys() -> None:
    table = UnitTable(words())
    app = Answering(table, 500)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 50, 500)
        await pilot.pause()
        page = table.rows_in_sight
        assert page == 24 - 1 - 1
        for keys, index in [
            (["up"], 0),
            (["down", "down"], 2),
            (["up"], 1),
            (["pagedown"], 1 + page),
            (["pageup", "pageup"], 0),
            (["end"], 499),
            (["down", "pagedown"], 499),
            (["home"], 0),
            (["ctrl+end"], 499),
            (["ctrl+home"], 0),
        ]:
            await press(app, pilot, *keys)
            assert table.cursor_index == index
            assert table.scroll_offset.y <= index < table.scroll_offset.y + page
            assert table.cursor_row == unit(index)
            assert sum(row.startswith("▌") for row in shown(app, table)) == 1
            assert app.heard(UnitTable.Highlighted)[-1].row == unit(index)


async def test_a_cursor_move_repaints_two_rows_and_few_bytes() -> None:
    """P8: at most 700 bytes."""
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 100, MANY)
        await press(app, pilot, "down")
        for key in ("down", "down", "up"):
            await app.settle(pilot)
            app.paints.clear()
            await press(app, pilot, key)
            await app.settle(pilot)
            at = table.cursor_index + 1
            other = at + 1 if key == "up" else at - 1
            assert [paint.lines for paint in app.paints] == [frozenset({at, other})]
            assert sum(paint.size for paint in app.paints) <= 700


async def test_a_long_way_down_costs_few_bytes_a_row() -> None:
    """P8: the view moves by half its rows, so that hardly one move in ten paints all of it."""
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 100, MANY)
        await app.settle(pilot)
        tops = []
        for _ in range(60):
            await press(app, pilot, "down")
            tops.append(table.scroll_offset.y)
            assert tops[-1] <= table.cursor_index < tops[-1] + table.rows_in_sight
        assert len(set(tops)) == 1 + (60 - 22 + 11) // 11
        for _ in range(60):
            await press(app, pilot, "up")
        assert table.scroll_offset.y == 0


async def test_idle_it_is_silent() -> None:
    """P9: 0 bytes in the list, and a key that moves nothing paints nothing."""
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 100, MANY)
        await pilot.pause()
        await app.settle(pilot)
        app.paints.clear()
        await press(app, pilot, "up")
        await app.settle(pilot)
        assert app.paints == []


async def test_enter_and_double_click() -> None:
    """UNT-06: the first click only moves the cursor."""
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        fill(table, 0, 100, MANY)
        await pilot.pause()
        await pilot.click(table, offset=(30, 5))
        assert table.cursor_index == 4
        assert app.focused is table
        assert not app.heard(UnitTable.Entered)
        await pilot.double_click(table, offset=(30, 7))
        assert [message.row for message in app.heard(UnitTable.Entered)] == [unit(6)]
        await press(app, pilot, "enter")
        assert len(app.heard(UnitTable.Entered)) == 2
        await pilot.click(table, offset=(30, 9))
        await pilot.click(table, offset=(30, 10))
        assert len(app.heard(UnitTable.Entered)) == 2
        assert table.cursor_index == 9


async def test_two_quick_clicks_on_different_rows_enter_nothing() -> None:
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        fill(table, 0, 3, 3)
        await pilot.pause()
        await pilot.double_click(table, offset=(30, 10))
        assert not app.heard(UnitTable.Entered)
        assert table.cursor_index == 0


async def test_wheel_and_scrollbar() -> None:
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        fill(table, 0, 100, MANY)
        await pilot.pause()
        table.scroll_to(y=40_000, animate=False)
        await pilot.pause()
        await pilot.pause()
        assert unit(40_000).taxpayer_id in shown(app, table)[1]
        assert table.cursor_index == 0
        assert table.show_vertical_scrollbar
        assert shown(app, table)[0].startswith(" 序号"), "the headings stay"
        table.put(60_000, [unit(60_000)], MANY)
        await pilot.resize_terminal(90, 24)
        await pilot.pause()
        assert table.scroll_offset.y == 40_000, "a late answer and another width leave the view alone"
        await press(app, pilot, "down")
        assert table.cursor_index == 1
        assert table.scroll_offset.y <= 1 < table.scroll_offset.y + table.rows_in_sight, "the next key goes back to the cursor"


async def test_reset_forgets_and_may_keep_the_cursor() -> None:
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 100, MANY)
        await pilot.pause()
        await press(app, pilot, "pagedown", "pagedown")
        index = table.cursor_index
        table.reset(keep_cursor=True)
        assert (table.total, table.cursor_index, table.cursor_row) == (0, 0, None)
        table.put(0, [unit(row) for row in range(100)], MANY)
        await pilot.pause()
        assert table.cursor_index == index
        table.reset(keep_cursor=True)
        fill(table, 0, 10, 10)
        await pilot.pause()
        assert table.cursor_index == 9, "as near as the shorter list allows"
        table.reset()
        fill(table, 0, 100, MANY)
        await pilot.pause()
        assert table.cursor_index == 0
        assert table.scroll_offset.y == 0
        assert app.row_of(table, 1).startswith("▌1 ")


async def test_moving_units() -> None:
    """UNT-05."""
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 6, 6)
        table.move_to(2)
        await pilot.pause()
        assert table.swap(2, 1)
        table.move_to(1)
        await pilot.pause()
        assert table.cursor_row == unit(2)
        assert [row.split()[:2] for row in shown(app, table)[2:4]] == [["▌2", f"9144{2:014}"], ["3", f"9144{1:014}"]]
        assert table.arranged() == [1002, 1001]
        assert not table.swap(0, -1)
        assert not table.swap(5, 6)
        table.clear_arrangement()
        await pilot.pause()
        assert table.arranged() == []
        assert table.cursor_row == unit(1)
        assert app.heard(UnitTable.Highlighted)[-1].row == unit(1)


async def test_hints_are_those_of_the_server_s_order() -> None:
    """A moved unit stands elsewhere on the screen only; the next page is asked for behind the unit that the server has there."""
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 50, MANY)
        await pilot.pause()
        assert table.swap(49, 3)
        await press(app, pilot, "pagedown", "pagedown")
        assert app.heard(UnitTable.Wanted)[0].after == 1049
