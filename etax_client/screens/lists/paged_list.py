"""A long list of the server's: read page by page as it is seen, and whole again when it may be another one (UNT-07, PER-01)."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Event
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.messages import InVain, SessionEnded
from etax_client.screens.waiting import reloaded, telling
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.said import Said
from etax_client.widgets.tables.empty_list import EmptyList
from etax_client.widgets.tables.paged_table import PagedTable

T = TypeVar("T")
_PAGE, _MOST = 100, 200
_MOVED_ON = (RefusalCode.unit_not_listed, RefusalCode.payee_unknown)
"""What one asked beside is no longer there."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """Rows that follow one another, of so many in all."""

    rows: Sequence[T]
    total: int


class PagedList(Vertical, Generic[T]):
    """What comes of reading is said on `status`; `texts` is how the keys of its words begin.

    Who builds on it asks the server, and says whether less than everything is asked for.
    """

    DEFAULT_CSS = """
    PagedList { width: 1fr; height: 1fr; }
    PagedList EmptyList { display: none; }
    PagedList.-empty EmptyList { display: block; }
    PagedList.-empty PagedTable { display: none; }
    """

    def __init__(self, desk: Desk, status: Said, table: PagedTable[T], texts: str) -> None:
        super().__init__()
        self._desk = desk
        self._status = status
        self._rows = table
        self.texts = texts
        self._epoch = 0
        self._reading = False
        self._empty = EmptyList(desk.words)

    async def ask(self, limit: int, place: dict[str, int]) -> Part[T] | Refused:
        """Up to `limit` rows at a place. Raises Accident."""
        raise NotImplementedError

    @property
    def filtered(self) -> bool:
        raise NotImplementedError

    def begin_anew(self) -> None:
        """Called when other rows are about to be shown."""

    def came(self, rows: Sequence[T]) -> None:
        """Called with rows that have come."""

    async def read_beside(self, said: bool) -> None:
        """What stands beside the list, such as its totals."""

    @override
    def compose(self) -> ComposeResult:
        yield self._rows
        yield self._empty

    def reload(self, keep: int | None = None, *, said: bool = False, asked: bool = False) -> None:
        """With the cursor at place `keep`, or where it is; what has been `said` stays, whatever comes of it; who has `asked` is told."""
        self._epoch += 1
        self._reading = True
        place = self._rows.cursor_index if keep is None else keep
        # a callable: a coroutine that another one takes the place of before it runs complains of that
        read = partial(self._read_first, self._epoch, place, said, asked)
        _: Worker[None] = self.run_worker(read, group="errand-list", exclusive=True, description=self.texts)

    async def _read_first(self, epoch: int, keep: int, said: bool, asked: bool) -> None:
        start = max(0, keep - _PAGE // 2)
        async with nullcontext() if said else self.telling(phrase(f"{self.texts}.loading")):
            outcome = await attempt(self.ask(_PAGE, {"at": start}))
        if epoch != self._epoch:
            return
        self._reading = False
        if not isinstance(outcome, Part):
            self.tell_of_reading(outcome, said)
            return
        self.begin_anew()
        self._rows.reset(outcome.total)
        self._put(start, outcome)
        if keep:
            self._rows.move_to(min(keep, max(0, outcome.total - 1)))
        self._show_emptiness(not outcome.total)
        found = phrase(f"{self.texts}.matching", count=outcome.total) if self.filtered and outcome.total else None
        if asked:
            done = reloaded(self._desk.clock.now())
            found = done if found is None else phrase("list.reloaded", reloaded=done, found=found)
        if found is not None and not said:
            self.say(found)
        await self.read_beside(said)

    def _put(self, start: int, part: Part[T]) -> None:
        self.came(part.rows)
        self._rows.put(start, part.rows, part.total)

    def _show_emptiness(self, empty: bool) -> None:
        """Whoever looked at the list has the one thing to do under their hands; who types what to look for goes on typing."""
        here = self.screen.focused in (self._rows, self._empty.remedy)
        if empty:
            self._empty.say(f"{self.texts}.none_found" if self.filtered else f"{self.texts}.none")
            self.post_message(InVain())
        self.set_class(empty, "-empty")
        if here:
            self.focus_list()

    def focus_list(self) -> None:
        (self._empty.remedy if self.has_class("-empty") else self._rows).focus()

    @on(PagedTable.Wanted)
    def _wanted(self, event: PagedTable.Wanted) -> None:
        event.stop()
        if self._reading:  # what is on the screen is about to be replaced
            return
        self.run_worker(self._read_more(self._epoch, event), group="errand-page", description=self.texts)

    async def _read_more(self, epoch: int, wanted: PagedTable.Wanted) -> None:
        limit = min(wanted.end - wanted.start, _MOST)
        start, place = wanted.place(limit)
        outcome = await attempt(self.ask(limit, place))
        if epoch != self._epoch:
            return
        if isinstance(outcome, Part):
            self._put(start, outcome)
        elif isinstance(outcome, Refused) and outcome.code in _MOVED_ON:
            self.reload()
        else:
            self.tell_of_reading(outcome)

    def awaited(self, event: Event) -> Sequence[str]:
        """The list that is being read; and the row at the cursor, but to move on from there."""
        return ("errand-list", "errand-page") if self._rows.lacks_row_for(event) else ("errand-list",)

    # --- telling

    def telling(self, what: Phrase) -> AbstractAsyncContextManager[None]:
        self._status.remove_class("-error")
        return telling(self._desk.clock, self._status, what)

    def say(self, what: Phrase | None, *, wrong: bool = False) -> None:
        self._status.say(what)
        self._status.set_class(wrong, "-error")

    def tell_of_reading(self, outcome: Refused | Accident, said: bool = False) -> None:
        """Nothing hangs on an answer that was lost."""
        if isinstance(outcome, Refused):
            self.tell(outcome)
        elif not said:
            self.tell(outcome, harmless=True)

    def tell(self, outcome: Refused | Accident, *, harmless: bool = False) -> None:
        self.post_message(InVain())
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended:
            self.post_message(SessionEnded(outcome.ended or EndReason.unknown))
            return
        self.say(explain(outcome, harmless=harmless), wrong=True)
