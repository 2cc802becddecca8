"""All that the list knows of one unit, its name in full (UNT-01, VER-03)."""

from collections.abc import Iterator

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.safe_text import safe_text
from etax_client.domain.units.units import Unit
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.fitting import fit
from etax_client.widgets.said import wrapped
from etax_client.widgets.units.unit_standing import how, is_shut, term, who

_LABEL = 12


class UnitCard(Widget):
    """Drawn, as boxes cost time; laid out anew only where another unit takes more lines or fewer."""

    DEFAULT_CSS = """
    UnitCard { height: auto; width: 100%; text-wrap: nowrap; color: $foreground; }
    UnitCard > .unit-card--name { text-style: bold; }
    UnitCard > .unit-card--quiet { color: $quiet; }
    """
    COMPONENT_CLASSES = {"unit-card--name", "unit-card--quiet"}

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._unit: Unit | None = None
        self._tight = False
        self._drawn = 0

    def show(self, unit: Unit | None) -> None:
        """None where it is not there yet: what stands there stays until then."""
        if unit is not None and unit != self._unit:
            self._unit = unit
            self.reword()

    def squeeze(self, tight: bool) -> None:
        """In as few lines as there must be."""
        if tight != self._tight:
            self._tight = tight
            self.reword()

    def reword(self) -> None:
        self.refresh(layout=self._drawn != self._count(self.size.width))

    def _count(self, width: int) -> int:
        return len(list(self._lines(width)))

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._drawn = self._count(width)
        return self._drawn

    @override
    def render(self) -> Content:
        styles = [self.get_visual_style(f"unit-card--{each}", partial=True) for each in ("name", "quiet")]
        return Content("\n").join(
            Content.assemble(*zip((name, label), styles, strict=True), text) for name, label, text in self._lines(self.content_size.width)
        )

    def _lines(self, width: int) -> Iterator[tuple[str, str, str]]:
        """Of each line the part in bold, the part that is quiet, and the rest."""
        if self._unit is None:
            return
        yield from ((line, "", "") for line in wrapped(safe_text(self._unit.name), width))
        yield "", safe_text(self._unit.taxpayer_id), ""
        if self._tight:
            yield "", "", self._words.tell(_you(self._unit))
            yield "", "", self._words.tell(_filings(self._unit))
            return
        yield "", "", ""
        for key, told in _facts(self._unit):
            label = fit(self._words.say(key), _LABEL)
            for line in wrapped(self._words.tell(told), max(1, width - _LABEL)):
                yield "", label, line
                label = " " * _LABEL


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
