"""The list of a person's units: searched and sorted, with its totals (UNT-01, UNT-03, UNT-05, UNT-07)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import attempt
from etax_client.domain.refusals import Refused
from etax_client.domain.units.units import Unit, UnitQuery, UnitSort, UnitTotals
from etax_client.screens.desk import Desk
from etax_client.screens.lists.paged_list import PagedList, Part
from etax_client.screens.units.unit_news import UnitNews
from etax_client.screens.watches import list_vigil
from etax_client.widgets.units.unit_foot import UnitFoot
from etax_client.widgets.units.unit_table import UnitTable


class UnitList(PagedList[Unit]):
    """What comes of reading is said on `foot`, and on `news` what its owner is to be told."""

    def __init__(self, desk: Desk, foot: UnitFoot, news: UnitNews) -> None:
        self.table = UnitTable(desk.words)
        super().__init__(desk, foot.status, self.table, "units")
        self._news = news
        self._foot = foot
        self._read_at: dict[int, float] = {}
        """When the locked ones were read: their seconds count from then."""
        self.query_now = UnitQuery()

    def follow(self) -> None:
        """What becomes declared while one looks is seen, also where nobody asks (FLW-03)."""
        watching = partial(list_vigil.follow, self._desk.api, self._desk.clock, self._changed)
        _: Worker[None] = self.run_worker(watching, group="vigil-list", exclusive=True, description="news of the list")

    def rest(self) -> None:
        """Nobody looks at it."""
        self.workers.cancel_group(self, "vigil-list")

    def _changed(self) -> None:
        """An order that is being arranged is read again when it is over."""
        if not self.table.arranged():
            self.reload(said=True)

    @property
    @override
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
            self.say(None)
            self.reload(0)

    def sort_by(self, column: UnitSort) -> None:
        """The same column again turns the order round."""
        again = column is self.query_now.sort and column is not UnitSort.custom
        self.query_now = replace(self.query_now, sort=column, descending=again and not self.query_now.descending)
        self.reload(0)

    @override
    async def ask(self, limit: int, place: dict[str, int]) -> Part[Unit] | Refused:
        page = await self._desk.api.units(self.query_now, limit=limit, **place)
        return page if isinstance(page, Refused) else Part(page.units, page.total)

    @override
    def begin_anew(self) -> None:
        self._read_at.clear()
        self.table.set_sort(self.query_now.sort, self.query_now.descending)

    @override
    def came(self, rows: Sequence[Unit]) -> None:
        now = self._desk.clock.monotonic()
        self._read_at |= {unit.unit_id: now for unit in rows if unit.locked_seconds is not None}

    @override
    async def read_beside(self, said: bool) -> None:
        totals = await attempt(self._desk.api.unit_totals())
        if isinstance(totals, UnitTotals):
            self._foot.count(totals)
            self._news.show(totals)
            if self._news.unlisted and self.has_class("-empty") and not self.filtered:
                self._empty.say("units.unlisted", count=len(self._news.unlisted))
        else:
            self.tell_of_reading(totals, said)
