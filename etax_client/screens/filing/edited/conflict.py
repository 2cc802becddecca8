"""A row that somebody else has changed meanwhile: who and when, and both of what they differ in (FLW-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from typing_extensions import override

from etax_client.screens.desk import Desk
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.fitting import fit
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled

_HEADING, _VALUE = 22, 16


class Kept(StrEnum):
    mine = "mine"
    theirs = "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    heading: Phrase
    mine: Phrase
    theirs: Phrase


class ConflictDialog(ModalScreen[Kept | None]):
    """It returns which of both is kept; None leaves the question open, and nothing is saved."""

    BINDINGS = [Binding("escape", "leave")]

    def __init__(self, desk: Desk, told: Phrase, by: str, differences: Sequence[Difference]) -> None:
        super().__init__()
        self._desk = desk
        self._told = told
        self._by = by
        self._differences = differences

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("conflict.title")):
            yield Said(words, self._told, classes="dialog-text")
            with VerticalScroll():
                yield _Differences(words, self._by, self._differences)
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, phrase("conflict.take_theirs"), id="theirs")
                yield PushButton(words, phrase("conflict.keep_mine"), id="mine", classes="-primary")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).styles.height = min(len(self._differences) + 1, 10)
        self.query_one("#theirs").focus()

    @on(PushButton.Pressed)
    def _answered(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.dismiss(Kept(event.button.id or ""))

    def action_leave(self) -> None:
        self.dismiss(None)


class _Differences(Widget):
    """Side by side; drawn, as boxes cost time."""

    DEFAULT_CSS = """
    _Differences { width: 100%; height: auto; text-wrap: nowrap; }
    """

    def __init__(self, words: Words, by: str, differences: Sequence[Difference]) -> None:
        super().__init__()
        self._words = words
        self._by = by
        self._differences = differences

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        tell = self._words.tell
        head = [" " * _HEADING + fit(tell(phrase("conflict.mine")), _VALUE) + fit(self._by, _VALUE)]
        told = [
            fit(tell(each.heading), _HEADING) + fit(tell(each.mine), _VALUE) + fit(tell(each.theirs), _VALUE) for each in self._differences
        ]
        return Content("\n".join(line.rstrip() for line in head + told))
