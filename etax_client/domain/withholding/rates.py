"""预扣率表: the tables of rates with the months from which they hold, and the tax on an amount by one of them (CAL-03)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.withholding.figures import ZERO, Figure, How, Term, given, made, not_below_zero
from etax_client.domain.withholding.months import Month

FOR_EVER = None


class TableName(StrEnum):
    """Which amounts a table is for."""

    year = "year"
    """Cumulative amounts of residents."""
    month = "month"
    """A month's: bonuses, and all incomes of non-residents."""
    labour = "labour"
    """One payment for labour."""
    flat = "flat"
    """One payment for writings or royalties."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """Up to this amount, included: rate and quick deduction."""

    up_to: Decimal | None
    rate: Decimal
    quick: Decimal


@dataclass(frozen=True, slots=True)
class RateTable:
    """Brackets in order, the last of which has no end."""

    name: TableName
    since: Month
    brackets: tuple[Bracket, ...]


def _table(name: TableName, since: Month, *rows: tuple[int | None, int, int]) -> RateTable:
    """Of rows: up to how many yuan, per cent, quick deduction."""
    brackets = (Bracket(None if top is None else Decimal(top), Decimal(rate) / 100, Decimal(quick)) for top, rate, quick in rows)
    return RateTable(name, since, tuple(brackets))


_LAW = Month(2019, 1)
"""From when the law of 2018 holds for all of a year's income."""

TABLES = (
    _table(
        TableName.year,
        _LAW,
        (36_000, 3, 0),
        (144_000, 10, 2_520),
        (300_000, 20, 16_920),
        (420_000, 25, 31_920),
        (660_000, 30, 52_920),
        (960_000, 35, 85_920),
        (FOR_EVER, 45, 181_920),
    ),
    _table(
        TableName.month,
        _LAW,
        (3_000, 3, 0),
        (12_000, 10, 210),
        (25_000, 20, 1_410),
        (35_000, 25, 2_660),
        (55_000, 30, 4_410),
        (80_000, 35, 7_160),
        (FOR_EVER, 45, 15_160),
    ),
    _table(TableName.labour, _LAW, (20_000, 20, 0), (50_000, 30, 2_000), (FOR_EVER, 40, 7_000)),
    _table(TableName.flat, _LAW, (FOR_EVER, 20, 0)),
)


def table_of(name: TableName, month: Month) -> RateTable:
    """The one that holds in a month. Raises ValueError before the first."""
    held = [each for each in TABLES if each.name is name and each.since <= month]
    if not held:
        raise ValueError(month)
    return max(held, key=lambda each: each.since)


def bracket_of(table: RateTable, amount: Decimal, spread: int = 1) -> Bracket:
    """The bracket of `amount` / `spread`; nothing is divided, so that nothing is rounded (CAL-01)."""
    return next(each for each in table.brackets if each.up_to is None or amount <= each.up_to * spread)


def taxed(taxable: Figure, name: TableName, month: Month, *, spread: int = 1, times: int = 1) -> Figure:
    """The tax on an amount, which is none on one below 0; its rate is found as if it were earned in `spread` months, the quick deduction is
    taken so many `times`."""
    held = not_below_zero(Term.taxable, taxable) if taxable.amount < ZERO else taxable
    bracket = bracket_of(table_of(name, month), held.amount, spread)
    rate = Figure(Term.rate, bracket.rate, parts=() if spread == 1 else (given(Term.spread, Decimal(spread)),))
    return made(Term.tax, How.tax, held, rate, given(Term.quick, bracket.quick), given(Term.times, Decimal(times)))
