"""P21, from the bytes of a spreadsheet to its judged lines: `uv run --with openpyxl python -m benchmarks.sheets`."""

import io
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from benchmarks.goals import tell
from etax_client.domain.filing.cells import Cell, Unreadable
from etax_client.domain.filing.income import DOCUMENT_NUMBER, DOCUMENT_TYPE, ITEMS, NAME, REMARK, WORK_NUMBER, Item
from etax_client.domain.filing.income_import import judge_lines, sought
from etax_client.domain.filing.tables import Table, find
from etax_client.sheets.reading import read
from etax_client.sheets.writing import Heading, Written, write

ROWS = 10_000
RUNS = 5
_SHEET = ITEMS[Item.wages]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def wages() -> bytes:
    """10,000 people, each cell of whose rows is filled in."""

    def cell(row: int, name: str) -> Cell:
        said: dict[str, Cell] = {
            WORK_NUMBER: f"{row:06}",
            NAME: "王芳",
            DOCUMENT_TYPE: "居民身份证",
            DOCUMENT_NUMBER: _number(row),
            REMARK: "",
        }
        return said.get(name, Decimal(row % 900) + Decimal("100.25"))

    rows = [[cell(row, column.name) for column in _SHEET.columns] for row in range(ROWS)]
    return write([Written(_SHEET.title, [Heading(column.heading) for column in _SHEET.columns], rows)])


def _number(row: int) -> str:
    digits = f"110101{1960 + row // 1000 % 40}0101{row % 1000:03}"
    check = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[check]


def ours(data: bytes) -> int:
    sheets = read(data)
    assert not isinstance(sheets, Unreadable)
    table = find(sheets, sought(Item.wages), _SHEET.title)
    assert isinstance(table, Table)
    lines = list(judge_lines(Item.wages, table, date(2026, 11, 30)))
    wrong = next((line for line in lines if line.faults), None)
    assert wrong is None, wrong
    return len(lines)


def theirs(data: bytes) -> int:
    from openpyxl import load_workbook  # only whoever measures has it

    return sum(1 for _ in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)) - 1


def took(run: Callable[[bytes], int], data: bytes) -> float:
    began = time.process_time()
    assert run(data) == ROWS
    return time.process_time() - began


def main() -> int:
    data = wages()
    pairs = [(took(ours, data), took(theirs, data)) for _ in range(RUNS)]
    ratio = statistics.median(mine / other for mine, other in pairs)
    return 0 if tell("P21", "10,000 wage rows from .xlsx to judged lines / openpyxl's bare read", ratio, 1 / 4) else 1


if __name__ == "__main__":
    sys.exit(main())
