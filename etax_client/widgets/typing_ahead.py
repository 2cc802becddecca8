"""Keys, pastes and clicks are handed on one at a time: what is typed ahead lands where it was meant, however slow the machine is.

Textual gives a key to whatever has the focus at that moment, and what the key does comes after it, in messages from part to part of the
screen. So the next one waits until all that is done. Nothing here measures time.
"""

import asyncio
from collections import deque
from collections.abc import Sized
from typing import Any, cast

from textual import events
from textual.app import App
from textual.message_pump import MessagePump


class TypingAhead:
    """Says of each event from the terminal whether its turn has come; until then it is kept, and posted to the app again in its turn."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._kept: deque[events.Event] = deque()
        self._due: events.Event | None = None
        self._handing_on: asyncio.Task[None] | None = None

    def is_due(self, event: events.Event) -> bool:
        """Whether the app shall handle it now."""
        if event is self._due:
            self._due = None
            return True
        if self._handing_on is None:
            if isinstance(event, events.MouseMove):  # it moves no focus, and comes with each cell that a pointer crosses
                return True
            self._handing_on = asyncio.create_task(self._hand_on())
        self._kept.append(event)
        return False

    async def all_handed_on(self) -> None:
        """Wait until nothing is kept any more."""
        while self._handing_on is not None:
            await asyncio.wait([self._handing_on])

    async def _hand_on(self) -> None:
        try:
            while self._kept:
                await self._done()
                self._due = self._kept.popleft()
                self._app.post_message(self._due)
        finally:
            self._handing_on = None

    async def _done(self) -> None:
        """Until nothing in the event loop could go on by itself, and every part of the app waits for a message.

        What then still goes on waits for time, for the network or for the user: no key is held up for that.
        """
        busy: MessagePump | None = self._app
        while busy is not None:
            while _could_go_on():
                await asyncio.sleep(0)
            busy = next((pump for pump in (self._app, *self._app._registry) if _is_handling(pump)), None)
            if busy is not None and not await _caught_up(busy):
                return


async def _caught_up(pump: MessagePump) -> bool:
    """Wait until a part has handled all messages that it has; False if it is at its end."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    if not pump.call_later(done.set_result, None):
        return False
    ends = [] if pump._task is None else [pump._task]  # an app is run by whoever started it
    await asyncio.wait([done, *ends], return_when=asyncio.FIRST_COMPLETED)
    return done.done()


def _could_go_on() -> bool:
    """Whether anything but the asking task is ready to run."""
    return bool(cast("Sized", getattr(asyncio.get_running_loop(), "_ready")))  # noqa: B009


def _is_handling(pump: MessagePump) -> bool:
    """Whether a part is in the middle of a message; asked when nothing could go on, so that it waits there for something."""
    return pump.is_running and not pump._closing and not pump._message_queue.ready_event._waiters
