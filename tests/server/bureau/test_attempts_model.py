"""Whatever is done in whatever order: nobody is in but by both factors of one attempt, under no lock, nor at a unit without a tie.

BJ-14, BJ-32, BJ-34, BJ-42, REG-1.
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
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.spans import UntilMidnight
from etax_client.domain.units.units import Role
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.settings import ServerSettings
from etax_client.server.store import rows
from etax_client.server.store.database import open_store
from etax_client.server.world import world
from etax_client.server.world.world_file import read_world
from tests.server.bureau.attempting import LIU, comer, id_of, other_than
from tests.server.bureau.tying import B1, B4, session_of, unit_id_of
from tests.server.running import CHEAP, PASSWORD, UNSHRUNK, WRONG

BROWSERS = st.sampled_from((0, 1))
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
        self.wrong: dict[str, list[datetime]] = {"password": [], "code": []}

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
            self.second[which], self.wrong["password"], self.at[which] = True, [], unit
        else:
            assert isinstance(result, Refused)
            self.failed("password")
            assert result.code is (RefusalCode.locked if self.locked() else RefusalCode.wrong_credentials)
            if self.alive(which):
                self.second[which], self.good[which] = False, None

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
        if self.alive(which) and self.second[which]:
            assert not isinstance(result, Refused)
            self.second[which] = False
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
            assert isinstance(result, LoggedIn)
            capacity = self.services.bureau.capacities.find(session_of(self.services, result))
            assert (capacity.unit and capacity.unit.taxpayer_id) == (self.at[which] or None)
            self.begun[which], self.second[which], self.good[which], self.wrong["code"] = None, False, None, []
            return
        assert isinstance(result, Refused)
        if is_good:
            self.failed("code")
            assert result.code in (RefusalCode.wrong_code, RefusalCode.locked)
        else:
            assert result.code in (RefusalCode.code_void, RefusalCode.too_many)

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

    def due(self, which: int, result: object) -> bool:
        """Whether a second factor is looked at; that it was exactly where it had to be."""
        if not self.alive(which):
            assert result == Refused(RefusalCode.flow_ended)
        elif not self.second[which]:
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
