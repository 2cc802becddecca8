"""Whatever goes wrong on demand, and in whatever order: the server stays whole, and the limits of guessing hold (LOG-09, LCK-2)."""

import asyncio
import logging
from dataclasses import dataclass, replace

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from etax_client.domain.testing.scenarios import Kind, Scenario
from etax_client.wire import paths
from etax_client.wire.control.faults import SCENARIO_HEADER
from tests.domain.testing.test_scenarios import SCENARIOS
from tests.server.running import UNSHRUNK, WRONG, Caller
from tests.server.testing.faults import Trainer, open_door

UNDONE = (Kind.status, Kind.drop)
"""Faults under which the server does nothing at all."""
AT_ONCE = SCENARIOS.map(lambda scenario: replace(scenario, delay=0, jitter=0)).filter(lambda scenario: scenario.kind is not Kind.delay)
"""The clock stands still in these tests, so nothing waits."""


@dataclass(frozen=True)
class Step:
    """A guess, under what goes wrong with it; asked for beforehand or by its own header."""

    unit: bool
    scenario: Scenario | None
    by_header: bool


STEPS = st.lists(st.builds(Step, st.booleans(), st.none() | AT_ONCE, st.booleans()), min_size=1, max_size=16)


class Loud(logging.Handler):
    """Holds whatever anyone calls an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name}: {record.getMessage()}")


@settings(max_examples=25, phases=UNSHRUNK)
@given(STEPS)
def test_no_fault_lets_a_sixth_guess_be_compared_or_upsets_the_server(steps: list[Step]) -> None:
    """Exactly those guesses count that reached the server, whether or not anyone heard of it; after five of them none is compared."""
    loud, root = Loud(), logging.getLogger()
    root.addHandler(loud)
    try:
        asyncio.run(_guess(steps))
    finally:
        root.removeHandler(loud)
    assert loud.heard == []


async def _guess(steps: list[Step]) -> None:
    async with open_door() as tester:
        compared = tester.server.compared
        clerk, stranger = await tester.server.signed_in("wangfang"), tester.server.caller()
        [unit, *_] = await clerk.unit_ids()
        compared.clear()
        reached = {True: 0, False: 0}
        for step in steps:
            before = len(compared)
            await _take(step, tester, clerk if step.unit else stranger, unit)
            reached[step.unit] += step.scenario is None or step.scenario.kind not in UNDONE
            assert len(compared) - before <= 1
            assert len(compared) == sum(min(5, count) for count in reached.values())
        await tester.http.delete("/control/faults")
        for is_unit, count in reached.items():
            reply = await (clerk.solved_verify(unit, WRONG) if is_unit else stranger.solved_login("liming", WRONG))
            assert reply.json()["attempts_left"] == max(0, 4 - count)
            assert (reply.status_code == 423) is (count >= 4)


async def _take(step: Step, tester: Trainer, caller: Caller, unit: int) -> None:
    """One guess, solved captcha and all; nothing but the guess itself meets the fault."""
    path = paths.unit_verification(unit) if step.unit else paths.SESSIONS
    headers = {}
    captcha = await caller.captcha("unit_verification" if step.unit else "login")
    if step.scenario is not None and step.by_header:
        headers[SCENARIO_HEADER] = str(step.scenario)
    elif step.scenario is not None:
        await tester.fault(str(step.scenario), path, method="POST", count=1)
    secret = {"declaration_password": WRONG} if step.unit else {"account": "liming", "password": WRONG}
    try:
        await caller.http.post(path, json={**secret, "captcha": captcha}, headers=headers)
    except httpx.RemoteProtocolError:
        assert step.scenario is not None
        assert step.scenario.kind in (Kind.drop, Kind.lose_answer, Kind.truncate)
