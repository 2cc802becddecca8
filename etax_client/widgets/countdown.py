"""A line that tells how much time is left, once a second, and says when it is over."""

import math
from functools import partial

from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker

from etax_client.clock import Clock
from etax_client.texts.words import Words
from etax_client.widgets.said import Told

_IN_HOURS = 3 * 3600
"""A lock of 120 minutes is still told in minutes (looks.md: 锁定 89:12)."""


def remaining(seconds: float) -> str:
    """m:ss below three hours, h:mm:ss from there; a started second counts as a whole one."""
    whole = max(0, math.ceil(seconds))
    if whole < _IN_HOURS:
        return f"{whole // 60}:{whole % 60:02}"
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


class Countdown(Widget):
    """Says `key` with `left` in it while it counts, and nothing otherwise; it counts by `clock` alone (CLK-3)."""

    DEFAULT_CSS = """
    Countdown { width: auto; height: 1; color: $foreground; text-wrap: nowrap; }
    """

    class Ended(Message):
        """The time is over. `stop` does not end it."""

        def __init__(self, countdown: "Countdown") -> None:
            super().__init__()
            self.countdown = countdown

        @property
        def control(self) -> "Countdown":
            return self.countdown

    def __init__(self, clock: Clock, words: Words, key: str, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._words = words
        self._key = key
        self._end: float | None = None
        self._counting: Worker[None] | None = None
        self._shown = ""

    @property
    def seconds(self) -> int:
        """How many are left; 0 when it does not count."""
        return 0 if self._end is None else max(0, math.ceil(self._end - self._clock.monotonic()))

    def start(self, seconds: float, key: str | None = None) -> None:
        """Count from now, from the start if it was counting; with `key` another text from now on."""
        self._key = key or self._key
        self._end = self._clock.monotonic() + seconds
        self.reword()
        # a callable: started twice at once, the first is cancelled before it runs, and a coroutine would complain of that
        self._counting = self.run_worker(partial(self._count, self._end), group="vigil", description="countdown", exclusive=True)

    def stop(self) -> None:
        """Say nothing any more."""
        self._end = None
        if self._counting is not None:
            self._counting.cancel()
        self.reword()

    def reword(self) -> None:
        text = "" if self._end is None else self._words.say(self._key, left=remaining(self.seconds))
        wider = Content(text).cell_length != Content(self._shown).cell_length
        self._shown = text
        self.refresh(layout=wider)

    def render(self) -> Told:
        return Told(self._shown)

    async def _count(self, end: float) -> None:
        while (left := end - self._clock.monotonic()) > 0:
            self.reword()
            await self._clock.sleep(left - (math.ceil(left) - 1))
        self._end = None
        self.reword()
        self.post_message(self.Ended(self))
