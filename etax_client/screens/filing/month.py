"""A unit's month on a screen: read as the screen is seen, and followed while it is (FLW-04)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.screen import Screen
from textual.worker import Worker

from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.returns import MonthDesk, MonthReturn
from etax_client.screens.desk import Desk
from etax_client.screens.filing.asking import Asking
from etax_client.screens.watches import month_vigil
from etax_client.screens.work import Work
from etax_client.texts.words import phrase


class MonthOnScreen:
    """`show` is called with what is there, first and whenever it changes."""

    def __init__(self, desk: Desk, work: Work, screen: Screen[Any], asking: Asking, show: Callable[[MonthDesk], None]) -> None:
        self._desk = desk
        self._work = work
        self._screen = screen
        self._asking = asking
        self._show = show
        self.now: MonthDesk | None = None

    def read(self, then: Callable[[], None] = lambda: None) -> None:
        """What is there now, and what becomes of it from then on; `then` is called once it is shown."""
        reading = partial(self._read, then)  # a callable: asked twice at once, the first one never begins
        _: Worker[None] = self._screen.run_worker(reading, group="act-month", exclusive=True, description="month")

    def rest(self) -> None:
        """Nobody looks at it."""
        self._screen.workers.cancel_group(self._screen, "vigil-month")

    def one(self, kind: ReturnKind) -> MonthReturn | None:
        return None if self.now is None else next((each for each in self.now.returns if each.kind is kind), None)

    async def _read(self, then: Callable[[], None]) -> None:
        ask = partial(self._desk.api.filing.month, self._work.unit_id, self._work.period)
        outcome = await self._asking.ask(ask, phrase("return.reading"))
        if isinstance(outcome, MonthDesk):
            self._told(outcome)
            then()
            watching = month_vigil.follow(
                self._desk.api.filing, self._desk.clock, self._work.unit_id, self._work.period, outcome.revision, self._told
            )
            self._screen.run_worker(watching, group="vigil-month", exclusive=True, description="month's news")

    def _told(self, found: MonthDesk) -> None:
        self.now = found
        self._show(found)
