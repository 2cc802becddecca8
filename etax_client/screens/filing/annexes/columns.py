"""An annex as columns of a table that is edited in place, and its lines as lines of that table (SUB-01)."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.annexes.annexes import AMOUNT, FORMS, Annex, AnnexColumn, AnnexLine, Holds, KeptLine, items_with, judge_text
from etax_client.domain.filing.income import NAME, Item, ReturnKind, RowKey, read_amount, write_amount
from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.numbers import normalise
from etax_client.domain.withholding.months import Month
from etax_client.texts.amounts import grouped
from etax_client.texts.income_lines import annex_heading, short
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.tables.cells import Line
from etax_client.widgets.tables.columns import Column

_CELLS = {Holds.item: 18, Holds.choice: 20, Holds.text: 20, Holds.code: 20, Holds.day: 12, Holds.amount: 13}
_AMOUNT_FAULTS = {Fault.empty: "empty", Fault.negative: "negative", Fault.decimals: "decimals"}


def columns_of(words: Words, annex: Annex, kind: ReturnKind, month: Month) -> tuple[Column, ...]:
    """In the order of the form, behind whose line it is."""
    name = Column(NAME, phrase("annex.column.name"), 10, frozen=True)
    return (name, *(_column(words, annex, each, kind, month) for each in FORMS[annex].columns))


def line_of(annex: Annex, kept: KeptLine) -> Line:
    return _line(annex, kept.name, kept.line)


def new_line(annex: Annex, kind: ReturnKind, name: str) -> Line:
    """For whoever has none yet: of the item that is meant nearly always."""
    return _line(annex, name, AnnexLine(0, items_with(annex, kind)[0]))


def lacking_line(annex: Annex, name: str, item: Item, column: str, amount: Decimal) -> Line:
    """With what is known of it: the amount that lacks, and what it is for where the column tells that."""
    texts = {"matter": column} if annex is Annex.reliefs and column != annex.value else {}
    return _line(annex, name, AnnexLine(0, item, texts, {AMOUNT: amount}))


def read_line(annex: Annex, key: RowKey, line: Line) -> AnnexLine:
    """A line without faults."""
    cells = dict(zip((NAME, *(each.name for each in FORMS[annex].columns)), line, strict=True))
    amounts = {each.name: Decimal(cells[each.name]) for each in FORMS[annex].columns if each.holds is Holds.amount and cells[each.name]}
    texts = {
        each.name: cells[each.name] for each in FORMS[annex].columns if each.holds not in (Holds.amount, Holds.item) and cells[each.name]
    }
    return AnnexLine(key.payee_id, Item(cells["item"]), texts, amounts, key.place)


def misfit(annex: Annex, column: str, invalid: Invalid) -> Phrase:
    """What is wrong with a cell beside another one of its line."""
    if column == "item":
        return phrase("annex.fault.item")
    return phrase("annex.fault.within", heading=annex_heading(annex, FORMS[annex].within)) if column == AMOUNT else _fault(invalid)


def _line(annex: Annex, name: str, line: AnnexLine) -> Line:
    return (name, *(_cell(each, line) for each in FORMS[annex].columns))


def _cell(column: AnnexColumn, line: AnnexLine) -> str:
    if column.holds is Holds.item:
        return line.item.value
    if column.holds is Holds.amount:
        amount = line.amounts.get(column.name)
        return write_amount(amount) if amount else ""
    return line.texts.get(column.name, "")


def _column(words: Words, annex: Annex, column: AnnexColumn, kind: ReturnKind, month: Month) -> Column:
    told, cells = annex_heading(annex, column.name), _CELLS[column.holds]
    if column.holds is Holds.item:
        items: Mapping[str, Phrase] = {item.value: short(item) for item in items_with(annex, kind)}
        return Column(column.name, told, cells, _choice(words, items), labels=items)
    if column.holds is Holds.choice:
        labels = {each: phrase(f"annex.{column.name}.{each}") for each in column.choices}
        return Column(column.name, told, cells, _choice(words, labels), labels=labels)
    if column.holds is Holds.amount:
        return Column(column.name, told, cells, _amount(column), right=True, summed=True)
    return Column(column.name, told, cells, _text(column, month))


def _choice(words: Words, labels: Mapping[str, Phrase]) -> Callable[[str], str | Phrase]:
    def read(text: str) -> str | Phrase:
        text = text.strip()
        named = {words.tell(label): value for value, label in labels.items()}
        return text if text in labels else named.get(text, phrase("annex.fault.choose"))

    return read


def _amount(column: AnnexColumn) -> Callable[[str], str | Phrase]:
    def read(text: str) -> str | Phrase:
        found = read_amount(text, column.most)
        if not isinstance(found, Invalid):
            return write_amount(found) if found or column.required else ""
        if found.fault is Fault.too_great:
            return phrase("annex.fault.most", most=grouped(column.most))
        if found.fault is Fault.empty and not column.required:
            return ""
        return phrase(f"amount.{_AMOUNT_FAULTS.get(found.fault, 'form')}")

    return read


def _text(column: AnnexColumn, month: Month) -> Callable[[str], str | Phrase]:
    def read(text: str) -> str | Phrase:
        text = text.strip()
        if column.holds is Holds.code:
            text = normalise(text)
        day = read_day(text) if column.holds is Holds.day else None
        text = text if day is None else day.isoformat()
        wrong = judge_text(column, text, month)
        if wrong is None:
            return text
        if column.holds is Holds.code and text:
            return phrase("annex.fault.code")
        if column.holds is Holds.day and text:
            return phrase("annex.fault.later" if wrong.fault is Fault.too_great else "annex.fault.day")
        return _fault(wrong)

    return read


def _fault(wrong: Invalid) -> Phrase:
    known = wrong.fault in (Fault.too_long, Fault.character)
    return phrase(f"annex.fault.{wrong.fault.value if known else 'empty'}")
