"""How a cell is set: in exactly so many cells of the terminal, amounts grouped by thousands and at the right."""

from decimal import Decimal

from rich.cells import cell_len

from etax_client.domain.safe_text import safe_text
from etax_client.texts.amounts import grouped
from etax_client.texts.words import Words
from etax_client.widgets.fitting import fit
from etax_client.widgets.tables.cells import Cells
from etax_client.widgets.tables.columns import Span

WRONG = "!"
"""Before what is wrong: no state is told by colour alone (looks.md)."""


def set_cell(words: Words, cells: Cells, row: int, span: Span, *, wrong: bool) -> str:
    column, text = cells.columns[span.at], cells.text(row, span.at)
    if wrong:
        return WRONG + _placed(text, span.cells - 1, right=column.right)
    if column.labels and text in column.labels:
        text = words.tell(column.labels[text])
    elif column.summed and text:
        text = grouped(Decimal(text))
    return _placed(text, span.cells, right=column.right)


def set_sum(cells: Cells, span: Span) -> str:
    column = cells.columns[span.at]
    return _placed(grouped(cells.sum_of(span.at)) if column.summed else "", span.cells, right=column.right)


def _placed(text: str, cells: int, *, right: bool) -> str:
    text = safe_text(text)
    return " " * (cells - cell_len(text)) + text if right and cell_len(text) <= cells else fit(text, cells)
