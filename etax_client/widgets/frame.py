"""The line on top and the line at the bottom that every screen has (looks.md, Frame)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.said import Said


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a screen: what is pressed, what it does, the text key of its name, and its initials in pinyin for the command list."""

    key: str
    action: str
    text: str
    initials: str = ""
    label: str = ""
    shown: bool = True
    priority: bool = False

    @property
    def face(self) -> str:
        """How the key is written on the bottom line."""
        return self.label or self.key.upper()


def bindings(keys: Sequence[Key]) -> list[BindingType]:
    """Textual's bindings for a screen's keys; their descriptions are text keys, put into words when shown."""
    return [Binding(key.key, key.action, key.text, show=False, priority=key.priority) for key in keys]


class TopLine(Horizontal):
    """Product and place at the left; 「模拟环境」 and the server (or the person) at the right, on every screen (MCK-1).

    Where what is typed crosses a network in the clear, `insecure`, the mark is red and says so (TLS-1).
    """

    DEFAULT_CSS = """
    TopLine { height: 1; width: 100%; background: $bar; color: $bar-text; padding: 0 1; }
    TopLine .top-product { text-style: bold; }
    TopLine .top-place { padding: 0 2; width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    TopLine .top-mark { padding: 0 1; text-style: bold reverse; }
    TopLine .top-mark.-insecure { background: $error; color: $background; text-style: bold; }
    TopLine .top-right { padding: 0 0 0 1; max-width: 24; text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
    """

    def __init__(self, words: Words, place: Phrase, right: Phrase, *, insecure: bool) -> None:
        super().__init__()
        self._words = words
        self._mark = Said(words, phrase("simulated_insecure" if insecure else "simulated"), classes="top-mark")
        self._mark.set_class(insecure, "-insecure")
        self._place = Said(words, place, classes="top-place")
        self._right = Said(words, right, classes="top-right")

    @override
    def compose(self) -> ComposeResult:
        yield Said(self._words, phrase("product"), classes="top-product")
        yield self._place
        yield self._mark
        yield self._right


class KeyLine(Widget):
    """This screen's keys, most used first; a click on one does what the key does. What does not fit is left to F1."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 100%; background: $panel; color: $foreground; padding: 0 1; }
    KeyLine:ansi { background: ansi_default; }
    """

    class Chosen(Message):
        def __init__(self, key: Key) -> None:
            super().__init__()
            self.key = key

    def __init__(self, words: Words, keys: Sequence[Key]) -> None:
        super().__init__()
        self._words = words
        self._keys = tuple(keys)

    def show(self, keys: Sequence[Key]) -> None:
        self._keys = tuple(keys)
        self.refresh()

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        primary = self.app.theme_variables.get("primary", "")
        parts = [Content.assemble((key.face, f"bold {primary}"), f" {self._words.say(key.text)}") for key, _, _ in self._placed()]
        return Content("  ").join(parts)

    def _placed(self) -> list[tuple[Key, int, int]]:
        """The keys that fit, with the cells at which each starts and ends."""
        placed: list[tuple[Key, int, int]] = []
        at = 0
        for key in self._keys:
            if not key.shown:
                continue
            width = Content(f"{key.face} {self._words.say(key.text)}").cell_length
            if at + width > self.content_size.width:
                break
            placed.append((key, at, at + width))
            at += width + 2
        return placed

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        for key, start, end in self._placed():
            if start <= offset.x < end:
                self.post_message(self.Chosen(key))
