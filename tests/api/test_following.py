"""The client's clock in step with a server whose time testers steer."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from etax_client.api.carrier import Accident, Reply, Unreachable, Why
from etax_client.api.etax import Etax
from etax_client.api.following import follow
from etax_client.clock import FollowingClock, ManualClock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.servers.server_info import ServerTime
from etax_client.wire import problems, spelling
from tests.api.scripted import Scripted


def told(time: ServerTime) -> Reply:
    return Reply(200, "application/json", spelling.write(time))


NOT_STEERED = Reply(404, problems.MEDIA_TYPE, spelling.write(problems.to_problem(Refused(RefusalCode.not_found))))


class InTurn(Scripted):
    """Gives each outcome once."""

    def __init__(self, *outcomes: Reply | Accident) -> None:
        super().__init__(outcomes[0])
        self._left = list(outcomes)

    async def send(self, method: str, path: str, **more: Any) -> Reply:
        self._outcome = self._left.pop(0)
        return await super().send(method, path, **more)


async def test_it_follows_until_the_time_is_nobodys_to_steer() -> None:
    real = ManualClock()
    clock = FollowingClock(real)
    start = real.now()
    steered = ServerTime(start, 1, "a"), ServerTime(start + timedelta(hours=2), 0, "b")
    carrier = InTurn(*map(told, steered), NOT_STEERED)
    await follow(Etax(carrier, lambda: None), clock)
    assert clock.now() == start + timedelta(hours=2)
    assert [asked.query for asked in carrier.asked] == [
        {"wait": "25"},
        {"wait": "25", "seen": "a"},
        {"wait": "25", "seen": "b"},
    ]


async def test_a_server_that_is_away_is_asked_again_after_a_pause() -> None:
    real = ManualClock()
    clock = FollowingClock(real)
    carrier = InTurn(Unreachable(Why.lost, sent=True), NOT_STEERED)
    following = asyncio.create_task(follow(Etax(carrier, lambda: None), clock))
    await real.advance(1)
    assert len(carrier.asked) == 1
    await real.advance(1)
    await following
    assert len(carrier.asked) == 2


async def test_a_server_that_does_not_wait_is_not_asked_without_end() -> None:
    real = ManualClock()
    clock = FollowingClock(real)
    carrier = Scripted(told(ServerTime(real.now(), 1, "a")))
    following = asyncio.create_task(follow(Etax(carrier, lambda: None), clock))
    for _ in range(100):
        await asyncio.sleep(0)
    assert len(carrier.asked) == 2
    following.cancel()


@pytest.mark.parametrize("odd", [{"now": "9999-12-31T23:59:59Z"}, {"now": "2026-11-20T02:00:00"}, {"rate": -1}, {"rate": 10**9}])
async def test_a_time_that_no_clock_can_go_on_from_is_garbled(odd: dict[str, object]) -> None:
    """TUI-3: the client lives, and asks again later."""
    real = ManualClock()
    clock = FollowingClock(real)
    said = {"now": "2026-11-20T02:00:00Z", "rate": 1, "revision": "a", **odd}
    carrier = InTurn(Reply(200, "application/json", spelling.write(said)), NOT_STEERED)
    following = asyncio.create_task(follow(Etax(carrier, lambda: None), clock))
    await real.advance(2)
    await following
    assert clock.now() == real.now()
