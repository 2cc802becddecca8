"""人员信息采集 as a table: which columns there are at a width, what stands in them, and who has been chosen (PER-01)."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.message import Message
from typing_extensions import override

from etax_client.domain.filing.people_list import PayeeLine, PayeeSort
from etax_client.domain.filing.people_states import IdentityState, PersonState, ReportState
from etax_client.texts.words import Words
from etax_client.widgets.fitting import CUT, fit
from etax_client.widgets.tables.paged_table import PagedTable

_LEAST_NAME, _LONGEST_NAME = 8, 40


@dataclass(frozen=True, slots=True)
class _Column:
    """So many cells; `goes` is its turn to go where there is no room, 0 for never; `sort` is what its heading sorts by."""

    name: str
    cells: int
    goes: int = 0
    sort: PayeeSort | None = None


_COLUMNS = (
    _Column("place", 4, sort=PayeeSort.entry),
    _Column("name", 0, sort=PayeeSort.name),
    _Column("type", 12, goes=1),
    _Column("number", 18, sort=PayeeSort.number),
    _Column("person", 8),
    _Column("report", 8),
    _Column("identity", 10),
    _Column("from", 10, goes=2),
    _Column("mobile", 11, goes=3),
)
"""From left to right."""


class PayeeTable(PagedTable[PayeeLine]):
    """`chosen` are the ids of those whom an act is about; the space bar chooses, and lets go again."""

    DEFAULT_CSS = """
    PayeeTable {
        &>.payee-table--wrong { color: $error; }
        &>.payee-table--due { color: $warning; }
        &>.payee-table--quiet { color: $quiet; }
    }
    """
    COMPONENT_CLASSES = {"payee-table--wrong", "payee-table--due", "payee-table--quiet"}
    BINDINGS = [Binding("space", "choose")]

    class ChosenChanged(Message):
        """Others are chosen now."""

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(words, attrgetter("payee_id"), id=id)
        self.chosen: set[int] = set()
        self._sort = PayeeSort.entry
        self._descending = False
        self._name_cells = 0

    def set_sort(self, sort: PayeeSort, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self.refresh_line(self.scroll_offset.y)

    @override
    def reset(self, total: int = 0, *, keep_cursor: bool = False) -> None:
        self._name_cells = 0
        super().reset(total, keep_cursor=keep_cursor)

    @override
    def measure(self, rows: Sequence[PayeeLine]) -> None:
        self._name_cells = max(self._name_cells, *(cell_len(row.name) for row in rows), 0)

    def let_go(self) -> None:
        """Nobody is chosen any more."""
        if self.chosen:
            self.chosen.clear()
            self.refresh()
            self.post_message(self.ChosenChanged())

    def action_choose(self) -> None:
        row = self.cursor_row
        if row is not None:
            self.chosen ^= {row.payee_id}
            self.refresh_row(self.cursor_index)
            self.move_to(self.cursor_index + 1)
            self.post_message(self.ChosenChanged())

    def _layout(self) -> list[tuple[_Column, int, int]]:
        """The columns with their first cells and how many they take, one blank behind each; the name has what the others leave."""
        wanted = {each: max(each.cells, len(str(self.total)) + 1) if each.name == "place" else each.cells for each in _COLUMNS}
        leaving = sorted((each for each in _COLUMNS if each.goes), key=lambda each: -each.goes)
        while (name := self.size.width - 1 - sum(cells + 1 for cells in wanted.values())) < _LEAST_NAME and leaving:
            del wanted[leaving.pop()]
        name = max(len(CUT), min(name, max(_LEAST_NAME, min(self._name_cells, _LONGEST_NAME) + 1)))
        placed, x = [], 1
        for column, cells in wanted.items():
            placed.append((column, x, name if column.name == "name" else cells))
            x += placed[-1][2] + 1
        return placed

    @override
    def heading(self) -> str:
        mark = "v" if self._descending else "^"
        line = ""
        for column, _, cells in self._layout():
            text = self._words.say(f"payee.column.{column.name}")
            sorted_by = column.sort is self._sort and column.sort is not PayeeSort.entry
            line += fit(text + (f" {mark}" if sorted_by else ""), cells) + " "
        return line

    @override
    def segments(self, index: int, row: PayeeLine | None, ground: Style) -> list[Segment]:
        return [
            Segment(fit(self._cell(column.name, index, row), cells) + " ", ground + self._colour(column.name, row))
            for column, _, cells in self._layout()
        ]

    def _cell(self, name: str, index: int, row: PayeeLine | None) -> str:
        if name == "place":
            return f"{index + 1}{'*' if row is not None and row.payee_id in self.chosen else ''}"
        if row is None:
            return CUT
        told = {
            "name": row.name,
            "number": row.document_number,
            "from": "" if row.employed_from is None else str(row.employed_from),
            "mobile": row.mobile,
        }
        if name in told:
            return told[name]
        said = {
            "type": f"payee.type.{row.document_type}",
            "person": f"payee.person.{row.standing.person}",
            "report": f"payee.report.{row.standing.report}",
            "identity": f"payee.identity.{row.standing.identity}",
        }
        return self._words.say(said[name])

    def _colour(self, name: str, row: PayeeLine | None) -> Style:
        """Beside the words that say it: what needs the clerk."""
        kind = None if row is None else _KINDS.get(getattr(row.standing, name, None))
        return Style.null() if kind is None else self.get_component_rich_style(f"payee-table--{kind}", partial=True)

    @override
    def sort_at(self, x: int) -> PayeeSort | None:
        return next((column.sort for column, start, cells in self._layout() if start <= x <= start + cells), None)


_KINDS: dict[object, str] = {
    PersonState.abnormal: "quiet",
    ReportState.pending: "due",
    ReportState.failed: "wrong",
    IdentityState.failed: "wrong",
}
