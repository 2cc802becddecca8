"""All that the list knows of what one payee deducts, and what is to be done next (DED-02)."""

from collections.abc import Iterator

from typing_extensions import override

from etax_client.domain.filing.deductions.sums import DeductionLine
from etax_client.domain.safe_text import safe_text
from etax_client.domain.withholding.deductions import Item
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.said import wrapped
from etax_client.widgets.tables.row_card import Line, RowCard


class DeductionCard(RowCard[DeductionLine]):
    @override
    def lines(self, row: DeductionLine, width: int) -> Iterator[Line]:
        yield from ((line, "", "") for line in wrapped(safe_text(row.name), width))
        yield "", safe_text(row.document_number), ""
        yield "", "", ""
        for item in Item:
            if item in row.amounts:
                yield from self.fact(f"deductions.column.{item}", _money(f"{row.amounts[item]:,.2f}"), width)
        yield from self.fact("deductions.sum", _money(f"{sum(row.amounts.values()):,.2f}"), width)
        yield from self.fact("deductions.claims", phrase("deductions.count", count=row.claims), width)
        if row.waiting:
            yield "", "", ""
            yield from (("", "", line) for line in wrapped(self._words.tell(phrase("deductions.advice", count=row.waiting)), width))


def _money(text: str) -> Phrase:
    return phrase("plain", text=text)
