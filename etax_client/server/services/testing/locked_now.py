"""Every lock that is on at this moment, whose it is, and the time that it has left (LOG-07)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from etax_client.clock import Clock
from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import CounterKind, LockoutRule
from etax_client.domain.policies import Policy
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.guessing import counters
from etax_client.server.services.guessing.counter_kinds import KINDS, Whose
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.store.database import Store
from etax_client.server.store.tables import guess_counters

MOST = 200


@dataclass(frozen=True, slots=True)
class LockSeen:
    """`whose` it is, what the counter shows of a subject that only it knows, and where the last wrong guess came from, if that is known."""

    subject: Subject
    whose: Whose
    seat: Seat
    since: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class LockedNow:
    store: Store
    clock: Clock
    policy: Policy

    def all(self) -> list[LockSeen]:
        """The newest of them, at most so many, in the order in which they came: one more moves none of the others. Raises StoreError."""
        now = self.clock.now()
        found = []
        with self.store.read() as connection:
            # guesses that are overdue count as failures, and may have locked without anyone writing it down
            perhaps = (guess_counters.c.locked_until > now) | (guess_counters.c.reservations != "[]")
            known = guess_counters.c.kind.in_(list(KINDS))
            newest = select(guess_counters).where(perhaps, known).order_by(guess_counters.c.touched_at.desc()).limit(MOST)
            for row in connection.execute(newest).all():
                seen = self._seen(connection, row, now)
                if seen is not None:
                    found.append(seen)
        return sorted(found, key=lambda one: (one.since, one.subject.kind, one.subject.key))

    def rule_of(self, subject: Subject) -> LockoutRule:
        return KINDS[subject.kind].rule(self.policy)

    def _seen(self, connection: Connection, row: Row[Any], now: datetime) -> LockSeen | None:
        subject = Subject(CounterKind(row.kind), row.subject, row.shown)
        counter = lockout.current(self.rule_of(subject), counters.read(row), now)
        locked = lockout.lock_of(counter, now)
        if locked is None or counter.last_failure is None:
            return None
        whose = KINDS[subject.kind].whose(connection, subject.key)
        return LockSeen(subject, whose, Seat(row.device, row.address), counter.last_failure, locked.seconds)
