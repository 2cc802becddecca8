"""How it looks that work is under way, or done: nothing for 300 ms, then what is going on is said; that F5 has read anew (looks.md)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from etax_client.clock import Clock
from etax_client.domain.spans import SHANGHAI
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

PATIENCE = 0.3
"""Seconds before a request under way is told of."""


@asynccontextmanager
async def waiting(clock: Clock, button: PushButton, said: Phrase) -> AsyncIterator[None]:
    """Hold the button for the time of a request, and say it there."""
    button.hold()
    saying = asyncio.create_task(_say_later(clock, partial(button.wait, said)))
    try:
        yield
    finally:
        saying.cancel()
        button.ready()


@asynccontextmanager
async def telling(clock: Clock, line: Said, said: Phrase) -> AsyncIterator[None]:
    """Say it in a line where no button was pressed; afterwards what stood there stands there again, unless something else has been said."""
    before = line.phrase
    saying = asyncio.create_task(_say_later(clock, partial(line.say, said)))
    try:
        yield
    finally:
        saying.cancel()
        if line.phrase == said:
            line.say(before)


def reloaded(now: datetime) -> Phrase:
    """For where nothing else on the screen may change."""
    return phrase("key.reloaded", at=now.astimezone(ZoneInfo(SHANGHAI)).strftime("%H:%M:%S"))


async def _say_later(clock: Clock, say: Callable[[], None]) -> None:
    await clock.sleep(PATIENCE)
    say()
