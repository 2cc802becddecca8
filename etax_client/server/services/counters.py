"""Guess counters as rows: read and written inside the write transaction of whoever guesses (LCK-2)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from etax_client.domain.lockout import Counter, Reservation
from etax_client.server.store.columns import from_micros, to_micros
from etax_client.server.store.tables import guess_counters

UNKNOWN = "unknown"
"""The kind of accounts that nobody has: told from the others by nothing that can be seen from outside (LOG-08)."""
MOST_UNKNOWN = 10_000
UNKNOWN_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose guesses are counted together: `account` or `unit` with its id, or an unknown account with a hash of its name."""

    kind: str
    key: str


def load(connection: Connection, subject: Subject) -> Counter:
    """The counter as it was last written. Rows are locked where the database can do that; SQLite's writer is alone anyway."""
    row = connection.execute(
        select(guess_counters).where(guess_counters.c.kind == subject.kind, guess_counters.c.subject == subject.key).with_for_update()
    ).one_or_none()
    if row is None:
        return Counter()
    return Counter(row.failures, row.last_failure, row.locked_until, _read_reservations(row.reservations))


def save(connection: Connection, subject: Subject, counter: Counter, now: datetime) -> None:
    values = {
        "failures": counter.failures,
        "last_failure": counter.last_failure,
        "locked_until": counter.locked_until,
        "reservations": json.dumps([[r.key, to_micros(r.made)] for r in counter.reservations]),
        "touched_at": now,
    }
    mine = (guess_counters.c.kind == subject.kind) & (guess_counters.c.subject == subject.key)
    if connection.execute(update(guess_counters).where(mine).values(values)).rowcount == 0:
        if subject.kind == UNKNOWN:
            _make_room(connection, now)
        connection.execute(insert(guess_counters).values(kind=subject.kind, subject=subject.key, **values))


def load_units(connection: Connection, unit_ids: list[int]) -> dict[int, Counter]:
    """The counters of several units, those without one left out."""
    wanted = guess_counters.c.subject.in_([str(unit_id) for unit_id in unit_ids])
    rows = connection.execute(select(guess_counters).where(guess_counters.c.kind == "unit", wanted))
    return {
        int(row.subject): Counter(row.failures, row.last_failure, row.locked_until, _read_reservations(row.reservations)) for row in rows
    }


def _read_reservations(text: str) -> tuple[Reservation, ...]:
    return tuple(Reservation(key, from_micros(made)) for key, made in json.loads(text))


def _make_room(connection: Connection, now: datetime) -> None:
    """Old ones out, and beyond the limit the longest untouched, so that made-up names can't fill the disk (LCK-12)."""
    unknown = guess_counters.c.kind == UNKNOWN
    connection.execute(delete(guess_counters).where(unknown, guess_counters.c.touched_at <= now - UNKNOWN_LIFE))
    excess = connection.execute(select(func.count()).where(unknown)).scalar_one() - MOST_UNKNOWN + 1
    if excess > 0:
        oldest = select(guess_counters.c.subject).where(unknown).order_by(guess_counters.c.touched_at).limit(excess)
        connection.execute(delete(guess_counters).where(unknown, guess_counters.c.subject.in_(oldest)))
