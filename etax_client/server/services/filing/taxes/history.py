"""What was declared in a year's earlier months: summed for many payees at once, or month by month (CAL-02)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from etax_client.domain.filing.income import Item, Use
from etax_client.domain.filing.taxes import calculation
from etax_client.domain.filing.taxes.calculation import Now, Past
from etax_client.domain.withholding.cumulative import PaidMonth
from etax_client.domain.withholding.months import Month, read_month
from etax_client.domain.withholding.quick import in_yuan
from etax_client.server.services.filing.taxes.rows import parts_of, sum_of
from etax_client.server.store.tables import income_rows, income_taxes

_DEDUCTED = (Use.exempt, Use.insurance, Use.other, Use.permitted_taxes, Use.donations)
_TAXED = income_rows.join(
    income_taxes, and_(*(income_taxes.c[name] == income_rows.c[name] for name in ("unit_id", "period", "item", "payee_id", "place")))
)
NOW = (
    sum_of(income_rows, Use.income).label("paid"),
    sum_of(income_rows, *_DEDUCTED).label("deducted"),
    sum_of(income_rows, Use.additional).label("additional"),
    sum_of(income_rows, Use.reliefs).label("reliefs"),
)
"""What a row brings, as `Now` has it."""
PARTS = tuple(sum_of(income_rows, use).label(f"use_{use.value}") for use in Use)
"""What it brings use by use."""


def wages_rows() -> ColumnElement[bool]:
    """Rows that count as wages: a bonus that was added to them too (CAL-04)."""
    return or_(income_rows.c.item == Item.wages.value, and_(income_rows.c.item == Item.bonus.value, income_rows.c.merged == 1))


def wages_summed(connection: Connection, unit_id: int, earlier: Sequence[Month], first: int, last: int) -> Mapping[int, Past]:
    """The wages of all payees from `first` to `last` in these months."""
    if not earlier:
        return {}
    columns = income_rows.c
    wanted = (
        select(
            columns.payee_id,
            func.min(columns.period),
            func.max(columns.period),
            func.count(columns.period.distinct()),
            func.sum(NOW[0]),
            func.sum(NOW[1]),
            func.sum(NOW[3] + income_taxes.c.due),
        )
        .select_from(_TAXED)
        .where(*_in(unit_id, earlier), wages_rows(), columns.payee_id.between(first, last))
        .group_by(columns.payee_id)
    )
    at = {str(month): month for month in earlier}
    return {row[0]: Past(at[row[1]], at[row[2]], row[3], int(row[4]), int(row[5]), int(row[6])) for row in connection.execute(wanted)}


def monthly(
    connection: Connection, unit_id: int, earlier: Sequence[Month], items: ColumnElement[bool], first: int, last: int
) -> Mapping[int, list[PaidMonth]]:
    """What was paid to payees from `first` to `last`, month by month; several rows of one month are one."""
    if not earlier:
        return {}
    columns = income_rows.c
    wanted = (
        select(columns.payee_id, columns.period, *PARTS, income_taxes.c.due)
        .select_from(_TAXED)
        .where(*_in(unit_id, earlier), items, columns.payee_id.between(first, last))
        .order_by(columns.payee_id, columns.period)
    )
    found: dict[int, list[PaidMonth]] = {}
    for row in connection.execute(wanted):
        months = found.setdefault(row.payee_id, [])
        month = calculation.month_of(read_month(row.period), parts_in(row), in_yuan(row.due))
        if months and months[-1].month == month.month:
            months[-1] = calculation.together(months[-1], month)
        else:
            months.append(month)
    return found


def merged_now(connection: Connection, unit_id: int, month: Month, first: int, last: int) -> Mapping[int, Now]:
    """The bonuses of a month that are added to its wages."""
    columns = income_rows.c
    of_month = (columns.unit_id == unit_id, columns.period == str(month), columns.item == Item.bonus.value, columns.merged == 1)
    wanted = select(columns.payee_id, *NOW).where(*of_month, columns.payee_id.between(first, last))
    return {row[0]: Now(*row[1:]) for row in connection.execute(wanted)}


def taken(connection: Connection, unit_id: int, others: Sequence[Month], item: Item, first: int, last: int) -> set[int]:
    """Who had such a bonus by itself in one of the year's other months (CAL-04)."""
    columns = income_rows.c
    by_itself = (columns.item == item.value, columns.merged == 0, columns.payee_id.between(first, last))
    return set(connection.execute(select(columns.payee_id).where(*_in(unit_id, others), *by_itself)).scalars()) if others else set()


def parts_in(row: Any) -> dict[Use, Any]:
    """Of a row that was selected with `PARTS`, in yuan."""
    found = row._mapping
    return parts_of({use: int(found[f"use_{use.value}"]) for use in Use})


def _in(unit_id: int, earlier: Sequence[Month]) -> tuple[ColumnElement[bool], ...]:
    return income_rows.c.unit_id == unit_id, income_rows.c.period.in_([str(month) for month in earlier])
