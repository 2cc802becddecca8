"""The list of those who may deduct something: searched as one types, with what is new below (DED-02)."""

from typing_extensions import override

from etax_client.domain.filing.deductions.sums import DeductionLine, WaitingClaims
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.filing.listed import PayeeRows
from etax_client.screens.lists.paged_list import Part
from etax_client.screens.work import Work
from etax_client.texts.words import phrase
from etax_client.widgets.filing.deduction_table import DeductionTable


class DeductionList(PayeeRows[DeductionLine, WaitingClaims]):
    def __init__(self, desk: Desk, work: Work) -> None:
        self.table = DeductionTable(desk.words)
        super().__init__(desk, self.table, "deductions")
        self._deductions = desk.api.deductions(work.unit_id)
        self._period = work.period
        self._text = ""

    @property
    @override
    def filtered(self) -> bool:
        return bool(self._text)

    @override
    def look_for_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.say(None)
            self.reload(0)

    @override
    async def ask(self, limit: int, place: dict[str, int]) -> Part[DeductionLine] | Refused:
        page = await self._deductions.page(self._period, self._text, limit=limit, **place)
        return page if isinstance(page, Refused) else Part(page.lines, page.total)

    @override
    async def ask_counts(self) -> WaitingClaims | Refused:
        return await self._deductions.waiting()

    @override
    def tell_counts(self, counts: WaitingClaims) -> None:
        new = phrase("deductions.waiting", people=counts.people) if counts.people else phrase("deductions.none_waiting")
        self.counted.say(phrase("deductions.counted", count=self.table.total, new=new), new)
        self.counted.set_class(counts.people > 0, "-due")
