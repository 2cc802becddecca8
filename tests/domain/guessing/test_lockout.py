"""The guess counter against a model that remembers everything and forgets nothing (LOG-05, LOG-06, LOG-09, LCK-1 to LCK-8)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import (
    Counter,
    Locked,
    LockoutRule,
    NoSlot,
    Reservation,
    Reserved,
    attempts_left,
    current,
    fail,
    lock_of,
    reserve,
    succeed,
)
from etax_client.domain.policies import BEIJING, NATIONAL

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
RULE = NATIONAL.account_lockout
BEIJING_RULE = BEIJING.account_lockout
SECOND = timedelta(seconds=1)


def wrong(rule_: LockoutRule, counter: Counter, now: datetime, times: int = 1) -> Counter:
    """So many wrong guesses, one after the other."""
    for number in range(times):
        reserved = reserve(rule_, counter, now, f"{now}{number}")
        assert isinstance(reserved, Reserved)
        counter = fail(rule_, reserved.counter, now, reserved.key)
    return counter


def test_four_failures_leave_one_try_and_a_success_sets_the_counter_to_zero() -> None:
    counter = wrong(RULE, Counter(), NOON, 4)
    assert (attempts_left(RULE, counter), lock_of(counter, NOON)) == (1, None)
    reserved = reserve(RULE, counter, NOON, "right")
    assert isinstance(reserved, Reserved)
    assert succeed(RULE, reserved.counter, NOON, "right") == Counter()


@pytest.mark.parametrize(("seconds", "left"), [(0, 7200), (0.5, 7200), (1, 7199), (7199, 1), (7199.9, 1)])
def test_the_fifth_failure_locks_for_two_hours(seconds: float, left: int) -> None:
    counter = wrong(RULE, Counter(), NOON, 5)
    now = NOON + timedelta(seconds=seconds)
    assert attempts_left(RULE, counter) == 0
    assert reserve(RULE, counter, now, "x") == Locked(left)


def test_after_two_hours_it_starts_from_zero() -> None:
    counter = wrong(RULE, Counter(), NOON, 5)
    later = NOON + timedelta(seconds=7200)
    assert lock_of(current(RULE, counter, later), later) is None
    assert attempts_left(RULE, wrong(RULE, counter, later)) == 4


def test_no_try_makes_a_lock_longer() -> None:
    """LCK-7."""
    counter = wrong(RULE, Counter(), NOON, 5)
    for minutes in range(0, 120, 7):
        now = NOON + timedelta(minutes=minutes)
        assert isinstance(reserve(RULE, counter, now, "x"), Locked)
        counter = fail(RULE, counter, now, "never reserved")
    assert counter.locked_until == NOON + timedelta(minutes=120)


@pytest.mark.parametrize(("quiet", "left"), [(timedelta(hours=24) - SECOND, 3), (timedelta(hours=24), 4)])
def test_failures_are_forgotten_after_a_day_without_one(quiet: timedelta, left: int) -> None:
    counter = wrong(RULE, Counter(), NOON)
    assert attempts_left(RULE, wrong(RULE, counter, NOON + quiet)) == left


def test_each_failure_starts_the_quiet_anew() -> None:
    counter = Counter()
    for day in range(4):
        counter = wrong(RULE, counter, NOON + timedelta(hours=23 * day))
    assert attempts_left(RULE, counter) == 1


def test_no_more_are_compared_at_once_than_may_fail() -> None:
    """LCK-2: a hundred at once, five get a slot; the others wait and are not counted."""
    counter, got = Counter(), 0
    for number in range(100):
        outcome = reserve(RULE, counter, NOON, str(number))
        if isinstance(outcome, Reserved):
            counter, got = outcome.counter, got + 1
        else:
            assert outcome == NoSlot()
    assert got == 5


def test_fifty_right_ones_in_turns_of_five_all_succeed() -> None:
    """LCK-3."""
    counter, waiting, succeeded = Counter(), [str(number) for number in range(50)], 0
    while waiting:
        holders = []
        for key in list(waiting):
            outcome = reserve(RULE, counter, NOON, key)
            if isinstance(outcome, Reserved):
                counter = outcome.counter
                holders.append(key)
                waiting.remove(key)
        for key in holders:
            after = succeed(RULE, counter, NOON, key)
            assert after is not None
            counter, succeeded = after, succeeded + 1
    assert (succeeded, counter) == (50, Counter())


def test_a_guess_in_hand_when_a_lock_falls_neither_opens_nor_lengthens_it() -> None:
    """LCK-4: guesses alone never lead here, but the tester's door may lock at any moment."""
    end = NOON + timedelta(hours=1)
    counter = Counter(failures=5, last_failure=NOON, locked_until=end, reservations=(Reservation("x", NOON),))
    assert succeed(RULE, counter, NOON, "x") is None
    assert fail(RULE, counter, NOON + SECOND, "x").locked_until == end
    assert current(RULE, counter, NOON + RULE.reservation).locked_until == end


def test_a_reservation_that_is_not_settled_in_time_has_failed_once_and_only_once() -> None:
    """A crash while comparing counts (fail closed); its late answer counts for nothing."""
    reserved = reserve(RULE, Counter(), NOON, "x")
    assert isinstance(reserved, Reserved)
    late = NOON + RULE.reservation
    assert attempts_left(RULE, current(RULE, reserved.counter, late - SECOND)) == 5
    overdue = current(RULE, reserved.counter, late)
    assert (overdue.failures, overdue.last_failure, overdue.reservations) == (1, late, ())
    assert fail(RULE, reserved.counter, late, "x").failures == 1
    assert fail(RULE, overdue, late, "x").failures == 1
    assert succeed(RULE, reserved.counter, late, "x") is None


def test_five_overdue_ones_lock_from_the_moment_they_were_due() -> None:
    counter = Counter()
    for key in "abcde":
        outcome = reserve(RULE, counter, NOON, key)
        assert isinstance(outcome, Reserved)
        counter = outcome.counter
    assert reserve(RULE, counter, NOON + timedelta(minutes=1), "f") == Locked(7200 - 50)
    assert isinstance(reserve(RULE, counter, NOON + timedelta(seconds=7210), "f"), Reserved)


def test_one_that_comes_due_after_the_others_are_forgotten_is_the_first_again() -> None:
    counter, next_day = wrong(RULE, Counter(), NOON, 4), NOON + timedelta(hours=24)
    reserved = reserve(RULE, counter, next_day - 5 * SECOND, "x")
    assert isinstance(reserved, Reserved)
    assert current(RULE, reserved.counter, next_day + 4 * SECOND).failures == 0
    assert current(RULE, reserved.counter, next_day + 5 * SECOND) == Counter(1, next_day + 5 * SECOND)


def test_what_was_not_compared_is_given_back() -> None:
    """LCK-8: a wrong captcha or an error of the server counts for nothing."""
    reserved = reserve(RULE, Counter(), NOON, "x")
    assert isinstance(reserved, Reserved)
    assert lockout.release(RULE, reserved.counter, NOON, "x") == Counter()


BEFORE_MIDNIGHT = datetime(2026, 11, 20, 15, 59, 0, tzinfo=UTC)
"""23:59 in Shanghai."""
MIDNIGHT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


def test_beijings_lock_lasts_until_midnight_in_shanghai(host_zone: str) -> None:
    """The host's zone decides nothing: the lock of 23:59 lasts a minute, that of 00:00 a day."""
    counter = wrong(BEIJING_RULE, Counter(), BEFORE_MIDNIGHT, 5)
    assert lock_of(counter, BEFORE_MIDNIGHT) == Locked(60)
    assert isinstance(reserve(BEIJING_RULE, counter, MIDNIGHT - SECOND, "x"), Locked)
    assert isinstance(reserve(BEIJING_RULE, counter, MIDNIGHT, "x"), Reserved)
    assert lock_of(wrong(BEIJING_RULE, Counter(), MIDNIGHT, 5), MIDNIGHT) == Locked(24 * 3600)


def test_beijings_failures_are_those_of_one_day() -> None:
    counter = wrong(BEIJING_RULE, Counter(), BEFORE_MIDNIGHT, 4)
    assert attempts_left(BEIJING_RULE, current(BEIJING_RULE, counter, MIDNIGHT - SECOND)) == 1
    assert attempts_left(BEIJING_RULE, wrong(BEIJING_RULE, counter, MIDNIGHT)) == 4


def test_a_guess_that_is_settled_after_midnight_belongs_to_the_day_in_which_it_was_made() -> None:
    """BJ-42: wrong or overdue, it is forgotten with that day, and adds nothing to what was wrong since."""
    counter = wrong(BEIJING_RULE, Counter(), BEFORE_MIDNIGHT, 4)
    reserved = reserve(BEIJING_RULE, counter, MIDNIGHT - 5 * SECOND, "x")
    assert isinstance(reserved, Reserved)
    assert current(BEIJING_RULE, reserved.counter, MIDNIGHT + 5 * SECOND) == Counter()
    today = wrong(BEIJING_RULE, reserved.counter, MIDNIGHT)
    assert fail(BEIJING_RULE, today, MIDNIGHT + SECOND, "x").failures == 1
    assert fail(BEIJING_RULE, reserved.counter, MIDNIGHT - SECOND, "x").failures == 5


def test_a_miss_counts_as_a_guess_that_was_reserved_and_wrong() -> None:
    """BJ-42, COD-2: what is looked at in the transaction that counts it needs no slot."""
    counter = Counter()
    for number in range(1, 7):
        counter = lockout.miss(BEIJING_RULE, counter, BEFORE_MIDNIGHT)
        assert counter == wrong(BEIJING_RULE, Counter(), BEFORE_MIDNIGHT, min(number, 5)) or number > 5
    assert lock_of(counter, BEFORE_MIDNIGHT) == Locked(60)
    assert lockout.miss(BEIJING_RULE, counter, MIDNIGHT).failures == 1


class AgainstAModel(RuleBasedStateMachine):
    """Any order of events; the model keeps a list of all that happened and works everything out from it."""

    rule_: LockoutRule

    @initialize(rule_=st.sampled_from([RULE, BEIJING_RULE]), start=st.sampled_from([NOON, BEFORE_MIDNIGHT]))
    def begin(self, rule_: LockoutRule, start: datetime) -> None:
        self.rule_ = rule_
        self.now = start
        self.counter = Counter()
        self.open: dict[str, datetime] = {}
        self.failures: list[datetime] = []  # since the last reset
        self.locked_at: datetime | None = None
        self.compared = 0  # since the last reset
        self.number = 0

    def settle_model(self) -> None:
        """Overdue guesses fail at their moment, then what has ended is forgotten."""
        for key, made in sorted(self.open.items(), key=lambda item: item[1]):
            if made + self.rule_.reservation <= self.now:
                del self.open[key]
                self.fail_model(made, made + self.rule_.reservation)
        self.forget_model(self.now)

    def forget_model(self, now: datetime) -> None:
        if self.locked_at is not None:
            over = self.rule_.lock.end(self.locked_at) <= now
        else:
            over = bool(self.failures) and self.rule_.forget.end(self.failures[-1]) <= now
        if over:
            self.reset_model()

    def reset_model(self) -> None:
        self.failures, self.locked_at, self.compared = [], None, len(self.open)

    def fail_model(self, made: datetime, when: datetime) -> None:
        if self.rule_.forget.end(made) <= when:
            self.compared -= 1  # it was one of those before
            return
        self.forget_model(when)
        self.failures.append(when)
        if self.locked_at is None and len(self.failures) == 5:
            self.locked_at = when

    @rule(seconds=st.sampled_from([0.5, 1, 9, 10, 11, 30, 60, 3600, 7199, 7200, 24 * 3600 - 1, 24 * 3600]))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.settle_model()

    @rule()
    def somebody_tries(self) -> None:
        self.number += 1
        key = str(self.number)
        outcome = reserve(self.rule_, self.counter, self.now, key)
        if self.locked_at is not None:
            left = self.rule_.lock.end(self.locked_at) - self.now
            assert isinstance(outcome, Locked)
            assert timedelta(0) <= timedelta(seconds=outcome.seconds) - left < SECOND
        elif len(self.failures) + len(self.open) >= 5:
            assert outcome == NoSlot()
        else:
            assert isinstance(outcome, Reserved)
            self.counter = outcome.counter
            self.open[key] = self.now
            self.compared += 1
            assert self.compared <= 5, "LOG-09"

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def one_was_wrong(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.open)))
        self.counter = fail(self.rule_, self.counter, self.now, key)
        self.fail_model(self.open.pop(key), self.now)

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def one_was_right(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.open)))
        after = succeed(self.rule_, self.counter, self.now, key)
        assert (after is None) is (self.locked_at is not None), "LCK-4"
        if after is not None:
            self.counter = after
            del self.open[key]
            self.reset_model()

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def one_was_never_compared(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.open)))
        self.counter = lockout.release(self.rule_, self.counter, self.now, key)
        del self.open[key]
        self.compared -= 1

    @rule()
    def somebody_answers_for_a_guess_that_never_was(self) -> None:
        self.counter = fail(self.rule_, self.counter, self.now, "nobody's")
        assert succeed(self.rule_, self.counter, self.now, "nobody's") is None

    @invariant()
    def both_agree(self) -> None:
        now = current(self.rule_, self.counter, self.now)
        assert now.failures == len(self.failures)
        assert {reservation.key for reservation in now.reservations} == set(self.open)
        assert now.locked_until == (None if self.locked_at is None else self.rule_.lock.end(self.locked_at))
        assert now.failures + len(now.reservations) <= 5
        assert current(self.rule_, now, self.now) == now


TestAgainstAModel = AgainstAModel.TestCase
TestAgainstAModel.settings = settings(max_examples=2 * settings().max_examples, stateful_step_count=50)
