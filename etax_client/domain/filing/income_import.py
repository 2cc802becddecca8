"""The lines of a spreadsheet of incomes, judged as cells are that are typed in place; whose they are, the server knows (INC-02, PER-05)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.income import (
    DOCUMENT_NUMBER,
    DOCUMENT_TYPE,
    ITEMS,
    LABOUR,
    MOST_PAYMENTS,
    NAME,
    REMARK,
    WORK_NUMBER,
    IncomeRow,
    Item,
    Labour,
    judge,
    read_amount,
    write_amount,
)
from etax_client.domain.filing.people_rules import Unfitting
from etax_client.domain.filing.people_template import DOCUMENT_TYPES
from etax_client.domain.filing.tables import Line, Sought, Table
from etax_client.domain.filing.typed_cells import looks_rounded, typed
from etax_client.domain.identity import identity_numbers
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.numbers import plain

LABOUR_WORDS: Mapping[str, Labour] = MappingProxyType(
    {
        "一般劳务": Labour.general,
        "其他非连续劳务": Labour.single,
        "保险营销员": Labour.insurance_agent,
        "证券经纪人": Labour.securities_broker,
        "其他连续劳务": Labour.continuing,
    }
)
"""*所得项目, as the templates have it."""
PLACE = "place"
"""Which of several payments of one payee it is: no column, but counted."""
_NOBODY = 0


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a line names: one of 人员信息采集, or nobody that is known there."""

    document_type: DocumentType
    document_number: str
    name: str


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """A line as it was judged: `who` and `row` where nothing is wrong with it; the row's payee is still to be found."""

    number: int
    who: Who | None
    row: IncomeRow | None
    faults: Mapping[str, Invalid | Unfitting]


def sought(item: Item) -> Sequence[Sought]:
    return tuple(Sought(column.name, column.heading, column.required) for column in ITEMS[item].columns)


def judge_lines(item: Item, table: Table, today: date) -> Iterator[IncomeLine]:
    """Line by line, so that progress can be shown. Several payments of one payee are told apart by their order."""
    met: Counter[tuple[DocumentType, str]] = Counter()
    most = MOST_PAYMENTS if ITEMS[item].several else 1
    for line in table.lines:
        judged = _judge(item, line, today)
        who, row = judged.who, judged.row
        if who is None or row is None:
            yield judged
            continue
        key = (who.document_type, who.document_number)
        met[key] += 1
        if met[key] > most:
            yield IncomeLine(line.number, None, None, {DOCUMENT_NUMBER: Unfitting.twice})
        else:
            yield judged if met[key] == 1 else IncomeLine(line.number, who, replace(row, place=met[key]), {})


def spelled(table: Table, line: IncomeLine, *, several: bool) -> Mapping[str, str]:
    """A line as it is sent: what stands in the columns that the sheet has, empty ones included; nothing of one that is wrong."""
    who, row = line.who, line.row
    if who is None or row is None:
        return {}
    said = {name: write_amount(amount) for name, amount in row.amounts.items()}
    said |= {NAME: who.name, DOCUMENT_TYPE: who.document_type.value, DOCUMENT_NUMBER: who.document_number}
    said |= {LABOUR: row.labour.value if row.labour else "", REMARK: row.remark}
    present = {name: said.get(name, "") for name in table.columns if name != WORK_NUMBER}
    return present | ({PLACE: str(row.place)} if several else {})


def _judge(item: Item, line: Line, today: date) -> IncomeLine:
    faults: dict[str, Invalid | Unfitting] = {}
    texts: dict[str, str] = {}
    amounts: dict[str, Decimal] = {}
    columns = ITEMS[item].amounts
    for name, cell in line.cells.items():
        if cell is None:
            continue
        if isinstance(cell, Decimal) and name in columns:
            amounts[name] = cell  # judged with the row
            continue
        text = typed(cell)
        if isinstance(text, Invalid):
            faults[name] = text
        elif name not in columns:
            texts[name] = text.strip()
        else:
            amount = read_amount(text, columns[name].most)
            if isinstance(amount, Invalid):
                faults[name] = amount
            else:
                amounts[name] = amount
    who = _who(texts, faults, today)
    labour = LABOUR_WORDS.get(texts.get(LABOUR, ""))
    if labour is None and texts.get(LABOUR):
        faults[LABOUR] = Unfitting.not_offered
    row = IncomeRow(_NOBODY, amounts, labour, plain(texts.get(REMARK, "")))
    for unfit in judge(item, row):
        faults.setdefault(unfit.column, unfit.invalid)
    return IncomeLine(line.number, None if faults else who, None if faults else row, faults)


def _who(texts: Mapping[str, str], faults: dict[str, Invalid | Unfitting], today: date) -> Who | None:
    for name in (NAME, DOCUMENT_TYPE, DOCUMENT_NUMBER):
        if not texts.get(name) and name not in faults:
            faults[name] = Invalid(Fault.empty)
    kind = DOCUMENT_TYPES.get(texts.get(DOCUMENT_TYPE, ""))
    if kind is None:
        faults.setdefault(DOCUMENT_TYPE, Unfitting.not_offered)
        return None
    if DOCUMENT_NUMBER in faults:
        return None
    number = identity_numbers.judge(kind, texts[DOCUMENT_NUMBER], today)
    if isinstance(number, Invalid):
        rounded = number.fault is Fault.checksum and looks_rounded(texts[DOCUMENT_NUMBER])
        faults[DOCUMENT_NUMBER] = Invalid(Fault.rounded) if rounded else number
        return None
    return Who(kind, number.number, plain(texts.get(NAME, "")))
