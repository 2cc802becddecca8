"""A client under Textual's Pilot, with a clock that the test moves: what every verb of a test is made of."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from textual._queue import Queue
from textual.events import Key, Paste
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from etax_client.app import EtaxApp
from etax_client.clock import ManualClock
from etax_client.testing.carriers import WatchedCarrier
from etax_client.wire import paths

S = TypeVar("S", bound=Screen[Any])

_QUIET = 2
"""Rounds in which nothing happens."""
_HOPS = 40
"""Turns of the event loop that a round takes at most: less than that is what an answer in one process takes until it is shown."""
_GRAIN, _LAST = 0.01, 3.0
"""Seconds of a step at least, and how many are taken step by step."""
_TURNS = 3000
PATIENCE = 10.0
"""Real seconds that `wait_for` waits at most."""


@dataclass(repr=False)
class Driver:
    """`carrier` is the line between this client and its server."""

    app: EtaxApp
    pilot: Pilot[int]
    clock: ManualClock
    carrier: WatchedCarrier

    @property
    def screen(self) -> Screen[object]:
        return self.app.screen

    def rows(self) -> list[str]:
        """The screen as rows of text, as a terminal shows them."""
        lines = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in lines]

    def screen_text(self) -> str:
        return "\n".join(self.rows())

    async def settle(self) -> None:
        """Until no request is under way and nothing is left to paint; what waits for time or for news goes on waiting."""
        quiet = 0
        for _ in range(_TURNS):
            await self.app.ahead.all_handed_on()
            if not self._busy():
                await self.app.animator.wait_until_complete()
                with self.app._context():  # another client may run beside this one
                    for screen in (*self.app._background_screens, self.app.screen):
                        screen._on_timer_update()  # now, and not at the next sixtieth of a second
                await _rest()
            quiet = 0 if self._busy() or self._stirring() else quiet + 1
            if quiet > _QUIET:
                return
            if quiet == 0:
                await asyncio.sleep(0.001)
        raise AssertionError("the screen does not settle:\n" + self.screen_text())

    async def wait_for(self, *texts: str) -> None:
        """Settle until one of these texts stands in a row of the screen; for what another machine does in its own time."""
        await self.until(lambda: any(text in row for row in self.rows() for text in texts), " | ".join(texts))

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Settle until something is `true`. Raises AssertionError with the screen, saying `what` never came."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.settle()
                while not true():
                    await asyncio.sleep(0.001)
                    await self.settle()
        except TimeoutError:
            raise AssertionError(f"{what} never came:\n{self.screen_text()}") from None

    async def press(self, *keys: str) -> None:
        """Keys by Textual's names ("enter", "f2", "down"), each when nothing is left to do for the one before, then settle.

        Pilot's own `press` waits 40 ms of real time after each key.
        """
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            self.app.post_message(Key(name, key_to_character(name)))
            await self.settle()

    async def paste(self, text: str) -> None:
        """Long text at once into what has the focus, as a terminal's paste; key by key takes as long for each."""
        focused = self.app.screen.focused
        assert focused is not None, "nothing has the focus:\n" + self.screen_text()  # noqa: S101
        focused.post_message(Paste(text))
        await self.settle()

    async def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass, for client and server alike: locks, codes and sessions end, countdowns go on. No real time passes."""
        left = seconds + 60 * minutes + 3600 * hours
        while left > 0:
            step = self._step(left)
            left -= step
            await self.clock.advance(step)
            await _rest()
        await self.settle()

    def on(self, kind: type[S]) -> S:
        """The screen that is shown, which must be of this kind. Raises AssertionError."""
        screen: Screen[Any] = self.app.screen
        if not isinstance(screen, kind):
            raise AssertionError(f"{kind.__name__} is not what is shown:\n{self.screen_text()}")
        return screen

    async def fill(self, selector: str, text: str) -> None:
        """Put `text` in place of what stands in a field of the screen that is shown."""
        self.app.screen.query_one(selector, Widget).focus()
        await self.press("ctrl+u")
        await self.paste(text)

    def _step(self, left: float) -> float:
        """At once, but for the last seconds: whoever was late for what came before is in time there, and what is shown is right.

        A poll for a QR ticket is followed by the next one: there from one moment at which somebody wakes to the next, all the way.
        """
        if left > _LAST and not self.carrier.polls[paths.QR_TICKET]:
            return left - _LAST
        return min(left, max(self.clock.next_wake(), _GRAIN))

    def _busy(self) -> bool:
        if self.carrier.gate is not None and self.carrier.under_way:
            return False
        errands = any(worker.group.startswith("errand") and worker.is_running for worker in self.app.workers)
        return errands or bool(self.carrier.under_way)

    def _stirring(self) -> bool:
        """Whether something is known to have messages to read, or to be painted anew."""
        screen = self.app.screen
        painting = screen._layout_required or screen._scroll_required or screen._repaint_required or screen._dirty_widgets
        if painting or screen._callbacks:  # what is to be done after the next painting
            return True
        nodes = (self.app, *screen.walk_children(with_self=True))
        return any(node._running and (node._next_callbacks or not _waits(node._message_queue)) for node in nodes)


def _waits(queue: Queue[Any]) -> bool:
    """Whether its reader has done all that there was; Pilot's `pause` asks each by a message, which costs far more."""
    return bool(queue.ready_event._waiters) and queue.empty()


async def _rest() -> None:
    """Until the event loop has nothing left to run; what waits for time, for another machine or for news goes on waiting."""
    ready = getattr(asyncio.get_running_loop(), "_ready", (None,))  # a loop that does not tell is given all the turns
    for _ in range(_HOPS):
        await asyncio.sleep(0)
        if not ready:
            return
