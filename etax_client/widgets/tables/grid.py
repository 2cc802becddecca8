"""A table of cells of which only the rows and columns in sight are drawn, with a cursor in one of them (INC-03)."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from etax_client.texts.amounts import grouped
from etax_client.texts.words import Words
from etax_client.widgets.fitting import fit, is_plain, typable
from etax_client.widgets.said import wrapped
from etax_client.widgets.tables.cells import Cells
from etax_client.widgets.tables.columns import Column, Layout, Span
from etax_client.widgets.tables.drawing import set_cell, set_sum
from etax_client.widgets.tables.row_view import RowView
from etax_client.widgets.tables.selection import Block, Selection

_HEADING_LINES = 2
_WHEEL = 2
"""Columns that a wheel turned sideways moves the view by."""


class Grid(RowView):
    """It draws and moves; what is typed, pasted or chosen it says (messages up), and whoever put it there changes the cells."""

    DEFAULT_CSS = """
    Grid {
        overflow-x: auto; scrollbar-size-horizontal: 1; scrollbar-gutter: stable;
        &>.grid--heading { background: $panel; text-style: bold; }
        &>.grid--sums { background: $panel; text-style: bold; }
        &>.grid--row { background: $panel; }
        &>.grid--selected { background: $focus-ground; }
        &>.grid--cell { background: $focus-ground; }
        &:focus>.grid--cell { background: $primary; color: $background; text-style: bold; }
        &>.grid--line { background: $panel; }
        &:focus>.grid--line { background: $focus-ground; text-style: bold; }
        &>.grid--bar { color: $primary; }
        &>.grid--quiet { color: $quiet; }
        &>.grid--wrong { color: $error; text-style: bold; }
        &:ansi:focus>.grid--cell { background: ansi_default; color: ansi_default; text-style: reverse; }
    }
    """
    COMPONENT_CLASSES = {
        "grid--heading",
        "grid--sums",
        "grid--row",
        "grid--selected",
        "grid--cell",
        "grid--line",
        "grid--bar",
        "grid--quiet",
        "grid--wrong",
    }
    BINDINGS = [
        Binding("left", "step(-1)"),
        Binding("right", "step(1)"),
        Binding("home", "edge(-1)"),
        Binding("end", "edge(1)"),
        Binding("ctrl+home", "first"),
        Binding("ctrl+end", "last"),
        Binding("tab", "next(1)"),
        Binding("shift+tab", "next(-1)"),
        Binding("shift+up", "extend(-1, 0)"),
        Binding("shift+down", "extend(1, 0)"),
        Binding("shift+left", "extend(0, -1)"),
        Binding("shift+right", "extend(0, 1)"),
        Binding("shift+pageup", "extend_page(-1)"),
        Binding("shift+pagedown", "extend_page(1)"),
        Binding("ctrl+shift+home", "extend_to(-1)"),
        Binding("ctrl+shift+end", "extend_to(1)"),
    ]

    class Typed(Message):
        """A character was typed on a cell: it takes the place of what stands there."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Pasted(Message):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Entered(Message):
        """Enter, or a click on the cell that has the cursor."""

    class Moved(Message):
        """The cursor stands elsewhere, or something else stands there."""

    def __init__(self, words: Words, cells: Cells, *, by_rows: bool = False, id: str | None = None) -> None:  # noqa: A002
        """`by_rows`: the cursor is in a whole row, as in a list to choose from."""
        super().__init__(id=id)
        self._by_rows = by_rows
        self._words = words
        self.cells = cells
        self._lay_out(0)
        self.at = next(iter(self._layout.scrolled), 0)
        """The column of the cursor."""
        self._chosen = Selection()

    # --- what is shown

    def show(self, cells: Cells) -> None:
        """Other cells, or other lines of the same: from the first row on unless they are the same."""
        if cells is not self.cells:
            self.cells = cells
            self._lay_out(self.room.width)
            self.at = next(iter(self._layout.scrolled), 0)
            self._chosen.drop()
            self._following = True
            self.scroll_to(x=0, animate=False)
            self.go_home()
        self.show_again()

    def show_again(self) -> None:
        """There are more rows now, or fewer, or many cells hold something else."""
        self._cursor = self.cursor_index
        self._lay_out(self.room.width)
        self.fit_view()
        self.refresh()
        self.post_message(self.Moved())

    def show_cell(self, row: int, at: int) -> None:
        """One cell, its row's mark and its column's sum hold something else."""
        self.refresh_row(row)
        if any(span.at == at and self._sum_cells(at) > span.cells for span in self._spans()):
            self.show_again()
        elif self.foot_lines:
            self.refresh(Region(0, self.room.height - 1, self.size.width, 1))
        self.post_message(self.Moved())

    def reword(self) -> None:
        self.refresh()

    def _lay_out(self, width: int) -> None:
        cells = [max(column.cells, self._sum_cells(at)) for at, column in enumerate(self.cells.columns)]
        self._layout = Layout(self.cells.columns, cells, self.cells.total, width)
        told = (self._heading(column, column.cells) for column in self.cells.columns)
        self.head_lines = min(_HEADING_LINES, max(map(len, told), default=1))
        self.foot_lines = int(any(column.summed for column in self.cells.columns))

    def _sum_cells(self, at: int) -> int:
        return len(grouped(self.cells.sum_of(at))) if self.cells.columns[at].summed else 0

    def _heading(self, column: Column, cells: int) -> list[str]:
        return wrapped(self._words.tell(column.heading), cells)

    @property
    @override
    def total(self) -> int:
        return self.cells.total

    @property
    @override
    def virtual_width(self) -> int:
        return self.room.width + self._layout.extent

    @override
    def on_resize(self) -> None:
        self._lay_out(self.room.width)
        super().on_resize()
        self._show_column()

    # --- the cursor, and what is selected from it

    @property
    def column(self) -> Column | None:
        """The column of the cursor; None in a table without rows."""
        return self.cells.columns[self.at] if self.total and self._layout.scrolled else None

    @property
    def selected(self) -> Block:
        """The rows and columns that are selected: those of the cursor, if no more."""
        return self._chosen.block(self.cursor_index, self.at, self._layout.scrolled)

    def go_to(self, row: int, at: int) -> None:
        """Put the cursor there, with nothing selected."""
        self._unselect()
        self._go(row, at)

    def _go(self, row: int, at: int) -> None:
        if at != self.at and at in self._layout.scrolled:
            self.at = at
            self._show_column()
            self.refresh_row(self.cursor_index)
        self.move_to(row)

    def _show_column(self) -> None:
        x = self._layout.to_show(self.at, self.scroll_offset.x)
        if x != self.scroll_offset.x:
            self.scroll_to(x=x, animate=False)

    def _unselect(self) -> None:
        if self._chosen.drop():
            self.refresh()

    @override
    def cursor_moved(self) -> None:
        self.post_message(self.Moved())

    @override
    def action_move(self, by: int) -> None:
        self.go_to(self.cursor_index + by, self.at)

    @override
    def action_page(self, by: int) -> None:
        self.go_to(self.cursor_index + by * max(1, self.rows_in_sight), self.at)

    @override
    def action_first(self) -> None:
        self.go_to(0, self.at)

    @override
    def action_last(self) -> None:
        self.go_to(self.total - 1, self.at)

    def action_step(self, by: int) -> None:
        self.go_to(self.cursor_index, self._beside(by))

    def _beside(self, by: int) -> int:
        places = self._layout.scrolled
        return places[max(0, min(places.index(self.at) + by, len(places) - 1))] if places else self.at

    def action_edge(self, side: int) -> None:
        if self._layout.scrolled:
            self.go_to(self.cursor_index, self._layout.scrolled[0 if side < 0 else -1])

    def action_next(self, by: int) -> None:
        """Tab goes on in the next row; from the last cell on it leaves the table."""
        beside, row = self._beside(by), self.cursor_index + by
        if beside != self.at:
            self.go_to(self.cursor_index, beside)
        elif 0 <= row < self.total:
            self.go_to(row, self._layout.scrolled[0 if by > 0 else -1])
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_extend(self, rows: int, columns: int) -> None:
        self._chosen.begin(self.cursor_index, self.at)
        self._go(self.cursor_index + rows, self._beside(columns))
        self.refresh()

    def action_extend_page(self, by: int) -> None:
        self.action_extend(by * max(1, self.rows_in_sight), 0)

    def action_extend_to(self, end: int) -> None:
        self.action_extend(end * self.total, 0)

    # --- keys, pastes and clicks

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """What is typed on a cell that is edited is no key of the screen's."""
        return self._types(character)

    def _types(self, character: str | None) -> bool:
        typed = character is not None and character != " " and typable(character) == character
        return typed and self.column is not None and self.column.read is not None

    def on_key(self, event: events.Key) -> None:
        if event.character is not None and self._types(event.character):
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(event.character))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if event.text and self.column is not None:
            self.post_message(self.Pasted(event.text))

    def action_enter(self) -> None:
        if self.column is not None:
            self.post_message(self.Entered())

    def on_click(self, event: events.Click) -> None:
        event.stop()
        x, y = event.get_content_offset_capture(self)
        row = self.row_at(y)
        at = next((span.at for span in self._spans() if span.x <= x <= span.x + span.cells), self.at)
        if row is None:
            return
        if event.shift:
            self._chosen.begin(self.cursor_index, self.at)
            self._go(row, at)
            self.refresh()
        elif row == self.cursor_index and (self._by_rows or at == self.at):
            self.action_enter()
        else:
            self.go_to(row, at)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        self._scroll_columns(event, 1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        self._scroll_columns(event, -1)

    def _scroll_columns(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        event.prevent_default()
        first = self._layout.first_at(self.scroll_offset.x) + by * _WHEEL
        self.scroll_to(x=self._layout.starts[max(0, min(first, self._layout.last))], animate=False)

    def region_of(self, row: int, at: int) -> Region | None:
        """Where a cell stands in the table; None where it is out of sight."""
        line = self.head_lines + row - self.scroll_offset.y
        span = next((each for each in self._spans() if each.at == at), None)
        seen = self.head_lines <= line < self.room.height - self.foot_lines
        return Region(span.x, line, span.cells, 1) if seen and span is not None else None

    # --- drawing

    def _spans(self) -> Iterator[Span]:
        yield from self._layout.frozen
        yield from self._layout.in_sight(self.scroll_offset.x)

    @override
    def render_line(self, y: int) -> Strip:
        width, ground = self.size.width, self.rich_style
        if y < self.head_lines:
            style = self.get_component_rich_style("grid--heading")
            return Strip(self._heading_line(y, style)).adjust_cell_length(width, style)
        if y >= self.room.height - self.foot_lines:
            style = self.get_component_rich_style("grid--sums")
            return Strip(self._sum_line(style)).adjust_cell_length(width, style)
        row = self.scroll_offset.y + y - self.head_lines
        if row >= self.total:
            return Strip.blank(width, ground)
        if row == self.cursor_index:
            ground = self.get_component_rich_style("grid--line" if self._by_rows else "grid--row")
        return Strip(self._row(row, ground)).adjust_cell_length(width, ground)

    def _heading_line(self, y: int, style: Style) -> Iterator[Segment]:
        yield Segment(" " * (self._layout.number_cells + 3), style)
        spans = list(self._spans())
        seen = [span.at for span in spans if span.at in self._layout.scrolled]
        for span in spans:
            column = self.cells.columns[span.at]
            lines = self._heading(column, span.cells)
            lines = [""] * (self.head_lines - len(lines)) + lines[: self.head_lines]
            text = fit(lines[y], span.cells)
            yield Segment(text.rstrip().rjust(len(text)) if column.right else text, style)
            last = y == self.head_lines - 1
            more = "<" if last and seen and span.at == seen[0] and seen[0] != self._layout.scrolled[0] else " "
            more = ">" if last and seen and span.at == seen[-1] and seen[-1] != self._layout.scrolled[-1] else more
            yield Segment(more, style)

    def _sum_line(self, style: Style) -> Iterator[Segment]:
        before = self._layout.left_edge
        yield Segment(fit(" " + self._words.say("grid.sum_of_all" if self._by_rows else "grid.sum", rows=self.total), before), style)
        for span in self._layout.in_sight(self.scroll_offset.x):
            yield Segment(set_sum(self.cells, span) + " ", style)

    def _row(self, row: int, ground: Style) -> Iterator[Segment]:
        here, selected = row == self.cursor_index, self.selected
        bar = ("|" if is_plain(self) else "▌") if here and self.has_focus else " "
        yield Segment(bar, ground + self.get_component_rich_style("grid--bar", partial=True))
        mark = "*" if self.cells.has_changed(row) else " "
        number = str(row + 1).rjust(self._layout.number_cells)
        yield Segment(f"{number}{mark} ", ground + self.get_component_rich_style("grid--quiet", partial=True))
        for span in self._spans():
            wrong = self.cells.wrong(row, span.at) is not None
            style = ground
            at_cursor = here and (self._by_rows or span.at == self.at)
            if at_cursor:
                style = self.get_component_rich_style("grid--line" if self._by_rows else "grid--cell")
            elif self._chosen and selected.holds(row, span.at):
                style = self.get_component_rich_style("grid--selected")
            if wrong and not (at_cursor and self.has_focus):
                style += self.get_component_rich_style("grid--wrong", partial=True)
            yield Segment(set_cell(self._words, self.cells, row, span, wrong=wrong), style)
            yield Segment(" ", style if at_cursor and self._by_rows else ground)
