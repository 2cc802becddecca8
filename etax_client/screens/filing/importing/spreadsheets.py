"""What can be imported: how a file's lines are judged here, in which words, and where they go (PER-05)."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from etax_client.api.etax import Etax
from etax_client.api.filing.imports import UnitImports
from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing import income_import, people_import
from etax_client.domain.filing.cells import Unreadable
from etax_client.domain.filing.imports import SentLine
from etax_client.domain.filing.income import ITEMS, Item
from etax_client.domain.filing.people import PayeeField
from etax_client.domain.filing.people_rules import Unfitting
from etax_client.domain.filing.people_template import COLUMNS, SHEET
from etax_client.domain.filing.tables import Line, NoTable, Sought, Table, find
from etax_client.domain.withholding.months import Month
from etax_client.reference.countries import nationalities
from etax_client.screens.files.browsing import read_file
from etax_client.sheets.reading import MOST_BYTES, read
from etax_client.sheets.templates import income_template, people_template
from etax_client.texts import payee_lines, sheet_lines
from etax_client.texts.words import Phrase, Words, phrase

_OF_AMOUNTS = (Fault.empty, Fault.negative, Fault.decimals, Fault.too_great)
_AT_ONCE = 500
"""Lines that are judged before it is told how far it has got."""


@dataclass(frozen=True, slots=True)
class Read:
    """A line of a file: as it stands there, as it is sent, and what is wrong with it by the name of the column."""

    line: Line
    sent: SentLine
    wrong: Mapping[str, Phrase]


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is part of the texts' keys, `opened` where the lines of a unit go; `headings` by the names of the columns."""

    name: str
    opened: Callable[[Etax, int], UnitImports]
    title: str
    headings: Mapping[str, str]
    sought: Sequence[Sought]
    judged: Callable[[Table, date], Iterator[Read]]
    template: Callable[[Words], bytes]


def people() -> Kind:
    headings = {column.field.value: column.heading for column in COLUMNS}
    return Kind("people", Etax.imports_of_people, SHEET, headings, people_import.SOUGHT, _judged_people, people_template)


def incomes(item: Item, month: Month) -> Kind:
    sheet = ITEMS[item]

    def opened(api: Etax, unit_id: int) -> UnitImports:
        return api.imports_of_incomes(unit_id, str(month), item)

    headings = {column.name: column.heading for column in sheet.columns}
    judged, template = partial(_judged_incomes, item), partial(income_template, item)
    return Kind("incomes", opened, sheet.title, headings, income_import.sought(item), judged, template)


def open_table(path: Path, kind: Kind) -> Table | NoTable | Unreadable:
    """The table in a file; slow, to be called in a thread. Raises OSError."""
    found = read(read_file(path, MOST_BYTES + 1))
    return found if isinstance(found, Unreadable) else find(found, kind.sought, kind.title)


async def judge_all(kind: Kind, table: Table, today: date, told: Callable[[int], None]) -> list[Read]:
    """Every line, in a thread; `told` how many are done."""
    lines = kind.judged(table, today)
    done: list[Read] = []
    while part := await asyncio.to_thread(lambda: list(islice(lines, _AT_ONCE))):
        done += part
        told(len(done))
    return done


def _judged_incomes(item: Item, table: Table, today: date) -> Iterator[Read]:
    several = ITEMS[item].several
    for line, judged in zip(table.lines, income_import.judge_lines(item, table, today), strict=True):
        wrong = {name: _income_fault(item, name, fault) for name, fault in judged.faults.items()}
        texts = income_import.spelled(table, judged, several=several)
        yield Read(line, SentLine(judged.number, texts), wrong)


def _income_fault(item: Item, name: str, fault: Invalid | Unfitting) -> Phrase:
    told = sheet_lines.cell_fault(fault)
    if told is not None:
        return told
    if name in ITEMS[item].amounts and isinstance(fault, Invalid):
        return phrase(f"amount.{fault.fault if fault.fault in _OF_AMOUNTS else Fault.form.name}")
    return phrase("import.verdict.misfilled")


def _judged_people(table: Table, today: date) -> Iterator[Read]:
    countries = {each.zh: each.alpha2 for each in nationalities()}
    for line, judged in zip(table.lines, people_import.judge_lines(table, countries, today), strict=True):
        texts = {PayeeField(name): text for name, text in judged.texts.items()}
        wrong = {
            field.value: sheet_lines.cell_fault(fault) or payee_lines.fault(field, fault, texts) for field, fault in judged.faults.items()
        }
        yield Read(line, SentLine(judged.number, judged.texts), wrong)
