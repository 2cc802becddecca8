"""People who come in by a spreadsheet: judged as in the form, compared with those who are there, written in two statements (PER-05)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.faults import Invalid
from etax_client.domain.filing import people_states
from etax_client.domain.filing.imports import SentLine, Verdict
from etax_client.domain.filing.people import PayeeFacts, PayeeField
from etax_client.domain.filing.people_rules import identity_changed, judge, read_spelled, spelled
from etax_client.domain.identity import identity_numbers
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.filing import taxed_facts
from etax_client.server.services.filing.importing.imports import StagedLine
from etax_client.server.services.filing.months import values_of
from etax_client.server.services.filing.people import columns_of, columns_of_standing, fault_code
from etax_client.server.services.filing.people_list import payee_in
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.columns import Moment
from etax_client.server.store.tables import payees
from etax_client.server.store.tables.people import named

_AT_ONCE = 500
"""Rows that are asked for by their numbers in one statement."""


@dataclass(frozen=True, slots=True)
class PeopleTarget:
    clock: Clock
    name: str = "people"

    def judged(self, connection: Connection, unit_id: int, lines: Sequence[SentLine]) -> Sequence[StagedLine]:
        """By the document: who is there already is compared, everyone else is new."""
        today = local_day(self.clock.now())
        keys = {line.number: _document(line.texts, today) for line in lines}
        there = _there(connection, unit_id, list(keys.values()))
        return [_staged(line, there.get(keys[line.number]), today) for line in lines]

    def put(self, connection: Connection, session: Session, unit_id: int, lines: Sequence[StagedLine]) -> Refused | None:
        """As `Target` says. Who is new comes with one statement, who is changed with another."""
        facts = {line.number: _facts(line) for line in lines}
        there = {_spell(key): row for key, row in _there(connection, unit_id, list(map(_document_of, facts.values()))).items()}
        now = {"changed_at": self.clock.now(), "changed_by": session.name}
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        decided: list[int] = []
        for line in lines:
            row = there.get(line.key)
            if (line.row_id, line.version) != (None, None) if row is None else (row.id, row.version) != (line.row_id, line.version):
                return Refused(RefusalCode.outdated)
            said = columns_of(facts[line.number])
            if row is None:
                new.append({**said, **now, "unit_id": unit_id})
                continue
            standing = people_states.changed(payee_in(row).standing, identity=identity_changed(payee_in(row), facts[line.number]))
            if standing is None:
                return Refused(RefusalCode.outdated)
            names = named(said[PayeeField.name], said[PayeeField.document_number])
            values = {**said, **names, **columns_of_standing(standing), **now, "version": row.version + 1, "reason": ""}
            if taxed_facts.decides(values_of(row), values):
                decided.append(row.id)
            changed.append({"payee": row.id, **{f"new_{name}": value for name, value in values.items()}})
        taxed_facts.changed(connection, unit_id, decided, **now)
        if new:
            connection.execute(insert(payees), new)
        if changed:
            given = {name.removeprefix("new_"): bindparam(name, type_=_type_of(name)) for name in changed[0] if name != "payee"}
            connection.execute(update(payees).where(payees.c.id == bindparam("payee")).values(given), changed)
        return None


def _type_of(name: str) -> Any:
    return Moment() if name == "new_changed_at" else payees.c[name.removeprefix("new_")].type


Document = tuple[str, str]
"""Its type and number, by which a unit knows someone."""
_NONE: Document = ("", "")


def _document(texts: Mapping[str, str], today: date) -> Document:
    """The one that a line names, if it names one."""
    kind = next((each for each in DocumentType if each.value == texts.get(PayeeField.document_type)), None)
    if kind is None:
        return _NONE
    number = identity_numbers.judge(kind, texts.get(PayeeField.document_number, ""), today)
    return _NONE if isinstance(number, Invalid) else (kind.value, number.number)


def _document_of(facts: PayeeFacts) -> Document:
    return facts.document_type.value, facts.document_number


def _spell(document: Document) -> str:
    return " ".join(document)


def _there(connection: Connection, unit_id: int, documents: Sequence[Document]) -> Mapping[Document, Row[Any]]:
    numbers = sorted({number for _, number in documents if number})
    found: dict[Document, Row[Any]] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        part = payees.c.document_number.in_(numbers[start : start + _AT_ONCE])
        for row in connection.execute(select(payees).where(payees.c.unit_id == unit_id, part)):
            found[row.document_type, row.document_number] = row
    return found


def _staged(line: SentLine, row: Row[Any] | None, today: date) -> StagedLine:
    """What the sheet has no column for stays as it is of whoever is there."""
    old = None if row is None else payee_in(row)
    said = {PayeeField(name): text for name, text in line.texts.items()}
    judged = judge(said if old is None else {**spelled(old), **said}, today)
    if judged.facts is None:
        faults = {field.value: fault_code(fault) for field, fault in judged.faults.items()}
        return StagedLine(line.number, "", Verdict.misfilled, line.texts, faults)
    key = _spell(_document_of(judged.facts))
    texts = {field.value: text for field, text in spelled(judged.facts).items()}
    if row is None or old is None:
        return StagedLine(line.number, key, Verdict.new, texts)
    if spelled(old) == spelled(judged.facts):
        verdict = Verdict.unchanged
    elif people_states.changed(old.standing, identity=False) is None:
        verdict = Verdict.awaiting
    else:
        verdict = Verdict.changed
    return StagedLine(line.number, key, verdict, texts, row_id=row.id, version=row.version)


def _facts(line: StagedLine) -> PayeeFacts:
    return PayeeFacts(**read_spelled({PayeeField(name): text for name, text in line.texts.items()}))
