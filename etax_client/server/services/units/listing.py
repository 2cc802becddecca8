"""A person's unit list, page by page, searched and sorted by the database whatever its length (UNT-01 to UNT-03, UNT-07)."""

import unicodedata
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    select,
    tuple_,
)

from etax_client.clock import Clock
from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import CounterKind, LockoutRule
from etax_client.domain.numbers import plain, visible
from etax_client.domain.policies import Phase
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.authorisations import SOON, days_left, term_of
from etax_client.domain.units.units import (
    DepartmentFiling,
    EndsSoon,
    Entry,
    Filing,
    ListMark,
    OpenedBy,
    Unit,
    UnitFacts,
    UnitPage,
    UnitQuery,
    UnitSort,
    UnitTotals,
)
from etax_client.server.services.guessing import counters
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.units import rights
from etax_client.server.services.units.phases import Phases
from etax_client.server.store import facts
from etax_client.server.store.columns import Big, Moment
from etax_client.server.store.database import Store
from etax_client.server.store.tables import authorisations, guess_counters, listings, openings, roles, units

_MOST_ADDED = 200
"""Of what is told beside the list: as many as are added at once."""
_ESCAPE = "\\"
_RANKS: dict[Any, list[str]] = {
    Filing: [Filing.pending.value, Filing.filed.value, Filing.none.value],
    DepartmentFiling: [DepartmentFiling.enabled.value, DepartmentFiling.unregistered.value],
}
"""States sort by what comes first in the work, not by how their codes are spelled."""
_KINDS = {each.name: each.type for each in fields(UnitFacts)}


def _fact(name: str) -> ColumnElement[Any]:
    kind, column = _KINDS[name], units.c[name]
    return column if kind is str else case({value: place for place, value in enumerate(_RANKS[kind])}, value=column)


_KEYS: dict[UnitSort, tuple[ColumnElement[Any], ColumnElement[Any]]] = {
    UnitSort.custom: (listings.c.position, listings.c.unit_id),
    UnitSort.taxpayer_id: (listings.c.taxpayer_id, listings.c.unit_id),
    UnitSort.name: (listings.c.name_order, listings.c.unit_id),
}
_KEYS |= {sort: (_fact(sort), listings.c.position) for sort in UnitSort if sort not in _KEYS}
"""What each order compares; the second part tells equals apart, so that every unit has one place."""
_IN_LISTING = (UnitSort.custom, UnitSort.taxpayer_id, UnitSort.name)
"""Orders that an index of the list itself gives."""


def order_by(sort: UnitSort, descending: bool) -> tuple[ColumnElement[Any], ...]:
    return tuple(key.desc() if descending else key.asc() for key in _KEYS[sort])


def from_list(chosen: Select[Any], person_id: int | BindParameter[int], sort: UnitSort) -> Select[Any]:
    """`chosen` from the person's list, joined to the units only where the order needs it."""
    source = listings if sort in _IN_LISTING else listings.join(units, listings.c.unit_id == units.c.id)
    return chosen.select_from(source).where(listings.c.person_id == person_id)


@dataclass(frozen=True, slots=True)
class Listing:
    store: Store
    clock: Clock
    rule: LockoutRule
    phases: Phases

    def page(
        self, session: Session, query: UnitQuery, *, at: int | None = None, after: int | None = None, before: int | None = None, limit: int
    ) -> UnitPage | Refused:
        """Up to `limit` units from place `at`, or next to the unit `after` or `before`, at most one of the three. Raises StoreError."""
        number, name = _pattern(plain(query.taxpayer_id)), _pattern(unicodedata.normalize("NFC", visible(query.name)))
        backwards, neighbour = before is not None, after if before is None else before
        now, phase = self.clock.now(), self.phases.now()
        given = {**_asker(session, now), "number": number, "name": name, "limit": limit, "at": at or 0}
        with self.store.read() as connection:
            total = connection.execute(_count(number is not None, name is not None), given).scalar_one()
            if neighbour is not None:
                place = connection.execute(_place(query.sort), {**given, "unit": neighbour}).one_or_none()
                if place is None:
                    return Refused(RefusalCode.unit_not_listed)
                given |= {"first": place[0], "second": place[1]}
            beside = None if neighbour is None else backwards
            statement = _page(query.sort, query.descending, number is not None, name is not None, beside)
            rows = connection.execute(statement, given).all()
        return UnitPage(tuple(self._unit(row, phase, now) for row in rows), total)

    def one(self, connection: Connection, session: Session, unit_id: int) -> Unit:
        """A unit of the list as this session sees it."""
        now = self.clock.now()
        row = connection.execute(_ONE, {**_asker(session, now), "unit": unit_id}).one()
        return self._unit(row, self.phases.now(), now)

    def totals(self, session: Session) -> UnitTotals:
        """Raises StoreError."""
        with self.store.read() as connection:
            now = self.clock.now()
            asker: dict[str, Any] = {"person": session.person_id, "now": now, "soon": now + SOON}
            row = connection.execute(_TOTALS, asker).one()
            unlisted = tuple(connection.execute(_UNLISTED, asker).scalars())
            ends = connection.execute(_ENDS_SOON, asker).all()
        told = tuple(EndsSoon(each.name, day) for each in ends if (day := term_of(each.valid_from, each.valid_until).end) is not None)
        return UnitTotals(row.units, row.income_filed, row.business_filed, unlisted, told)

    def mark(self, session: Session) -> ListMark:
        """Which units are declared (FLW-03). Raises StoreError."""
        with self.store.read() as connection:
            return ListMark(".".join(str(int(each or 0)) for each in connection.execute(_MARK, {"person": session.person_id}).one()))

    def _unit(self, row: Row[Any], phase: Phase, now: datetime) -> Unit:
        standing = rights.standing_in(row)
        # as good as opened, where this person needs no verification (VER-03)
        entry = Entry.everyone_verifies if phase is Phase.phase_1 else Entry.authorised if standing.may_enter else Entry.not_authorised
        tried = None if row.failures is None else lockout.lock_of(lockout.current(self.rule, counters.read(row), now), now)
        return Unit(
            **_facts_in(row),
            unit_id=row.id,
            locked_seconds=None if tried is None else tried.seconds,
            opened=entry is Entry.authorised or row.opened_by not in (None, OpenedBy.authorisation.value),
            role=standing.role,
            permission=standing.permission,
            days_left=None if standing.term is None else days_left(standing.term, now),
            entry=entry,
        )


def _asker(session: Session, now: datetime) -> dict[str, Any]:
    """What `_DETAILS` asks for."""
    return {"person": session.person_id, "session": session.session_id, "now": now}


def _pattern(text: str) -> str | None:
    """What `_matching` looks for: the text anywhere in its column, its own wildcards taken as they are; None for no text."""
    text = text.strip()
    for wildcard in (_ESCAPE, "%", "_"):
        text = text.replace(wildcard, _ESCAPE + wildcard)
    return f"%{text}%" if text else None


# The statements are put together once for each shape: to build one takes longer than to run it.

_MINE = listings.c.person_id == bindparam("person")
_DETAILS: Select[Any] = rights.with_standing(
    select(
        *(column for column in units.c if column is not units.c.declaration_hash),
        openings.c.opened_by,
        guess_counters.c.failures,
        guess_counters.c.last_failure,
        guess_counters.c.locked_until,
        guess_counters.c.reservations,
        *rights.STANDING,
    )
    .select_from(listings)
    .join(units, units.c.id == listings.c.unit_id)
    .outerjoin(openings, (openings.c.unit_id == listings.c.unit_id) & (openings.c.session_id == bindparam("session")))
    .outerjoin(guess_counters, (guess_counters.c.kind == CounterKind.unit) & (guess_counters.c.subject == cast(listings.c.unit_id, Text))),
    listings.c.unit_id,
).where(_MINE)
_facts_in = facts.reader(UnitFacts, tuple(_DETAILS.selected_columns.keys()))
_ONE = _DETAILS.where(listings.c.unit_id == bindparam("unit"))
_TOTALS = (
    select(
        func.count().label("units"),
        func.count().filter(units.c.income_filing == Filing.filed.value).label("income_filed"),
        func.count().filter(units.c.business_filing == Filing.filed.value).label("business_filed"),
    )
    .select_from(listings.join(units, listings.c.unit_id == units.c.id))
    .where(_MINE)
)
_IS_FILED = (units.c.income_filing == Filing.filed.value, units.c.business_filing == Filing.filed.value)
_MARK = (
    select(func.count(), *(func.count().filter(filed) for filed in _IS_FILED), *(func.sum(units.c.id).filter(filed) for filed in _IS_FILED))
    .select_from(listings.join(units, listings.c.unit_id == units.c.id))
    .where(_MINE)
)
_THEIRS = (authorisations.c.person_id == bindparam("person")) & rights.valid(bindparam("now", type_=Moment))
_RUN = select(roles.c.unit_id).where(roles.c.person_id == bindparam("person"), roles.c.role.in_(rights.RUNNING))
_UNLISTED = (
    select(units.c.taxpayer_id)
    .where(
        units.c.id.in_(_RUN.union(select(authorisations.c.unit_id).where(_THEIRS))),
        units.c.id.not_in(select(listings.c.unit_id).where(_MINE)),
    )
    .order_by(units.c.taxpayer_id)
    .limit(_MOST_ADDED)
)
_ENDS_SOON = (
    select(units.c.name, authorisations.c.valid_from, authorisations.c.valid_until)
    .join_from(authorisations, units)
    .where(_THEIRS, authorisations.c.valid_until <= bindparam("soon", type_=Moment))
    .order_by(authorisations.c.valid_until, authorisations.c.id)
    .limit(_MOST_ADDED)
)


def _matching(by_number: bool, by_name: bool) -> list[ColumnElement[bool]]:
    """Small and capital letters alike (UNT-03)."""
    wanted = [(by_number, listings.c.taxpayer_id, "number"), (by_name, listings.c.name, "name")]
    return [column.ilike(bindparam(name, type_=Text), escape=_ESCAPE) for given, column, name in wanted if given]


@cache
def _count(by_number: bool, by_name: bool) -> Select[Any]:
    return select(func.count()).select_from(listings).where(_MINE, *_matching(by_number, by_name))


@cache
def _place(sort: UnitSort) -> Select[Any]:
    return from_list(select(*_KEYS[sort]), bindparam("person"), sort).where(listings.c.unit_id == bindparam("unit"))


@cache
def _page(sort: UnitSort, descending: bool, by_number: bool, by_name: bool, backwards: bool | None) -> Select[Any]:
    """A page beside a place (`backwards` or not), or by its number (None); the rows come in the order of the list in every case."""
    wanted = from_list(select(listings.c.unit_id), bindparam("person"), sort).where(*_matching(by_number, by_name))
    beside = None if backwards is None else _beyond(sort, above=descending == backwards)
    wanted = wanted.offset(bindparam("at", type_=Big)) if beside is None else wanted.where(beside)
    wanted = wanted.order_by(*order_by(sort, descending != bool(backwards))).limit(bindparam("limit", type_=Big))
    chosen = wanted.subquery("chosen")
    return _DETAILS.join(chosen, chosen.c.unit_id == listings.c.unit_id).order_by(*order_by(sort, descending))


def _beyond(sort: UnitSort, *, above: bool) -> ColumnElement[bool]:
    """Everything on one side of a place; the first part alone, said again, lets an index find where to start."""
    keys = _KEYS[sort]
    first, second = (bindparam(name, type_=key.type) for name, key in zip(("first", "second"), keys, strict=True))
    both, here = tuple_(*keys), tuple_(first, second)
    return and_(keys[0] >= first, both > here) if above else and_(keys[0] <= first, both < here)
