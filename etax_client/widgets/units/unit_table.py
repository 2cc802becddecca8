"""The unit list as a table, whose rows may be put in an order of one's own (UNT-01, UNT-05)."""

from collections.abc import Sequence
from operator import attrgetter

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from typing_extensions import override

from etax_client.domain.units.units import Unit, UnitSort
from etax_client.texts.words import Words
from etax_client.widgets.tables.paged_table import PagedTable
from etax_client.widgets.units import unit_rows


class UnitTable(PagedTable[Unit]):
    """The heading 序号, `custom`, is the default order."""

    DEFAULT_CSS = """
    UnitTable {
        &>.unit-table--locked { color: $error; }
        &>.unit-table--opened { color: $success; }
    }
    """
    COMPONENT_CLASSES = {"unit-table--locked", "unit-table--opened"}

    def __init__(self, words: Words, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(words, attrgetter("unit_id"), id=id, classes=classes)
        self._sort = UnitSort.custom
        self._descending = False
        self._id_cells, self._name_cells = unit_rows.ID, 0

    @override
    def reset(self, total: int = 0, *, keep_cursor: bool = False) -> None:
        """And the arrangement."""
        self._id_cells, self._name_cells = unit_rows.ID, 0
        super().reset(total, keep_cursor=keep_cursor)

    @override
    def measure(self, rows: Sequence[Unit]) -> None:
        longest = max((len(unit.taxpayer_id) for unit in rows), default=0)
        self._id_cells = max(self._id_cells, min(longest, unit_rows.LONGEST_ID))
        self._name_cells = max(self._name_cells, *(cell_len(unit.name) for unit in rows), 0)

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

    @property
    def _layout(self) -> tuple[unit_rows.Column, ...]:
        return unit_rows.columns(self.size.width, self.total, self._id_cells, self._name_cells)

    @override
    def heading(self) -> str:
        sort = UnitSort.custom if self._pages.moved else self._sort
        return unit_rows.heading_text(self._layout, self._words, sort, self._descending)

    @override
    def segments(self, index: int, row: Unit | None, ground: Style) -> list[Segment]:
        text = unit_rows.row_text(self._layout, self._words, index, row)
        kind = "opened" if row and row.opened else "locked"
        state = ground + self.get_component_rich_style(f"unit-table--{kind}", partial=True)
        return [Segment(text.before, ground), Segment(text.state, state), Segment(text.after, ground)]

    @override
    def sort_at(self, x: int) -> UnitSort | None:
        return next((column.sort for column in self._layout if column.x <= x <= column.x + column.cells), None)
