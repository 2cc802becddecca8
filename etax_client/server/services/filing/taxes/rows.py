"""Rows of income between the store and the domain: whole 分 there, decimals here; what the sheets' columns are for as sums of SQL."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, literal

from etax_client.domain.filing.income import AMOUNTS, ITEMS, IncomeRow, Item, Labour, Use
from etax_client.domain.withholding.quick import in_cents, in_yuan
from etax_client.server.store.tables import income_rows

FILLED_IN = ("version", "changed_at", "changed_by", "labour", "remark", "merged", *AMOUNTS)
"""What a row keeps beside its key; those of a version's lines are called alike."""
USES: Mapping[str, Use] = {name: column.use for sheet in ITEMS.values() for name, column in sheet.amounts.items() if column.use is not None}
_NEEDED: Mapping[Item, frozenset[str]] = {
    item: frozenset(name for name, column in sheet.amounts.items() if column.required) for item, sheet in ITEMS.items()
}


def sum_of(source: FromClause, *uses: Use) -> ColumnElement[int]:
    """What a row's amounts with these uses come to."""
    found: ColumnElement[int] = literal(0)
    for place, name in enumerate(name for name in AMOUNTS if USES[name] in uses):
        found = source.c[name] if place == 0 else found + source.c[name]
    return found


def parts_of(values: Mapping[Use, int]) -> dict[Use, Decimal]:
    return {use: in_yuan(cents) for use, cents in values.items()}


def row_of(item: Item, row: Row[Any]) -> IncomeRow:
    """A row of `income_rows`, or of a version's lines; amounts of 0 are named only where one has to be filled in."""
    found = row._mapping
    amounts = {name: in_yuan(found[name]) for name in ITEMS[item].amounts if found[name] or name in _NEEDED[item]}
    labour = Labour(found["labour"]) if found["labour"] else None
    return IncomeRow(found["payee_id"], amounts, labour, found["remark"], found["place"], bool(found["merged"]))


def columns_of(row: IncomeRow) -> dict[str, Any]:
    """The row's columns, key included."""
    amounts = {name: in_cents(row.amount(name)) for name in AMOUNTS}
    labour = "" if row.labour is None else row.labour.value
    return {"payee_id": row.payee_id, "place": row.place, "labour": labour, "remark": row.remark, "merged": int(row.merged), **amounts}


def of_month(unit_id: int, period: str, items: Iterable[Item], source: FromClause = income_rows) -> tuple[ColumnElement[bool], ...]:
    """The rows of a unit's month in these items."""
    return source.c.unit_id == unit_id, source.c.period == period, source.c.item.in_([item.value for item in items])
