"""专项附加扣除信息采集 as a table: what each item has come to for each payee, and who has filed something new (DED-02)."""

from collections.abc import Sequence
from operator import attrgetter

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from typing_extensions import override

from etax_client.domain.filing.deductions.sums import DeductionLine
from etax_client.domain.withholding.deductions import Item
from etax_client.texts.words import Words
from etax_client.widgets.fitting import CUT, fit
from etax_client.widgets.tables.paged_table import PagedTable

_LEAST_NAME, _LONGEST_NAME = 8, 24
_AMOUNT = 8
_PLACE, _NEW, _NUMBER = "place", "new", "number"
_GOES = (_NUMBER, _PLACE, _NEW)
"""What goes first where there is no room; the amounts never do."""


class DeductionTable(PagedTable[DeductionLine]):
    DEFAULT_CSS = "DeductionTable { &>.deduction-table--due { color: $warning; } }"
    COMPONENT_CLASSES = {"deduction-table--due"}

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(words, attrgetter("payee_id"), id=id)
        self._name_cells = 0

    @override
    def reset(self, total: int = 0, *, keep_cursor: bool = False) -> None:
        self._name_cells = 0
        super().reset(total, keep_cursor=keep_cursor)

    @override
    def measure(self, rows: Sequence[DeductionLine]) -> None:
        self._name_cells = max(self._name_cells, *(cell_len(row.name) for row in rows), 0)

    def _layout(self) -> list[tuple[str, int]]:
        """The columns with their cells, one blank behind each; the name has what the others leave."""
        wanted = {_PLACE: max(4, len(str(self.total))), "name": 0, _NUMBER: 18, _NEW: 6, **{item.value: _AMOUNT for item in Item}}
        leaving = list(_GOES)
        while (name := self.size.width - 1 - sum(cells + 1 for cells in wanted.values())) < _LEAST_NAME and leaving:
            del wanted[leaving.pop(0)]
        wanted["name"] = max(len(CUT), min(name, max(_LEAST_NAME, min(self._name_cells, _LONGEST_NAME) + 1)))
        return list(wanted.items())

    @override
    def heading(self) -> str:
        return "".join(_placed(name, self._words.say(f"deductions.column.{name}"), cells) for name, cells in self._layout())

    @override
    def segments(self, index: int, row: DeductionLine | None, ground: Style) -> list[Segment]:
        due = row is not None and row.waiting > 0
        style = ground + self.get_component_rich_style("deduction-table--due", partial=True) if due else ground
        return [
            Segment(_placed(name, self._cell(name, index, row), cells), style if name in ("name", _NEW) else ground)
            for name, cells in self._layout()
        ]

    def _cell(self, name: str, index: int, row: DeductionLine | None) -> str:
        if name == _PLACE:
            return str(index + 1)
        if row is None:
            return CUT
        if name == "name":
            return row.name
        if name == _NUMBER:
            return row.document_number
        if name == _NEW:
            return self._words.say("deductions.new") if row.waiting else ""
        amount = row.amounts.get(Item(name))
        return "" if amount is None else f"{amount:.2f}"


def _placed(name: str, text: str, cells: int) -> str:
    """Amounts stand at the right."""
    if name not in set(Item):
        return fit(text, cells) + " "
    return " " * max(0, cells - cell_len(text)) + fit(text, min(cells, cell_len(text))) + " "
