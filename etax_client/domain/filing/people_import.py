"""The lines of a spreadsheet of people, judged as the form judges what is typed into it (PER-05, PER-06)."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing import people_rules
from etax_client.domain.filing.people import PayeeFacts, PayeeField
from etax_client.domain.filing.people_rules import PayeeFaults, Unfitting
from etax_client.domain.filing.people_template import COLUMNS, NOT_OFFERED, PayeeColumn
from etax_client.domain.filing.tables import Line, Sought, Table
from etax_client.domain.filing.typed_cells import looks_rounded, typed
from etax_client.domain.numbers import normalise

SOUGHT: Sequence[Sought] = tuple(Sought(column.field.value, column.heading, required=column.heading.startswith("*")) for column in COLUMNS)
_COLUMNS: Mapping[str, PayeeColumn] = {column.field.value: column for column in COLUMNS}
_TOLD_BY_THE_NUMBER = (PayeeField.nationality, PayeeField.sex, PayeeField.birth)
"""What a right number fills in: not asked for beside a wrong one."""
_BETWEEN = ("、", "，", ";", "；", "\n")
"""What people put between several things in a cell, beside a comma."""


@dataclass(frozen=True, slots=True)
class PayeeLine:
    """A line as it was judged: `facts` where nothing is wrong with it, and `texts` as they are sent, of every column that the sheet has.

    What a missing column leaves empty is no fault here: of whoever is there already it stays as it is, and the server tells the others.
    """

    number: int
    texts: Mapping[str, str]
    facts: PayeeFacts | None
    faults: PayeeFaults


def judge_lines(table: Table, countries: Mapping[str, str], today: date) -> Iterator[PayeeLine]:
    """Line by line, so that progress can be shown; `countries`: alpha-2 codes by the names that a cell may give them."""
    absent = frozenset(PayeeField) - {PayeeField(name) for name in table.columns}
    seen: set[tuple[str, str]] = set()
    for line in table.lines:
        judged = _judge(line, countries, today, absent)
        texts = judged.texts
        key = (texts.get(PayeeField.document_type, ""), normalise(texts.get(PayeeField.document_number, "")))
        if not judged.faults and key in seen:
            judged = replace(judged, facts=None, faults={PayeeField.document_number: Unfitting.twice})
        seen.add(key)
        yield judged


def _judge(line: Line, countries: Mapping[str, str], today: date, absent: Set[PayeeField]) -> PayeeLine:
    texts: dict[PayeeField, str] = {}
    damaged: dict[PayeeField, Invalid | Unfitting] = {}
    for name, cell in line.cells.items():
        column = _COLUMNS[name]
        text = typed(cell)
        if isinstance(text, Invalid):
            damaged[column.field] = text
        elif text.strip() == NOT_OFFERED:
            damaged[column.field] = Unfitting.non_chinese_permit
        else:
            texts[column.field] = _coded(column, text.strip(), countries)
    judged = people_rules.judge(texts, today)
    faults = {**judged.faults, **damaged}
    number = PayeeField.document_number
    fault = faults.get(number)
    if isinstance(fault, Invalid) and fault.fault is Fault.checksum and looks_rounded(texts[number]):
        faults[number] = Invalid(Fault.rounded)
    unasked = {*absent, *(_TOLD_BY_THE_NUMBER if faults.keys() & {number, PayeeField.document_type} else ())}
    faults = {field: fault for field, fault in faults.items() if field not in unasked or fault != Invalid(Fault.empty)}
    return PayeeLine(line.number, {field.value: text for field, text in texts.items()}, None if faults else judged.facts, faults)


def _coded(column: PayeeColumn, text: str, countries: Mapping[str, str]) -> str:
    """As a form would keep it; a word that is not known stays, and is turned down."""
    if column.is_country:
        return countries.get(text, text)
    if not column.words:
        return text
    if not column.several:
        return column.words.get(text, text)
    for between in _BETWEEN:
        text = text.replace(between, ",")
    return ",".join(column.words.get(part.strip(), part.strip()) for part in text.split(",") if part.strip())
