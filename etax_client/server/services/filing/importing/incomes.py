"""Incomes that come in by a spreadsheet: found by whose they are, compared with the rows that are there, saved as a block (INC-04)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.imports import SentLine, Verdict
from etax_client.domain.filing.income import (
    DOCUMENT_NUMBER,
    DOCUMENT_TYPE,
    ITEMS,
    LABOUR,
    NAME,
    REMARK,
    IncomeRow,
    Item,
    Labour,
    RowKey,
    judge,
    read_amount,
    write_amount,
)
from etax_client.domain.filing.income_import import PLACE
from etax_client.domain.filing.people_states import PersonState, ReportState
from etax_client.domain.filing.taxes.pages import RowChange
from etax_client.domain.identity.names import same_name
from etax_client.domain.refusals import Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing.importing.imports import StagedLine
from etax_client.server.services.filing.incomes import Incomes
from etax_client.server.services.filing.taxes.rows import row_of
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import payees

_MERGED = "merged"
"""No column of a sheet: what was chosen of a bonus stays chosen."""
_AT_ONCE = 500
_PAYEE = tuple(payees.c[name] for name in ("id", "name", "document_type", "document_number", "person_state", "report_state"))
_Document = tuple[str, str]


@dataclass(frozen=True, slots=True)
class IncomeTarget:
    incomes: Incomes
    item: Item
    month: Month

    @property
    def name(self) -> str:
        return f"{self.item} {self.month}"

    def judged(self, connection: Connection, unit_id: int, lines: Sequence[SentLine]) -> Sequence[StagedLine]:
        """What is not said of a row that is there stays as it is."""
        known = _payees(connection, unit_id, [_document(line.texts) for line in lines])
        whose = {line.number: known.get(_document(line.texts)) for line in lines}
        keys = {line.number: RowKey(payee.id, _place(line.texts)) for line in lines if (payee := whose[line.number]) is not None}
        there = self.incomes.there(connection, unit_id, self.month, self.item, list(keys.values()))
        return [self._staged(line, whose[line.number], there.get(keys.get(line.number, RowKey(0)))) for line in lines]

    def put(self, connection: Connection, session: Session, unit_id: int, lines: Sequence[StagedLine]) -> Refused | None:
        """As `Target` says."""
        changes = [RowChange(self._row(IncomeRow(line.row_id or 0), line.texts), line.version or 0) for line in lines]
        saved = self.incomes.replaced(connection, session, unit_id, self.month, self.item, changes)
        return saved if isinstance(saved, Refused) else None

    def _staged(self, line: SentLine, payee: Row[Any] | None, stored: Row[Any] | None) -> StagedLine:
        faults = self._faults(line.texts)
        if faults:
            return StagedLine(line.number, "", Verdict.misfilled, line.texts, faults)
        if payee is None:
            return StagedLine(line.number, "", Verdict.unknown, line.texts)
        if not same_name(line.texts.get(NAME, ""), payee.name):
            return StagedLine(line.number, "", Verdict.other_name, line.texts)
        if (payee.person_state, payee.report_state) != (PersonState.normal.value, ReportState.accepted.value):
            return StagedLine(line.number, "", Verdict.not_accepted, line.texts)
        old = None if stored is None else row_of(self.item, stored)
        row = self._row(old or IncomeRow(payee.id, place=_place(line.texts)), line.texts)
        unfit = {each.column: each.invalid.fault.value for each in judge(self.item, row)}
        if unfit:
            return StagedLine(line.number, "", Verdict.misfilled, line.texts, unfit)
        verdict = Verdict.new if old is None else Verdict.unchanged if _same(old, row) else Verdict.changed
        version = None if stored is None else stored.version
        return StagedLine(line.number, f"{row.payee_id} {row.place}", verdict, _texts(row), row_id=row.payee_id, version=version)

    def _faults(self, texts: Mapping[str, str]) -> dict[str, str]:
        amounts = ITEMS[self.item].amounts
        found = {name: read_amount(texts[name], column.most) for name, column in amounts.items() if texts.get(name)}
        faults = {name: amount.fault.value for name, amount in found.items() if isinstance(amount, Invalid)}
        if texts.get(LABOUR) and texts[LABOUR] not in {each.value for each in ITEMS[self.item].labours}:
            faults[LABOUR] = Fault.form.value
        if not texts.get(PLACE, "1").isdecimal():
            faults[PLACE] = Fault.form.value
        return faults

    def _row(self, old: IncomeRow, texts: Mapping[str, str]) -> IncomeRow:
        """`old` with what is said; an amount that is said to be nothing is none. The texts were judged before."""
        amounts = dict(old.amounts)
        for name in ITEMS[self.item].amounts.keys() & texts.keys():
            amount = read_amount(texts[name]) if texts[name] else None
            if isinstance(amount, Decimal):
                amounts[name] = amount
            else:
                amounts.pop(name, None)
        labour = Labour(texts[LABOUR]) if texts.get(LABOUR) else None if LABOUR in texts else old.labour
        place = _place(texts) if PLACE in texts else old.place
        merged = old.merged or bool(texts.get(_MERGED))
        return replace(old, amounts=amounts, labour=labour, remark=texts.get(REMARK, old.remark), place=place, merged=merged)


def _document(texts: Mapping[str, str]) -> _Document:
    return texts.get(DOCUMENT_TYPE, ""), texts.get(DOCUMENT_NUMBER, "")


def _place(texts: Mapping[str, str]) -> int:
    said = texts.get(PLACE, "1")
    return int(said[:4]) if said.isdecimal() else 0


def _payees(connection: Connection, unit_id: int, documents: Sequence[_Document]) -> Mapping[_Document, Row[Any]]:
    numbers = sorted({number for _, number in documents})
    found: dict[_Document, Row[Any]] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        part = payees.c.document_number.in_(numbers[start : start + _AT_ONCE])
        for row in connection.execute(select(*_PAYEE).where(payees.c.unit_id == unit_id, part)):
            found[row.document_type, row.document_number] = row
    return found


def _same(old: IncomeRow, new: IncomeRow) -> bool:
    names = old.amounts.keys() | new.amounts.keys()
    alike = all(old.amount(name) == new.amount(name) for name in names)
    return alike and (old.labour, old.remark) == (new.labour, new.remark)


def _texts(row: IncomeRow) -> Mapping[str, str]:
    """All of a row, as it is spelled."""
    amounts = {name: write_amount(amount) for name, amount in row.amounts.items()}
    more = {LABOUR: row.labour.value if row.labour else "", REMARK: row.remark, PLACE: str(row.place)}
    return {**amounts, **more, **({_MERGED: "yes"} if row.merged else {})}
