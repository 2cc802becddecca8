"""What is withheld by cumulative sums, alone and in whole 分: for many people at once, where nobody asks what it was made of (CAL-02, P22).

The same sums by the same tables as in `cumulative`, which explains them; a property test holds the two together.
"""

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from etax_client.domain.withholding.cumulative import Kind
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.rates import RateTable, TableName, table_of

_NET = {Kind.wages: 100, Kind.intern: 80, Kind.platform: 80, Kind.agent: 60}
"""Per cent of an income that is left after costs: of what is left to agents after a fifth, three quarters."""
_SCALE = 100
"""Taxable amounts are counted in hundredths of a 分, as a per cent of one is."""


@dataclass(frozen=True, slots=True)
class QuickTable:
    """A table's rows in whole numbers: up to (hundredths of a 分), rate (per cent), quick deduction (ten-thousandths of a 分)."""

    tops: tuple[int, ...]
    rates: tuple[int, ...]
    quicks: tuple[int, ...]


@cache
def quick_table(month: Month) -> QuickTable:
    """Of cumulative amounts, as it holds in a month. Raises ValueError before the first."""
    return _made(table_of(TableName.year, month))


def balance(table: QuickTable, kind: Kind, income: int, deducted: int, off: int) -> int:
    """What is due of these cumulative sums, in 分: below 0 it is carried on. `off`: reliefs, and what was withheld before."""
    taxable = income * _NET[kind] - deducted * _SCALE
    if taxable <= 0:
        return -off
    row = bisect_left(table.tops, taxable)
    return (taxable * table.rates[row] - table.quicks[row] + 5000) // 10_000 - off


def in_cents(amount: Decimal) -> int:
    """Whole 分 of an amount with two decimals."""
    return int(amount.scaleb(2))


def in_yuan(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _made(table: RateTable) -> QuickTable:
    tops = tuple(in_cents(each.up_to) * _SCALE for each in table.brackets if each.up_to is not None)
    rates = tuple(int(each.rate * 100) for each in table.brackets)
    return QuickTable(tops, rates, tuple(in_cents(each.quick) * 10_000 for each in table.brackets))
