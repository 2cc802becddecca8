"""How it looks that a request is under way: nothing for 300 ms, then what is going on is said (looks.md)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from etax_client.clock import Clock
from etax_client.texts.words import Phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_PATIENCE = 0.3


@asynccontextmanager
async def waiting(clock: Clock, button: PushButton, phrase: Phrase) -> AsyncIterator[None]:
    """Hold the button for the time of a request, and say it there."""
    button.hold()
    saying = asyncio.create_task(_say_later(clock, partial(button.wait, phrase)))
    try:
        yield
    finally:
        saying.cancel()
        button.ready()


@asynccontextmanager
async def telling(clock: Clock, line: Said, phrase: Phrase) -> AsyncIterator[None]:
    """Say it in a line where no button was pressed; afterwards what stood there stands there again, unless something else has been said."""
    before = line.phrase
    saying = asyncio.create_task(_say_later(clock, partial(line.say, phrase)))
    try:
        yield
    finally:
        saying.cancel()
        if line.phrase == phrase:
            line.say(before)


async def _say_later(clock: Clock, say: Callable[[], None]) -> None:
    await clock.sleep(_PATIENCE)
    say()
