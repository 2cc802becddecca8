"""A list to choose one thing from; it returns the chosen value, what is to be deleted, or None."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from etax_client.domain.safe_text import safe_text
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, how it is shown, a note that is shown below the list while it is under the cursor, and whether it may be deleted.

    `beside` stands at the end of its line, where a list has room for that.
    """

    value: str
    label: str | Phrase
    note: str | Phrase = ""
    deletable: bool = False
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Deleted:
    """The user wants this value gone."""

    value: str


class ChooseDialog(ModalScreen[str | Deleted | None]):
    CSS_PATH = "choose.tcss"
    BINDINGS = bindings((keys.OK, keys.DELETE, keys.RUB_OUT, keys.LEAVE))
    GUIDE = ("choose.place", "help.choose")

    def __init__(
        self,
        desk: Desk,
        title: Phrase,
        choices: Sequence[Choice],
        *,
        hint: Phrase | None = None,
        empty: Phrase | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._title = title
        self._choices = tuple(choices)
        self._hint = hint
        self._empty = empty or phrase("choose.none")
        self._deletable = any(choice.deletable for choice in choices)

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*((keys.OK,) if self._choices else ()), *((keys.DELETE,) if self._deletable else ()), keys.LEAVE)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, self._title):
            if self._hint is not None:
                yield Said(words, self._hint, classes="dialog-hint")
            if self._choices:
                yield OptionList(*(Option(Content(self._tell(choice.label))) for choice in self._choices), compact=True)
                if any(choice.note for choice in self._choices):
                    yield Said(words, None, id="note")
            else:
                yield Said(words, self._empty, classes="dialog-text")
                with Horizontal(classes="dialog-actions"):
                    yield PushButton(words, phrase("dialog.close"), id="close", classes="-primary")
            yield KeyLine(words, self.keys, classes="-in-dialog")

    def on_mount(self) -> None:
        """Where there is nothing to choose, there is the one thing to do (looks.md)."""
        self.query_one(OptionList if self._choices else PushButton).focus()

    @on(OptionList.OptionHighlighted)
    def _under_cursor(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._tell_note(event.option_index)

    def reword(self) -> None:
        for at, choice in enumerate(self._choices):
            self.query_one(OptionList).replace_option_prompt_at_index(at, Content(self._tell(choice.label)))
        under = self.query_one(OptionList).highlighted if self._choices else None
        if under is not None:
            self._tell_note(under)

    def _tell_note(self, at: int) -> None:
        for said in self.query("#note").results(Said):
            said.say(phrase("plain", text=self._tell(self._choices[at].note)))

    def _tell(self, text: str | Phrase) -> str:
        return safe_text(text) if isinstance(text, str) else self._desk.words.tell(text)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_index].value)

    def action_ok(self) -> None:
        if self._choices:
            self.query_one(OptionList).action_select()

    def action_delete(self) -> None:
        at = self.query_one(OptionList).highlighted if self._choices else None
        if at is not None and self._choices[at].deletable:
            self.dismiss(Deleted(self._choices[at].value))

    @on(PushButton.Pressed, "#close")
    def action_leave(self) -> None:
        self.dismiss(None)
