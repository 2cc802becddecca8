"""A workbook for people: texts as texts, amounts as amounts, lists to choose from, and the word that nothing is real (PER-05)."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from etax_client.domain.filing.cells import Cell
from etax_client.domain.filing.tables import column_letters

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, when a text is typed again or saved as .csv (EXP-1)."""
_LEAST_WIDTH, _MOST_WIDTH = 8, 40
_LINES_WITH_LISTS = 10_000
_LONGEST_LIST = 255
_LISTS = "选项"
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""The same of all: two exports of the same are the same file."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Over a column: its words, what to know about it (a note at the cell), and what may be chosen where that is a list."""

    text: str
    hint: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet to be written. `marked`: cells (row, column), counted from 0 below the headings, that are shown as wrong."""

    title: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]] = ()
    marked: Mapping[tuple[int, int], str] = field(default_factory=dict)
    above: str = ""
    """A line above the headings: 模拟环境 仅供练习."""


def write(sheets: Sequence[Written]) -> bytes:
    """A workbook of these sheets. 10,000 rows of 30 columns take some 2 s of a processor: to be called in a thread."""
    from xlsxwriter import Workbook  # nobody needs it before something is exported (P1)

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        book.set_properties({"created": _CREATED})
        for sheet in sheets:
            _write(book, sheet)
    return out.getvalue()


def defused(text: str) -> str:
    """With an apostrophe before what a spreadsheet could take for a formula (EXP-1)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write(book: "Workbook", sheet: Written) -> None:
    text = book.add_format({"num_format": "@"})
    amount = book.add_format({"num_format": "#,##0.00"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    wrong = book.add_format({"num_format": "@", "bg_color": "#FFE0E0"})
    faint = book.add_format({"italic": True, "font_color": "#666666"})
    page = book.add_worksheet(sheet.title)
    top = 0
    if sheet.above:
        page.write_string(0, 0, sheet.above, faint)
        page.set_header(f"&C{sheet.above.replace('&', '&&')}")
        top = 1
    page.freeze_panes(top + 1, 0)
    for at, heading in enumerate(sheet.headings):
        page.write_string(top, at, heading.text, bold)
        page.set_column(at, at, _width(heading, [row[at] for row in sheet.rows[:200] if at < len(row)]), text)
        if heading.hint:
            page.write_comment(top, at, heading.hint)
        if heading.choices:
            last = top + max(len(sheet.rows), _LINES_WITH_LISTS)
            page.data_validation(top + 1, at, last, at, {"validate": "list", "source": _source(book, heading.choices)})
    for line, row in enumerate(sheet.rows):
        for at, cell in enumerate(row):
            place = (top + 1 + line, at)
            said = sheet.marked.get((line, at))
            if said is not None:
                page.write_comment(*place, said)
            if isinstance(cell, str):
                page.write_string(*place, defused(cell), wrong if said else text)
            elif isinstance(cell, Decimal):
                page.write_number(*place, float(cell), wrong if said else amount)
            elif isinstance(cell, date):
                page.write_datetime(*place, cell, wrong if said else day)
            elif said is not None:
                page.write_blank(*place, None, wrong)


def _source(book: "Workbook", choices: tuple[str, ...]) -> list[str] | str:
    """The list itself, or where it stands: Excel takes no more than 255 characters at the cell."""
    if len(",".join(choices)) <= _LONGEST_LIST:
        return list(choices)
    lists = book.get_worksheet_by_name(_LISTS)
    if lists is None:
        lists = book.add_worksheet(_LISTS)
        lists.hide()
    at = 0 if lists.dim_colmax is None else lists.dim_colmax + 1
    lists.write_column(0, at, choices)
    column = column_letters(at)
    return f"='{_LISTS}'!${column}$1:${column}${len(choices)}"


def _width(heading: Heading, cells: Sequence[Cell]) -> int:
    longest = max((_cells(str(cell)) for cell in (heading.text, *cells) if cell is not None), default=0)
    return min(max(longest + 2, _LEAST_WIDTH), _MOST_WIDTH)


def _cells(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
