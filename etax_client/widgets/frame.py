"""The line on top and the line at the bottom that every screen has (looks.md, Frame)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words, phrase


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


class TopLine(Widget):
    """Product and place at the left; 「模拟环境」 and the server (or the person) at the right, on every screen (MCK-1).

    Where what is typed crosses a network in the clear, `insecure`, the mark is red and says so (TLS-1). The place gives way.
    """

    DEFAULT_CSS = """
    TopLine { height: 1; width: 100%; background: $bar; color: $bar-text; padding: 0 1; }
    TopLine>.top-line--insecure { background: $error; color: $background; text-style: bold; }
    """
    COMPONENT_CLASSES = {"top-line--insecure"}
    _LONGEST_RIGHT = 23

    def __init__(self, words: Words, place: Phrase, right: Phrase, *, insecure: bool) -> None:
        super().__init__()
        self._words = words
        self._insecure = insecure
        self._place = place
        self._right = right

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        tell = self._words.tell
        product = Content.styled(tell(phrase("product")), "bold")
        told = tell(phrase("simulated_insecure" if self._insecure else "simulated"))
        mark = Content.styled(f" {told} ", self.get_visual_style("top-line--insecure") if self._insecure else "bold reverse")
        room = max(0, self.content_size.width - product.cell_length - mark.cell_length - 2 * len(_GAP))
        right = Content(f" {tell(self._right)}").truncate(min(room, self._LONGEST_RIGHT + 1), ellipsis=True)
        place = Content(tell(self._place)).truncate(room - right.cell_length, ellipsis=True, pad=True)
        return Content.assemble(product, _GAP, place, _GAP, mark, right)


_GAP = "  "


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
