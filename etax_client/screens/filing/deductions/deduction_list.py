"""The list of those who may deduct something: searched as one types, with what is new below (DED-02)."""

from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.filing.deductions.sums import DeductionLine, WaitingClaims
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens.desk import Desk
from etax_client.screens.lists.paged_list import PagedList, Part
from etax_client.screens.work import Work
from etax_client.texts.words import phrase
from etax_client.widgets.filing.deduction_table import DeductionTable
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.said import Said

_CLOSED = (RefusalCode.unit_closed, RefusalCode.unit_not_listed)


class DeductionList(PagedList[DeductionLine]):
    class Closed(Message):
        """The unit is not open to this session any more: it has to be verified again."""

    def __init__(self, desk: Desk, work: Work, status: Said, counted: OneLine) -> None:
        self.table = DeductionTable(desk.words)
        super().__init__(desk, status, self.table, "deductions")
        self._deductions = desk.api.deductions(work.unit_id)
        self._period = work.period
        self._counted = counted
        self._text = ""

    @property
    @override
    def filtered(self) -> bool:
        return bool(self._text)

    def look_for(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.say(None)
            self.reload(0)

    @override
    async def ask(self, limit: int, place: dict[str, int]) -> Part[DeductionLine] | Refused:
        page = await self._deductions.page(self._period, self._text, limit=limit, **place)
        return page if isinstance(page, Refused) else Part(page.lines, page.total)

    @override
    async def read_beside(self, said: bool) -> None:
        found = await attempt(self._deductions.waiting())
        if isinstance(found, WaitingClaims):
            new = phrase("deductions.waiting", people=found.people) if found.people else phrase("deductions.none_waiting")
            self._counted.say(phrase("deductions.counted", count=self.table.total, new=new), new)
            self._counted.set_class(found.people > 0, "-due")
        else:
            self.tell_of_reading(found, said)

    @override
    def tell(self, outcome: Refused | Accident, *, harmless: bool = False) -> None:
        if isinstance(outcome, Refused) and outcome.code in _CLOSED:
            self.post_message(self.Closed())
        else:
            super().tell(outcome, harmless=harmless)
