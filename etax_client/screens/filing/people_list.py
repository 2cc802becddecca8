"""The list of a unit's payees: searched, filtered and sorted, with the counts of each state below (PER-01)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from typing_extensions import override

from etax_client.domain.filing.people_list import PayeeCounts, PayeeLine, PayeeQuery, PayeeSort
from etax_client.domain.filing.people_states import IdentityState, PersonState, ReportState
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.filing.listed import PayeeRows
from etax_client.screens.lists.paged_list import Part
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.filing.payee_table import PayeeTable

State = PersonState | ReportState | IdentityState
STATES: dict[str, State] = {
    f"{kind}.{state}": state
    for kind, states in (("person", PersonState), ("report", ReportState), ("identity", IdentityState))
    for state in states
}
"""By how the keys of their words end."""


class PeopleList(PayeeRows[PayeeLine, PayeeCounts]):
    def __init__(self, desk: Desk, unit_id: int) -> None:
        self.table = PayeeTable(desk.words)
        super().__init__(desk, self.table, "people")
        self._unit_id = unit_id
        self.query_now = PayeeQuery()
        self.counts: PayeeCounts | None = None

    @property
    @override
    def filtered(self) -> bool:
        return self.query_now.is_filtered

    def look_for(self, **parts: Any) -> None:
        """Parts of the query that are other ones now."""
        wanted = replace(self.query_now, **parts)
        if wanted != self.query_now:
            self.query_now = wanted
            self.say(None)
            self.reload(0)

    @override
    def look_for_text(self, text: str) -> None:
        self.look_for(text=text)

    def sort_by(self, column: PayeeSort) -> None:
        """The same column again turns the order round."""
        again = column is self.query_now.sort and column is not PayeeSort.entry
        self.look_for(sort=column, descending=again and not self.query_now.descending)

    @override
    async def ask(self, limit: int, place: dict[str, int]) -> Part[PayeeLine] | Refused:
        page = await self._desk.api.people(self._unit_id).page(self.query_now, limit=limit, **place)
        return page if isinstance(page, Refused) else Part(page.payees, page.total)

    @override
    def begin_anew(self) -> None:
        self.table.set_sort(self.query_now.sort, self.query_now.descending)

    @override
    async def ask_counts(self) -> PayeeCounts | Refused:
        return await self._desk.api.people(self._unit_id).counts()

    @override
    def tell_counts(self, counts: PayeeCounts) -> None:
        self.counts = counts
        self.counted.say(*_told(counts))

    def count_of(self, state: State) -> int:
        counts = self.counts
        if counts is None:
            return 0
        counted: dict[type[State], Mapping[Any, int]] = {
            PersonState: counts.person,
            ReportState: counts.report,
            IdentityState: counts.identity,
        }
        return counted[type(state)].get(state, 0)


def _told(counts: PayeeCounts) -> tuple[Phrase, ...]:
    """In full; without the identities, which are least important; the people alone."""
    total = phrase("people.total", count=counts.total)
    report = [phrase("people.counted", state=phrase(f"payee.report.{state}"), count=count) for state, count in counts.report.items()]
    left = [phrase("people.counted", state=phrase(f"payee.person.{state}"), count=n) for state, n in counts.person.items() if _tells(state)]
    identity = [phrase("people.counted", state=phrase(f"payee.identity.{state}"), count=count) for state, count in counts.identity.items()]
    return _joined(total, *left, *report, *identity), _joined(total, *left, *report), _joined(total, *report), total


def _tells(state: PersonState) -> bool:
    return state is not PersonState.normal


def _joined(*parts: Phrase) -> Phrase:
    before, *rest = parts
    for after in rest:
        before = phrase("people.and", before=before, after=after)
    return before
