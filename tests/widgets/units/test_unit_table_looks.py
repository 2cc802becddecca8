"""How the unit table looks at several sizes, in every theme and language, and with hostile names (UNT-01, UNT-03, TUI-1, TUI-2)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from textual.strip import Strip

from etax_client.domain.units.units import UnitSort
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.widgets.themes import THEMES
from etax_client.widgets.units.unit_table import UnitTable
from tests.units import PLAIN
from tests.widgets.stage import HOSTILE, Stage, assert_harmless
from tests.widgets.units.unit_stage import MANY, Answering, fill, press, shown, unit

SIZES = [(80, 24), (140, 40), (60, 20)]


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_shown(size: tuple[int, int]) -> None:
    """UNT-01."""
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=size) as pilot:
        table.focus()
        fill(table, 0, 6, 6)
        await pilot.pause()
        rows = shown(app, table)
        assert rows[0].split()[:3] == ["序号", "纳税人识别号", "纳税人名称"]
        assert rows[1].startswith("▌1 ")
        drawn = [row for row in rows[1:] if row.strip()]
        assert [f"9144{row:014}" in drawn[row] for row in range(6)] == [True] * 6
        assert len(drawn) == 6


async def test_a_short_list_in_a_tall_terminal_has_air_between_its_rows() -> None:
    """looks.md; a click between two rows is the upper one's, and a longer list stands close."""
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(140, 40)) as pilot:
        fill(table, 0, 6, 6)
        await pilot.pause()
        rows = shown(app, table)
        assert [row.strip("▌").split()[:1] for row in rows[1:19]] == [each for row in range(6) for each in ([str(row + 1)], [], [])]
        await pilot.click(table, offset=(30, 12))
        assert table.cursor_index == 3
        assert shown(app, table)[10].startswith("▌4 ")
        fill(table, 0, 30, 30)
        await pilot.pause()
        assert shown(app, table)[30].split()[0] == "30"


async def test_rows_that_are_not_there_yet() -> None:
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 3, 100)
        await pilot.pause()
        rows = shown(app, table)
        assert rows[4].split() == ["4"] + [".."] * 6
        await press(app, pilot, "down", "down", "down", "enter")
        assert table.cursor_index == 3
        assert table.cursor_row is None
        assert not app.heard(UnitTable.Entered)
        assert app.heard(UnitTable.Highlighted)[-1].row is None
        fill(table, 3, 100, 100)
        await pilot.pause()
        assert app.heard(UnitTable.Highlighted)[-1].row == unit(3)


@pytest.mark.parametrize(
    ("x", "sort"),
    [
        (2, UnitSort.custom),
        (8, UnitSort.taxpayer_id),
        (30, UnitSort.name),
        (48, UnitSort.department),
        (54, UnitSort.department_filing),
        (62, UnitSort.income_filing),
        (71, UnitSort.business_filing),
    ],
)
async def test_a_click_on_a_heading(x: int, sort: UnitSort) -> None:
    """UNT-03; the cells are those of the row that test_unit_rows spells out."""
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        fill(table, 0, 30, 30)
        await pilot.pause()
        await pilot.click(table, offset=(x, 0))
        assert [message.sort for message in app.heard(UnitTable.HeadingClicked)] == [sort]
        assert table.cursor_index == 0


async def test_the_sort_mark_moves_when_told() -> None:
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        fill(table, 0, 3, 3)
        table.set_sort(UnitSort.name, False)
        await pilot.pause()
        assert "纳税人名称 ^" in app.rows()[0]
        table.set_sort(UnitSort.taxpayer_id, True)
        await pilot.pause()
        assert "纳税人识别号 v" in app.rows()[0]
        assert "^" not in app.rows()[0]


async def test_rows_that_were_moved_by_hand_are_in_no_columns_order() -> None:
    """UNT-05: the mark goes, and comes back with the order."""
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        fill(table, 0, 3, 3)
        table.set_sort(UnitSort.name, False)
        table.swap(0, 1)
        await pilot.pause()
        assert "^" not in app.rows()[0]
        table.clear_arrangement()
        await pilot.pause()
        assert "纳税人名称 ^" in app.rows()[0]


async def test_an_empty_list() -> None:
    table = UnitTable(words())
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        table.put(0, [], 0)
        await press(app, pilot, "down", "up", "pagedown", "end", "home", "enter")
        await pilot.click(table, offset=(10, 3))
        assert (table.cursor_index, table.cursor_row) == (0, None)
        assert not app.heard(UnitTable.Entered)
        assert not app.heard(UnitTable.Wanted)
        assert not any(row.strip() for row in shown(app, table)[1:])


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_units(size: tuple[int, int]) -> None:
    """TUI-1, TUI-2: unit 5 of the demo is called 广东示例[/]科技公司."""
    table = UnitTable(words())
    app = Stage(table)
    units = [
        replace(PLAIN, unit_id=row + 1, taxpayer_id=text, name=text, department=text, locked_seconds=row % 2 or None)
        for row, text in enumerate(HOSTILE)
    ]
    async with app.run_test(size=size) as pilot:
        table.focus()
        table.put(0, units, len(units))
        await pilot.pause()
        assert_harmless(app.rows())
        if size[0] > 100:
            assert any("广东示例[/]科技公司" in row for row in app.rows())
            assert any("[@click=app.quit]点这里[/]" in row for row in app.rows())
            await pilot.double_click(table, offset=(30, 2))
        assert app.is_running


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_cursor_row_in_every_theme(theme: str) -> None:
    """Looks: a coloured bar and a brighter ground, for list rows too; without the focus the bar is gone."""
    table = UnitTable(words())
    app = Answering(table, theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 100, MANY)
        await pilot.pause()
        first, second = table.render_line(1), table.render_line(2)
        assert first.text.startswith("▌")
        assert _ground(first) != _ground(second)
        table.blur()
        await pilot.pause()
        assert table.render_line(1).text.startswith(" ")


def _ground(strip: Strip) -> Sequence[object]:
    return [style.bgcolor for _, style, _ in strip if style]


async def test_the_language_changes() -> None:
    said = words()
    table = UnitTable(said)
    app = Stage(table)
    async with app.run_test(size=(80, 24)) as pilot:
        fill(table, 0, 3, 3)
        said.language = Language.en
        table.reword()
        await pilot.pause()
        assert "Taxpayer ID" in app.rows()[0]
        assert "to file" in app.rows()[1]


async def test_another_size() -> None:
    table = UnitTable(words())
    app = Answering(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.focus()
        fill(table, 0, 100, MANY)
        await press(app, pilot, "end")
        await pilot.resize_terminal(120, 12)
        await pilot.pause()
        assert table.scroll_offset.y <= table.cursor_index < table.scroll_offset.y + table.rows_in_sight
        assert len(app.row_of(table, 0)) > 0
        assert "分部门申报" in app.row_of(table, 0)
        await pilot.resize_terminal(80, 50)
        await pilot.pause()
        await pilot.pause()
        assert not any(" .. " in row for row in shown(app, table))
