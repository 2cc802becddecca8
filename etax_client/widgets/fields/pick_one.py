"""One of a few values, all of them in sight: `(x) 浅色  ( ) 深色`; in as many lines as they need."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words

_GAP = 2


class PickOne(Widget, can_focus=True):
    """Left, right and a click pick at once; Enter and space pick the next one."""

    DEFAULT_CSS = """
    PickOne { width: 1fr; height: auto; border-left: blank; color: $foreground; text-wrap: nowrap; pointer: pointer; }
    PickOne:focus { border-left: outer $primary; background: $focus-ground; }
    PickOne > .pick-one--picked { text-style: bold; color: $primary; }
    """
    COMPONENT_CLASSES = {"pick-one--picked"}
    BINDINGS = [Binding("left", "step(-1)"), Binding("right,enter,space", "step(1)")]

    class Picked(Message):
        def __init__(self, pick: "PickOne", value: str) -> None:
            super().__init__()
            self.pick = pick
            self.value = value

        @property
        @override
        def control(self) -> "PickOne":
            return self.pick

    def __init__(self, words: Words, offered: Sequence[tuple[str, Phrase]], value: str, *, id: str | None = None) -> None:  # noqa: A002
        """`offered` are the values, and how each is shown."""
        super().__init__(id=id)
        self._words = words
        self._offered = tuple(offered)
        self._values = [each for each, _ in offered]
        self._value = value

    @property
    def value(self) -> str:
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        """Show another one as picked; nothing is posted."""
        self._value = value
        self.refresh()

    def reword(self) -> None:
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[list[tuple[str, str]]]:
        """The values with their faces, as many in each line as fit."""
        lines: list[list[tuple[str, str]]] = [[]]
        used = 0
        for value, shown in self._offered:
            face = f"({'x' if value == self._value else ' '}) {self._words.tell(shown)}"
            if lines[-1] and used + cell_len(face) > width:
                lines.append([])
                used = 0
            lines[-1].append((value, face))
            used += cell_len(face) + _GAP
        return lines

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    @override
    def render(self) -> Content:
        style = self.get_visual_style("pick-one--picked", partial=True)
        lines = [
            Content(" " * _GAP).join(Content.styled(face, style) if value == self._value else Content(face) for value, face in line)
            for line in self._lines(self.content_size.width)
        ]
        return Content("\n").join(lines)

    def _pick(self, value: str) -> None:
        if value != self._value:
            self.value = value
            self.post_message(self.Picked(self, value))

    def action_step(self, by: int) -> None:
        self._pick(self._values[(self._values.index(self._value) + by) % len(self._values)])

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        at = event.get_content_offset(self)
        lines = self._lines(self.content_size.width)
        if at is None or at.y >= len(lines):
            return
        x = 0
        for value, face in lines[at.y]:
            if x <= at.x < x + cell_len(face):
                self._pick(value)
            x += cell_len(face) + _GAP
