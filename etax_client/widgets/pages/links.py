"""A link of a page: a line to go to, with what is said of it."""

from collections.abc import Sequence
from itertools import groupby

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.pages.page import Link
from etax_client.widgets.pages.parts import Part
from etax_client.widgets.pages.typeset import GAP, Line, flow

_INDENT = 2
_WIDEST = 24
"""Cells of a link's text up to which notes stand in one column."""


class LinkLine(Widget, can_focus=True):
    """Enter, space and a click post `Chosen`."""

    DEFAULT_CSS = """
    LinkLine { height: auto; width: 100%; text-wrap: nowrap; color: $primary; border-left: blank; pointer: pointer; }
    LinkLine:hover { background: $focus-ground; }
    LinkLine:focus { background: $focus-ground; color: $foreground; text-style: bold; border-left: outer $primary; }
    """
    BINDINGS = [Binding("enter,space", "choose", show=False)]

    class Chosen(Message):
        def __init__(self, line: "LinkLine") -> None:
            super().__init__()
            self.line = line

        @property
        @override
        def control(self) -> "LinkLine":
            return self.line

    def __init__(self, link: Link, column: int = 0) -> None:
        """Notes begin behind so many cells, below those of the links around it."""
        super().__init__()
        self.link = link
        self._column = column

    def _lines(self, width: int) -> list[Line]:
        """Notes stand behind the text where all of them fit, else under it."""
        text = Content(self.link.text)
        if not self.link.notes:
            return flow(text, width)
        gap = max(0, self._column - text.cell_length) + GAP
        one = Content.assemble(text, " " * gap, ("  ".join(self.link.notes), ".page--quiet"))
        if one.cell_length <= width:
            return [one]
        notes = [line for note in self.link.notes for line in flow(Content.styled(note, ".page--quiet"), width - _INDENT)]
        return [*flow(text, width), *(Content(" " * _INDENT) + line for line in notes)]

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    @override
    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width))

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self))

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_choose()


def columns(parts: Sequence[Part]) -> list[int]:
    """Of each part, how wide the texts of the links around it are; 0 for what is no link."""
    widths: list[int] = []
    for is_link, run in groupby(parts, lambda part: isinstance(part, Link)):
        links = list(run)
        widest = max((cell_len(part.text) for part in links if isinstance(part, Link)), default=0)
        widths.extend([widest if is_link and widest <= _WIDEST else 0] * len(links))
    return widths
