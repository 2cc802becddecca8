"""减除费用扣除确认: who may be deducted 60,000 at once in a year, and who is (CAL-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from etax_client.clock import Clock
from etax_client.domain.filing.income import Item, ReturnKind
from etax_client.domain.filing.taxes.pages import AtOnce
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.cumulative import AT_ONCE
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.quick import in_cents, in_yuan
from etax_client.server.services.filing import months
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import basic_choices, income_rows, payees

_COUNTED = [item.value for item in (Item.wages, Item.bonus, Item.continuing)]
_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Choices:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News

    def offered(self, session: Session, unit_id: int, year: int) -> tuple[AtOnce, ...]:
        """Those who may be, by what was declared of them in all of last year."""
        with self.units.reading(session, unit_id) as connection:
            return tuple(_offered(connection, unit_id, year))

    def choose(
        self, session: Session, unit_id: int, year: int, chosen: Sequence[int], at_once: bool, once: Once = UNKEYED
    ) -> tuple[AtOnce, ...] | Refused:
        """From January on; once a month is in force the choice binds, until January is corrected."""
        with self.units.acting(session, unit_id) as connection:
            offered = {each.payee_id: each for each in _offered(connection, unit_id, year)}
            for payee_id in chosen:
                if payee_id not in offered:
                    return Refused(RefusalCode.not_eligible)
                if offered[payee_id].bound and offered[payee_id].at_once is not at_once:
                    return Refused(RefusalCode.bound_monthly if at_once else RefusalCode.bound_at_once)
            mine = (basic_choices.c.unit_id == unit_id, basic_choices.c.year == year, basic_choices.c.payee_id.in_(chosen))
            connection.execute(delete(basic_choices).where(*mine))
            rows = [{"unit_id": unit_id, "year": year, "payee_id": each, "at_once": int(at_once)} for each in dict.fromkeys(chosen)]
            connection.execute(insert(basic_choices), rows)
            # whatever of the year is computed was computed by another choice: January, and all that come after it
            january = Key(unit_id, Month(year, 1), ReturnKind.residents)
            revision = months.revise(connection, unit_id)
            months.touch(connection, january, revision)
            months.touch_later(connection, january, revision)
            self.news.tell(connection)
            return once.keep(connection, tuple(_offered(connection, unit_id, year)))


def _offered(connection: Connection, unit_id: int, year: int) -> list[AtOnce]:
    last = months.in_force(connection, unit_id, ReturnKind.residents, year - 1)
    if len(last) < _A_YEAR:
        return []
    columns, paid = income_rows.c, func.sum(income_rows.c.income)
    wanted = (
        select(columns.payee_id, payees.c.name, paid.label("paid"), basic_choices.c.at_once)
        .join_from(income_rows, payees, payees.c.id == columns.payee_id)
        .outerjoin(basic_choices, (basic_choices.c.payee_id == columns.payee_id) & (basic_choices.c.year == year))
        .where(columns.unit_id == unit_id, columns.period.in_([str(month) for month in last]), columns.item.in_(_COUNTED))
        .group_by(columns.payee_id, payees.c.name, basic_choices.c.at_once)
        .having(func.count(columns.period.distinct()) == _A_YEAR, paid <= in_cents(AT_ONCE))
        .order_by(columns.payee_id)
    )
    bound = _bound(connection, unit_id, year)
    return [
        AtOnce(row.payee_id, row.name, in_yuan(int(row.paid)), bool(row.at_once), row.at_once is not None, row.payee_id in bound)
        for row in connection.execute(wanted)
    ]


def _bound(connection: Connection, unit_id: int, year: int) -> set[int]:
    """Who has a row in a month of the year that is in force; nobody while January is corrected."""
    january = Key(unit_id, Month(year, 1), ReturnKind.residents)
    if months.read(connection, january).progress.correcting:
        return set()
    held = [str(month) for month in months.in_force(connection, unit_id, ReturnKind.residents, year)]
    columns: Any = income_rows.c
    mine = (columns.unit_id == unit_id, columns.period.in_(held), columns.item.in_(_COUNTED))
    return set(connection.execute(select(columns.payee_id).where(*mine)).scalars()) if held else set()
