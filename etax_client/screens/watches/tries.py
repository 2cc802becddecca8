"""How a watch asks again and again: at once while the server waits with its answers, else after pauses that grow."""

from collections.abc import Awaitable
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from etax_client.api.carrier import Accident, attempt
from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused

T = TypeVar("T")
_FIRST = 1.0
_PASSING = (RefusalCode.slow_down, RefusalCode.too_many, RefusalCode.busy, RefusalCode.unavailable)
"""Refusals that are over after a while."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The server can't be reached; it is tried again."""


class Tries:
    """For `seconds` from now on; a pause is twice the one before, `longest` at most."""

    def __init__(self, clock: Clock, seconds: float = inf, longest: float = 8.0) -> None:
        self._clock = clock
        self._end = clock.monotonic() + seconds
        self._longest = longest
        self._asked = 0.0
        self._pause = _FIRST

    @property
    def left(self) -> float:
        """Seconds; 0 or less once the time is over."""
        return self._end - self._clock.monotonic()

    @property
    def waited(self) -> bool:
        """Whether the server waited with its last answer: one that does not must not be asked without end."""
        return self._clock.monotonic() - self._asked >= _FIRST

    async def ask(self, request: Awaitable[T]) -> T | Accident:
        self._asked = self._clock.monotonic()
        return await attempt(request)

    async def answered(self, *, news: bool = False) -> None:
        """All is well: what comes next is asked at once, if the server waits or had news."""
        self._pause = _FIRST
        if not (news or self.waited):
            await self._clock.sleep(_FIRST)

    async def pause(self, outcome: object) -> None:
        """Before the next try: as long as the server asks for, else longer each time, and no longer than there is time."""
        asked_for = outcome.retry_after if isinstance(outcome, Refused) else None
        if asked_for is not None:
            await self._clock.sleep(min(self.left, max(asked_for, _FIRST)))
            return
        await self._clock.sleep(min(self.left, self._pause))
        self._pause = min(2 * self._pause, self._longest)


def is_final(refused: Refused) -> bool:
    """Whether it does not pass by itself."""
    return refused.code not in _PASSING
