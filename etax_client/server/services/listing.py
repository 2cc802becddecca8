"""A person's unit list, page by page, searched and sorted by the database whatever its length (UNT-01 to UNT-03, UNT-07)."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, select, tuple_

from etax_client.clock import Clock
from etax_client.domain import lockout
from etax_client.domain.lockout import Counter, LockoutRule
from etax_client.domain.numbers import to_ascii
from etax_client.domain.policies import Phase
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units import DepartmentFiling, Filing, Unit, UnitPage, UnitQuery, UnitSort, UnitTotals
from etax_client.server.services import counters, rights
from etax_client.server.services.sessions import Session
from etax_client.server.store.database import Store
from etax_client.server.store.tables import listings, openings, units

_ESCAPE = "\\"


def _rank(column: ColumnElement[str], order: list[str]) -> ColumnElement[int]:
    """States sort by what comes first in the work, not by how their codes are spelled."""
    return case({value: place for place, value in enumerate(order)}, value=column)


_FILINGS = [Filing.pending.value, Filing.filed.value, Filing.none.value]
_KEYS: dict[UnitSort, tuple[ColumnElement[Any], ColumnElement[Any]]] = {
    UnitSort.custom: (listings.c.position, listings.c.unit_id),
    UnitSort.taxpayer_id: (listings.c.taxpayer_id, listings.c.unit_id),
    UnitSort.name: (listings.c.name, listings.c.unit_id),
    UnitSort.department: (units.c.department, listings.c.position),
    UnitSort.department_filing: (
        _rank(units.c.department_filing, [DepartmentFiling.enabled.value, DepartmentFiling.unregistered.value]),
        listings.c.position,
    ),
    UnitSort.income_filing: (_rank(units.c.income_filing, _FILINGS), listings.c.position),
    UnitSort.business_filing: (_rank(units.c.business_filing, _FILINGS), listings.c.position),
}
"""What each order compares; the second part tells equals apart, so that every unit has one place."""
_IN_LISTING = (UnitSort.custom, UnitSort.taxpayer_id, UnitSort.name)
"""Orders that an index of the list itself gives."""


def order_by(sort: UnitSort, descending: bool) -> tuple[ColumnElement[Any], ...]:
    return tuple(key.desc() if descending else key.asc() for key in _KEYS[sort])


def from_list(chosen: Select[Any], person_id: int, sort: UnitSort) -> Select[Any]:
    """`chosen` from the person's list, joined to the units only where the order needs it."""
    source = listings if sort in _IN_LISTING else listings.join(units, listings.c.unit_id == units.c.id)
    return chosen.select_from(source).where(listings.c.person_id == person_id)


@dataclass(frozen=True, slots=True)
class Listing:
    store: Store
    clock: Clock
    rule: LockoutRule
    phase: Phase

    def page(
        self, session: Session, query: UnitQuery, *, at: int | None = None, after: int | None = None, before: int | None = None, limit: int
    ) -> UnitPage | Refused:
        """Up to `limit` units from place `at`, or next to the unit `after` or `before`, at most one of the three. Raises StoreError."""
        wanted = from_list(select(listings.c.unit_id), session.person_id, query.sort).where(*_matching(query))
        backwards = before is not None
        with self.store.read() as connection:
            total = connection.execute(select(func.count()).select_from(listings).where(_mine(session), *_matching(query))).scalar_one()
            neighbour = before if backwards else after
            if neighbour is not None:
                place = connection.execute(
                    from_list(select(*_KEYS[query.sort]), session.person_id, query.sort).where(listings.c.unit_id == neighbour)
                ).one_or_none()
                if place is None:
                    return Refused(RefusalCode.unit_not_listed)
                wanted = wanted.where(_beyond(query.sort, tuple(place), above=query.descending == backwards))
            wanted = wanted.order_by(*order_by(query.sort, query.descending != backwards)).limit(limit).offset(at or None)
            unit_ids = list(connection.execute(wanted).scalars())
            if backwards:
                unit_ids.reverse()
            return UnitPage(tuple(self.load(connection, session, unit_ids)), total)

    def totals(self, session: Session) -> UnitTotals:
        """Raises StoreError."""
        counted = select(
            func.count().label("units"),
            func.count().filter(units.c.income_filing == Filing.filed.value).label("income_filed"),
            func.count().filter(units.c.business_filing == Filing.filed.value).label("business_filed"),
        )
        counted = counted.select_from(listings.join(units, listings.c.unit_id == units.c.id)).where(_mine(session))
        with self.store.read() as connection:
            row = connection.execute(counted).one()
        return UnitTotals(row.units, row.income_filed, row.business_filed)

    def load(self, connection: Connection, session: Session, unit_ids: list[int]) -> list[Unit]:
        """These units as this session sees them, in this order."""
        now = self.clock.now()
        rows = {row.id: row for row in connection.execute(select(units).where(units.c.id.in_(unit_ids)))}
        tried = counters.load_units(connection, unit_ids)
        opened = self._opened(connection, session, unit_ids, now)
        return [_unit(rows[unit_id], self._lock(tried.get(unit_id), now), unit_id in opened) for unit_id in unit_ids if unit_id in rows]

    def _lock(self, counter: Counter | None, now: datetime) -> int | None:
        locked = None if counter is None else lockout.lock_of(lockout.current(self.rule, counter, now), now)
        return None if locked is None else locked.seconds

    def _opened(self, connection: Connection, session: Session, unit_ids: list[int], now: datetime) -> set[int]:
        mine = (openings.c.session_id == session.session_id) & openings.c.unit_id.in_(unit_ids)
        opened = set(connection.execute(select(openings.c.unit_id).where(mine)).scalars())
        if self.phase is Phase.phase_2:
            opened |= rights.may_enter(connection, session.person_id, unit_ids, now)
        return opened


def _mine(session: Session) -> ColumnElement[bool]:
    return listings.c.person_id == session.person_id


def _matching(query: UnitQuery) -> list[ColumnElement[bool]]:
    """Both texts are looked for anywhere in their column, small and capital letters alike (UNT-03)."""
    number, name = to_ascii(query.taxpayer_id).strip(), unicodedata.normalize("NFC", query.name.strip())
    wanted = [(listings.c.taxpayer_id, number), (listings.c.name, name)]
    return [column.ilike(f"%{_escaped(text)}%", escape=_ESCAPE) for column, text in wanted if text]


def _escaped(text: str) -> str:
    for wildcard in (_ESCAPE, "%", "_"):
        text = text.replace(wildcard, _ESCAPE + wildcard)
    return text


def _beyond(sort: UnitSort, place: tuple[Any, ...], *, above: bool) -> ColumnElement[bool]:
    """Everything on one side of a place; the first part alone, said again, lets an index find where to start."""
    keys = _KEYS[sort]
    both, here = tuple_(*keys), tuple_(*place)
    first = keys[0] >= place[0] if above else keys[0] <= place[0]
    return and_(first, both > here if above else both < here)


def _unit(row: Row[Any], locked_seconds: int | None, opened: bool) -> Unit:
    return Unit(
        unit_id=row.id,
        taxpayer_id=row.taxpayer_id,
        name=row.name,
        department=row.department,
        department_filing=DepartmentFiling(row.department_filing),
        income_filing=Filing(row.income_filing),
        business_filing=Filing(row.business_filing),
        has_certificate=bool(row.has_certificate),
        locked_seconds=locked_seconds,
        opened=opened,
    )
