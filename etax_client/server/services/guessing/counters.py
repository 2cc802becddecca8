"""Guess counters as rows: read and written inside the write transaction of whoever guesses (LCK-2)."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from etax_client.domain.guessing.lockout import MADE_UP, Counter, CounterKind, Reservation
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.store.columns import from_micros, to_micros
from etax_client.server.store.tables import guess_counters

MOST_OF_A_KIND = 10_000
MADE_UP_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose guesses are counted together: a person's or a unit's id, or a hash of what anyone can make up."""

    kind: CounterKind
    key: str
    shown: str = field(default="", compare=False)
    """What a trainer may read of one whose key is a hash: masked."""


def of_unit(unit_id: int) -> Subject:
    """Who guesses at the unit's declaration password."""
    return Subject(CounterKind.unit, str(unit_id))


def of_enterprise(unit_id: int) -> Subject:
    """Who guesses at the unit's 企业密码, at the bureau's old login (BJ-44)."""
    return Subject(CounterKind.enterprise_password, str(unit_id))


_LOAD = (
    select(guess_counters)
    .where(guess_counters.c.kind == bindparam("kind"), guess_counters.c.subject == bindparam("subject"))
    .with_for_update()
)

_ALIKE = guess_counters.c.kind == bindparam("its_kind")
_CHANGE = update(guess_counters).where(_ALIKE, guess_counters.c.subject == bindparam("its_subject"))
_DROP_OLD = delete(guess_counters).where(_ALIKE, guess_counters.c.touched_at <= bindparam("before"))
_COUNT = select(func.count()).select_from(guess_counters).where(_ALIKE)


def load(connection: Connection, subject: Subject) -> Counter:
    """The counter as it was last written. Rows are locked where the database can do that; SQLite's writer is alone anyway."""
    row = connection.execute(_LOAD, {"kind": subject.kind, "subject": subject.key}).one_or_none()
    return Counter() if row is None else read(row)


def save(connection: Connection, subject: Subject, counter: Counter, now: datetime, seat: Seat | None = None) -> None:
    """`seat` is where a wrong guess came from; None leaves what is known of the last one."""
    values: dict[str, Any] = {
        "failures": counter.failures,
        "last_failure": counter.last_failure,
        "locked_until": counter.locked_until,
        "reservations": json.dumps([[r.key, to_micros(r.made)] for r in counter.reservations]),
        "touched_at": now,
    }
    if subject.shown:
        values["shown"] = subject.shown
    if seat is not None:
        values |= {"device": seat.device, "address": seat.address}
    if connection.execute(_CHANGE, {**values, "its_kind": subject.kind, "its_subject": subject.key}).rowcount == 0:
        if subject.kind in MADE_UP:
            _make_room(connection, subject.kind, now)
        connection.execute(insert(guess_counters), {**values, "kind": subject.kind, "subject": subject.key})


def read(row: Row[Any]) -> Counter:
    """The counter in a row that has its columns."""
    reservations = tuple(Reservation(key, from_micros(made)) for key, made in json.loads(row.reservations))
    return Counter(row.failures, row.last_failure, row.locked_until, reservations)


def _make_room(connection: Connection, kind: CounterKind, now: datetime) -> None:
    """Old ones out, and beyond the limit the longest untouched, so that made-up names can't fill the disk (LCK-12)."""
    connection.execute(_DROP_OLD, {"its_kind": kind, "before": now - MADE_UP_LIFE})
    excess = connection.execute(_COUNT, {"its_kind": kind}).scalar_one() - MOST_OF_A_KIND + 1
    if excess > 0:
        alike = guess_counters.c.kind == kind
        oldest = select(guess_counters.c.subject).where(alike).order_by(guess_counters.c.touched_at).limit(excess)
        connection.execute(delete(guess_counters).where(alike, guess_counters.c.subject.in_(oldest)))
