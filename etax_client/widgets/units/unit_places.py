"""The five places of 办税首页 and what is done at each: as cards side by side, or as lines where it is narrow."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Words
from etax_client.widgets.fitting import fit
from etax_client.widgets.said import wrapped

PLACES = ("people", "deductions", "income", "payment", "statistics")
_NAME = 22
"""Cells of a name in a line."""


class UnitPlaces(Container):
    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    @override
    def compose(self) -> ComposeResult:
        for number, name in enumerate(PLACES, 1):
            yield _Place(self._words, number, name)


class _Place(Widget):
    """A line if it is one row high, else a card."""

    DEFAULT_CSS = """
    _Place { width: 1fr; height: 1; color: $foreground; }
    _Place > .place--name { text-style: bold; color: $primary; }
    _Place > .place--quiet { color: $quiet; }
    """
    COMPONENT_CLASSES = {"place--name", "place--quiet"}

    def __init__(self, words: Words, number: int, name: str) -> None:
        super().__init__()
        self._words = words
        self._number = number
        self._name_key = f"place.{name}"

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        bold, quiet = (self.get_visual_style(f"place--{each}", partial=True) for each in ("name", "quiet"))
        name, about = f"{self._number} {self._words.say(self._name_key)}", self._words.say(f"{self._name_key}.about")
        width, height = self.content_size
        if height <= 1:
            return Content.assemble((fit(name, _NAME), bold), " ", (about, quiet))
        return Content("\n").join([Content.styled(name, bold), *(Content.styled(line, quiet) for line in wrapped(about, width))])
