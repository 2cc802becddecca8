"""Guess counters as testers steer them: an account or a unit locked at once, and unlocked as at the hall (LOG-06)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from etax_client.clock import Clock
from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import Counter, CounterKind, Locked, LockoutRule
from etax_client.domain.testing.tester_views import Guessing
from etax_client.server.services.guessing import counters
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.store.database import Store
from etax_client.server.store.tables import guess_counters


@dataclass(frozen=True, slots=True)
class Locks:
    store: Store
    clock: Clock

    def lock(self, subject: Subject, rule: LockoutRule) -> Guessing:
        """Raises StoreError."""
        with self.store.write() as connection:
            now = self.clock.now()
            lock(connection, subject, rule, now)
            return guessing(connection, [subject], rule, now)[subject]

    def unlock(self, subject: Subject, rule: LockoutRule) -> Guessing:
        """Raises StoreError."""
        with self.store.write() as connection:
            now = self.clock.now()
            unlock(connection, subject, rule, now)
            return guessing(connection, [subject], rule, now)[subject]

    def unlock_as_seen(self, subject: Subject, rule: LockoutRule, since: datetime) -> bool:
        """As `unlock`, if the lock is still the one that began then; whether it was. Raises StoreError."""
        with self.store.write() as connection:
            now = self.clock.now()
            counter = lockout.current(rule, counters.load(connection, subject), now)
            same = lockout.lock_of(counter, now) is not None and counter.last_failure == since
            if same:
                unlock(connection, subject, rule, now)
            return same


def lock_on(connection: Connection, subjects: Iterable[Subject], rule: LockoutRule, now: datetime) -> tuple[Counter, Locked] | None:
    """The first lock of those that these subjects have, with its counter."""
    for subject in subjects:
        counter = lockout.current(rule, counters.load(connection, subject), now)
        locked = lockout.lock_of(counter, now)
        if locked is not None:
            return counter, locked
    return None


def lock(connection: Connection, subject: Subject, rule: LockoutRule, now: datetime) -> None:
    """As if the last of the failures that lock had come this moment."""
    counters.save(connection, subject, Counter(rule.tries, now, rule.lock.end(now)), now)


def unlock(connection: Connection, subject: Subject, rule: LockoutRule, now: datetime) -> None:
    """No failures and no lock; guesses that are being compared go on."""
    counter = lockout.current(rule, counters.load(connection, subject), now)
    counters.save(connection, subject, Counter(reservations=counter.reservations), now)


def forget(connection: Connection, subject: Subject) -> None:
    """With what it counted for: a number that is given again must not find a stranger's failures."""
    connection.execute(delete(guess_counters).where(guess_counters.c.kind == subject.kind, guess_counters.c.subject == subject.key))


def guessing(connection: Connection, subjects: Sequence[Subject], rule: LockoutRule, now: datetime) -> dict[Subject, Guessing]:
    """Where the counters of subjects of one kind stand."""
    kinds, keys = {subject.kind for subject in subjects}, [subject.key for subject in subjects]
    rows = connection.execute(select(guess_counters).where(guess_counters.c.kind.in_(kinds), guess_counters.c.subject.in_(keys))).all()
    found = {Subject(CounterKind(row.kind), row.subject): lockout.current(rule, counters.read(row), now) for row in rows}
    return {subject: _seen(found.get(subject, Counter()), now) for subject in subjects}


def _seen(counter: Counter, now: datetime) -> Guessing:
    locked = lockout.lock_of(counter, now)
    return Guessing(counter.failures, None if locked is None else locked.seconds)
