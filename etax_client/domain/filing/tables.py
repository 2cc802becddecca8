"""A table found in a spreadsheet by its headings, wherever it stands and in whatever order its columns are (PER-05)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.filing.cells import Cell, Cells, is_empty
from etax_client.domain.numbers import plain
from etax_client.domain.safe_text import safe_text

LOOKED_AT = 30
"""Among how many first lines of a sheet the headings are looked for; above them a title and notes may stand."""
_IGNORED = frozenset({"序号", "校验结果", "错误原因"})
"""What people and the error files of this program put beside the template's columns, numbers included."""
_TOLD = 40
"""Cells of a heading or a sheet's name that is not known: whoever made the file chose it, and it is shown (TUI-1)."""
_AMOUNT = re.compile(r"-?(0|[1-9][0-9,]*)(\.[0-9]+)?")
_GREATEST = Decimal("99999999.99")
"""What is greater is a number of something: a phone, a document."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A column that is looked for, and what it is called afterwards; a star in its heading says nothing."""

    name: str
    heading: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the headings: its number in the sheet, counted from 1, and what stands in the columns that are known, by name."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """What is to be taken over; `ignored` are the headings of columns that are not known and hold no amounts."""

    sheet: str
    columns: tuple[str, ...]
    lines: Sequence[Line]
    ignored: tuple[str, ...] = ()


class Missing(StrEnum):
    """Why no table can be taken out of a workbook; `headings` says which."""

    headings = "headings"
    """Required ones are missing wherever one looks."""
    twice = "twice"
    """The same heading stands over two columns."""
    unknown_amounts = "unknown_amounts"
    """A column that is not known, or has no heading (then its letter is told), holds amounts: to leave them out would be to lose them."""
    several = "several"
    """The table stands in more than one sheet; `headings` are the sheets."""
    no_rows = "no_rows"


@dataclass(frozen=True, slots=True)
class NoTable:
    why: Missing
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: Cells
    row: int
    names: Mapping[int, str]
    unknown: Mapping[int, str]


def find(sheets: Sequence[Cells], columns: Sequence[Sought], title: str) -> Table | NoTable:
    """The table under these headings; of several sheets that have one, that named `title`."""
    places = [_best(sheet, columns) for sheet in sheets]
    complete = [place for place in places if not _missing(place, columns)]
    named = [place for place in complete if place.sheet.sheet.strip() == title]
    chosen = named or complete
    if not chosen:
        nearest = max(places, key=lambda place: len(place.names), default=None)
        required = tuple(column.heading for column in columns if column.required)
        return NoTable(Missing.headings, required if nearest is None else _missing(nearest, columns))
    if len(chosen) > 1:
        return NoTable(Missing.several, tuple(safe_text(place.sheet.sheet, _TOLD) for place in chosen))
    return _taken(chosen[0], columns)


def column_letters(at: int) -> str:
    """As a spreadsheet names the column that is `at` places from the first: A, Z, AA."""
    letters = ""
    at += 1
    while at:
        at, letter = divmod(at - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _taken(place: _Place, columns: Sequence[Sought]) -> Table | NoTable:
    twice = [name for name, count in Counter(place.names.values()).items() if count > 1]
    if twice:
        return NoTable(Missing.twice, tuple(column.heading for column in columns if column.name in twice))
    below = [(number, row) for number, row in enumerate(place.sheet.rows[place.row + 1 :], place.row + 2) if not is_empty(row)]
    others = [at for at in range(max((len(row) for _, row in below), default=0)) if at not in place.names]
    held = [at for at in others if any(at < len(row) and _is_amount(row[at]) for _, row in below)]
    amounts = tuple(place.unknown.get(at) or column_letters(at) for at in held if place.unknown.get(at) not in _IGNORED)
    if amounts:
        return NoTable(Missing.unknown_amounts, amounts)
    known = place.names.items()
    read = [Line(number, {name: row[at] if at < len(row) else None for at, name in known}) for number, row in below]
    lines = [line for line in read if not is_empty(list(line.cells.values()))]
    if not lines:
        return NoTable(Missing.no_rows)
    present = tuple(column.name for column in columns if column.name in place.names.values())
    ignored = tuple(heading for heading in place.unknown.values() if heading not in _IGNORED)
    return Table(place.sheet.sheet, present, lines, ignored)


def _best(sheet: Cells, columns: Sequence[Sought]) -> _Place:
    """The line with most of the headings in it; the first of several."""
    by_heading = {_bare(column.heading): column.name for column in columns}
    rows = sheet.rows[:LOOKED_AT] or [[]]
    at = max(range(len(rows)), key=lambda row: (len(_known(rows[row], by_heading)), -row))
    names = _known(rows[at], by_heading)
    others = ((place, cell) for place, cell in enumerate(rows[at]) if isinstance(cell, str) and place not in names)
    unknown = {place: safe_text(plain(cell), _TOLD) for place, cell in others}
    return _Place(sheet, at, names, unknown)


def _known(row: Iterable[Cell], by_heading: Mapping[str, str]) -> Mapping[int, str]:
    found = ((at, by_heading.get(_bare(cell))) for at, cell in enumerate(row) if isinstance(cell, str))
    return {at: name for at, name in found if name is not None}


def _missing(place: _Place, columns: Sequence[Sought]) -> tuple[str, ...]:
    return tuple(column.heading for column in columns if column.required and column.name not in place.names.values())


def _bare(heading: str) -> str:
    """Without star, blanks and line breaks, brackets of either width alike."""
    return "".join(plain(heading).replace("*", "").split())


def _is_amount(cell: Cell) -> bool:
    if isinstance(cell, str):
        typed = plain(cell)
        return _AMOUNT.fullmatch(typed) is not None and abs(Decimal(typed.replace(",", ""))) <= _GREATEST
    return isinstance(cell, Decimal) and abs(cell) <= _GREATEST
