"""The list of a person's units: read page by page as it is seen, searched and sorted (UNT-01, UNT-03, UNT-05, UNT-07)."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Event
from typing_extensions import override

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.units.units import Unit, UnitPage, UnitQuery, UnitSort, UnitTotals
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.messages import InVain, SessionEnded
from etax_client.screens.units.unit_news import UnitNews
from etax_client.screens.waiting import reloaded, telling
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.units.empty_list import EmptyList
from etax_client.widgets.units.unit_foot import UnitFoot
from etax_client.widgets.units.unit_table import UnitTable

_PAGE = 100


class UnitList(Vertical):
    """What comes of reading is said on `foot`, and on `news` what its owner is to be told."""

    DEFAULT_CSS = """
    UnitList { width: 1fr; height: 1fr; }
    UnitList EmptyList { display: none; }
    UnitList.-empty EmptyList { display: block; }
    UnitList.-empty UnitTable { display: none; }
    """

    def __init__(self, desk: Desk, foot: UnitFoot, news: UnitNews) -> None:
        super().__init__()
        self._news = news
        self._desk = desk
        self._foot = foot
        self._epoch = 0
        self._reading = False
        self._read_at: dict[int, float] = {}
        """When the locked ones were read: their seconds count from then."""
        self.query_now = UnitQuery()
        self.table = UnitTable(desk.words)
        self._empty = EmptyList(desk.words)

    @override
    def compose(self) -> ComposeResult:
        yield self.table
        yield self._empty

    @property
    def filtered(self) -> bool:
        return bool(self.query_now.taxpayer_id or self.query_now.name)

    def passed(self, unit: Unit) -> float:
        """Seconds since it was read."""
        now = self._desk.clock.monotonic()
        return now - self._read_at.get(unit.unit_id, now)

    def look_for(self, taxpayer_id: str, name: str) -> None:
        typed = replace(self.query_now, taxpayer_id=taxpayer_id, name=name)
        if typed != self.query_now:
            self.query_now = typed
            self._foot.say(None)
            self.reload(0)

    def sort_by(self, column: UnitSort) -> None:
        """The same column again turns the order round."""
        again = column is self.query_now.sort and column is not UnitSort.custom
        self.query_now = replace(self.query_now, sort=column, descending=again and not self.query_now.descending)
        self.reload(0)

    def reload(self, keep: int | None = None, *, said: bool = False, asked: bool = False) -> None:
        """With the cursor at place `keep`, or where it is; what has been `said` stays, whatever comes of it; who has `asked` is told."""
        self._epoch += 1
        self._reading = True
        place = self.table.cursor_index if keep is None else keep
        self.run_worker(self._read_first(self._epoch, place, said, asked), group="errand-list", exclusive=True, description="unit list")

    async def _read_first(self, epoch: int, keep: int, said: bool, asked: bool) -> None:
        start = max(0, keep - _PAGE // 2)
        async with nullcontext() if said else self.telling(phrase("units.loading")):
            outcome = await attempt(self._desk.api.units(self.query_now, at=start, limit=_PAGE))
        if epoch != self._epoch:
            return
        self._reading = False
        if not isinstance(outcome, UnitPage):
            self.tell_of_reading(outcome, said)
            return
        self._read_at.clear()
        self.table.reset(outcome.total)
        self.table.set_sort(self.query_now.sort, self.query_now.descending)
        self._put(start, outcome)
        if keep:
            self.table.move_to(min(keep, max(0, outcome.total - 1)))
        self._show_emptiness(not outcome.total)
        found = phrase("units.matching", count=outcome.total) if self.filtered and outcome.total else None
        if asked:
            done = reloaded(self._desk.clock.now())
            found = done if found is None else phrase("units.reloaded", reloaded=done, found=found)
        if found is not None and not said:
            self._foot.say(found)
        await self._read_totals(said)

    def _put(self, start: int, page: UnitPage) -> None:
        now = self._desk.clock.monotonic()
        self._read_at |= {unit.unit_id: now for unit in page.units if unit.locked_seconds is not None}
        self.table.put(start, page.units, page.total)

    def _show_emptiness(self, empty: bool) -> None:
        """Whoever looked at the list has the one thing to do under their hands; who types what to look for goes on typing."""
        here = self.screen.focused in (self.table, self._empty.remedy)
        if empty:
            self._empty.say("units.none_found" if self.filtered else "units.none")
            self.post_message(InVain())
        self.set_class(empty, "-empty")
        if here:
            (self._empty.remedy if empty else self.table).focus()

    def focus_list(self) -> None:
        (self._empty.remedy if self.has_class("-empty") else self.table).focus()

    async def _read_totals(self, said: bool) -> None:
        totals = await attempt(self._desk.api.unit_totals())
        if isinstance(totals, UnitTotals):
            self._foot.count(totals)
            self._news.show(totals)
            if self._news.unlisted and self.has_class("-empty") and not self.filtered:
                self._empty.say("units.unlisted", count=len(self._news.unlisted))
        else:
            self.tell_of_reading(totals, said)

    @on(UnitTable.Wanted)
    def _wanted(self, event: UnitTable.Wanted) -> None:
        event.stop()
        if self._reading:  # what is on the screen is about to be replaced
            return
        self.run_worker(self._read_more(self._epoch, event), group="errand-page", description="unit page")

    async def _read_more(self, epoch: int, wanted: UnitTable.Wanted) -> None:
        limit = min(wanted.end - wanted.start, 200)
        start, place = wanted.place(limit)
        outcome = await attempt(self._desk.api.units(self.query_now, limit=limit, **place))
        if epoch != self._epoch:
            return
        if isinstance(outcome, UnitPage):
            self._put(start, outcome)
        elif isinstance(outcome, Refused) and outcome.code is RefusalCode.unit_not_listed:
            self.reload()
        else:
            self.tell_of_reading(outcome)

    def awaited(self, event: Event) -> Sequence[str]:
        """The list that is being read; and the row at the cursor, but to move on from there."""
        return ("errand-list", "errand-page") if self.table.lacks_row_for(event) else ("errand-list",)

    # --- telling

    def telling(self, what: Phrase) -> AbstractAsyncContextManager[None]:
        self._foot.status.remove_class("-error")
        return telling(self._desk.clock, self._foot.status, what)

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
        self._foot.say(explain(outcome, harmless=harmless), wrong=True)
