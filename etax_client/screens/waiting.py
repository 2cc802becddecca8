"""The look of a button while its request is under way: nothing for 300 ms, then it says what is going on (looks.md)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from etax_client.clock import Clock
from etax_client.texts.words import Phrase
from etax_client.widgets.push_button import PushButton

_PATIENCE = 0.3


@asynccontextmanager
async def waiting(clock: Clock, button: PushButton, phrase: Phrase) -> AsyncIterator[None]:
    """Hold the button for the time of a request."""
    button.hold()
    saying = asyncio.create_task(_say_later(clock, button, phrase))
    try:
        yield
    finally:
        saying.cancel()
        button.ready()


async def _say_later(clock: Clock, button: PushButton, phrase: Phrase) -> None:
    await clock.sleep(_PATIENCE)
    button.wait(phrase)
