"""The tax authority's sheets: empty to fill in, exported, or telling what is wrong (PER-05, PER-06, INC-02)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from etax_client.domain.filing.cells import Cell
from etax_client.domain.filing.income import (
    DOCUMENT_NUMBER,
    DOCUMENT_TYPE,
    ITEMS,
    LABOUR,
    NAME,
    REMARK,
    WORK_NUMBER,
    Column,
    Content,
    IncomeRow,
    Item,
)
from etax_client.domain.filing.income_import import LABOUR_WORDS
from etax_client.domain.filing.people import PayeeFacts, PayeeField
from etax_client.domain.filing.people_rules import DAYS, spelled
from etax_client.domain.filing.people_template import COLUMNS, DOCUMENT_TYPES, SHEET, PayeeColumn
from etax_client.domain.filing.tables import Line
from etax_client.domain.identity.documents import DocumentType
from etax_client.reference.countries import nationalities
from etax_client.sheets.writing import Heading, Written, write
from etax_client.texts.words import Words

_SEVERAL = "、"
_AMOUNTS = frozenset({PayeeField.invested, PayeeField.share})
_NUMBERS = frozenset({PayeeField.document_number, PayeeField.bank_account, PayeeField.other_document_number})


class Whose(Protocol):
    """Whom a row of income is of."""

    @property
    def work_number(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def document_type(self) -> DocumentType: ...

    @property
    def document_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Mistaken:
    """A line as it came, and what is wrong with it in words, by the name of the column."""

    line: Line
    wrong: Mapping[str, str]


def people_template(words: Words) -> bytes:
    """An empty sheet of people, with hints at its headings, lists to choose from, and 填表说明."""
    headings = [_payee_heading(column, words) for column in COLUMNS]
    return _template(SHEET, headings, words)


def income_template(item: Item, words: Words) -> bytes:
    """An empty sheet of one item of income, as above."""
    return _template(ITEMS[item].title, [_income_heading(column, words) for column in ITEMS[item].columns], words)


def people_export(payees: Iterable[PayeeFacts], words: Words) -> bytes:
    """All that is known of people, in the template's columns: what is exported can be imported."""
    return people_sheet(people_rows(payees), words)


def people_rows(payees: Iterable[PayeeFacts]) -> list[Sequence[Cell]]:
    countries = {each.alpha2: each.zh for each in nationalities()}
    return [_payee_row(facts, countries) for facts in payees]


def people_sheet(rows: Sequence[Sequence[Cell]], words: Words) -> bytes:
    """Rows in the template's columns."""
    return write([Written(SHEET, [Heading(column.heading) for column in COLUMNS], rows, above=words.say("sheet.practice"))])


def income_export(item: Item, rows: Iterable[tuple[Whose, IncomeRow]], words: Words) -> bytes:
    """The rows of an item with those whose they are, in the template's columns."""
    sheet = ITEMS[item]
    cells = [income_cells(item, facts, row) for facts, row in rows]
    return write([Written(sheet.title, [Heading(_starred(column)) for column in sheet.columns], cells, above=words.say("sheet.practice"))])


def income_cells(item: Item, facts: Whose, row: IncomeRow) -> list[Cell]:
    """A row of an item, column by column of its sheet."""
    return [_income_cell(column, facts, row) for column in ITEMS[item].columns]


def document_word(document_type: DocumentType) -> str:
    """As the template spells it."""
    return _written(DOCUMENT_TYPES)[document_type]


def mistakes(title: str, headings: Mapping[str, str], lines: Sequence[Mistaken], words: Words) -> bytes:
    """The lines that are wrong, in the columns that they came in (`headings` by name), each cell marked and told: mend and import it."""
    names = list(headings)
    rows = [[*(each.line.cells.get(name) for name in names), words.say("sheet.then").join(each.wrong.values())] for each in lines]
    marked = {(at, names.index(name)): said for at, each in enumerate(lines) for name, said in each.wrong.items() if name in headings}
    over = [*(Heading(headings[name]) for name in names), Heading(words.say("sheet.wrong"))]
    return write([Written(title, over, rows, marked, words.say("sheet.practice"))])


def _template(title: str, headings: Sequence[Heading], words: Words) -> bytes:
    guide = [[heading.text, heading.hint] for heading in headings]
    told = [Heading(words.say("sheet.guide.heading")), Heading(words.say("sheet.guide.hint"))]
    above = words.say("sheet.practice")
    return write([Written(title, headings, above=above), Written(words.say("sheet.guide"), told, guide, above=above)])


def _payee_heading(column: PayeeColumn, words: Words) -> Heading:
    hints = [words.say("sheet.hint.required")] if column.heading.startswith("*") else []
    choices = tuple(_written(column.words).values())
    if column.several:
        hints.append(words.say("sheet.hint.several", choices=words.say("sheet.between").join(choices)))
    elif choices:
        hints.append(words.say("sheet.hint.choice"))
    elif column.is_country:
        hints.append(words.say("sheet.hint.country"))
    elif column.field in DAYS:
        hints.append(words.say("sheet.hint.day"))
    elif column.field is PayeeField.back_pay_period:
        hints.append(words.say("sheet.hint.month"))
    elif column.field in _NUMBERS:
        hints.append(words.say("sheet.hint.number"))
    return Heading(column.heading, words.say("sheet.then").join(hints), () if column.several else choices)


def _income_heading(column: Column, words: Words) -> Heading:
    hints = [words.say("sheet.hint.required")] if column.required else []
    choices: tuple[str, ...] = ()
    if column.content is Content.amount:
        hints.append(words.say("sheet.hint.amount", most=f"{column.most:,.2f}"))
    elif column.content is Content.choice:
        choices = tuple(word for word, labour in LABOUR_WORDS.items() if labour in column.choices)
    elif column.name == DOCUMENT_TYPE:
        choices = tuple(_written(DOCUMENT_TYPES).values())
    elif column.name == DOCUMENT_NUMBER:
        hints.append(words.say("sheet.hint.number"))
    if choices:
        hints.append(words.say("sheet.hint.choice"))
    return Heading(_starred(column), words.say("sheet.then").join(hints), choices)


def _starred(column: Column) -> str:
    return f"*{column.heading}" if column.required else column.heading


def _written(taken: Mapping[str, str]) -> Mapping[str, str]:
    """What is written for each code: the first of the words that are taken for it."""
    first: dict[str, str] = {}
    for word, code in taken.items():
        first.setdefault(code, word)
    return first


def _payee_row(facts: PayeeFacts, countries: Mapping[str, str]) -> Sequence[Cell]:
    texts = spelled(facts)
    return [_payee_cell(column, texts.get(column.field, ""), countries) for column in COLUMNS]


def _payee_cell(column: PayeeColumn, text: str, countries: Mapping[str, str]) -> Cell:
    if not text:
        return None
    if column.is_country:
        return countries.get(text, text)
    if column.field in _AMOUNTS:
        return Decimal(text)
    written = _written(column.words)
    return _SEVERAL.join(written.get(part, part) for part in text.split(",")) if column.several else written.get(text, text)


def _income_cell(column: Column, facts: Whose, row: IncomeRow) -> Cell:
    if column.content is Content.amount:
        return row.amounts.get(column.name)
    if column.name == LABOUR:
        return next((word for word, labour in LABOUR_WORDS.items() if labour is row.labour), None)
    who = {
        WORK_NUMBER: facts.work_number,
        NAME: facts.name,
        DOCUMENT_TYPE: document_word(facts.document_type),
        DOCUMENT_NUMBER: facts.document_number,
        REMARK: row.remark,
    }
    return who[column.name] or None
