"""Every lock that is on at this moment, whose it is, and the time that it has left (LOG-07)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, select

from etax_client.clock import Clock
from etax_client.domain.guessing import lockout, new_passwords, one_time_codes
from etax_client.domain.guessing.lockout import CounterKind, LockoutRule
from etax_client.domain.identity import hall_codes
from etax_client.domain.masking import mask_mobile
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.guessing import counters
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.store.database import Store
from etax_client.server.store.tables import guess_counters, persons, units

MOST = 200


@dataclass(frozen=True, slots=True)
class Whose:
    """A person's name and what they log in with, or a unit's with its taxpayer id; "" for what nobody knows."""

    name: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class KindOfCounter:
    """`whose` finds out by the key of a counter; what it does not tell is what the counter itself keeps to be shown."""

    rule: LockoutRule
    whose: Callable[[Connection, str], Whose]


def kinds(first: AccountSystem, *others: AccountSystem) -> Mapping[CounterKind, KindOfCounter]:
    """A kind is here or it is nowhere: its words are `trainer.locks.KIND` (texts/trainer.py)."""
    known: dict[CounterKind, KindOfCounter] = {}
    for system in (first, *others):
        rule = system.policy.account_lockout
        known |= dict.fromkeys((system.guessed, *system.also_guessed), KindOfCounter(rule, partial(_person, system)))
        known[system.unknown] = KindOfCounter(rule, _nobody)
        if system.of_units is not None:
            known[system.of_units] = KindOfCounter(rule, _unit)
    return known | {
        CounterKind.unit: KindOfCounter(first.policy.unit_lockout, _unit),
        CounterKind.sms_target: KindOfCounter(one_time_codes.PER_TARGET, _nobody),
        CounterKind.hall_code: KindOfCounter(hall_codes.GUESSES, _nobody),
        CounterKind.new_password: KindOfCounter(new_passwords.TOLD, _nobody),
    }


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
    systems: tuple[AccountSystem, ...]
    """The first is the one that units belong to."""

    def all(self) -> list[LockSeen]:
        """The newest of them, at most so many, in the order in which they came: one more moves none of the others. Raises StoreError."""
        now, known = self.clock.now(), kinds(*self.systems)
        found = []
        with self.store.read() as connection:
            # guesses that are overdue count as failures, and may have locked without anyone writing it down
            perhaps = (guess_counters.c.locked_until > now) | (guess_counters.c.reservations != "[]")
            newest = select(guess_counters).where(perhaps, guess_counters.c.kind.in_(known))
            for row in connection.execute(newest.order_by(guess_counters.c.touched_at.desc()).limit(MOST)).all():
                seen = _seen(connection, row, known[CounterKind(row.kind)], now)
                if seen is not None:
                    found.append(seen)
        return sorted(found, key=lambda one: (one.since, one.subject.kind, one.subject.key))

    def rule_of(self, subject: Subject) -> LockoutRule:
        return kinds(*self.systems)[subject.kind].rule


def _seen(connection: Connection, row: Row[Any], kind: KindOfCounter, now: datetime) -> LockSeen | None:
    counter = lockout.current(kind.rule, counters.read(row), now)
    locked = lockout.lock_of(counter, now)
    if locked is None or counter.last_failure is None:
        return None
    subject = Subject(CounterKind(row.kind), row.subject, row.shown)
    return LockSeen(subject, kind.whose(connection, subject.key), Seat(row.device, row.address), counter.last_failure, locked.seconds)


def _person(system: AccountSystem, connection: Connection, key: str) -> Whose:
    accounts = system.accounts
    found = select(persons.c.name, accounts.c.login_name, accounts.c.mobile).outerjoin_from(persons, accounts)
    row = connection.execute(found.where(persons.c.id == int(key))).one_or_none()
    return Whose() if row is None else Whose(row.name, row.login_name or mask_mobile(row.mobile or ""))


def _unit(connection: Connection, key: str) -> Whose:
    row = connection.execute(select(units.c.name, units.c.taxpayer_id).where(units.c.id == int(key))).one_or_none()
    return Whose() if row is None else Whose(row.name, row.taxpayer_id)


def _nobody(connection: Connection, key: str) -> Whose:
    """The key is a hash."""
    return Whose()
