"""In the middle of a list that is empty: what it is, why it is empty, and the one thing to do about it (looks.md)."""

from textual.app import ComposeResult
from textual.containers import Center, Vertical
from typing_extensions import override

from etax_client.texts.words import Words, phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class EmptyList(Vertical):
    """The screen hears the button, `remedy`."""

    DEFAULT_CSS = """
    EmptyList { align: center middle; width: 100%; height: 1fr; background: $surface; padding: 0 2; }
    EmptyList Said { width: 100%; text-align: center; }
    EmptyList #what { text-style: bold; }
    EmptyList #why { color: $quiet; margin: 0 0 1 0; }
    """

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._what = Said(words, id="what")
        self._why = Said(words, id="why")
        self.remedy = PushButton(words, phrase("units.none.do"), id="remedy", classes="-primary")

    @override
    def compose(self) -> ComposeResult:
        yield self._what
        yield self._why
        yield Center(self.remedy)

    def say(self, key: str, **facts: object) -> None:
        """`key` is what it is, with these facts, `key.why` why, and `key.do` what to do."""
        self._what.say(phrase(key, **facts))
        self._why.say(phrase(f"{key}.why"))
        self.remedy.say(phrase(f"{key}.do"))
