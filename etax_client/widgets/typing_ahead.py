"""Keys that move the focus are finished before the next is looked at: a password typed ahead never lands in the field before its own."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.dom import DOMNode
from textual.message_pump import MessagePump

_FOCUS_KEYS = frozenset({"tab", "shift+tab", "enter", "escape", "up", "down", "f3"})
_LONGEST = 0.3
"""Seconds; a key whose work takes longer (a request, a dialog) holds nothing up."""


class TypingAhead:
    """Takes each key and paste from the terminal; `give` hands one on, `focused` says who will get it."""

    def __init__(self, give: Callable[[events.Event], Awaitable[None]], focused: Callable[[], DOMNode | None]) -> None:
        self._give = give
        self._focused = focused
        self._held: deque[events.Event] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def take(self, event: events.Event) -> None:
        if self._draining is not None and not self._draining.done():
            self._held.append(event)
        elif _moves_focus(event):
            self._held.append(event)
            self._draining = asyncio.create_task(self._drain())
        else:
            await self._give(event)

    async def _drain(self) -> None:
        while self._held:
            event, node = self._held.popleft(), self._focused()
            await self._give(event)
            if _moves_focus(event) and node is not None:
                await _finished(node)


def _moves_focus(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.key in _FOCUS_KEYS


async def _finished(node: DOMNode) -> None:
    """Wait until what was given to a node has been handled by it and all above it, with the messages that it caused."""
    chain = [above for above in node.ancestors_with_self if above.is_running]
    try:
        async with asyncio.timeout(_LONGEST):
            for _ in range(2):  # once for the key itself, once for what it made the node say
                for pump in chain:
                    await _caught_up(pump)
    except TimeoutError:
        return


async def _caught_up(pump: MessagePump) -> None:
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
