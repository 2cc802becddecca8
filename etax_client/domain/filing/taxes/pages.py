"""An item's rows as they are asked for, shown and saved: pages by key, each row with its version and its tax (INC-01, FLW-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from etax_client.domain.filing.income import IncomeRow, Item
from etax_client.domain.filing.taxes.calculation import Failed
from etax_client.domain.filing.taxes.warnings import IncomeWarning
from etax_client.domain.identity.documents import DocumentType

AT_ONCE_REMARK = "上年各月均有申报且全年收入不超过6万元"
"""备注 of a row in which 60,000 is deducted at once, in the announcement's own words (2020 no. 19)."""
BESIDE_REMARK = f"；{AT_ONCE_REMARK}"
"""The same behind a clerk's own remark."""


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """A row with whom it is for; `tax` and what is `carried` on (below 0) are there once it is computed."""

    row: IncomeRow
    version: int
    name: str
    document_type: DocumentType
    document_number: str
    work_number: str
    changed_by: str
    changed_at: datetime
    tax: Decimal | None = None
    carried: Decimal | None = None
    failed: Failed | None = None


@dataclass(frozen=True, slots=True)
class IncomePage:
    """Rows that follow one another, by payee; `total` counts all of the item."""

    lines: tuple[IncomeLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class IncomeSums:
    """What stands below the sheet: sums by column, and the tax if it is computed."""

    rows: int
    amounts: Mapping[str, Decimal]
    tax: Decimal | None


@dataclass(frozen=True, slots=True)
class EarlierRows:
    """A month before, from which rows may be copied, and how many it has (INC-04)."""

    period: str
    rows: int


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row as it shall be; `version` is the one that was looked at, 0 for a row that there was not."""

    row: IncomeRow
    version: int = 0


@dataclass(frozen=True, slots=True)
class RowRemoval:
    payee_id: int
    place: int
    version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """Of an item: the version that all rows have from now on that this act has changed, and how many there were of them."""

    version: int
    rows: int


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row without a tax, and why (CAL-09)."""

    item: Item
    payee_id: int
    place: int
    name: str
    why: Failed


@dataclass(frozen=True, slots=True)
class FailedRows:
    """The first of them; `total` counts all."""

    rows: tuple[FailedRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class IncomeWarnings:
    """The first of them; `total` counts all."""

    warnings: tuple[IncomeWarning, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Calculated:
    """What a calculation came to: `rows` of which `failed` have no tax."""

    rows: int
    failed: int


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Who may be deducted 60,000 at once in a year, and whether they are; `bound` once a month of it is in force (CAL-02).

    `decided`: somebody has said yes or no; who is not is deducted month by month.
    """

    payee_id: int
    name: str
    last_year: Decimal
    at_once: bool
    decided: bool
    bound: bool
