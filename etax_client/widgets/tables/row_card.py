"""Beside a long list all that is known of what is under its cursor: drawn, as boxes cost time (looks.md)."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words
from etax_client.widgets.fitting import fit
from etax_client.widgets.said import wrapped

T = TypeVar("T")
Line = tuple[str, str, str]
"""The part of a line in bold, the part that is quiet, and the rest."""
_LABEL = 12


class RowCard(Widget, Generic[T]):
    """Laid out anew only where something else takes more lines or fewer. Who builds on it says the lines."""

    DEFAULT_CSS = """
    RowCard { height: auto; width: 100%; text-wrap: nowrap; color: $foreground; }
    RowCard > .row-card--name { text-style: bold; }
    RowCard > .row-card--quiet { color: $quiet; }
    """
    COMPONENT_CLASSES = {"row-card--name", "row-card--quiet"}

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._row: T | None = None
        self._tight = False
        self._drawn = 0

    def lines(self, row: T, width: int) -> Iterator[Line]:
        raise NotImplementedError

    def show(self, row: T | None) -> None:
        """None where it is not there yet: what stands there stays until then."""
        if row is not None and row != self._row:
            self._row = row
            self.reword()

    def squeeze(self, tight: bool) -> None:
        """In as few lines as there must be."""
        if tight != self._tight:
            self._tight = tight
            self.reword()

    def reword(self) -> None:
        self.refresh(layout=self._drawn != self._count(self.size.width))

    def fact(self, key: str, told: Phrase, width: int) -> Iterator[Line]:
        """What it is called, and what it is, in as many lines as that takes."""
        label = fit(self._words.say(key), _LABEL)
        for line in wrapped(self._words.tell(told), max(1, width - _LABEL)):
            yield "", label, line
            label = " " * _LABEL

    def _lines(self, width: int) -> Iterator[Line]:
        if self._row is not None:
            yield from self.lines(self._row, width)

    def _count(self, width: int) -> int:
        return len(list(self._lines(width)))

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._drawn = self._count(width)
        return self._drawn

    @override
    def render(self) -> Content:
        styles = [self.get_visual_style(f"row-card--{each}", partial=True) for each in ("name", "quiet")]
        return Content("\n").join(
            Content.assemble(*zip((name, label), styles, strict=True), text) for name, label, text in self._lines(self.content_size.width)
        )
