"""Time, handed in: nobody else asks the system for it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol


class Clock(Protocol):
    """What needs the time takes one of these."""

    def now(self) -> datetime:
        """The time of day, aware, UTC."""

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back, whatever happens to the time of day (CLK-3)."""

    async def sleep(self, seconds: float) -> None:
        """Return when so many of this clock's seconds have passed."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def since_boot() -> float:
    """Seconds since the machine started, its suspended time included where the system counts it; no setting of the clock moves it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class SteadyClock:
    """A server's clock: where it started, plus the time since; a running server ignores jumps of the time of day (CLK-1).

    `start` is the later of the time of day and the latest moment that the server has ever acted upon.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._origin = since_boot()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=since_boot() - self._origin)

    def monotonic(self) -> float:
        return since_boot()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


_ROUNDING = 1e-6
"""Seconds that no sleep is worth."""


class FollowingClock:
    """A client's clock that keeps in step with a server whose time testers steer; until it is told of one it is the `real` one.

    Told of a time that was set back, `monotonic` goes back as well: what counts down has so much more before it.
    """

    def __init__(self, real: Clock) -> None:
        self.real = real
        self._anchor = self._shown = real.monotonic()
        self._rate = 1
        self._server: datetime | None = None
        self._steered = asyncio.Event()

    def now(self) -> datetime:
        return self.real.now() if self._server is None else self._server + timedelta(seconds=self.monotonic() - self._shown)

    def monotonic(self) -> float:
        return self._shown + (self.real.monotonic() - self._anchor) * self._rate

    def follow(self, now: datetime, rate: int) -> None:
        """The server's clock shows `now`, and goes `rate` times as fast as the real one; 0 stands still."""
        jump = 0.0 if self._server is None else (now - self.now()).total_seconds()
        self._shown, self._anchor = self.monotonic() + jump, self.real.monotonic()
        self._server, self._rate = now, rate
        self._steered.set()
        self._steered = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        end = self.monotonic() + seconds
        if seconds <= 0:
            await asyncio.sleep(0)
        while (left := end - self.monotonic()) > _ROUNDING:
            waiting: list[asyncio.Future[Any]] = [asyncio.create_task(self._steered.wait())]
            if self._rate:
                waiting.append(asyncio.create_task(self._real_sleep(left / self._rate)))
            try:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in waiting:
                    task.cancel()

    async def _real_sleep(self, seconds: float) -> None:
        await self.real.sleep(seconds)


class ManualClock:
    """A clock that stands still until it is told to advance; sleepers wake in the order of their times."""

    def __init__(self, start: datetime = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)) -> None:
        self._start = start
        self._elapsed = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._waiting(self._elapsed + seconds, future):
            await future

    @contextmanager
    def _waiting(self, wake: float, future: asyncio.Future[None]) -> Iterator[None]:
        entry = (wake, future)
        self._sleepers.append(entry)
        try:
            yield
        finally:
            if entry in self._sleepers:
                self._sleepers.remove(entry)

    def next_wake(self) -> float:
        """Seconds until somebody wakes; infinite if nobody sleeps."""
        return min((wake for wake, _ in self._sleepers), default=float("inf")) - self._elapsed

    async def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> None:
        """Let so much time pass; whoever sleeps wakes at its own moment and may sleep again."""
        target = self._elapsed + seconds + 60 * minutes + 3600 * hours
        while True:
            await _breathe()
            due = min((entry for entry in self._sleepers if entry[0] <= target), key=lambda entry: entry[0], default=None)
            if due is None:
                break
            self._elapsed = max(self._elapsed, due[0])
            self._sleepers.remove(due)
            if not due[1].done():
                due[1].set_result(None)
        self._elapsed = target
        await _breathe()


async def _breathe() -> None:
    for _ in range(3):
        await asyncio.sleep(0)
