"""Whatever is done in whatever order: nobody is in but by both factors of one attempt, under no lock, nor at a unit without a tie.

BJ-14, BJ-32, BJ-34, BJ-35, BJ-42, REG-1.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from etax_client.clock import ManualClock
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.flows.face_check import FaceOutcome, FacePage, FaceRequest
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import App
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.spans import UntilMidnight
from etax_client.domain.units.units import Role
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.services.identity import face_checks
from etax_client.server.settings import ServerSettings
from etax_client.server.store import rows
from etax_client.server.store.database import open_store
from etax_client.server.world import world
from etax_client.server.world.world_file import read_world
from tests.server.bureau.attempting import ADDRESS, LIU, comer, id_of, other_than, told
from tests.server.bureau.tying import B1, B4, session_of, unit_id_of
from tests.server.running import CHEAP, PASSWORD, UNSHRUNK, WRONG

BROWSERS = st.sampled_from((0, 1))
OUTCOMES = st.sampled_from((FaceOutcome.passed, FaceOutcome.passed, *FaceOutcome))
PAUSES = st.sampled_from((1, 60, 120, 301, 599, 3600, 5 * 3600))


class Attempts(RuleBasedStateMachine):
    """One account, two browsers. The model knows what is due in each, which code is good there, and what was wrong today.

    Of two units the register ties the account's person to one, as long as it says so.
    """

    services: ClassVar[Services]
    clock: ClassVar[ManualClock]
    runner: ClassVar[asyncio.Runner]
    laid: ClassVar[rows.Rows]

    @initialize()
    def begin(self) -> None:
        with self.services.store.write() as connection:
            rows.load(connection, self.laid)
        self.browsers = [comer(self.services), comer(self.services)]
        self.begun: list[datetime | None] = [None, None]
        self.second = [False, False]
        self.at = ["", ""]
        self.tied = True
        self.good: list[tuple[str, datetime] | None] = [None, None]
        self.shown: list[tuple[Secret, datetime] | None] = [None, None]
        self.before = [App.bureau, App.bureau]
        self.looked, self.face = [False, False], [False, False]
        self.wrong: dict[str, list[datetime]] = {"password": [], "code": [], "face": []}

    def teardown(self) -> None:
        # each example its own days: a world that is laid anew has no codes of the one before
        self.runner.run(self.clock.advance(hours=30))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def today(self, method: str) -> list[datetime]:
        return [when for when in self.wrong[method] if UntilMidnight().end(when) > self.now]

    def locked(self) -> bool:
        return any(len(self.today(method)) >= 5 for method in self.wrong)

    def alive(self, which: int) -> bool:
        begun = self.begun[which]
        return begun is not None and self.now < begun + timedelta(minutes=10)

    def failed(self, method: str) -> None:
        self.wrong[method] = [*self.today(method), self.now]

    @rule(which=BROWSERS, right=st.booleans(), slid=st.sampled_from((True, True, True, False)), unit=st.sampled_from(("", "", B1, B4)))
    def gives_a_password(self, which: int, right: bool, slid: bool, unit: str) -> None:
        one = self.browsers[which]
        given = one.slid() if slid else one.slid(50)
        entrance = Entrance.enterprise if unit else Entrance.person
        result = self.runner.run(one.first(PASSWORD if right else WRONG, slid=given, entrance=entrance, taxpayer_id=unit))
        if not slid:
            assert result == Refused(RefusalCode.slider_required)
        elif self.locked():
            assert isinstance(result, Refused)
            assert result.code is RefusalCode.locked
        elif right and unit and (unit != B1 or not self.tied):
            assert result == Refused(RefusalCode.no_tie)
            self.wrong["password"] = []
        elif right:
            assert not isinstance(result, Refused)
            if not self.alive(which) or bool(unit) is not bool(self.at[which]):
                self.begun[which], self.good[which] = self.now, None
            self.forgets_the_face(which)
            self.second[which], self.wrong["password"], self.at[which] = True, [], unit
        else:
            assert isinstance(result, Refused)
            self.failed("password")
            assert result.code is (RefusalCode.locked if self.locked() else RefusalCode.wrong_credentials)
            if self.alive(which):
                self.second[which], self.good[which] = False, None
                self.forgets_the_face(which)

    @rule(which=BROWSERS)
    def asks_for_a_code(self, which: int) -> None:
        result = self.browsers[which].send()
        if not self.due(which, result) or isinstance(result, Refused):
            return
        self.good = [None, None]
        self.good[which] = self.browsers[which].sent(), self.now

    @rule(which=BROWSERS)
    def goes_back(self, which: int) -> None:
        result = self.services.bureau.attempts.back(self.browsers[which].held)
        if self.alive(which) and self.second[which] and not self.face[which]:
            assert not isinstance(result, Refused)
            self.second[which] = False
            self.forgets_the_face(which)
        else:
            assert isinstance(result, Refused)

    @rule(which=BROWSERS, right=st.booleans())
    def gives_a_code(self, which: int, right: bool) -> None:
        good = self.good[which]
        is_good = good is not None and self.now < good[1] + timedelta(minutes=5)
        typed = "123456" if good is None else good[0] if right else other_than(good[0])
        result = self.browsers[which].second(typed)
        if not self.due(which, result):
            return
        if self.at[which] and not self.tied:
            assert result == Refused(RefusalCode.no_tie)
            return
        if is_good and right:
            self.is_in(which, result)
            self.wrong["code"] = []
            return
        assert isinstance(result, Refused)
        if is_good:
            self.failed("code")
            assert result.code in (RefusalCode.wrong_code, RefusalCode.locked)
        else:
            assert result.code in (RefusalCode.code_void, RefusalCode.too_many)

    @rule(which=BROWSERS, app=st.sampled_from(App))
    def asks_for_the_face(self, which: int, app: App) -> None:
        result = self.services.bureau.attempts.ask_face(self.browsers[which].held, app)
        if self.due(which, result):
            assert isinstance(result, FaceRequest)
            self.forgets_the_face(which)
            self.shown[which], self.before[which] = (result.link_id, self.now), app

    @precondition(lambda self: any(self.shown))
    @rule(which=BROWSERS, outcome=OUTCOMES, right_app=st.sampled_from((True, True, True, False)))
    def stands_before_the_face(self, which: int, outcome: FaceOutcome, right_app: bool) -> None:
        """By the code that this browser shows, if it does, though its attempt or its time may be over."""
        shown, app = self.shown[which], self.before[which] if right_app else self.before[which].other
        if shown is None:
            return
        with self.services.store.write() as connection:
            face_checks.decide(connection, id_of(self.services, LIU), outcome)
        result = (self.services.bureau.faces if app is App.bureau else self.services.faces).check(shown[0], ADDRESS)
        if not self.alive(which):
            assert result == Refused(RefusalCode.face_unknown)
            self.forgets_the_face(which)
        elif not right_app:
            assert result == Refused(RefusalCode.wrong_app)
        elif self.face[which] or self.looked[which] or not self.now < shown[1] + timedelta(seconds=180):
            assert result == Refused(RefusalCode.face_unknown)
        elif self.locked():
            assert isinstance(result, Refused)
            assert result.code is RefusalCode.locked
        else:
            assert isinstance(result, FacePage)
            assert result.state.value == outcome.value
            self.looked[which], self.face[which] = True, outcome is FaceOutcome.passed
            if outcome is FaceOutcome.passed:
                self.wrong["face"] = []
            elif outcome is FaceOutcome.other_person:
                self.failed("face")

    @rule(which=BROWSERS)
    def goes_in_by_the_face(self, which: int) -> None:
        result = self.services.bureau.attempts.by_face(self.browsers[which].held, Seat("", ADDRESS))
        if not self.face[which] or not self.alive(which):
            assert result == Refused(RefusalCode.out_of_order if self.alive(which) else RefusalCode.flow_ended)
        elif self.locked():
            assert told(result) == ("second.locked", "BJ-43")
        elif self.at[which] and not self.tied:
            assert result == Refused(RefusalCode.no_tie)
        else:
            self.is_in(which, result)

    @precondition(lambda self: any(self.second[which] and self.alive(which) for which in (0, 1)))
    @rule()
    def somebody_else_is_wrong_until_it_is_locked(self) -> None:
        while not self.locked():
            assert isinstance(self.runner.run(comer(self.services).first(WRONG)), Refused)
            self.failed("password")

    @rule(tied=st.booleans())
    def the_register_changes(self, tied: bool) -> None:
        whom = id_of(self.services, LIU) if tied else None
        assert self.services.register.name(unit_id_of(self.services, B1), Role.legal_representative, whom) is None
        self.tied = tied

    @rule(seconds=PAUSES)
    def time_passes(self, seconds: int) -> None:
        self.runner.run(self.clock.advance(seconds))

    def is_in(self, which: int, result: object) -> None:
        assert isinstance(result, LoggedIn)
        capacity = self.services.bureau.capacities.find(session_of(self.services, result))
        assert (capacity.unit and capacity.unit.taxpayer_id) == (self.at[which] or None)
        self.begun[which], self.second[which], self.good[which] = None, False, None
        self.forgets_the_face(which)

    def forgets_the_face(self, which: int) -> None:
        self.shown[which], self.looked[which], self.face[which] = None, False, False

    def due(self, which: int, result: object) -> bool:
        """Whether a second factor is looked at; that it was exactly where it had to be."""
        if not self.alive(which):
            assert result == Refused(RefusalCode.flow_ended)
        elif not self.second[which] or self.face[which]:
            assert result == Refused(RefusalCode.out_of_order)
        elif self.locked():
            assert isinstance(result, Refused)
            assert result.code is RefusalCode.locked
        else:
            return True
        return False


@pytest.fixture
def machine() -> Iterator[type[Attempts]]:
    Attempts.clock = ManualClock()
    Attempts.services = put_together(ServerSettings(hash_cost=CHEAP), open_store(None), Attempts.clock)
    world.lay(Attempts.services, read_world(None))
    with Attempts.services.store.write() as connection:
        Attempts.laid = rows.dump(connection)
    with asyncio.Runner() as runner:
        Attempts.runner = runner
        yield Attempts
        runner.run(Attempts.services.close())


def test_attempts_are_as_their_model(machine: type[Attempts]) -> None:
    chosen = settings(max_examples=30, stateful_step_count=40, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=chosen)
