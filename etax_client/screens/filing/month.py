"""A screen of a unit's month: read as it is seen, followed while it is, and left where the unit is lost under it (FLW-04, FLW-05)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.returns import MonthDesk, MonthReturn
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.filing.asking import Asking
from etax_client.screens.watches import month_vigil
from etax_client.screens.work import Work
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.tables.cells import Cells
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.grid import Grid


class MonthScreen(Screen[bool]):
    """It returns whether the unit was lost under it.

    Who builds on it shows the month, in a grid and around it. What stands in `ACTS` has a button, while it may be done.
    """

    KEYS: ClassVar[tuple[Key, ...]] = ()
    ACTS: ClassVar[tuple[Key, ...]] = ()

    def __init__(self, desk: Desk, work: Work, kind: ReturnKind, columns: Sequence[Column]) -> None:
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._kind = kind
        self._cells = Cells(columns)
        self._grid = Grid(desk.words, self._cells, by_rows=True)
        self._status = Said(desk.words, id="status")
        self._buttons = {key.action: PushButton(desk.words, phrase(key.text), id=key.action) for key in self.ACTS}
        self._asking = Asking(desk, work, self, self._status, lambda: self.dismiss(True))
        self._month: MonthDesk | None = None

    def show(self, month: MonthDesk) -> None:
        """Called with what is there, first and whenever it changes."""
        raise NotImplementedError

    def may(self, action: str) -> bool:
        """Whether one of the acts may be done as things stand."""
        raise NotImplementedError

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*self.KEYS, *keys.everywhere(self._desk))

    @property
    def return_now(self) -> MonthReturn | None:
        """The month's return of this kind."""
        return None if self._month is None else next((each for each in self._month.returns if each.kind is self._kind), None)

    def on_mount(self) -> None:
        self._grid.focus()

    # --- the month

    def read(self, then: Callable[[], None] = lambda: None) -> None:
        """What is there now, and what becomes of it from then on; `then` is called once it is shown."""
        reading = partial(self._read, then)  # a callable: asked twice at once, the first one never begins
        _: Worker[None] = self.run_worker(reading, group="act-month", exclusive=True, description="month")

    async def _read(self, then: Callable[[], None]) -> None:
        ask = partial(self._desk.api.filing.month, self._work.unit_id, self._work.period)
        outcome = await self._asking.ask(ask, phrase("return.reading"))
        if isinstance(outcome, MonthDesk):
            self._came(outcome)
            then()
            watching = month_vigil.follow(
                self._desk.api.filing, self._desk.clock, self._work.unit_id, self._work.period, outcome.revision, self._came
            )
            self.run_worker(watching, group="vigil-month", exclusive=True, description="month's news")

    def _came(self, found: MonthDesk) -> None:
        self._month = found
        self.show(found)

    def reword(self) -> None:
        if self._month is not None:
            self.show(self._month)

    def on_screen_resume(self) -> None:
        self.action_reload()

    def on_screen_suspend(self) -> None:
        """Nobody looks at it."""
        self.workers.cancel_group(self, "vigil-month")

    def action_reload(self) -> None:
        self.read()

    # --- what is done

    def show_acts(self) -> None:
        """Those that may be done now."""
        for action, button in self._buttons.items():
            button.display = self.may(action)
        self.refresh_bindings()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.may(action) if action in self._buttons else True

    @on(PushButton.Pressed)
    async def _pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        await self.run_action(event.button.id or "")

    def action_back(self) -> None:
        self.dismiss(False)
