"""The frame of a dialog: its title is said again when the language changes."""

from textual.containers import Vertical
from textual.content import Content

from etax_client.texts.words import Phrase, Words


class Titled(Vertical):
    """A frame that says what its dialog is for."""

    def __init__(self, words: Words, title: Phrase, *, classes: str = "dialog") -> None:
        super().__init__(classes=classes)
        self._words = words
        self.title = title
        self.reword()

    def reword(self) -> None:
        self.border_title = Content(self._words.tell(self.title))
