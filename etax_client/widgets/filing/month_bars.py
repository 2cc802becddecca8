"""Figures of each month as bars in cells, with the figures beside them (QRY-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words
from etax_client.widgets.fitting import fit, is_plain

_FIGURE = 15
_LABEL, _NOTE = 9, 10


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Of one month: what it is called, the figures, and a word on it."""

    label: str
    figures: tuple[Decimal, ...]
    note: Phrase


class MonthBars(Widget):
    """A line a month, after one with headings: each figure with a bar as long as it is large among those of its kind."""

    DEFAULT_CSS = """
    MonthBars { width: 100%; height: auto; text-wrap: nowrap; color: $foreground; }
    MonthBars > .bars--heading { text-style: bold; }
    MonthBars > .bars--bar { color: $primary; }
    MonthBars > .bars--quiet { color: $quiet; }
    """
    COMPONENT_CLASSES = {"bars--heading", "bars--bar", "bars--quiet"}

    def __init__(self, words: Words, headings: Sequence[Phrase]) -> None:
        """`headings`: of the months, of each figure, of the word on it."""
        super().__init__()
        self._words = words
        self._headings = headings
        self._months: Sequence[MonthFigures] = ()

    def show(self, months: Sequence[MonthFigures]) -> None:
        self._months = months
        self.refresh(layout=True)

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        heading, bar, quiet = (self.get_visual_style(f"bars--{each}", partial=True) for each in ("heading", "bar", "quiet"))
        count = len(self._headings) - 2
        room = max(4, (self.content_size.width - _LABEL - _NOTE) // count - _FIGURE - 2)
        first, *figures, last = (self._words.tell(each) for each in self._headings)
        lines = [
            Content.styled(fit(first, _LABEL) + "".join(_right(each) + " " * (room + 2) for each in figures) + fit(last, _NOTE), heading)
        ]
        most = [max((month.figures[place] for month in self._months), default=Decimal(0)) for place in range(count)]
        mark = "#" if is_plain(self) else "█"
        for month in self._months:
            parts: list[Content | str] = [fit(month.label, _LABEL)]
            for place, figure in enumerate(month.figures):
                cells = int(figure / most[place] * room) if most[place] else 0
                drawn = mark * max(cells, 1 if figure > 0 else 0)
                parts += [_right(f"{figure:,.2f}"), " ", Content.styled(drawn.ljust(room), bar), " "]
            parts.append(Content.styled(fit(self._words.tell(month.note), _NOTE), quiet))
            lines.append(Content.assemble(*parts))
        return Content("\n").join(lines)


def _right(text: str) -> str:
    return " " * max(0, _FIGURE - cell_len(text)) + text
