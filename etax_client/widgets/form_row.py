"""One line of a form: label, field, what stands beside it, and a message line that is always reserved (looks.md)."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.said import Said


class FormRow(Vertical):
    """The message line shows the hint, or an error until it is cleared."""

    DEFAULT_CSS = """
    FormRow { height: auto; width: 100%; }
    FormRow .row-line { height: auto; width: 100%; }
    FormRow .row-label { width: 13; height: 1; text-align: right; padding: 0 1 0 0; text-wrap: nowrap; color: $foreground; }
    FormRow .row-message { margin: 0 0 0 14; width: 1fr; height: auto; min-height: 1; color: $quiet; }
    FormRow.-error .row-message { color: $error; text-style: bold; }
    """

    def __init__(
        self,
        words: Words,
        label: str,
        field: Widget,
        *,
        hint: str | Phrase | None = None,
        beside: Sequence[Widget] = (),
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._words = words
        self._label = label
        self.field = field
        self._hint = phrase(hint) if isinstance(hint, str) else hint
        self._beside = beside
        self._message = Said(words, self._hint, classes="row-message")

    @override
    def compose(self) -> ComposeResult:
        with Horizontal(classes="row-line"):
            yield Said(self._words, phrase(self._label), classes="row-label")
            yield self.field
            yield from self._beside
        yield self._message

    def hint(self, what: Phrase) -> None:
        """Another hint from now on; what is said meanwhile stays."""
        shown, self._hint = self.message == self._hint, what
        if shown:
            self._message.say(what)

    @property
    def in_error(self) -> bool:
        return self.has_class("-error")

    @property
    def message(self) -> Phrase | None:
        return self._message.phrase

    def error(self, what: Phrase) -> None:
        """What is wrong with this field and what to do about it."""
        self._message.say(what)
        self.add_class("-error")

    def note(self, what: Phrase) -> None:
        """Something that is not an error."""
        self._message.say(what)
        self.remove_class("-error")

    def clear(self) -> None:
        self._message.say(self._hint)
        self.remove_class("-error")
