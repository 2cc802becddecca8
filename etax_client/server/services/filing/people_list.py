"""A unit's payees as rows are read: a page of the list, its counts, one of them whole (PER-01)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, bindparam, func, select, tuple_

from etax_client.domain.filing.people import Payee, PayeeField
from etax_client.domain.filing.people_list import PayeeCounts, PayeeLine, PayeePage, PayeeQuery, PayeeSort
from etax_client.domain.filing.people_rules import read_spelled
from etax_client.domain.filing.people_states import IdentityState, PersonState, ReportState, Standing
from etax_client.domain.numbers import plain
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.columns import Big
from etax_client.server.store.tables import payees

_ESCAPE = "\\"
_KEYS: dict[PayeeSort, tuple[ColumnElement[Any], ...]] = {
    PayeeSort.entry: (payees.c.id,),
    PayeeSort.name: (payees.c.name_order, payees.c.id),
    PayeeSort.number: (payees.c.document_number, payees.c.id),
}
"""What each order compares, each under an index that also holds what is searched; the last part tells equals apart."""
_STATES = {"person": payees.c.person_state, "report": payees.c.report_state, "identity": payees.c.identity_state}
_IN_A_LINE = ("name", "document_type", "document_number", "employment", "employed_from", "left_on", "mobile")
_MINE = payees.c.unit_id == bindparam("unit")


@dataclass(frozen=True, slots=True)
class PayeeLists:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits

    def page(
        self,
        session: Session,
        unit_id: int,
        query: PayeeQuery,
        *,
        at: int | None = None,
        after: int | None = None,
        before: int | None = None,
        limit: int,
    ) -> PayeePage | Refused:
        """Up to `limit` rows from place `at`, or next to the payee `after` or `before`, at most one of the three."""
        with self.units.reading(session, unit_id) as connection:
            return page_of(connection, unit_id, query, at=at, after=after, before=before, limit=limit)

    def counts(self, session: Session, unit_id: int) -> PayeeCounts:
        with self.units.reading(session, unit_id) as connection:
            rows = connection.execute(_COUNTS, {"unit": unit_id}).all()
        found: tuple[dict[Any, int], ...] = ({}, {}, {})
        for *states, count in rows:
            for counted, state in zip(found, states, strict=True):
                counted[state] = counted.get(state, 0) + count
        person, report, identity = found
        return PayeeCounts(
            {state: person[state.value] for state in PersonState if state.value in person},
            {state: report[state.value] for state in ReportState if state.value in report},
            {state: identity[state.value] for state in IdentityState if state.value in identity},
        )

    def whole(self, session: Session, unit_id: int, *, after: int = 0, limit: int) -> tuple[Payee, ...]:
        """All that is said of up to `limit` of them, in the order of their entry, those after one: to be taken elsewhere (PER-05)."""
        wanted = select(payees).where(payees.c.unit_id == unit_id, payees.c.id > after).order_by(payees.c.id).limit(limit)
        with self.units.reading(session, unit_id) as connection:
            return tuple(map(payee_in, connection.execute(wanted)))

    def one(self, session: Session, unit_id: int, payee_id: int) -> Payee | Refused:
        with self.units.reading(session, unit_id) as connection:
            return find(connection, unit_id, payee_id)


def page_of(
    connection: Connection, unit_id: int, query: PayeeQuery, *, at: int | None, after: int | None, before: int | None, limit: int
) -> PayeePage | Refused:
    """Part of a unit's list, in a transaction of whoever may see it."""
    text = plain(query.text).lower()
    asked = {name: state.value for name in _STATES if (state := getattr(query, name)) is not None}
    given = {"unit": unit_id, "limit": limit, "at": at or 0, **asked, **({"text": _pattern(text)} if text else {})}
    shape = frozenset(asked) | ({"text"} if text else set())
    neighbour, backwards = (after, False) if before is None else (before, True)
    total = connection.execute(_count(shape), given).scalar_one()
    if neighbour is not None:
        place = connection.execute(_place(query.sort), {"unit": unit_id, "payee": neighbour}).one_or_none()
        if place is None:
            return Refused(RefusalCode.payee_unknown)
        given |= {f"key{number}": value for number, value in enumerate(place)}
    statement = _page(query.sort, query.descending, shape, None if neighbour is None else backwards)
    rows = connection.execute(statement, given).all()
    return PayeePage(tuple(map(line_in, rows)), total)


def find(connection: Connection, unit_id: int, payee_id: int) -> Payee | Refused:
    """One of a unit's; those of other units do not exist."""
    row = connection.execute(_ONE, {"unit": unit_id, "payee": payee_id}).one_or_none()
    return Refused(RefusalCode.payee_unknown) if row is None else payee_in(row)


def find_line(connection: Connection, unit_id: int, payee_id: int) -> PayeeLine | Refused:
    """As `find`, and no more of them than the list says."""
    row = connection.execute(IN_A_ROW.where(_MINE, payees.c.id == bindparam("payee")), {"unit": unit_id, "payee": payee_id}).one_or_none()
    return Refused(RefusalCode.payee_unknown) if row is None else line_in(row)


def payee_in(row: Row[Any]) -> Payee:
    """What a row of the whole table says."""
    texts = {field: getattr(row, field.value) for field in PayeeField}
    facts = read_spelled(texts)
    return Payee(
        **facts,
        payee_id=row.id,
        version=row.version,
        standing=standing_in(row),
        reason=row.reason,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def standing_in(row: Row[Any]) -> Standing:
    states = PersonState(row.person_state), ReportState(row.report_state), IdentityState(row.identity_state)
    return Standing(*states, bool(row.was_reported))


def line_in(row: Row[Any]) -> PayeeLine:
    """What a row of `IN_A_ROW` says."""
    facts = read_spelled({PayeeField(name): getattr(row, name) for name in _IN_A_LINE})
    shown = {"employed_from": None, "left_on": None, "mobile": "", **facts}
    return PayeeLine(payee_id=row.id, version=row.version, standing=standing_in(row), reason=row.reason, **shown)


def _pattern(text: str) -> str:
    for wildcard in (_ESCAPE, "%", "_"):
        text = text.replace(wildcard, _ESCAPE + wildcard)
    return f"%{text}%"


# The statements are put together once for each shape: to build one takes longer than to run it.

_ONE = select(payees).where(_MINE, payees.c.id == bindparam("payee"))
_COUNTS = select(*_STATES.values(), func.count()).where(_MINE).group_by(*_STATES.values())
IN_A_ROW: Select[Any] = select(
    *(payees.c[name] for name in ("id", "version", *_IN_A_LINE, "person_state", "report_state", "identity_state", "was_reported", "reason"))
)


def _matching(shape: frozenset[str]) -> list[ColumnElement[bool]]:
    states = [column == bindparam(name, type_=Text) for name, column in _STATES.items() if name in shape]
    return [*states, payees.c.search.like(bindparam("text", type_=Text), escape=_ESCAPE)] if "text" in shape else states


@cache
def _count(shape: frozenset[str]) -> Select[Any]:
    return select(func.count()).select_from(payees).where(_MINE, *_matching(shape))


@cache
def _place(sort: PayeeSort) -> Select[Any]:
    return select(*_KEYS[sort]).where(_MINE, payees.c.id == bindparam("payee"))


@cache
def _page(sort: PayeeSort, descending: bool, shape: frozenset[str], backwards: bool | None) -> Select[Any]:
    """A page beside a place (`backwards` or not), or by its number (None); the rows come in the order of the list in every case."""
    keys = _KEYS[sort]
    wanted = select(payees.c.id).where(_MINE, *_matching(shape))
    beside = None if backwards is None else _beyond(keys, above=descending == backwards)
    chosen = wanted.offset(bindparam("at", type_=Big)) if beside is None else wanted.where(beside)
    chosen = chosen.order_by(*_ordered(keys, descending != bool(backwards))).limit(bindparam("limit", type_=Big))
    return IN_A_ROW.where(payees.c.id.in_(chosen.scalar_subquery())).order_by(*_ordered(keys, descending))


def _ordered(keys: tuple[ColumnElement[Any], ...], descending: bool) -> tuple[ColumnElement[Any], ...]:
    return tuple(key.desc() if descending else key.asc() for key in keys)


def _beyond(keys: tuple[ColumnElement[Any], ...], *, above: bool) -> ColumnElement[bool]:
    """Everything on one side of a place; the first part alone, said again, lets an index find where to start."""
    here = [bindparam(f"key{number}", type_=key.type) for number, key in enumerate(keys)]
    first, both, there = keys[0], tuple_(*keys), tuple_(*here)
    return and_(first >= here[0], both > there) if above else and_(first <= here[0], both < there)
