"""A grid of short texts, such as Chinese characters, of which only those in sight are drawn, however many there are (HAN-02)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from typing_extensions import override

from etax_client.widgets.fitting import fit

_FRAME = 2
"""Cells around a text: there the cursor's brackets stand."""


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that are `cells` wide, beginning on a line of their own; the heading stands at its left."""

    texts: Sequence[str]
    cells: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """Texts `start` up to, not including, `stop` of all, those of the group from `first` on."""

    group: Group
    first: int
    start: int
    stop: int


class GlyphGrid(ScrollView, can_focus=True):
    """Texts are counted from 0 through all groups. `click_chooses`: one click is enough, else the second on the same text chooses."""

    DEFAULT_CSS = """
    GlyphGrid {
        height: 1fr; background: $field-ground; color: $foreground; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        &>.glyph-grid--heading { color: $quiet; }
        &>.glyph-grid--cursor { background: $panel; text-style: bold; }
        &:focus>.glyph-grid--cursor { background: $primary; color: $background; text-style: bold; }
        &:ansi { background: ansi_default; }
        &:ansi:focus>.glyph-grid--cursor { background: ansi_blue; color: ansi_bright_white; }
    }
    """
    COMPONENT_CLASSES = {"glyph-grid--heading", "glyph-grid--cursor"}
    ALLOW_SELECT = False

    BINDINGS = [
        Binding("left", "aside(-1)"),
        Binding("right", "aside(1)"),
        Binding("up", "down(-1)"),
        Binding("down", "down(1)"),
        Binding("pageup", "page(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("home,ctrl+home", "first"),
        Binding("end,ctrl+end", "last"),
        Binding("enter,space", "choose"),
    ]

    class _Told(Message):
        def __init__(self, grid: "GlyphGrid") -> None:
            super().__init__()
            self.grid = grid

        @property
        @override
        def control(self) -> "GlyphGrid":
            return self.grid

    class Highlighted(_Told):
        """Another text is under the cursor."""

    class Chosen(_Told):
        """The text under the cursor is the one: Enter, space or the mouse."""

    class AtEdge(_Told):
        """The cursor was to go beyond an edge: `right` -1 or 1, or `down` -1 or 1."""

        def __init__(self, grid: "GlyphGrid", right: int, down: int) -> None:
            super().__init__(grid)
            self.right = right
            self.down = down

    def __init__(self, *, margin: int = 0, click_chooses: bool = False, id: str | None = None) -> None:  # noqa: A002
        """`margin` is the width of the headings."""
        super().__init__(id=id)
        self._margin = margin
        self._click_chooses = click_chooses
        self._groups: tuple[Group, ...] = ()
        self._lines: list[_Line] = []
        self._starts: list[int] = []
        self._count = 0
        self._cursor = 0

    @property
    def cursor(self) -> int | None:
        """Which text is under the cursor; None in an empty grid."""
        return self._cursor if self._count else None

    def show(self, groups: Sequence[Group], cursor: int = 0) -> None:
        """Show other texts; nobody is told what is under the cursor now."""
        self._groups = tuple(group for group in groups if group.texts)
        self._count = sum(len(group.texts) for group in self._groups)
        self._cursor = max(0, min(cursor, self._count - 1))
        self._lay_out()
        self.scroll_to(y=0, animate=False, force=True)
        self._scroll_to_cursor()
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a text, and the text into sight."""
        before, self._cursor = self._cursor, max(0, min(index, self._count - 1))
        if before == self._cursor:
            return
        if not self._scroll_to_cursor():
            for line in {self._line_of(before), self._line_of(self._cursor)}:
                self.refresh_line(line - self.scroll_offset.y)
        self.post_message(self.Highlighted(self))

    def on_resize(self) -> None:
        self._lay_out()
        self._scroll_to_cursor()

    def _lay_out(self) -> None:
        self._lines = []
        first = 0
        for group in self._groups:
            fitting = max(1, (self.size.width - self._margin) // (group.cells + _FRAME))
            end = first + len(group.texts)
            self._lines += [_Line(group, first, start, min(start + fitting, end)) for start in range(first, end, fitting)]
            first = end
        self._starts = [line.start for line in self._lines]
        self.virtual_size = Size(self.size.width, len(self._lines))

    def _line_of(self, index: int) -> int:
        return bisect_right(self._starts, index) - 1

    def _scroll_to_cursor(self) -> bool:
        top, rows, line = self.scroll_offset.y, max(1, self.size.height), self._line_of(self._cursor)
        # Forced, as new texts may be more than fitted before.
        if line < top:
            self.scroll_to(y=line, animate=False, force=True)
        elif line >= top + rows:
            self.scroll_to(y=line - rows + 1, animate=False, force=True)
        return self.scroll_offset.y != top

    @override
    def render_line(self, y: int) -> Strip:
        at, width, plain = self.scroll_offset.y + y, self.size.width, self.rich_style
        if at >= len(self._lines):
            return Strip.blank(width, plain)
        line = self._lines[at]
        texts = [fit(text, line.group.cells) for text in line.group.texts[line.start - line.first : line.stop - line.first]]
        segments = []
        if self._margin:
            heading = fit(line.group.heading if line.start == line.first else "", self._margin)
            segments.append(Segment(heading, self.get_component_rich_style("glyph-grid--heading")))
        here = self._cursor - line.start
        if 0 <= here < len(texts):
            segments.append(Segment("".join(f" {text} " for text in texts[:here]), plain))
            segments.append(Segment(f"[{texts[here]}]", self.get_component_rich_style("glyph-grid--cursor")))
            texts = texts[here + 1 :]
        segments.append(Segment("".join(f" {text} " for text in texts), plain))
        return Strip(segment for segment in segments if segment.text).adjust_cell_length(width, plain)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        x, y = event.get_content_offset_capture(self)
        at = self.scroll_offset.y + y
        if not 0 <= at < len(self._lines) or x < self._margin:
            return
        line = self._lines[at]
        index = line.start + (x - self._margin) // (line.group.cells + _FRAME)
        if index < line.stop:
            again = event.chain > 1 and index == self._cursor
            self.move_to(index)
            if again or self._click_chooses:
                self.action_choose()

    def action_aside(self, by: int) -> None:
        line = self._lines[self._line_of(self._cursor)] if self._count else None
        if line is not None and line.start <= self._cursor + by < line.stop:
            self.move_to(self._cursor + by)
        else:
            self.post_message(self.AtEdge(self, by, 0))

    def action_down(self, by: int) -> None:
        if not 0 <= self._line_of(self._cursor) + by < len(self._lines):
            self.post_message(self.AtEdge(self, 0, by))
        else:
            self._go_down(by)

    def action_page(self, by: int) -> None:
        self._go_down(by * max(1, self.size.height))

    def _go_down(self, by: int) -> None:
        """So many lines, to the text that stands below or above."""
        if not self._count:
            return
        here = self._line_of(self._cursor)
        line, there = self._lines[here], self._lines[max(0, min(here + by, len(self._lines) - 1))]
        x = (self._cursor - line.start) * (line.group.cells + _FRAME)
        self.move_to(min(there.start + x // (there.group.cells + _FRAME), there.stop - 1))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self._count - 1)

    def action_choose(self) -> None:
        if self._count:
            self.post_message(self.Chosen(self))
