"""How a row of the unit list is set in cells: which columns there are at a given width, and what stands in them (UNT-01)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from etax_client.domain.units.units import DepartmentFiling, Filing, Unit, UnitSort
from etax_client.texts.words import Words
from etax_client.widgets.fitting import CUT, fit

LONG_HEADINGS_FROM = 100
"""Cells; below, headings and the department are short."""
LEAST_NAME = 10
ID = 18
LONGEST_ID = 20
_DROPPED_FIRST = (UnitSort.department, UnitSort.department_filing, UnitSort.business_filing, UnitSort.income_filing)
_DEPARTMENT_FILINGS = {DepartmentFiling.unregistered: "table.unregistered", DepartmentFiling.enabled: "table.enabled"}
_FILINGS = {Filing.none: "table.none", Filing.pending: "table.pending", Filing.filed: "table.filed"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of so many cells from cell `x`, with one blank cell behind it; `sort` is what its heading sorts by."""

    sort: UnitSort
    heading: str
    x: int
    cells: int


@dataclass(frozen=True, slots=True)
class RowText:
    """A row from its second cell: what stands before the state, the state, and what stands behind it."""

    before: str
    state: str
    after: str


def columns(width: int, total: int, id_cells: int = ID) -> tuple[Column, ...]:
    """The columns for so many cells; the first cell is left to the cursor's bar, the name takes what the others leave."""
    long = width >= LONG_HEADINGS_FROM
    wanted = {
        UnitSort.custom: ("table.number", max(4, len(str(total)))),
        UnitSort.taxpayer_id: ("table.taxpayer_id", id_cells),
        UnitSort.name: ("table.name", 0),
        UnitSort.department: ("table.department", 12 if long else 6),
        UnitSort.department_filing: ("table.department_filing" if long else "table.department_filing_short", 10 if long else 7),
        UnitSort.income_filing: ("table.income_filing" if long else "table.income_filing_short", 13 if long else 8),
        UnitSort.business_filing: ("table.business_filing", 8),
    }
    for sort in (None, *_DROPPED_FIRST):
        if sort is not None:
            del wanted[sort]
        name = width - 1 - sum(cells + 1 for _, cells in wanted.values())
        if name >= LEAST_NAME:
            break
    placed: list[Column] = []
    x = 1
    for kind, (heading, cells) in wanted.items():
        own = max(len(CUT), name) if kind is UnitSort.name else cells
        placed.append(Column(kind, heading, x, own))
        x += own + 1
    return tuple(placed)


def heading_text(layout: Sequence[Column], words: Words, sort: UnitSort, descending: bool) -> str:
    """The headings from the second cell on; the sorted column is marked `^`, or `v` if it runs down."""
    line = ""
    for column in layout:
        mark = ("v" if descending else "^") if column.sort is sort and sort is not UnitSort.custom else " "
        # The mark may stand in the blank cell behind a column.
        text = words.say(column.heading)
        text = fit(text, column.cells).rstrip() if cell_len(text) > column.cells else text
        gap = " " if cell_len(text) < column.cells and mark != " " else ""
        line += fit(text + gap + mark, column.cells + 1)
    return line


def row_text(layout: Sequence[Column], words: Words, row: int, unit: Unit | None) -> RowText:
    """Row `row`, counted from 0; a unit that is not here yet shows as `..`. The state stands at the end of the name."""
    state = "" if unit is None else state_text(words, unit)
    before, after = "", ""
    for column in layout:
        if column.sort is UnitSort.name and state:
            before += fit(unit.name if unit else "", max(0, column.cells - cell_len(state) - 1)) + " "
            after = " "
        else:
            text = fit(_cell(words, column.sort, row, unit), column.cells) + " "
            before, after = (before, after + text) if after else (before + text, after)
    return RowText(before, state, after)


def state_text(words: Words, unit: Unit) -> str:
    """A state is told in words (looks.md): opened in this session, or locked; how long is told where it is entered."""
    if unit.opened:
        return words.say("table.opened")
    return "" if unit.locked_seconds is None else words.say("table.locked")


def _cell(words: Words, sort: UnitSort, row: int, unit: Unit | None) -> str:
    if sort is UnitSort.custom:
        return str(row + 1)
    if unit is None:
        return CUT
    match sort:
        case UnitSort.taxpayer_id:
            return unit.taxpayer_id
        case UnitSort.name:
            return unit.name
        case UnitSort.department:
            return unit.department
        case UnitSort.department_filing:
            return words.say(_DEPARTMENT_FILINGS[unit.department_filing])
        case UnitSort.income_filing:
            return words.say(_FILINGS[unit.income_filing])
        case UnitSort.business_filing:
            return words.say(_FILINGS[unit.business_filing])
