"""The one way in which a secret is guessed: reserve, compare, settle; for accounts, units and new passwords (LOG-05 to LOG-09, PWD-1).

A guess is `form → lock → captcha → reserve → hash → settle`: what fails early costs nothing and is not counted (LCK-8).
Nothing else compares a password, so that nobody learns of one but by what is counted.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from etax_client.clock import Clock
from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.guessing.lockout import Locked, LockoutRule, NoSlot
from etax_client.domain.guessing.passwords import Weakness
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.sessions import NOWHERE, Seat
from etax_client.server.services.acting import Over
from etax_client.server.services.guessing import client_marks, counters, locks
from etax_client.server.services.guessing.captchas import Captchas
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.passwords import Hasher
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.why import because, moment
from etax_client.server.store.database import Proof, Store
from etax_client.server.store.errors import StoreError

T = TypeVar("T")
_log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Real seconds that a guess waits for others on the same subject to be settled."""
_POLL = 0.02
"""They may be settled by another process, which can't wake anyone here."""


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """One guess at a secret. `phc` is the hash, None where there is none to match; `client` is the asker's mark, "" if it gave none.

    `admit` runs inside the settling transaction of a right guess and gives what the guesser gets; `renewed` is a stronger hash to keep.
    `purpose` says what is guessed at, and what a captcha would be for: none is asked for without one, nor with `captchas` off, where
    something else stands in its place. A lock of one of `locked_by` stops the guess as one of its own subject does.
    `fence` is what else has to hold, looked at in the transaction that reserves: what it gives is the answer.
    With `another` a guess is right if the secret is another than the hashed one.
    `by` is asked in each transaction, if it is someone who is logged in that guesses (ACT-1).
    Of a wrong one the `seat` is kept, for trainers to see; `spoils` is what else it does, in the transaction that counts it,
    and `locks` what else the one does that brings a lock, until a moment.
    """

    subject: Subject
    rule: LockoutRule
    phc: str | None
    secret: Secret
    client: str
    purpose: CaptchaPurpose | None
    captcha: CaptchaAnswer | None
    wrong: RefusalCode
    admit: Callable[[Connection, str | None], T | Refused]
    fence: Callable[[Connection], T | Refused | None] | None = None
    another: bool = False
    captchas: bool = True
    locked_by: tuple[Subject, ...] = ()
    by: Proof | None = None
    seat: Seat = NOWHERE
    spoils: Callable[[Connection], None] = lambda connection: None
    locks: Callable[[Connection, datetime], None] = lambda connection, until: None
    once: Once = UNKEYED
    """Where a wrong guess leaves its answer, so that it is counted once (IDM-2); a right one is left by `admit`, if that is the end."""

    @property
    def captcha_for(self) -> CaptchaPurpose | None:
        """What a captcha is asked for, if one may be."""
        return self.purpose if self.captchas else None

    def over(self, connection: Connection) -> Refused | None:
        """Why whoever guesses may not do so any more."""
        try:
            if self.by is not None:
                self.by(connection)
        except Over as over:
            return over.refused
        return None


@dataclass(frozen=True, slots=True)
class _Answered(Generic[T]):
    """What a guess comes to without having been compared."""

    result: T | Refused


@dataclass(frozen=True, slots=True)
class _Compared:
    """Whether a guess was right, and a stronger hash of what was guessed, where there is to be one."""

    right: bool
    renewed: str | None


@dataclass(slots=True)
class Guesses:
    store: Store
    clock: Clock
    hasher: Hasher
    captchas: Captchas
    _running: set[asyncio.Task[Any]] = field(default_factory=set)

    async def attempt(self, guess: Guess[T]) -> T | Refused:
        """What `admit` gives for a right guess, or why not. A guess once reserved is settled even if the asker goes away.

        Raises Over.
        """
        locked = self._peek(guess)
        if locked is not None:
            return locked
        attempt = self._attempt(guess)
        task = asyncio.create_task(attempt)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        result = await asyncio.shield(task)
        if isinstance(result, Refused) and result.code is RefusalCode.session_ended:
            raise Over(result)
        return result

    async def finish(self) -> None:
        """Wait until every guess that has begun is settled."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _attempt(self, guess: Guess[T]) -> T | Refused:
        passed = False
        try:
            async with asyncio.timeout(None) as patience:
                while True:
                    # the place to hash in first: a reservation that waited for one could run out
                    async with self.hasher.slot():
                        key = secrets.token_hex(8)
                        reserved = self._reserve(guess, key, passed)
                        if isinstance(reserved, _Answered):
                            return reserved.result
                        if reserved is None:
                            patience.reschedule(None)
                            compared = await self._compare(guess)
                    if reserved is None:
                        await asyncio.sleep(0)  # whoever has the place now hashes while this one waits for the disk (P16)
                        return self._settle(guess, key, compared)
                    passed = True
                    if patience.when() is None:
                        patience.reschedule(asyncio.get_running_loop().time() + PATIENCE)
                    await asyncio.sleep(_POLL)
        except TimeoutError:
            return Refused(RefusalCode.busy, retry_after=1)

    def _peek(self, guess: Guess[T]) -> Refused | None:
        """A lock seen without waiting for a place to hash in (LCK-7); nothing was tried with the captcha, so it is left alone."""
        with self.store.read() as connection:
            return _lock(connection, guess, (guess.subject, *guess.locked_by), self.clock.now())

    def _reserve(self, guess: Guess[T], key: str, passed: bool) -> _Answered[T] | NoSlot | None:
        """None when a slot was taken. `passed`: the captcha was looked at in an earlier round of the same guess."""
        now = self.clock.now()
        try:
            with self._reserving(guess) as connection:
                fenced = guess.over(connection) or (None if guess.fence is None else guess.fence(connection))
                if fenced is not None:
                    return _Answered(fenced)
                locked = _lock(connection, guess, (guess.subject, *guess.locked_by), now)
                if locked is not None:
                    return _Answered(locked)
                counter = lockout.current(guess.rule, counters.load(connection, guess.subject), now)
                if not passed and (refused := self._ask_captcha(connection, guess, counter)) is not None:
                    return _Answered(refused)
                outcome = lockout.reserve(guess.rule, counter, now, key)
                if isinstance(outcome, NoSlot):
                    return outcome
                assert not isinstance(outcome, Locked)  # noqa: S101
                counters.save(connection, guess.subject, outcome.counter, now)
                return None
        except StoreError as error:
            return _Answered(_uncountable(error))

    def _reserving(self, guess: Guess[T]) -> AbstractContextManager[Connection]:
        """Where nothing but the reservation is written, nobody is told of it before it is settled: one wait for the disk is enough (P14).

        A process that ends at once leaves it as a failure. A machine that loses power may lose it, but then nobody was told of what it was
        for; whatever is told, the settling brought onto the disk together with it.
        """
        told = guess.fence is not None or guess.captcha is not None
        return self.store.write() if told else self.store.write_ahead()

    def _ask_captcha(self, connection: Connection, guess: Guess[T], counter: lockout.Counter) -> Refused | None:
        purpose, now = guess.captcha_for, self.clock.now()
        if purpose is None:
            return None
        wrong = None if guess.captcha is None else self.captchas.spend(connection, guess.captcha, guess.client, purpose, now)
        needed = counter.failures > 0 or client_marks.is_marked(connection, guess.client, purpose, now)
        if not needed or (guess.captcha is not None and wrong is None):
            return None
        left = lockout.attempts_left(guess.rule, counter)
        if wrong is not None:
            return because(Refused(RefusalCode.wrong_captcha, attempts_left=left, captcha_required=True), wrong.key, wrong.rule)
        asked = Refused(RefusalCode.captcha_required, attempts_left=left, captcha_required=True)
        if counter.failures > 0:
            return because(asked, f"captcha.needed.{purpose}", "CAP-1", count=counter.failures)
        return because(asked, "captcha.needed.client", "CAP-1")

    async def _compare(self, guess: Guess[T]) -> _Compared:
        same = await self.hasher.verify(guess.phc, guess.secret)
        right = same is not guess.another
        renewed = await self.hasher.renew(guess.phc, guess.secret) if same and right and guess.phc is not None else None
        return _Compared(right, renewed)

    def _settle(self, guess: Guess[T], key: str, compared: _Compared) -> T | Refused:
        try:
            with self.store.write() as connection:
                if compared.right:
                    return self._succeed(connection, guess, key, compared.renewed)
                return guess.once.keep(connection, self._fail(connection, guess, key))
        except StoreError as error:
            return _uncountable(error)

    def _succeed(self, connection: Connection, guess: Guess[T], key: str, renewed: str | None) -> T | Refused:
        now = self.clock.now()
        before = counters.load(connection, guess.subject)
        counter = lockout.succeed(guess.rule, before, now, key)
        if counter is None:
            # overdue and counted as a failure already, or locked meanwhile by others
            before = lockout.current(guess.rule, before, now)
            counters.save(connection, guess.subject, before, now)
            locked = lockout.lock_of(before, now)
            return Refused(RefusalCode.busy, retry_after=1) if locked is None else _locked(connection, guess, before, locked, now)
        counters.save(connection, guess.subject, counter, now)
        if guess.captcha_for is not None:
            client_marks.clear(connection, guess.client, guess.captcha_for)
        return guess.over(connection) or _lock(connection, guess, guess.locked_by, now) or guess.admit(connection, renewed)

    def _fail(self, connection: Connection, guess: Guess[T], key: str) -> Refused:
        now = self.clock.now()
        counter = lockout.fail(guess.rule, counters.load(connection, guess.subject), now, key)
        counters.save(connection, guess.subject, counter, now, guess.seat)
        if guess.purpose is None:
            return because(Refused(guess.wrong, field="password", weakness=Weakness.same), "password.same", "PWD-1")
        guess.spoils(connection)
        if guess.captcha_for is not None:
            client_marks.mark(connection, guess.client, guess.captcha_for, now)
        locked = lockout.lock_of(counter, now)
        if locked is not None:
            guess.locks(connection, now + timedelta(seconds=locked.seconds))
            return _locked(connection, guess, counter, locked, now, "now_locked")
        wrong = Refused(guess.wrong, attempts_left=lockout.attempts_left(guess.rule, counter), captcha_required=guess.captchas)
        return because(wrong, f"wrong.{guess.purpose}", _RULES[guess.purpose][0], count=counter.failures, tries=guess.rule.tries)


_RULES = {
    CaptchaPurpose.login: ("LOG-04", "LOG-05"),
    CaptchaPurpose.unit_verification: ("VER-02", "VER-02"),
    CaptchaPurpose.enterprise_password: ("BJ-75", "BJ-44"),
}
"""Those that a wrong secret and a lock follow, for the journal."""


def _lock(connection: Connection, guess: Guess[T], subjects: tuple[Subject, ...], now: datetime) -> Refused | None:
    """That of the first of these subjects that is locked."""
    found = locks.lock_on(connection, subjects, guess.rule, now)
    return None if found is None else _locked(connection, guess, *found, now)


def _locked(
    connection: Connection, guess: Guess[T], counter: lockout.Counter, locked: Locked, now: datetime, key: str = "locked"
) -> Refused:
    if guess.purpose is None:
        return because(Refused(RefusalCode.too_many, retry_after=locked.seconds), "password.same_too_often", "PWD-1")
    marked = guess.captchas and client_marks.is_marked(connection, guess.client, guess.purpose, now)
    refused = Refused(RefusalCode.locked, attempts_left=0, retry_after=locked.seconds, captcha_required=marked)
    since, left = moment(counter.last_failure), locked.seconds
    return because(refused, f"{key}.{guess.purpose}", _RULES[guess.purpose][1], since=since, left=left, count=counter.failures)


def _uncountable(error: StoreError) -> Refused:
    """A guess that can't be counted isn't looked at, and one that can't be settled isn't admitted (LCK-11)."""
    _log.error("guess not counted: %s", error)
    return Refused(RefusalCode.unavailable, retry_after=1)
