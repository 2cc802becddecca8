"""What is said before a calculation, and holds nothing up: who is missing, what looks wrong (INC-05)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select

from etax_client.domain.filing.income import ITEMS, Item, ReturnKind, items_of
from etax_client.domain.filing.people_states import PersonState
from etax_client.domain.filing.taxes.pages import IncomeWarnings
from etax_client.domain.filing.taxes.warnings import IncomeWarning, Warned, warned
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.quick import in_yuan
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes.history import PARTS, parts_in
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import claims, income_rows, payees

MOST_SHOWN = 200
_LIMITED = ("housing_fund", "annuity")


@dataclass(frozen=True, slots=True)
class Checks:
    """Raises Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits

    def warnings(self, session: Session, unit_id: int, month: Month, kind: ReturnKind) -> IncomeWarnings:
        """The first of them, item by item and payee by payee."""
        key = Key(unit_id, month, kind)
        shown: list[IncomeWarning] = []
        total = 0
        with self.units.reading(session, unit_id) as connection:
            for each in _found(connection, key):
                total += 1
                if len(shown) < MOST_SHOWN:
                    shown.append(each)
        return IncomeWarnings(tuple(shown), total)


def _found(connection: Connection, key: Key) -> Iterator[IncomeWarning]:
    # last month's rows are told of whether they were declared or not: who is paid is known from either
    for item in items_of(key.kind):
        if not ITEMS[item].several:
            yield from _missing(connection, key, item)
        if item is Item.wages:
            yield from _not_downloaded(connection, key)
        yield from _odd(connection, key, item)


def _missing(connection: Connection, key: Key, item: Item) -> Iterator[IncomeWarning]:
    """Paid last month, not 非正常, and without a row; a bonus is paid once (CAL-04)."""
    if item in (Item.bonus, Item.nonresident_bonus):
        return
    last, now = income_rows.c, income_rows.alias()
    there = exists().where(
        now.c.unit_id == key.unit_id, now.c.period == key.period, now.c.item == item.value, now.c.payee_id == last.payee_id
    )
    paid = (last.unit_id == key.unit_id, last.period == str(key.month.plus(-1)), last.item == item.value, last.income > 0)
    wanted = select(last.payee_id, payees.c.name).join_from(income_rows, payees, payees.c.id == last.payee_id)
    for row in connection.execute(wanted.where(*paid, payees.c.person_state == PersonState.normal.value, ~there).order_by(last.payee_id)):
        yield IncomeWarning(item, row.payee_id, 1, Warned.missing, row.name)


def _not_downloaded(connection: Connection, key: Key) -> Iterator[IncomeWarning]:
    """Whose new deductions would not count in the month's wages (DED-02)."""
    waits = select(claims.c.payee_id).where(claims.c.taken_at.is_(None))
    theirs = (payees.c.unit_id == key.unit_id, payees.c.person_state == PersonState.normal.value, payees.c.id.in_(waits))
    for row in connection.execute(select(payees.c.id, payees.c.name).where(*theirs).order_by(payees.c.id)):
        yield IncomeWarning(Item.wages, row.id, 1, Warned.new_deductions, row.name)


def _odd(connection: Connection, key: Key, item: Item) -> Iterator[IncomeWarning]:
    now, before = income_rows.c, income_rows.alias()
    last = and_(
        before.c.unit_id == now.unit_id,
        before.c.period == str(key.month.plus(-1)),
        before.c.item == now.item,
        before.c.payee_id == now.payee_id,
        before.c.place == now.place,
    )
    counted = func.count().over(partition_by=now.payee_id).label("rows")
    columns: list[Any] = [now.payee_id, now.place, payees.c.name, before.c.income.label("last_income"), counted]
    wanted = (
        select(*columns, *(now[name] for name in _LIMITED), *PARTS)
        .join_from(income_rows, payees, payees.c.id == now.payee_id)
        .outerjoin(before, last)
        .where(now.unit_id == key.unit_id, now.period == key.period, now.item == item.value)
    )
    for row in connection.execute(wanted.order_by(now.payee_id, now.place)):
        amounts = {name: in_yuan(getattr(row, name)) for name in _LIMITED}
        before_that = None if row.last_income is None else in_yuan(row.last_income)
        for what in warned(item, parts_in(row), amounts, before_that, row.rows):
            yield IncomeWarning(item, row.payee_id, row.place, what, row.name)
