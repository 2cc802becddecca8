"""The watch over an open unit before a server that is gone, strange, or does not wait (VER-04, TUI-3)."""

import asyncio
from collections.abc import Mapping

import pytest

from etax_client.api.carrier import Accident, Garbled, Reply, Unreachable, Why
from etax_client.api.etax import Etax
from etax_client.clock import ManualClock
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.screens.watches.unit_vigil import watch
from etax_client.wire import paths, problems, spelling

STILL_OPEN = Reply(204, "", b"")
GONE = Unreachable(Why.lost, sent=True)


def refused(code: RefusalCode, ended: EndReason | None = None, retry_after: int | None = None) -> Reply:
    problem = problems.to_problem(Refused(code, ended=ended, retry_after=retry_after))
    return Reply(problem.status, problems.MEDIA_TYPE, spelling.write(problem))


class Server:
    """Gives its outcomes in turn, the last one for ever, each `waits` seconds after it was asked; `asked` are the moments of that."""

    def __init__(self, clock: ManualClock, *outcomes: Reply | Accident, waits: float = 0) -> None:
        self.asked: list[float] = []
        self._clock = clock
        self._outcomes = list(outcomes)
        self._waits = waits

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        token: Secret | None = None,
        patience: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        assert (method, path, body, token) == ("GET", paths.unit_opening(7), None, Secret("token"))
        assert query == {"wait": str(LONGEST_WAIT)}
        assert patience is not None
        assert patience > LONGEST_WAIT, "the server's answer comes before the client gives up"
        self.asked.append(self._clock.monotonic())
        await self._clock.sleep(self._waits)
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, Accident):
            raise outcome
        return outcome

    async def close(self) -> None:
        """Nothing is open."""


def watching(server: Server, clock: ManualClock) -> "asyncio.Task[Refused]":
    return asyncio.create_task(watch(Etax(server, lambda: Secret("token")), clock, 7))


async def stopped(task: "asyncio.Task[Refused]") -> None:
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("code", "ended"),
    [(RefusalCode.unit_closed, None), (RefusalCode.unit_not_listed, None), (RefusalCode.session_ended, EndReason.idle)],
)
async def test_it_ends_with_the_unit_or_the_session(code: RefusalCode, ended: EndReason | None) -> None:
    clock = ManualClock()
    server = Server(clock, STILL_OPEN, refused(code, ended), waits=25)
    task = watching(server, clock)
    await clock.advance(49)
    assert not task.done()
    await clock.advance(1)
    assert await task == Refused(code, ended=ended)
    assert server.asked == [0, 25], "no pause between polls that were held"


async def test_a_server_that_is_gone_is_asked_again_with_growing_pauses() -> None:
    """At most every 30 seconds, and as soon as it is back what has become of the unit is known."""
    clock = ManualClock()
    server = Server(clock, *[GONE] * 7, Unreachable(Why.refused, sent=False), refused(RefusalCode.unit_closed))
    task = watching(server, clock)
    await clock.advance(200)
    assert server.asked == [0, 1, 3, 7, 15, 31, 61, 91, 121]
    assert (await task).code is RefusalCode.unit_closed


async def test_a_server_that_came_back_is_asked_without_a_pause_again() -> None:
    """The next trouble begins with a short pause."""
    clock = ManualClock()
    held = Server(clock, GONE, GONE, STILL_OPEN, GONE, STILL_OPEN, waits=10)
    task = watching(held, clock)
    await clock.advance(60)
    assert held.asked == [0, 11, 23, 33, 44, 54]
    await stopped(task)


@pytest.mark.parametrize(
    "outcome",
    [
        STILL_OPEN,
        Garbled("size"),
        Reply(200, "text/html", b"<html>"),
        refused(RefusalCode.too_many),
        refused(RefusalCode.unavailable),
        refused(RefusalCode.not_found),
    ],
    ids=lambda outcome: repr(outcome)[:40],
)
async def test_a_server_that_does_not_wait_is_not_asked_without_end(outcome: Reply | Accident) -> None:
    """What it says at once is followed by pauses that grow; nothing of it closes the unit."""
    clock = ManualClock()
    server = Server(clock, outcome)
    task = watching(server, clock)
    await clock.advance(600)
    assert 20 < len(server.asked) < 30
    await stopped(task)


async def test_a_server_that_says_when_is_asked_then() -> None:
    """As in the other watches: no sooner and no later, however often it says so."""
    clock = ManualClock()
    server = Server(clock, *[refused(RefusalCode.busy, retry_after=7)] * 3, refused(RefusalCode.unit_closed))
    task = watching(server, clock)
    await clock.advance(30)
    assert server.asked == [0, 7, 14, 21]
    assert (await task).code is RefusalCode.unit_closed


async def test_leaving_the_screen_ends_the_poll_at_once() -> None:
    clock = ManualClock()
    server = Server(clock, STILL_OPEN, waits=25)
    task = watching(server, clock)
    await clock.advance(5)
    await stopped(task)
    await clock.advance(100)
    assert server.asked == [0]
