"""An item's sheet as columns of a table that is edited in place, and its rows as lines of that table (INC-02)."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.income import (
    ITEMS,
    LABOUR,
    LONGEST_REMARK,
    NAME,
    REMARK,
    Content,
    IncomeRow,
    Item,
    Labour,
    RowKey,
    Use,
    read_amount,
    write_amount,
)
from etax_client.domain.filing.income import Column as SheetColumn
from etax_client.domain.filing.taxes.pages import IncomeLine
from etax_client.domain.filing.taxes.records import DeclaredLine
from etax_client.texts.income_lines import heading
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.tables.cells import Line
from etax_client.widgets.tables.columns import Column

MERGED, TAX = "merged", "tax"
_AMOUNT_CELLS = 13
_NAME_CELLS, _CHOICE_CELLS, _REMARK_CELLS = 10, 14, 20
_FAULTS = {Fault.empty: "empty", Fault.negative: "negative", Fault.decimals: "decimals", Fault.too_great: "too_great"}
_SAID_BELOW = ("work_number", "document_type", "document_number")
"""Of these a table has no column: they are said of the row that has the cursor."""


def columns_of(words: Words, item: Item) -> tuple[Column, ...]:
    """In the order of the sheet; the tax at the end, once it is computed."""
    sheet = [_column(words, item, each) for each in ITEMS[item].columns if each.name not in _SAID_BELOW]
    if item is Item.bonus:
        sheet.append(_choice(words, phrase("income.column.merged"), MERGED, _MERGED, needed=False))
    return (*sheet, Column(TAX, phrase("taxes.tax"), _AMOUNT_CELLS, right=True, summed=True))


_MERGED = {"no": phrase("income.merged.no"), "yes": phrase("income.merged.yes")}


def line_of(item: Item, line: IncomeLine | DeclaredLine) -> Line:
    """A row as the table has it."""
    amounts = {
        name: write_amount(line.row.amount(name))
        for name, column in ITEMS[item].amounts.items()
        if line.row.amount(name) or column.use is Use.income  # who was paid nothing was paid 0.00
    }
    tax = {} if line.tax is None else {TAX: write_amount(line.tax)}
    return _line(item, {**amounts, **tax}, line.row, line.name)


def new_line(item: Item, name: str) -> Line:
    """For whoever has none yet."""
    return _line(item, {}, IncomeRow(0), name)


def _line(item: Item, amounts: Mapping[str, str], row: IncomeRow, name: str) -> Line:
    known = {
        **amounts,
        NAME: name,
        LABOUR: row.labour.value if row.labour else "",
        REMARK: row.remark,
        MERGED: "yes" if row.merged else "no",
    }
    return tuple(known.get(each, "") for each in names_of(item))


def names_of(item: Item) -> tuple[str, ...]:
    """What the columns are called, in their order."""
    shown = (each.name for each in ITEMS[item].columns if each.name not in _SAID_BELOW)
    return (*shown, *((MERGED,) if item is Item.bonus else ()), TAX)


def row_of(item: Item, key: RowKey, line: Line) -> IncomeRow:
    """A line without faults as a row; an amount that is empty is none."""
    said = dict(zip(names_of(item), line, strict=True))
    amounts = {name: Decimal(said[name]) for name in ITEMS[item].amounts if said.get(name)}
    labour = Labour(said[LABOUR]) if said.get(LABOUR) else None
    return IncomeRow(key.payee_id, amounts, labour, said.get(REMARK, ""), key.place, said.get(MERGED) == "yes")


def _column(words: Words, item: Item, column: SheetColumn) -> Column:
    told = heading(item, column.name)
    if column.content is Content.payee:
        return Column(column.name, told, _NAME_CELLS, frozen=True)
    if column.content is Content.choice:
        labels = {each.value: phrase(f"labour.{each}") for each in column.choices}
        return _choice(words, told, column.name, labels, needed=column.required)
    if column.content is Content.text:
        return Column(column.name, told, _REMARK_CELLS, _remark)
    return Column(column.name, told, _AMOUNT_CELLS, _amount(column), right=True, summed=True)


def _amount(column: SheetColumn) -> Callable[[str], str | Phrase]:
    def read(text: str) -> str | Phrase:
        found = read_amount(text, column.most)
        if not isinstance(found, Invalid):
            return write_amount(found)
        if found.fault is Fault.empty and not column.required:
            return ""
        return phrase(f"amount.{_FAULTS.get(found.fault, 'form')}")

    return read


def _remark(text: str) -> str | Phrase:
    return text if len(text) <= LONGEST_REMARK else phrase("income.remark_long")


def _choice(words: Words, told: Phrase, name: str, labels: Mapping[str, Phrase], *, needed: bool) -> Column:
    def read(text: str) -> str | Phrase:
        text = text.strip()
        if text in labels or (not text and not needed):
            return text
        named = {words.tell(label): value for value, label in labels.items()}
        return named.get(text, phrase("income.labour_unknown"))

    return Column(name, told, _CHOICE_CELLS, read, labels=labels)
