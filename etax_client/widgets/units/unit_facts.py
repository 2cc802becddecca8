"""Which unit it is: its name, cut where there is no room for it, and its taxpayer id."""

from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.safe_text import safe_text
from etax_client.domain.units.units import Unit
from etax_client.texts.words import Words

_LABEL = 12


class UnitFacts(Widget):
    """Two lines, in line with the rows of a form; drawn, as boxes cost time."""

    DEFAULT_CSS = """
    UnitFacts { height: 2; width: 100%; text-wrap: nowrap; text-overflow: ellipsis; color: $foreground; }
    UnitFacts > .unit-label { color: $quiet; }
    UnitFacts > .unit-value { text-style: bold; }
    """
    COMPONENT_CLASSES = {"unit-label", "unit-value"}

    def __init__(self, words: Words, unit: Unit) -> None:
        super().__init__()
        self._words = words
        self._unit = unit

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        label, value = (self.get_visual_style(name, partial=True) for name in ("unit-label", "unit-value"))
        lines = []
        for key, text in (("verify.unit", self._unit.name), ("verify.id", self._unit.taxpayer_id)):
            before = Content(self._words.say(key)).right(_LABEL)
            lines.append(Content.assemble((before.plain, label), "  ", (safe_text(text), value)))
        return Content("\n").join(lines)
