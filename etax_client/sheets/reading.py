"""A spreadsheet as Excel, WPS or LibreOffice saves it, into cells; a hostile one is turned down before it costs memory (PER-05)."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from etax_client.domain.filing.cells import Cell, Cells, Unreadable, is_empty
from etax_client.domain.text_files import NotText, text_in
from etax_client.sheets.packages import MOST_COLUMNS, MOST_ROWS, NotPlain, plain

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Value = str | float | bool | datetime | date | time | timedelta
"""What python-calamine makes of a cell."""
MOST_BYTES = 32 * 1024 * 1024
"""Of a file: 100,000 people with all that is known of them take less than half of it."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name of what an .xlsx with a password holds, wrapped as the old kind of file."""
_FAR = 1e300
_SEPARATORS = ",\t;"
_END = "\0"
"""A line after the last one; no text holds it."""


def read(data: bytes) -> Sequence[Cells] | Unreadable:
    """The sheets that hold anything, in order. What kind of file it is its first bytes say, for names lie.

    10,000 rows of 30 columns take some 0.4 s of a processor: to be called in a thread.
    """
    if len(data) > MOST_BYTES:
        return Unreadable.too_large
    if not data.strip():
        return Unreadable.empty
    try:
        if data.startswith(_ZIP):
            sheets = _workbook(plain(data))
        elif data.startswith(_OLE) and _ENCRYPTED in data:
            return Unreadable.protected
        elif data.startswith(_OLE):
            sheets = _workbook(data)
        else:
            sheets = [Cells("", _text(data))]
    except NotPlain as refused:
        return refused.why
    held = [sheet for sheet in sheets if not all(is_empty(row) for row in sheet.rows)]
    return held or Unreadable.empty


def _workbook(data: bytes) -> Sequence[Cells]:
    # nobody needs it before a file is chosen (P1)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            kinds = enumerate(book.sheets_metadata)
            # what nobody sees is not taken over: lists to choose from, last month's copy
            seen = [at for at, each in kinds if (each.typ, each.visible) == (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)]
            return [_sheet(book, at) for at in seen]
    except PasswordError:
        raise NotPlain(Unreadable.protected) from None
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise NotPlain(Unreadable.damaged) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the library's own faults: no Exception, and nothing that can be imported
            raise
        raise NotPlain(Unreadable.damaged) from error


def _sheet(book: "CalamineWorkbook", index: int) -> Cells:
    sheet = book.get_sheet_by_index(index)  # not by name: a damaged file may have two of one
    if sheet.total_height > MOST_ROWS:
        raise NotPlain(Unreadable.too_many_rows)
    if sheet.total_width > MOST_COLUMNS:
        raise NotPlain(Unreadable.too_many_columns)
    known: dict[float, Decimal] = {}
    return Cells(sheet.name, [_row(row, known) for row in sheet.to_python(skip_empty_area=False)])


def _row(values: Sequence[Value], known: dict[float, Decimal]) -> Sequence[Cell]:
    """Texts, and amounts that were met before, without a call for each: nearly all are (P21)."""
    return [
        known[value]
        if type(value) is float and value in known
        else value
        if type(value) is str and value[:1] > " "
        else _cell(value, known)
        for value in values
    ]


def _cell(value: Value, known: dict[float, Decimal]) -> Cell:
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        if not -_FAR < value < _FAR:
            return str(value)  # no number, or none that anyone has
        # 15 digits, as spreadsheet programs show it: what stands behind them is how they compute (0.1 + 0.2)
        return known.setdefault(value, Decimal(f"{value or 0.0:.15g}"))
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else str(value)
    return value if isinstance(value, date) else str(value)


def _text(data: bytes) -> Sequence[Sequence[Cell]]:
    """Values separated by what separates the headings. A Chinese Windows saves GB 18030, which is never mistaken for UTF-8."""
    try:
        text = text_in(data)
    except NotText:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise NotPlain(Unreadable.kind) from None
    if "\0" in text:
        raise NotPlain(Unreadable.kind)
    first = next(line for line in text.splitlines() if line.strip()) if text.strip() else ""
    separator = max(_SEPARATORS, key=first.count)
    rows: list[list[Cell]] = []
    ended = False
    try:
        for row in csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=separator):
            if row == [_END]:
                ended = True
                break
            cells = [_cell(value, {}) for value in row]
            if is_empty(cells) and len(rows) >= MOST_ROWS:
                continue
            if len(rows) >= MOST_ROWS:
                raise NotPlain(Unreadable.too_many_rows)
            if not is_empty(cells[MOST_COLUMNS:]):
                raise NotPlain(Unreadable.too_many_columns)
            rows.append(cells[:MOST_COLUMNS])
    except csv.Error:
        raise NotPlain(Unreadable.damaged) from None
    if not ended:
        raise NotPlain(Unreadable.damaged)  # a quotation mark was left open: all that follows stands in one cell
    return rows
