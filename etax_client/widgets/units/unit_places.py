"""The places of 办税首页 and how each stands: as cards side by side, or as lines where it is narrow."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words
from etax_client.widgets.fitting import fit, is_plain
from etax_client.widgets.said import wrapped

PLACES = ("people", "deductions", "income", "payment", "statistics", "nonresidents")
"""By their numbers; the last one stands beside the others, as a return of its own (FLW-02)."""
_NAME = 22
"""Cells of a name in a line."""


class UnitPlaces(Container):
    """`offered` are those that can be entered: no other is shown."""

    class Chosen(Message):
        """Enter on a place, or a click."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, words: Words, offered: Sequence[str]) -> None:
        super().__init__()
        self._shown = {name: UnitPlace(words, number, name) for number, name in enumerate(PLACES, 1) if name in offered}

    @override
    def compose(self) -> ComposeResult:
        yield from self._shown.values()

    def on_mount(self) -> None:
        self.styles.grid_size_columns = len(self._shown)

    def tell(self, states: Mapping[str, Sequence[Phrase]]) -> None:
        """How each stands, the most important first; what is not told of stays as it is."""
        for name, lines in states.items():
            if name in self._shown:
                self._shown[name].tell(lines)

    def focus_place(self, name: str | None = None) -> None:
        """That one, or the first."""
        found = self._shown.get(name or "", next(iter(self._shown.values())))
        found.focus()


class UnitPlace(Widget, can_focus=True):
    """A line if it is one row high, else a card."""

    DEFAULT_CSS = """
    UnitPlace { width: 1fr; height: 1; color: $foreground; }
    UnitPlace:focus { background: $focus-ground; }
    UnitPlace > .place--name { text-style: bold; color: $primary; }
    UnitPlace > .place--bar { color: $primary; }
    UnitPlace > .place--quiet { color: $quiet; }
    """
    COMPONENT_CLASSES = {"place--name", "place--bar", "place--quiet"}
    BINDINGS = [Binding("enter,space", "enter"), Binding("up,left", "app.focus_previous"), Binding("down,right", "app.focus_next")]

    def __init__(self, words: Words, number: int, name: str) -> None:
        super().__init__()
        self.place = name
        self._words = words
        self._number = number
        self._name_key = f"place.{name}"
        self._lines: Sequence[Phrase] = ()

    def tell(self, lines: Sequence[Phrase]) -> None:
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def reword(self) -> None:
        self.refresh()

    def action_enter(self) -> None:
        self.post_message(UnitPlaces.Chosen(self.place))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_enter()

    @override
    def render(self) -> Content:
        bold, quiet, bar = (self.get_visual_style(f"place--{each}", partial=True) for each in ("name", "quiet", "bar"))
        name = f"{self._number} {self._words.say(self._name_key)}"
        told = [self._words.tell(line) for line in self._lines] or [self._words.say(f"{self._name_key}.about")]
        width, height = self.content_size
        mark = ("|" if is_plain(self) else "▌") if self.has_focus else " "
        if height <= 1:
            shown = "  ".join(told)
            return Content.assemble((mark, bar), (fit(name, _NAME), bold), " ", (fit(shown, max(0, width - _NAME - 2)), quiet))
        lines = [line for each in told for line in wrapped(each, width)]
        return Content("\n").join([Content.assemble((mark, bar), (name, bold)), *(Content.styled(line, quiet) for line in lines)])
