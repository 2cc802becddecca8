"""A place that lists a unit's payees: looked for as one types, with what is known of one beside the list (PER-01, DED-02)."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.events import Event
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkType
from typing_extensions import override

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.filing.returns import MonthDesk
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.lists.paged_list import PagedList
from etax_client.screens.messages import SessionEnded
from etax_client.screens.watches import month_vigil
from etax_client.screens.work import Work
from etax_client.texts.named import named
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets import sizes
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.tables.paged_table import PagedTable
from etax_client.widgets.tables.row_card import RowCard


class Listed(Protocol):
    """What any row says of its payee."""

    @property
    def payee_id(self) -> int: ...

    @property
    def name(self) -> str: ...


R = TypeVar("R", bound=Listed)
C = TypeVar("C")
T = TypeVar("T")
STYLE = Path(__file__).with_name("listed.tcss")
_CLOSED = (RefusalCode.unit_closed, RefusalCode.unit_not_listed)
BACK = Key("escape", "back", "key.back", "fh", "Esc")


class PayeeRows(PagedList[R], Generic[R, C]):
    """Rows of what is asked about each payee, and counts of them all, which are told on `counted`."""

    class Closed(Message):
        """The unit is not open to this session any more: it has to be verified again."""

    def __init__(self, desk: Desk, table: PagedTable[R], texts: str) -> None:
        self.status = Said(desk.words, id="status")
        self.counted = OneLine(desk.words, id="counted")
        super().__init__(desk, self.status, table, texts)
        self._revision: int | None = None
        """Of the unit, as it was last told."""
        self._seen: dict[int, R] = {}
        """Rows that have come."""
        self._before: dict[int, R] = {}
        """Those that had, when somebody changed something."""

    async def ask_counts(self) -> C | Refused:
        """Raises Accident."""
        raise NotImplementedError

    def tell_counts(self, counts: C) -> None:
        raise NotImplementedError

    def look_for_text(self, text: str) -> None:
        """A part of a name or a number."""
        raise NotImplementedError

    def follow(self, work: Work) -> None:
        """What other clerks do is seen without asking (FLW-04)."""
        watching = partial(month_vigil.follow, self._desk.api.filing, self._desk.clock, work.unit_id, work.period, None, self._told)
        _: Worker[None] = self.run_worker(watching, group="vigil-month", exclusive=True, description="others' payees")

    def rest(self) -> None:
        """Nobody looks at it."""
        self.workers.cancel_group(self, "vigil-month")

    @override
    def reload(self, keep: int | None = None, *, said: bool = False, asked: bool = False) -> None:
        if said:  # after an act of one's own: nobody else is to be told of
            self._revision = None
        super().reload(keep, said=said, asked=asked)

    def _told(self, month: MonthDesk) -> None:
        """The first time of what is being read anyway."""
        known, self._revision = self._revision, month.revision
        if known not in (None, month.revision):
            self._before, self._seen = self._seen, {}
            super().reload(said=True)

    @override
    def came(self, rows: Sequence[R]) -> None:
        self._seen |= {row.payee_id: row for row in rows}

    def _say_news(self) -> None:
        """Whose rows, of those that one could see, are others now; where it was oneself, that is said already."""
        before, self._before = self._before, {}
        names = [row.name for row in self._seen.values() if row.payee_id in before and before[row.payee_id] != row]
        if names:
            self.say(phrase("people.others", names=named(names)))

    @override
    async def read_beside(self, said: bool) -> None:
        self._say_news()
        counts = await attempt(self.ask_counts())
        if isinstance(counts, Refused | Accident):
            self.tell_of_reading(counts, said)
        else:
            self.tell_counts(counts)

    @override
    def tell(self, outcome: Refused | Accident, *, harmless: bool = False) -> None:
        if isinstance(outcome, Refused) and outcome.code in _CLOSED:
            self.post_message(self.Closed())
        else:
            super().tell(outcome, harmless=harmless)


L = TypeVar("L", bound=PayeeRows[Any, Any])


class ListedPlace(Screen[None], Generic[L]):
    """Who builds on it says what stands beside the query, what is done with all, and what with one."""

    KEYS: ClassVar[tuple[Key, ...]] = ()
    OF_ONE: ClassVar[Collection[str]] = ("open",)
    """Actions that need a payee at the cursor."""
    OWN: ClassVar[Collection[RefusalCode]] = ()
    """What an act may be refused with, and is told by the words of the refusal."""
    BINDINGS = bindings((BACK,))

    def __init__(self, desk: Desk, work: Work, rows: L, table: PagedTable[Any], card: RowCard[Any]) -> None:
        super().__init__()
        self._desk = desk
        self._work = work
        self._stale = True
        self._list = rows
        self._rows = table
        self._card = card
        self._query = TextField(id="query", max_length=50)
        self._asking = Asking(desk, work, self, rows.status, self._leave)

    def beside_query(self) -> Iterable[Widget]:
        """What else is asked, or told of what is asked."""
        return ()

    def acts(self) -> Iterable[PushButton]:
        """What is done with all of them."""
        return ()

    def act_on_none(self) -> None:
        """Where nobody is listed, though everyone was asked for."""
        raise NotImplementedError

    async def open_one(self, row: Any) -> None:
        raise NotImplementedError

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*self.KEYS, BACK, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        with Container(id="tools"):
            with Horizontal(id="asked"):
                yield Said(words, phrase("people.query"), classes="tool-label")
                yield self._query
                yield from self.beside_query()
            with Horizontal(id="acts"):
                yield from self.acts()
        with Horizontal(id="master"):
            yield self._list
            yield VerticalScroll(self._card, id="beside", can_focus=False)
        with Vertical(id="foot"):
            yield self._list.counted
            yield self._list.status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._rows.focus()

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self._list.reload(said=self._list.status.phrase is not None)
        self._list.follow(self._work)

    def on_screen_suspend(self) -> None:
        self._list.rest()

    @on(SessionEnded)
    def _ended(self) -> None:
        self._stale = True

    def awaited(self, event: Event) -> Sequence[str]:
        """What is typed into a field waits for nothing that is read meanwhile."""
        return () if isinstance(self.focused, TextField) else self._list.awaited(event)

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (action in self.OF_ONE and self._rows.cursor_row is None)

    def _leave(self) -> None:
        if self in self.app.screen_stack and self.is_active:
            self.app.pop_screen()

    def on_resize(self) -> None:
        self._show_beside()

    @on(PagedTable.Highlighted)
    def _highlighted(self, event: PagedTable.Highlighted) -> None:
        event.stop()
        self._show_beside()
        self.refresh_bindings()

    def _show_beside(self) -> None:
        """Beside an empty list there is nothing."""
        self.query_one("#beside").display = self._rows.total > 0 and not sizes.classes(sizes.room(self))[sizes.NARROW]
        self._card.show(self._rows.cursor_row)

    @on(PayeeRows.Closed)
    def _found_closed(self, event: PayeeRows.Closed) -> None:
        event.stop()
        self.run_worker(self._open_again(), group="dialog", exclusive=True, description="verify again")

    async def _open_again(self) -> None:
        if await self._asking.ask(self._list.ask_counts, phrase(f"{self._list.texts}.loading")) is not None:
            self._list.reload()

    # --- looking for people

    @on(TextField.Changed, "#query")
    def _typed(self) -> None:
        self._list.look_for_text(self._query.value.strip())

    @on(TextField.Submitted, "#query")
    def _query_done(self) -> None:
        self._list.focus_list()

    def action_search(self) -> None:
        self._query.focus()

    def ask_for_all(self) -> None:
        self._query.value = ""

    @on(PushButton.Pressed, "#remedy")
    def _remedy(self) -> None:
        if self._list.filtered:
            self.ask_for_all()
        else:
            self.act_on_none()

    def action_reload(self) -> None:
        self._list.say(None)
        self._list.reload(asked=True)

    def action_back(self) -> None:
        if self._list.filtered:
            self.ask_for_all()
            self._list.focus_list()
        elif isinstance(self.focused, TextField):
            self._list.focus_list()
        else:
            self._leave()

    # --- one of them

    @on(PagedTable.Entered)
    def _entered(self, event: PagedTable.Entered) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        row = self._rows.cursor_row
        if row is not None:
            self.run_worker(self.open_one(row), group="dialog", exclusive=True, description="one payee")

    # --- what is done

    def act(self, act: WorkType[None], what: str) -> None:
        # side by side: no other key may take the answer away once it has been asked for (IDM-2)
        self.run_worker(act, group="act", description=what)

    async def carry_out(
        self,
        request: Callable[[], Awaitable[T | Refused]],
        waiting: Phrase,
        told: Callable[[T], Phrase],
        wrong: Callable[[T], bool] = lambda _: False,
    ) -> None:
        """What came of it is said, and the list shows what is true by now."""
        self._list.rest()
        outcome = await self._asking.ask(request, waiting, harmless=False, own=self.OWN)
        if isinstance(outcome, Refused):
            self._list.say(explain(outcome), wrong=True)
        elif outcome is not None:
            self._list.say(told(outcome), wrong=wrong(outcome))
        if self.is_attached:
            self._list.reload(said=True)
            self._list.follow(self._work)


async def done(request: Awaitable[Refused | None]) -> bool | Refused:
    """Of what has no answer where it was done."""
    refused = await request
    return True if refused is None else refused
