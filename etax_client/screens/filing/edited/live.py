"""What others do to an item's rows while one looks at them: read again by itself, but never under a hand that types (FLW-04, FLW-05)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.screen import Screen
from textual.worker import Worker

from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.returns import MonthDesk, MonthReturn
from etax_client.screens.desk import Desk
from etax_client.screens.watches import month_vigil
from etax_client.screens.work import Work


class LiveRows:
    """`read` is called when the rows are others now, `moved` with where the return is, while `held` says that they may be."""

    def __init__(
        self,
        desk: Desk,
        work: Work,
        kind: ReturnKind,
        screen: Screen[Any],
        *,
        held: Callable[[], bool],
        read: Callable[[], None],
        moved: Callable[[MonthReturn], None],
    ) -> None:
        self._desk = desk
        self._work = work
        self._kind = kind
        self._screen = screen
        self._held = held
        self._read = read
        self._moved = moved
        self._known: int | None = None
        self._latest: int | None = None

    def begin(self) -> None:
        api, work = self._desk.api.filing, self._work
        watching = partial(month_vigil.follow, api, self._desk.clock, work.unit_id, work.period, None, self._told)
        _: Worker[None] = self._screen.run_worker(watching, group="vigil-month", exclusive=True, description="others' rows")

    def rest(self) -> None:
        """Nobody looks at them."""
        self._screen.workers.cancel_group(self._screen, "vigil-month")

    def saved(self, version: int) -> None:
        """By this clerk, here."""
        self._known = version

    def forget(self) -> None:
        """Whatever was changed until now was changed by this clerk, and is being read."""
        self._known = self._latest = None

    def put_off(self) -> None:
        """What was read was not shown after all."""
        self._known = -1

    def look(self) -> None:
        """Whether there is something to be read that could not be before."""
        if self._known is None:
            self._known = self._latest
        if self._latest not in (None, self._known) and not self._held():
            self._known = self._latest
            self._read()

    def _told(self, month: MonthDesk) -> None:
        found = next(each for each in month.returns if each.kind is self._kind)
        self._latest = found.version
        self.look()
        self._moved(found)
