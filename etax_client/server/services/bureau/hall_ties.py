"""Ties at the tax hall's counter: staff that it adds, and ties that it ends for who comes with papers (BJ-62)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from etax_client.clock import Clock
from etax_client.domain.bureau import ties as rules
from etax_client.domain.bureau.ties import LIVE, TieAct, TieOrigin, TieState, state_at
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.bureau_views import TieSeen
from etax_client.domain.units.authorisations import term_of
from etax_client.domain.units.units import Role
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import ties as service
from etax_client.server.services.why import unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import persons, ties, units


@dataclass(frozen=True, slots=True)
class HallTies:
    """All raise StoreError."""

    store: Store
    clock: Clock

    def seen(self, unit_id: int | None, person_id: int | None, limit: int) -> tuple[TieSeen, ...]:
        """Those of a unit, of a person, or of both; the newest first."""
        asked = [column == value for column, value in ((ties.c.unit_id, unit_id), (ties.c.person_id, person_id)) if value is not None]
        with self.store.read() as connection:
            return _seen(connection, self.clock.now(), limit, *asked)

    def add(self, unit_id: int, person_id: int, until: date | None) -> TieSeen | Refused:
        """办税员, who still has to confirm; cannot be withdrawn online."""
        with self.store.write() as connection:
            now = self.clock.now()
            fault = None if until is None else rules.until_fault(until, local_day(now))
            if fault is not None:
                return unfit("until", f"term.{fault}", "BJ-58")
            made = service.offer(connection, unit_id, person_id, TieOrigin.hall, until, now)
            if isinstance(made, Refused):
                return made
            [found] = _seen(connection, now, 1, ties.c.id == made)
        audit("hall", act="tie", unit=unit_id, person=person_id)
        return found

    def decide(self, tie_id: int, act: TieAct) -> TieSeen | Refused:
        """确认 or 拒绝 in the place of whom it ties, 撤回 in that of who runs the unit: as they could themselves (BJ-59, BJ-60)."""
        with self.store.write() as connection:
            now, mine = self.clock.now(), ties.c.id == tie_id
            row = connection.execute(select(ties).where(mine).with_for_update()).one_or_none()
            if row is None:
                return Refused(RefusalCode.not_found)
            refused = service.change(connection, row, act, now)
            if refused is not None:
                return refused
            [found] = _seen(connection, now, 1, mine)
        audit("hall", act=act, tie=tie_id)
        return found

    def end(self, tie_id: int) -> Refused | None:
        """At once; of tax staff alone, as the register has the others."""
        with self.store.write() as connection:
            live = (ties.c.id == tie_id) & (ties.c.role == Role.tax_staff.value) & ties.c.state.in_(LIVE)
            ended = update(ties).where(live).values(state=TieState.removed.value, decided_at=self.clock.now())
            if connection.execute(ended).rowcount == 0:
                return Refused(RefusalCode.tie_over)
        audit("hall", act="untie", tie=tie_id)
        return None


def _seen(connection: Connection, now: datetime, limit: int, *which: ColumnElement[bool]) -> tuple[TieSeen, ...]:
    named = (ties, units.c.taxpayer_id, units.c.name.label("unit_name"), persons.c.name.label("person_name"))
    whole = select(*named).select_from(ties.join(units).join(persons)).where(*which)
    return tuple(_told(row, now) for row in connection.execute(whole.order_by(ties.c.id.desc()).limit(limit)))


def _told(row: Row[Any], now: datetime) -> TieSeen:
    return TieSeen(
        tie_id=row.id,
        taxpayer_id=row.taxpayer_id,
        unit_name=row.unit_name,
        person_id=row.person_id,
        person_name=row.person_name,
        role=Role(row.role),
        origin=TieOrigin(row.origin),
        state=state_at(TieState(row.state), row.ends_at, now),
        until=None if row.ends_at is None else term_of(row.made_at, row.ends_at).end,
    )
