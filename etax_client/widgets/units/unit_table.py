"""The unit list as a table that draws the rows in sight and asks for those that are not there yet, however many (UNT-01, UNT-07)."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from etax_client.domain.units.units import Unit, UnitSort
from etax_client.texts.words import Words
from etax_client.widgets.fitting import is_plain
from etax_client.widgets.tables.row_view import RowView
from etax_client.widgets.units import unit_rows
from etax_client.widgets.units.unit_pages import UnitPages

_MOVING = ("up", "down", "pageup", "pagedown", "home", "end", "ctrl+home", "ctrl+end")


_TALL = 34
"""Lines of a table in a tall terminal: a short list has air between its rows there."""
_MOST_AIR = 3
"""Lines of one row with its air."""


class UnitTable(RowView):
    """Rows are counted from 0. The screen answers each `Wanted` with `put`, or calls `retry` when it could not get the rows."""

    DEFAULT_CSS = """
    UnitTable {
        &>.unit-table--heading { background: $panel; text-style: bold; }
        &>.unit-table--cursor { background: $panel; }
        &:focus>.unit-table--cursor { background: $focus-ground; text-style: bold; }
        &>.unit-table--bar { color: $primary; }
        &>.unit-table--locked { color: $error; }
        &>.unit-table--opened { color: $success; }
    }
    """
    COMPONENT_CLASSES = {
        "unit-table--heading",
        "unit-table--cursor",
        "unit-table--bar",
        "unit-table--locked",
        "unit-table--opened",
    }

    class Wanted(Message):
        """Rows `start` up to, not including, `end` are missing; the ids of the units right before and right behind them, if known."""

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
        """`custom` is the heading 序号: the default order."""

        def __init__(self, sort: UnitSort) -> None:
            super().__init__()
            self.sort = sort

    class Entered(Message):
        """Enter or a double click (UNT-06)."""

        def __init__(self, unit: Unit) -> None:
            super().__init__()
            self.unit = unit

    class Highlighted(Message):
        """Another unit is under the cursor; None while it is not there yet."""

        def __init__(self, unit: Unit | None) -> None:
            super().__init__()
            self.unit = unit

    def __init__(self, words: Words, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._words = words
        self._pages = UnitPages()
        self._told: Unit | None = None
        self._sort = UnitSort.custom
        self._descending = False
        self._id_cells, self._name_cells = unit_rows.ID, 0
        self._about_to_look = False

    @property
    @override
    def total(self) -> int:
        return self._pages.total

    @property
    def cursor_unit(self) -> Unit | None:
        """The unit under the cursor; None in an empty table and while it is not there yet."""
        return self._pages.unit_at(self.cursor_index)

    @property
    @override
    def pitch(self) -> int:
        return min(_MOST_AIR, max(1, (self.size.height - 1) // max(1, self.total))) if self.size.height >= _TALL else 1

    def unit_at(self, index: int) -> Unit | None:
        """The unit shown in a row, if it is there."""
        return self._pages.unit_at(index)

    def reset(self, total: int = 0, *, keep_cursor: bool = False) -> None:
        """Forget all units and the arrangement; with `keep_cursor` the cursor comes back to its row once there are as many rows again."""
        self._pages.reset(total)
        self._id_cells, self._name_cells = unit_rows.ID, 0
        if not keep_cursor:
            self.go_home()
        self._following = True
        self._show_data()

    def put(self, start: int, units: Sequence[Unit], total: int) -> None:
        """Units that follow one another from row `start`, of `total` rows in all."""
        self._pages.put(start, units, total)
        self._cursor = self.cursor_index
        longest = max((len(unit.taxpayer_id) for unit in units), default=0)
        self._id_cells = max(self._id_cells, min(longest, unit_rows.LONGEST_ID))
        self._name_cells = max(self._name_cells, *(cell_len(unit.name) for unit in units), 0)
        self._show_data()

    def retry(self) -> None:
        """Ask again for what is missing: the answer to an earlier `Wanted` will not come."""
        self._pages.retry()
        self.rows_seen()

    def set_sort(self, sort: UnitSort, descending: bool) -> None:
        """Mark the heading; the units stay as they are."""
        self._sort, self._descending = sort, descending
        self.refresh_line(self.scroll_offset.y)

    def swap(self, index: int, other: int) -> bool:
        """Show each of two rows in the place of the other (UNT-05); False if one is not there yet or 2,000 units have been moved.

        The cursor stays in its row.
        """
        swapped = self._pages.swap(index, other)
        if swapped:
            self.refresh_line(self.scroll_offset.y)  # rows that were moved by hand are in no column's order
            self.refresh_row(index)
            self.refresh_row(other)
            self.cursor_moved()
        return swapped

    def arranged(self) -> list[int]:
        """The unit ids that now stand in the rows where something has moved, from the top; empty when nothing has."""
        return self._pages.arranged()

    def clear_arrangement(self) -> None:
        """Show the rows in the order of the server again."""
        self._pages.clear_arrangement()
        self.refresh()
        self.cursor_moved()

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
        if self.cursor_unit != self._told:
            self._told = self.cursor_unit
            self.post_message(self.Highlighted(self._told))

    @property
    def _layout(self) -> tuple[unit_rows.Column, ...]:
        return unit_rows.columns(self.size.width, self.total, self._id_cells, self._name_cells)

    @override
    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            style = self.get_component_rich_style("unit-table--heading")
            sort = UnitSort.custom if self._pages.moved else self._sort
            text = unit_rows.heading_text(self._layout, self._words, sort, self._descending)
            return Strip([Segment(" " + text, style)]).adjust_cell_length(width, style)
        above, line = divmod(y - 1, self.pitch)
        index = self.scroll_offset.y + above
        if index >= self.total or line:
            return Strip.blank(width, self.rich_style)
        return self._row(index).adjust_cell_length(width, self._ground(index))

    def _ground(self, index: int) -> Style:
        return self.get_component_rich_style("unit-table--cursor") if index == self.cursor_index else self.rich_style

    def _row(self, index: int) -> Strip:
        unit = self._pages.unit_at(index)
        ground = self._ground(index)
        row = unit_rows.row_text(self._layout, self._words, index, unit)
        segments = [Segment(" " + row.before, ground)]
        if index == self.cursor_index and self.has_focus:
            bar = ground + self.get_component_rich_style("unit-table--bar", partial=True)
            segments = [Segment("|" if is_plain(self) else "▌", bar), Segment(row.before, ground)]
        if row.state:
            kind = "opened" if unit and unit.opened else "locked"
            segments.append(Segment(row.state, ground + self.get_component_rich_style(f"unit-table--{kind}", partial=True)))
        segments.append(Segment(row.after, ground))
        return Strip(segment for segment in segments if segment.text)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        x, y = event.get_content_offset_capture(self)
        if y == 0:
            for column in self._layout:
                if column.x <= x <= column.x + column.cells:
                    self.post_message(self.HeadingClicked(column.sort))
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
        return self.cursor_unit is None and not moves

    def action_enter(self) -> None:
        if self.cursor_unit is not None:
            self.post_message(self.Entered(self.cursor_unit))
