"""Keys, pastes and clicks are handed on one at a time: what is typed ahead lands where it was meant, however slow machine and server are.

Textual gives a key to whatever has the focus at that moment, and what the key does comes after it, in messages from part to part of the
screen, or when a server has answered. So the next one waits until all that is done. Nothing here measures time.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence, Sized
from typing import Any, cast

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.worker import Worker

_AT_ONCE = ("escape", "f1", "f9", "f10", "ctrl+q")
"""Keys that wait for no answer: to give up, to get help, the phone or the pages, to quit."""


class TypingAhead:
    """Says of each event from the terminal whether its turn has come; until then it is kept, and posted to the app again in its turn.

    `awaited` are the workers that such an event waits for; `said` is called when keys were dropped that waited.
    """

    def __init__(self, app: App[Any], awaited: Callable[[events.Event], Sequence[Worker[Any]]], said: Callable[[], None]) -> None:
        self._app = app
        self._awaited = awaited
        self._said = said
        self._kept: deque[events.Event] = deque()
        self._due: events.Event | None = None
        self._handing_on: asyncio.Task[None] | None = None
        self._come = asyncio.Event()
        """Set by whatever may end the waiting but the answer itself."""
        self._waits = asyncio.Event()

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
        self._come.set()
        return False

    def look_again(self, _: object = None) -> None:
        """Another screen is shown: what is typed may wait for something else there."""
        self._come.set()

    def drop(self) -> None:
        """Forget what was typed for something that has not come, and say so."""
        self._forget(len(self._kept))

    async def all_handed_on(self) -> None:
        """Wait until nothing is kept any more but what waits for an answer."""
        while self._handing_on is not None and not self._waits.is_set():
            await _first(self._handing_on, or_=self._waits)

    async def _hand_on(self) -> None:
        try:
            while self._kept:
                await self._done()
                awaited = self._awaited(self._kept[0]) if self._kept else ()
                place = next((place for place, event in enumerate(self._kept) if not awaited or _goes_at_once(event)), None)
                if place is not None:
                    self._hand_on_from(place)
                elif self._kept:
                    await self._wait_for(awaited)
        finally:
            self._handing_on = None

    def _hand_on_from(self, place: int) -> None:
        event = self._kept[place]
        del self._kept[place]
        if isinstance(event, events.Key | events.MouseDown):  # whoever turns to this no longer means what they typed before
            self._forget(place)
        self._due = event
        self._app.post_message(event)

    def _forget(self, count: int) -> None:
        """Drop the keys and pastes among the first so many events."""
        first = [self._kept.popleft() for _ in range(count)]
        stay = [event for event in first if not isinstance(event, events.Key | events.Paste)]
        self._kept.extendleft(reversed(stay))
        if len(stay) < count:
            self._said()

    async def _wait_for(self, awaited: Sequence[Worker[Any]]) -> None:
        """Until one of the answers is there, or something has come that may go at once."""
        self._come.clear()
        self._waits.set()
        try:
            ends = [worker._task for worker in awaited if worker._task is not None]
            await _first(*ends, or_=self._come)
        finally:
            self._waits.clear()

    async def _done(self) -> None:
        """Until nothing in the event loop could go on by itself, and every part of the app waits for a message.

        What then still goes on waits for time, for the network or for the user.
        """
        busy: MessagePump | None = self._app
        while busy is not None:
            while _could_go_on():
                await asyncio.sleep(0)
            busy = next((pump for pump in (self._app, *self._app._registry) if _is_handling(pump)), None)
            if busy is not None and not await _caught_up(busy):
                return


def _goes_at_once(event: events.Event) -> bool:
    return isinstance(event, events.MouseEvent) or (isinstance(event, events.Key) and event.key in _AT_ONCE)


async def _first(*ends: asyncio.Task[Any], or_: asyncio.Event) -> None:
    """Until one of the tasks is at its end, or something has happened."""
    happening = asyncio.ensure_future(or_.wait())
    await asyncio.wait([*ends, happening], return_when=asyncio.FIRST_COMPLETED)
    happening.cancel()


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
