"""The guess counter as a pure state machine: reserve, verify elsewhere, settle; the fifth failure locks (LOG-05, LOG-06, LOG-09)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from etax_client.domain.spans import Lasting, Span


class CounterKind(StrEnum):
    """What guesses are counted for; the server's table says of each its rule and whose it is (services/testing/locked_now.py)."""

    account = "account"
    unit = "unit"
    unknown = "unknown"
    """An account that nobody has: told from the others by nothing that can be seen from outside (LOG-08)."""
    sms_target = "sms_target"
    """All codes that were sent to one number (COD-2)."""
    hall_code = "hall_code"
    """The hall codes of one document, whether it has one or not (COD-5)."""
    new_password = "new_password"  # noqa: S105
    """New passwords that are the old one, in one recovery or for one code (PWD-1): each such answer is a guess that was right."""
    bureau_password = "bureau_password"  # noqa: S105
    bureau_code = "bureau_code"
    bureau_face = "bureau_face"
    """The bureau counts by person and by what was wrong; a lock of one is the account's (BJ-42, BJ-43)."""
    bureau_unknown = "bureau_unknown"
    """An account that nobody has, at the bureau's old login, which does not say so (LOG-08)."""
    enterprise_password = "enterprise_password"  # noqa: S105
    """A unit's 企业密码 at the bureau's old login, which that lock alone shuts (BJ-44)."""


MADE_UP = frozenset(
    {CounterKind.unknown, CounterKind.bureau_unknown, CounterKind.sms_target, CounterKind.hall_code, CounterKind.new_password}
)
"""Anyone can make up subjects of these kinds, so that only so many of them are kept (LCK-12)."""


@dataclass(frozen=True, slots=True)
class LockoutRule:
    """So many failures lock for this span; failures are forgotten when this span has passed since the last one."""

    tries: int = 5
    lock: Span = Lasting(timedelta(minutes=120))
    forget: Span = Lasting(timedelta(hours=24))
    reservation: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Reservation:
    """A guess that is being verified; one that is not settled in time counts as a failure."""

    key: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Counter:
    """One subject's guesses: an account's, or a unit's."""

    failures: int = 0
    last_failure: datetime | None = None
    locked_until: datetime | None = None
    reservations: tuple[Reservation, ...] = ()


@dataclass(frozen=True, slots=True)
class Locked:
    """No guess is looked at; `seconds` are left, rounded up."""

    seconds: int


@dataclass(frozen=True, slots=True)
class NoSlot:
    """As many guesses are being verified as may still fail: wait for one of them."""


@dataclass(frozen=True, slots=True)
class Reserved:
    counter: Counter
    key: str


def current(rule: LockoutRule, counter: Counter, now: datetime) -> Counter:
    """The counter as it stands now: overdue reservations have failed, an ended lock and a long quiet set it to zero."""
    for reservation in sorted(counter.reservations, key=lambda r: r.made):
        due = reservation.made + rule.reservation
        if due <= now:
            counter = _failed(rule, _without(counter, reservation.key), reservation.made, due)
    if counter.locked_until is not None and counter.locked_until <= now:
        return Counter(reservations=counter.reservations)
    if counter.locked_until is None and counter.last_failure is not None and rule.forget.end(counter.last_failure) <= now:
        return Counter(reservations=counter.reservations)
    return counter


def lock_of(counter: Counter, now: datetime) -> Locked | None:
    """The lock of a current counter."""
    if counter.locked_until is None:
        return None
    return Locked(max(1, ceil((counter.locked_until - now).total_seconds())))


def attempts_left(rule: LockoutRule, counter: Counter) -> int:
    return max(0, rule.tries - counter.failures)


def reserve(rule: LockoutRule, counter: Counter, now: datetime, key: str) -> Reserved | Locked | NoSlot:
    """Take a slot before anything is compared, so that at most `tries` guesses are ever compared between two resets (LOG-09)."""
    counter = current(rule, counter, now)
    locked = lock_of(counter, now)
    if locked is not None:
        return locked
    if counter.failures + len(counter.reservations) >= rule.tries:
        return NoSlot()
    return Reserved(replace(counter, reservations=(*counter.reservations, Reservation(key, now))), key)


def fail(rule: LockoutRule, counter: Counter, now: datetime, key: str) -> Counter:
    """The guess was wrong. A reservation that was overdue has been counted already and is not counted twice."""
    counter = current(rule, counter, now)
    made = next((each.made for each in counter.reservations if each.key == key), None)
    return counter if made is None else _failed(rule, _without(counter, key), made, now)


def miss(rule: LockoutRule, counter: Counter, now: datetime) -> Counter:
    """A guess that was wrong at once, without a slot: it was looked at in the transaction that counts it."""
    return _failed(rule, current(rule, counter, now), now, now)


def succeed(rule: LockoutRule, counter: Counter, now: datetime, key: str) -> Counter | None:
    """The guess was right: zero, with the others still being verified; None if it came too late to count (overdue, or locked meanwhile)."""
    counter = current(rule, counter, now)
    if not _holds(counter, key) or counter.locked_until is not None:
        return None
    return Counter(reservations=_without(counter, key).reservations)


def release(rule: LockoutRule, counter: Counter, now: datetime, key: str) -> Counter:
    """Nothing was compared after all (LCK-8): give the slot back."""
    return _without(current(rule, counter, now), key)


def _holds(counter: Counter, key: str) -> bool:
    return any(reservation.key == key for reservation in counter.reservations)


def _without(counter: Counter, key: str) -> Counter:
    return replace(counter, reservations=tuple(r for r in counter.reservations if r.key != key))


def _failed(rule: LockoutRule, counter: Counter, made: datetime, when: datetime) -> Counter:
    """The counter with one failure more, unless that is forgotten by now: it counts for the day in which the guess was made (BJ-42)."""
    if rule.forget.end(made) <= when:
        return counter
    lock_over = counter.locked_until is not None and counter.locked_until <= when
    forgotten = counter.last_failure is not None and rule.forget.end(counter.last_failure) <= when
    if lock_over or (forgotten and counter.locked_until is None):
        counter = Counter(reservations=counter.reservations)
    failures = counter.failures + 1
    locked_until = counter.locked_until
    if locked_until is None and failures >= rule.tries:
        locked_until = rule.lock.end(when)
    return replace(counter, failures=failures, last_failure=when, locked_until=locked_until)
