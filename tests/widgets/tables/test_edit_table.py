"""A table that is edited in place, as it is used: keys, mouse, pastes, and what it draws (INC-03)."""

from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.events import Paste
from textual.pilot import Pilot

from etax_client.texts.catalogue import words
from etax_client.widgets.tables.columns import Span
from etax_client.widgets.tables.drawing import set_cell
from etax_client.widgets.tables.edit_table import EditTable
from etax_client.widgets.tables.grid import Grid
from tests.widgets.stage import HOSTILE, Stage, assert_harmless
from tests.widgets.tables.some_cells import some_cells

INCOME, FUND, KIND = 1, 2, 3


async def type_(app: Stage, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await app.ahead.all_handed_on()
    await app.settle(pilot)


async def paste(app: Stage, pilot: Pilot[None], text: str) -> None:
    assert app.screen.focused is not None
    app.screen.focused.post_message(Paste(text))
    await app.settle(pilot)


async def test_a_cell_is_typed_into_judged_at_once_and_left_by_keys() -> None:
    """The fault is said below while it is typed and marked in the cell after; sums follow; Esc gives up; Tab goes on."""
    table = EditTable(words(), some_cells(30))
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.grid.focus()
        await type_(app, pilot, "down", "1", "2", "x")
        assert "第 2 行 本期收入：须为数字" in app.rows()[-1]
        await type_(app, pilot, "enter")
        assert table.cells.text(1, INCOME) == "12x"
        assert "! " in app.row_of(table.grid, 2)
        assert "2*" in app.row_of(table.grid, 2)
        assert table.grid.cursor_index == 2
        await type_(app, pilot, "up", "7", "5", "0", "0", "tab")
        assert "7,500.00" in app.row_of(table.grid, 2)
        assert "合计 30 行" in app.rows()[-2]
        assert f"{sum(range(1000, 1030)) - 1001 + 7500:,}.00" in app.rows()[-2]
        assert (table.grid.cursor_index, table.grid.at) == (1, FUND)
        await type_(app, pilot, "9", "escape")
        assert table.cells.text(1, FUND) == ""
        await type_(app, pilot, "tab", "tab", "tab")
        assert (table.grid.cursor_index, table.grid.at) == (2, INCOME)
        await type_(app, pilot, "enter", "backspace", "backspace", "backspace", "down")
        assert table.cells.text(2, INCOME) == "1002.00", "Enter edits what stands there"
        await type_(app, pilot, "ctrl+end", "end")
        assert (table.grid.cursor_index, table.grid.at) == (29, 4)
        await type_(app, pilot, "ctrl+z")
        assert "12x" in app.row_of(table.grid, 2)
        await type_(app, pilot, "ctrl+y")
        assert "7,500.00" in app.row_of(table.grid, 2)


async def test_blocks_from_a_spreadsheet_are_taken_whole_or_not_at_all() -> None:
    table = EditTable(words(), some_cells(5))
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.grid.focus()
        await paste(app, pilot, "1\t2\r\n3,000\tx\r\n")
        assert [table.cells.line(row)[1:3] for row in range(2)] == [("1.00", "2.00"), ("3000.00", "x")]
        assert "已粘贴 2 行 2 列，其中 1 处有误" in app.rows()[-1]
        for text, told in (("1\n" * 6, "仅有 5 行"), ("1\t2\t3\t4\t5", "仅有 4 列"), ("1\t2\t甲类\t4", "税额不能修改")):
            before = table.cells.changed()
            await paste(app, pilot, text)
            assert told in app.rows()[-1]
            assert table.cells.changed() == before
        await type_(app, pilot, "ctrl+z")
        assert table.cells.changed() == {}
        await type_(app, pilot, "1", "shift+tab")  # in the field over a cell a block goes into the cells all the same
        await type_(app, pilot, "4")
        await paste(app, pilot, "8\n9\n")
        assert [table.cells.text(row, INCOME) for row in range(2)] == ["8.00", "9.00"]


async def test_filling_down_and_clearing_what_is_selected() -> None:
    table = EditTable(words(), some_cells(40))
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.grid.focus()
        await type_(app, pilot, "5", "up", "shift+right", "ctrl+shift+end", "ctrl+d")
        assert {table.cells.line(row)[1:3] for row in range(40)} == {("5.00", "")}
        await type_(app, pilot, "delete")
        assert {table.cells.line(row)[1:3] for row in range(40)} == {("", "")}
        await type_(app, pilot, "ctrl+z", "ctrl+z")
        assert len(table.cells.changed()) == 1
        await type_(app, pilot, "ctrl+home", "home", "down", "ctrl+d")
        assert table.cells.text(1, INCOME) == "5.00", "without a selection the cell above is taken"


async def test_only_rows_and_columns_in_sight_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """INC-03: 10,000 rows scroll as 10."""
    drawn: list[int] = []
    draw = Grid._row

    def counting(self: Grid, row: int, ground: Style) -> Iterator[Segment]:
        drawn.append(row)
        return draw(self, row, ground)

    monkeypatch.setattr(Grid, "_row", counting)
    table = EditTable(words(), some_cells(10_000))
    app = Stage(table)
    async with app.run_test(size=(46, 24)) as pilot:
        table.grid.focus()
        await type_(app, pilot, "pagedown", "ctrl+end", "end")
        assert set(drawn) <= {*range(60), *range(9_960, 10_000)}
        assert "税额" in app.rows()[0]
        assert "本期收入" not in app.rows()[0]
        assert "示例9999号" in app.rows()[-4]
        drawn.clear()
        await type_(app, pilot, "up")
        assert set(drawn) <= {9_998, 9_999}, "a cursor that moves is drawn, and not the table"


async def test_the_mouse_alone() -> None:
    table = EditTable(words(), some_cells(30))
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.grid.focus()
        await pilot.click(table.grid, offset=(40, 3))
        await app.settle(pilot)
        assert (table.grid.cursor_index, table.grid.at) == (2, FUND)
        await pilot.click(table.grid, offset=(40, 3))
        await app.settle(pilot)
        assert table.editing
        await type_(app, pilot, "6")
        await pilot.click(table.grid, offset=(25, 5))  # elsewhere: what was typed is kept
        await app.settle(pilot)
        assert table.cells.text(2, FUND) == "6.00"
        assert not table.editing
        assert app.heard(EditTable.Changed)


async def test_what_is_chosen_and_what_is_only_looked_at_goes_up() -> None:
    table = EditTable(words(), some_cells(3))
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.grid.focus()
        await type_(app, pilot, "end", "enter", "left", "enter")
        assert [(event.row, event.at) for event in app.heard(EditTable.Entered)] == [(0, 4)]
        assert [(event.row, event.at) for event in app.heard(EditTable.ChoiceWanted)] == [(0, KIND)]
        assert "甲类" in app.row_of(table.grid, 1)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_takes_its_cells_and_does_nothing(hostile: str) -> None:
    """TUI-1: names as the server has them, and a kind that nobody knows."""
    cells = some_cells(1)
    cells.load([(0, (hostile, "1.00", "", hostile, ""))])
    for span in (Span(0, 0, 10), Span(KIND, 0, 8)):
        text = set_cell(words(), cells, 0, span, wrong=False)
        assert cell_len(text) == span.cells
        assert_harmless([text])
