"""A line of text that knows what it says, not only how: it is said again when the language changes."""

from typing import Protocol, runtime_checkable

from textual.content import Content
from textual.widgets import Static

from etax_client.texts.words import Phrase, Words


@runtime_checkable
class Worded(Protocol):
    """Any widget that has words on it."""

    def reword(self) -> None:
        """Show them again in what is now the current language."""


class Said(Static):
    """Shows a phrase, or nothing."""

    DEFAULT_CSS = """
    Said { width: auto; height: auto; }
    """

    def __init__(self, words: Words, phrase: Phrase | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, markup=False)
        self._words = words
        self.phrase = phrase
        self.reword()

    def say(self, phrase: Phrase | None) -> None:
        """Show something else; the same again costs nothing, as fields say it at each key."""
        if phrase == self.phrase:
            return
        self.phrase = phrase
        self.reword()

    def reword(self) -> None:
        self.update(Content("" if self.phrase is None else self._words.tell(self.phrase)))
