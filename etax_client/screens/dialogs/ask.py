"""One question, or one notice: the main answer, and a way out; it returns whether the main answer was given, or None for neither."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import ModalScreen
from typing_extensions import override

from etax_client.screens.desk import Desk
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled


class AskDialog(ModalScreen[bool | None]):
    """`no` is the word of the way out; Esc is the way out too, and leaves None where `no` does something of its own."""

    BINDINGS = [Binding("escape", "leave")]

    def __init__(self, desk: Desk, question: Phrase, yes: Phrase, *, no: Phrase | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._question = question
        self._yes = yes
        self._no = no or phrase("dialog.cancel")

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("dialog.notice")):
            yield Said(words, self._question, classes="dialog-text")
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, self._no, id="no")
                yield PushButton(words, self._yes, id="yes", classes="-primary")

    def on_mount(self) -> None:
        self.query_one("#yes").focus()

    @on(PushButton.Pressed)
    def _answered(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_leave(self) -> None:
        self.dismiss(None)
