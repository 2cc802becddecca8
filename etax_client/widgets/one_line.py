"""A line of text that says as much as there is room for: the same in several lengths, of which it shows the longest that is whole."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from typing_extensions import override

from etax_client.texts.words import Phrase
from etax_client.widgets.said import Said


class OneLine(Said):
    """Words are never cut where a shorter way to say the same is given: what is least important is left out as a whole (looks.md)."""

    DEFAULT_CSS = """
    OneLine { width: 100%; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    _shorter: Sequence[Phrase] = ()

    @override
    def say(self, phrase: Phrase | None, *shorter: Phrase) -> None:
        """`shorter` ones say the same in ever fewer cells."""
        self._shorter = shorter
        super().say(phrase)

    @override
    def reword(self) -> None:
        lengths = () if self.phrase is None else (self.phrase, *self._shorter)
        told = [self._words.tell(each) for each in lengths] or [""]
        self.update(Content(next((text for text in told if cell_len(text) <= self.size.width), told[-1])))

    def on_resize(self) -> None:
        self.reword()
