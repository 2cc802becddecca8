"""How a row of the unit list is set in cells: which columns there are at a given width, and what stands in them (UNT-01)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len

from etax_client.domain.units.units import Unit, UnitSort
from etax_client.texts.words import Words
from etax_client.widgets.fitting import CUT, fit

LONG_HEADINGS_FROM = 100
"""Cells; below, headings and the department are short."""
LEAST_NAME = 16
LONGEST_NAME = 200
_STATE = 8
"""Cells of a state behind a name, with its blank."""
ID = 18
LONGEST_ID = 20


@dataclass(frozen=True, slots=True)
class _Kind:
    """A column that there can be, for the fact that its heading sorts by: its cells where there is room, and where there is little.

    `goes` is its turn to go for the name's sake, `short` the key of its heading for few cells, if it has one.
    """

    sort: UnitSort
    cells: int
    few_cells: int
    goes: int = 0
    short: str = ""


_KINDS = (
    _Kind(UnitSort.custom, 4, 4),
    _Kind(UnitSort.taxpayer_id, ID, ID),
    _Kind(UnitSort.name, 0, 0),
    _Kind(UnitSort.department, 12, 6, goes=1),
    _Kind(UnitSort.department_filing, 10, 7, goes=2, short="table.department_filing_short"),
    _Kind(UnitSort.income_filing, 13, 8, goes=4, short="table.income_filing_short"),
    _Kind(UnitSort.business_filing, 8, 8, goes=3),
)
"""From left to right."""
if [each.sort for each in _KINDS] != list(UnitSort):
    raise TypeError("a list has one column for each of what it is sorted by, in that order")


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


def columns(width: int, total: int, id_cells: int = ID, name_cells: int = LONGEST_NAME) -> tuple[Column, ...]:
    """The columns for so many cells; the first cell is left to the cursor's bar, the name takes what the others leave.

    No more than `name_cells`, the longest name, and a state: the rest of the width is margin (looks.md).
    """
    long = width >= LONG_HEADINGS_FROM
    own = {UnitSort.custom: max(4, len(str(total))), UnitSort.taxpayer_id: id_cells}
    wanted = {each: own.get(each.sort, each.cells if long else each.few_cells) for each in _KINDS}
    leaving = sorted((each for each in _KINDS if each.goes), key=lambda each: -each.goes)
    while (name := width - 1 - sum(cells + 1 for cells in wanted.values())) < LEAST_NAME and leaving:
        del wanted[leaving.pop()]
    name = max(len(CUT), min(name, max(LEAST_NAME, name_cells + _STATE)))
    placed: list[Column] = []
    x = 1
    for kind, cells in wanted.items():
        heading = kind.short if kind.short and not long else f"table.{kind.sort}"
        placed.append(Column(kind.sort, heading, x, name if kind.sort is UnitSort.name else cells))
        x += placed[-1].cells + 1
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
    fact = getattr(unit, sort)
    return words.say(f"table.{fact}") if isinstance(fact, StrEnum) else str(fact)
