"""What stands in the cells of a spreadsheet, before anyone asks what it means there (PER-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Cell = str | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class Cells:
    """One sheet of a workbook: its rows from the first line on, of any length each."""

    sheet: str
    rows: Sequence[Sequence[Cell]]


class Unreadable(StrEnum):
    """Why a file is no spreadsheet that can be taken."""

    kind = "kind"
    """None of the three kinds that are read."""
    protected = "protected"
    """It has a password."""
    damaged = "damaged"
    too_large = "too_large"
    too_many_rows = "too_many_rows"
    too_many_columns = "too_many_columns"
    empty = "empty"


def is_empty(row: Sequence[Cell]) -> bool:
    return row.count(None) == len(row)
