"""All that the list knows of one unit, its name in full (UNT-01, VER-03)."""

from collections.abc import Iterator

from typing_extensions import override

from etax_client.domain.safe_text import safe_text
from etax_client.domain.units.units import Unit
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.said import wrapped
from etax_client.widgets.tables.row_card import Line, RowCard
from etax_client.widgets.units.unit_standing import how, is_shut, term, who


class UnitCard(RowCard[Unit]):
    @override
    def lines(self, row: Unit, width: int) -> Iterator[Line]:
        yield from ((line, "", "") for line in wrapped(safe_text(row.name), width))
        yield "", safe_text(row.taxpayer_id), ""
        if self._tight:
            yield "", "", self._words.tell(_you(row))
            yield "", "", self._words.tell(_filings(row))
            return
        yield "", "", ""
        for key, told in _facts(row):
            yield from self.fact(key, told, width)


def _you(unit: Unit) -> Phrase:
    return phrase("detail.you", who=who(unit), term=term(unit))


def _filings(unit: Unit) -> Phrase:
    income, business = (phrase(f"home.filing.{each}") for each in (unit.income_filing, unit.business_filing))
    return phrase("detail.filings", income=income, business=business)


def _facts(unit: Unit) -> Iterator[tuple[str, Phrase]]:
    yield "detail.who", _you(unit)
    yield "detail.how", phrase("detail.locked") if is_shut(unit) else how(unit)
    yield "detail.income", phrase(f"home.filing.{unit.income_filing}")
    yield "detail.business", phrase(f"home.filing.{unit.business_filing}")
    yield "detail.departments", phrase(f"home.department.{unit.department_filing}")
    if unit.department:
        yield "detail.department", phrase("plain", text=safe_text(unit.department))
