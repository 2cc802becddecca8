"""A long table of which only the rows in sight are drawn, with a cursor in one of them: what all such tables share (UNT-07)."""

from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from typing_extensions import override


class RowView(ScrollView, can_focus=True):
    """Rows are counted from 0. Who builds on it says how many there are (`total`) and draws them (`render_line`)."""

    DEFAULT_CSS = """
    RowView {
        background: $surface; color: $foreground; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; height: 1fr;
    }
    """
    ALLOW_SELECT = False

    BINDINGS = [
        Binding("up", "move(-1)"),
        Binding("down", "move(1)"),
        Binding("pageup", "page(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("home,ctrl+home", "first"),
        Binding("end,ctrl+end", "last"),
        Binding("enter", "enter"),
    ]
    head_lines = 1
    """Lines above the rows that are not scrolled."""
    foot_lines = 0
    """Lines below them."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._cursor = 0
        # The view follows the cursor until it is scrolled away from it by wheel or scrollbar.
        self._following = True

    @property
    def total(self) -> int:
        raise NotImplementedError

    @property
    def cursor_index(self) -> int:
        """The row of the cursor; 0 in an empty table."""
        return max(0, min(self._cursor, self.total - 1))

    @property
    def rows_in_sight(self) -> int:
        return max(0, self.room.height - self.head_lines - self.foot_lines)

    @property
    def room(self) -> Size:
        """What is left beside the scroll bars."""
        return self.size - (self.scrollbar_size_vertical, self.scrollbar_size_horizontal)

    @property
    def pitch(self) -> int:
        """Lines from one row to the next; more than one only where all rows are in sight."""
        return 1

    def row_at(self, line: int) -> int | None:
        """The row that stands in a line of the table; None where there is none."""
        row = self.scroll_offset.y + (line - self.head_lines) // self.pitch
        return row if self.head_lines <= line < self.head_lines + self.rows_in_sight and row < self.total else None

    def move_to(self, index: int) -> None:
        """Put the cursor into a row, and the row into sight; if the view has to move for that, by half its rows at least.

        A view that moves is painted anew, ten times the bytes of a cursor that moves (P8): so it does not move at every row.
        """
        before, self._cursor = self.cursor_index, max(0, min(index, self.total - 1))
        if not self._scroll_to_cursor(self.rows_in_sight // 2) and before != self._cursor:
            self.refresh_row(before)
            self.refresh_row(self._cursor)
        self.cursor_moved()

    def refresh_row(self, index: int) -> None:
        """Draw it again, if it is in sight."""
        if 0 <= index - self.scroll_offset.y < self.rows_in_sight:
            self.refresh_line(index * self.pitch + self.head_lines)

    def cursor_moved(self) -> None:
        """Called when the cursor may stand elsewhere."""

    def rows_seen(self) -> None:
        """Called when other rows may be in sight."""

    def fit_view(self) -> None:
        """There are more rows now, or fewer, or there is other room for them."""
        self.virtual_size = Size(self.virtual_width, self.total + self.head_lines + self.foot_lines)
        if self.total and self._following:
            self._scroll_to_cursor()

    @property
    def virtual_width(self) -> int:
        return self.size.width

    def go_home(self) -> None:
        """The first row, and the view with it."""
        self._cursor = 0
        self.scroll_to(y=0, animate=False)

    def _scroll_to_cursor(self, least: int = 1) -> bool:
        top, rows = self.scroll_offset.y, max(1, self.rows_in_sight)
        if self._cursor < top:
            self.scroll_to(y=min(self._cursor, top - least), animate=False)
        elif self._cursor >= top + rows:
            self.scroll_to(y=max(self._cursor - rows + 1, top + least), animate=False)
        return self.scroll_offset.y != top

    @override
    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._following = 0 <= self.cursor_index - round(new_value) < self.rows_in_sight
            self.rows_seen()

    def on_resize(self) -> None:
        self.fit_view()
        self.rows_seen()

    def action_move(self, by: int) -> None:
        self.move_to(self.cursor_index + by)

    def action_page(self, by: int) -> None:
        self.move_to(self.cursor_index + by * max(1, self.rows_in_sight))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.total - 1)
