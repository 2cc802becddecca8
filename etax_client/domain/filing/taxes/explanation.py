"""A payee's tax line by line: every figure with what it was made of, the rule, the row of the table and the months (CAL-08)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from etax_client.domain.filing.income import Item
from etax_client.domain.withholding.cumulative import Withholding
from etax_client.domain.withholding.figures import Figure, How, Term
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.rates import Bracket, RateTable, TableName, bracket_of, table_of


@dataclass(frozen=True, slots=True)
class Line:
    """A figure; those below it that lie one deeper are what it was made of."""

    depth: int
    term: Term
    how: How
    amount: Decimal
    month: str | None = None
    """YYYY-MM, of one of several months that were summed."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The row of a table of rates that an amount fell into, counted from 1; `up_to` is none in the last."""

    table: TableName
    since: str
    row: int
    rate: Decimal
    quick: Decimal
    up_to: Decimal | None


@dataclass(frozen=True, slots=True)
class BonusWays:
    """What a bonus and the wages of the month are taxed together by either way (CAL-04)."""

    alone: Decimal
    merged: Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a tax is what it is; `rule` is an id of the rulebook."""

    item: Item
    rule: str
    due: Decimal
    carried: Decimal
    lines: tuple[Line, ...]
    table: TableRow
    months: tuple[str, ...]
    """From which it was summed, this one included."""
    ways: BonusWays | None = None


def explain(
    item: Item, rule: str, outcome: Withholding, table: TableName, months: Sequence[Month], spread: int = 1, ways: BonusWays | None = None
) -> Explanation:
    """`spread`: over how many months the amount was spread to find its rate."""
    tax = next(figure for figure in _figures(outcome.due) if figure.how is How.tax)
    held = table_of(table, months[-1])
    row = _row(held, bracket_of(held, tax.parts[0].amount, spread))
    lines = tuple(_lines(outcome.due, 0))
    return Explanation(item, rule, outcome.due.amount, outcome.carried, lines, row, tuple(map(str, months)), ways)


def table_for(item: Item) -> tuple[TableName, int]:
    """By which table an item is taxed, and over how many months it is spread."""
    return _TABLES.get(item, (TableName.month, 1))


_TABLES = {
    Item.wages: (TableName.year, 1),
    Item.continuing: (TableName.year, 1),
    Item.bonus: (TableName.month, 12),
    Item.labour: (TableName.labour, 1),
    Item.writing: (TableName.flat, 1),
    Item.royalty: (TableName.flat, 1),
    Item.nonresident_bonus: (TableName.month, 6),
}


def _row(table: RateTable, bracket: Bracket) -> TableRow:
    place = table.brackets.index(bracket) + 1
    return TableRow(table.name, str(table.since), place, bracket.rate, bracket.quick, bracket.up_to)


def _figures(figure: Figure) -> Iterator[Figure]:
    yield figure
    for part in figure.parts:
        yield from _figures(part)


def _lines(figure: Figure, depth: int) -> Iterator[Line]:
    yield Line(depth, figure.term, figure.how, figure.amount, None if figure.month is None else str(figure.month))
    for part in figure.parts:
        yield from _lines(part, depth + 1)
