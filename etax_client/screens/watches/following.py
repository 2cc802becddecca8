"""How something at the server is followed: told when it is another than before, without asking again and again (FLW-03, FLW-04)."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from etax_client.api.carrier import Accident
from etax_client.clock import Clock
from etax_client.domain.refusals import Refused
from etax_client.screens.watches.tries import Tries

T = TypeVar("T")
S = TypeVar("S")
_LONGEST_PAUSE = 30.0
"""Seconds between two tries while the server is gone or does not wait."""


async def follow(
    clock: Clock, ask: Callable[[S | None], Awaitable[T | Refused]], mark: Callable[[T], S], seen: S | None, told: Callable[[T], None]
) -> None:
    """`ask` waits at the server for what has another `mark` than `seen`; it ends with its task alone."""
    tries = Tries(clock, longest=_LONGEST_PAUSE)
    while True:
        outcome = await tries.ask(ask(seen))
        if isinstance(outcome, Refused | Accident) or (mark(outcome) == seen and not tries.waited):
            await tries.pause(outcome)
            continue
        first = seen is None
        if mark(outcome) != seen:
            seen = mark(outcome)
            told(outcome)
        await tries.answered(news=first)
