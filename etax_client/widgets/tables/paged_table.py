"""A long list as a table: it draws the rows in sight and asks for those that are not there yet, however many (UNT-07, PER-01)."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from etax_client.texts.words import Words
from etax_client.widgets.fitting import is_plain
from etax_client.widgets.tables.row_pages import RowPages
from etax_client.widgets.tables.row_view import RowView

T = TypeVar("T")
_MOVING = ("up", "down", "pageup", "pagedown", "home", "end", "ctrl+home", "ctrl+end")
_TALL = 34
"""Lines of a table in a tall terminal: a short list has air between its rows there."""
_MOST_AIR = 3
"""Lines of one row with its air."""


class PagedTable(RowView, Generic[T]):
    """Rows are counted from 0. The screen answers each `Wanted` with `put`, or calls `retry` when it could not get the rows.

    Who builds on it says how heading and rows are set in cells.
    """

    DEFAULT_CSS = """
    PagedTable {
        &>.paged-table--heading { background: $panel; text-style: bold; }
        &>.paged-table--cursor { background: $panel; }
        &:focus>.paged-table--cursor { background: $focus-ground; text-style: bold; }
        &>.paged-table--bar { color: $primary; }
    }
    """
    COMPONENT_CLASSES = {"paged-table--heading", "paged-table--cursor", "paged-table--bar"}

    class Wanted(Message):
        """Rows `start` up to, not including, `end` are missing; the ids of those right before and right behind them, if known."""

        def __init__(self, start: int, end: int, after: int | None, before: int | None) -> None:
            super().__init__()
            self.start = start
            self.end = end
            self.after = after
            self.before = before

        def place(self, count: int) -> tuple[int, dict[str, int]]:
            """Which row is the first of so many that are asked for, and where they are, as the server is asked."""
            if self.after is not None:
                return self.start, {"after": self.after}
            if self.before is not None:
                return self.end - count, {"before": self.before}
            return self.start, {"at": self.start}

    class HeadingClicked(Message):
        """What the heading sorts by."""

        def __init__(self, sort: Any) -> None:
            super().__init__()
            self.sort = sort

    class Entered(Message):
        """Enter or a double click (UNT-06)."""

        def __init__(self, row: Any) -> None:
            super().__init__()
            self.row = row

    class Highlighted(Message):
        """Something else is under the cursor; None while it is not there yet."""

        def __init__(self, row: Any) -> None:
            super().__init__()
            self.row = row

    def __init__(
        self,
        words: Words,
        id_of: Callable[[T], int],
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._words = words
        self._pages = RowPages(id_of)
        self._told: T | None = None
        self._about_to_look = False

    def heading(self) -> str:
        """The headings from the second cell on."""
        raise NotImplementedError

    def segments(self, index: int, row: T | None, ground: Style) -> list[Segment]:
        """A row from its second cell on; None where it is not here yet."""
        raise NotImplementedError

    def sort_at(self, x: int) -> Any:
        """What a click on the heading sorts by; None for nothing."""
        raise NotImplementedError

    def measure(self, rows: Sequence[T]) -> None:
        """Called with rows that have come."""

    @property
    @override
    def total(self) -> int:
        return self._pages.total

    @property
    def cursor_row(self) -> T | None:
        """What is under the cursor; None in an empty table and while it is not there yet."""
        return self._pages.row_at(self.cursor_index)

    @property
    @override
    def pitch(self) -> int:
        return min(_MOST_AIR, max(1, (self.size.height - 1) // max(1, self.total))) if self.size.height >= _TALL else 1

    def row_of(self, index: int) -> T | None:
        """What is shown in a row, if it is there."""
        return self._pages.row_at(index)

    def reset(self, total: int = 0, *, keep_cursor: bool = False) -> None:
        """Forget all rows; with `keep_cursor` the cursor comes back to its row once there are as many rows again."""
        self._pages.reset(total)
        if not keep_cursor:
            self.go_home()
        self._following = True
        self._show_data()

    def put(self, start: int, rows: Sequence[T], total: int) -> None:
        """Rows that follow one another from row `start`, of `total` in all."""
        self._pages.put(start, rows, total)
        self._cursor = self.cursor_index
        self.measure(rows)
        self._show_data()

    def retry(self) -> None:
        """Ask again for what is missing: the answer to an earlier `Wanted` will not come."""
        self._pages.retry()
        self.rows_seen()

    def reword(self) -> None:
        self.refresh()

    def _show_data(self) -> None:
        self.fit_view()
        self.refresh()
        self.rows_seen()
        self.cursor_moved()

    @override
    def rows_seen(self) -> None:
        """Ask for what is missing, once those who are at work on this table now are through: a `put` may follow a `reset` at once."""
        if not self._about_to_look:
            self._about_to_look = True
            self.call_next(self._look_now)

    def _look_now(self) -> None:
        """Ask for what is missing in sight and one screen around it."""
        self._about_to_look = False
        rows = self.rows_in_sight
        if rows:
            top = self.scroll_offset.y
            for gap in self._pages.gaps(top - rows, top + 2 * rows):
                self.post_message(self.Wanted(gap.start, gap.stop, gap.after, gap.before))

    @override
    def cursor_moved(self) -> None:
        if self.cursor_row != self._told:
            self._told = self.cursor_row
            self.post_message(self.Highlighted(self._told))

    @override
    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            style = self.get_component_rich_style("paged-table--heading")
            return Strip([Segment(" " + self.heading(), style)]).adjust_cell_length(width, style)
        above, line = divmod(y - 1, self.pitch)
        index = self.scroll_offset.y + above
        if index >= self.total or line:
            return Strip.blank(width, self.rich_style)
        return self._row(index).adjust_cell_length(width, self._ground(index))

    def _ground(self, index: int) -> Style:
        return self.get_component_rich_style("paged-table--cursor") if index == self.cursor_index else self.rich_style

    def _row(self, index: int) -> Strip:
        ground = self._ground(index)
        first = Segment(" ", ground)
        if index == self.cursor_index and self.has_focus:
            bar = ground + self.get_component_rich_style("paged-table--bar", partial=True)
            first = Segment("|" if is_plain(self) else "▌", bar)
        segments = [first, *self.segments(index, self._pages.row_at(index), ground)]
        return Strip(segment for segment in segments if segment.text)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        x, y = event.get_content_offset_capture(self)
        if y == 0:
            sort = self.sort_at(x)
            if sort is not None:
                self.post_message(self.HeadingClicked(sort))
            return
        index = self.row_at(y)
        if index is None:
            return
        twice = event.chain > 1 and index == self.cursor_index
        self.move_to(index)
        if twice:
            self.action_enter()

    def lacks_row_for(self, event: events.Event) -> bool:
        """Whether the row under the cursor is still to come, and the event does something else than move on from there."""
        moves = isinstance(event, events.Key) and event.key in _MOVING
        return self.cursor_row is None and not moves

    def action_enter(self) -> None:
        if self.cursor_row is not None:
            self.post_message(self.Entered(self.cursor_row))
