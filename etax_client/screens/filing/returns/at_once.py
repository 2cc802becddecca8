"""减除费用扣除确认: for whom 60,000 is deducted at once in a year, chosen before its first return (CAL-02)."""

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.taxes.pages import AtOnce
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.work import Work
from etax_client.texts.amounts import grouped
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.tables.cells import Cells, Line
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.emptied import Emptied
from etax_client.widgets.tables.grid import Grid

_KEYS = (
    Key("enter", "turn", "at_once.turn", "qr", "Enter"),
    Key("y", "all(True)", "at_once.all", "qbkc"),
    Key("n", "all(False)", "at_once.none", "qbay"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    Key("escape", "back", "key.back", "fh", "Esc"),
)
_COLUMNS = (
    Column("name", phrase("income.column.name"), 12, frozen=True),
    Column("last_year", phrase("at_once.last_year"), 14, right=True),
    Column("way", phrase("at_once.way"), 28),
)
_OWN = (RefusalCode.bound_at_once, RefusalCode.bound_monthly, RefusalCode.not_eligible)
_IN_A_REQUEST = 2000


class AtOnceScreen(Screen[bool]):
    """It returns whether the unit was lost under it. Each choice is kept as it is made."""

    BINDINGS = bindings(_KEYS)
    GUIDE = ("at_once.place", "help.at_once")

    def __init__(self, desk: Desk, work: Work) -> None:
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._offered: Sequence[AtOnce] = ()
        self._cells = Cells(_COLUMNS)
        self._grid = Grid(desk.words, self._cells, by_rows=True)
        self._emptied = Emptied(desk.words, self._grid)
        self._status = Said(desk.words, id="status")
        self._asking = Asking(desk, work, self, self._status, lambda: self.dismiss(True))

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield Said(words, phrase("at_once.heading", year=self._work.month.year), id="heading")
        yield self._emptied
        yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._grid.focus()
        self.action_reload()

    def action_reload(self) -> None:
        self._asking.read(self._read, "60,000 at once")

    async def _read(self) -> None:
        ask = partial(self._desk.api.filing.offered_at_once, self._work.unit_id, self._work.month.year)
        found = await self._asking.ask(ask, phrase("return.reading"))
        if isinstance(found, tuple):
            self._show(found)

    def _show(self, found: Sequence[AtOnce]) -> None:
        self._offered = found
        self._cells.load((each.payee_id, self._line(each)) for each in found)
        self._grid.show_again()
        self._emptied.show(None if found else "at_once.nobody")

    def _line(self, each: AtOnce) -> Line:
        way = "open" if not each.decided else "yes" if each.at_once else "no"
        told = self._desk.words.say(f"at_once.way.{way}")
        return (each.name, grouped(each.last_year), self._desk.words.say("at_once.bound", way=told) if each.bound else told)

    def reword(self) -> None:
        self._show(self._offered)

    @on(Grid.Entered)
    def _entered(self, event: Grid.Entered) -> None:
        event.stop()
        self.action_turn()

    def action_turn(self) -> None:
        """Of the one at the cursor: the other way."""
        if self._offered:
            chosen = self._offered[self._grid.cursor_index]
            self._choose([chosen.payee_id], at_once=not chosen.at_once)

    def action_all(self, at_once: bool) -> None:
        """Of all that are not bound yet."""
        self._choose([each.payee_id for each in self._offered if not each.bound], at_once=at_once)

    def _choose(self, payees: Sequence[int], *, at_once: bool) -> None:
        if payees:
            self.run_worker(self._chosen(payees, at_once), group="act", description="60,000 at once")

    async def _chosen(self, payees: Sequence[int], at_once: bool) -> None:
        for start in range(0, len(payees), _IN_A_REQUEST):
            part = payees[start : start + _IN_A_REQUEST]
            ask = partial(self._desk.api.filing.choose_at_once, self._work.unit_id, self._work.month.year, part, at_once)
            outcome = await self._asking.ask(ask, phrase("send.doing"), harmless=False, own=_OWN)
            if not isinstance(outcome, tuple):
                if isinstance(outcome, Refused):
                    self._asking.say(explain(outcome), wrong=True)
                return
            self._show(outcome)
        self._asking.say(phrase("at_once.chosen", count=len(payees), way=phrase(f"at_once.way.{'yes' if at_once else 'no'}")))

    @on(PushButton.Pressed, "#remedy")
    def _remedy(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.action_back()

    def action_back(self) -> None:
        self.dismiss(False)
