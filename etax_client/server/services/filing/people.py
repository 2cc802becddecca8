"""What a clerk does with a unit's payees one by one: add, change, mark, delete, each in its own transaction (PER-02, PER-03, FLW-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.faults import Invalid
from etax_client.domain.filing import people_states
from etax_client.domain.filing.income import Item, kind_of
from etax_client.domain.filing.people import Payee, PayeeFacts, PayeeField
from etax_client.domain.filing.people_rules import PayeeFaults, Texts, Unfitting, fault_of_change, identity_changed, judge, spelled
from etax_client.domain.filing.people_states import PersonState, Standing
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import read_month
from etax_client.server.services.filing import months, taxed_facts
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.people_list import find
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import Unfit, misfilled
from etax_client.server.store.tables import income_rows, payees
from etax_client.server.store.tables.people import named


@dataclass(frozen=True, slots=True)
class Payees:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News

    def add(self, session: Session, unit_id: int, texts: Texts, once: Once = UNKEYED) -> Payee | Refused:
        """Someone more; the number is known of nobody else here."""
        with self.units.acting(session, unit_id) as connection:
            facts = self._judged(texts)
            if isinstance(facts, Refused):
                return facts
            if _holder(connection, unit_id, facts) is not None:
                return Refused(RefusalCode.payee_listed, field=PayeeField.document_number)
            row = columns_of(facts) | {"unit_id": unit_id, "changed_at": self.clock.now(), "changed_by": session.name}
            payee_id = connection.execute(insert(payees).values(row).returning(payees.c.id)).scalar_one()
            months.tell(connection, unit_id, self.news)
            return once.keep(connection, find(connection, unit_id, payee_id))

    def change(self, session: Session, unit_id: int, payee_id: int, version: int, texts: Texts, once: Once = UNKEYED) -> Payee | Refused:
        """What is said of someone, all of it anew, from the `version` that was looked at (FLW-04)."""
        with self.units.acting(session, unit_id) as connection:
            old = _as_seen(connection, unit_id, payee_id, version)
            if isinstance(old, Refused):
                return old
            facts = self._judged(texts)
            if isinstance(facts, Refused):
                return facts
            faults = fault_of_change(old, facts)
            if faults:
                return unfit_for(faults)
            if _holder(connection, unit_id, facts) not in (None, payee_id):
                return Refused(RefusalCode.payee_listed, field=PayeeField.document_number)
            standing = people_states.changed(old.standing, identity=identity_changed(old, facts))
            return self._write(
                connection, session, unit_id, old, standing, once, columns_of(facts) | named(facts.name, facts.document_number)
            )

    def mark(
        self, session: Session, unit_id: int, payee_id: int, version: int, person: PersonState, once: Once = UNKEYED
    ) -> Payee | Refused:
        """正常 or 非正常 from now on; what was filled in for who is paid no more goes, where it is not declared yet (PER-03)."""
        with self.units.acting(session, unit_id) as connection:
            old = _as_seen(connection, unit_id, payee_id, version)
            if isinstance(old, Refused):
                return old
            if old.standing.person is person:
                return once.keep(connection, old)
            if person is PersonState.abnormal and people_states.marked(old.standing, person) is not None:
                _take_off(connection, unit_id, payee_id, months.by(session.name, self.clock.now()))
            return self._write(connection, session, unit_id, old, people_states.marked(old.standing, person), once, {})

    def remove(self, session: Session, unit_id: int, payee_id: int, version: int, once: Once = UNKEYED) -> Refused | None:
        """Whoever was never reported (PER-03)."""
        with self.units.acting(session, unit_id) as connection:
            old = _as_seen(connection, unit_id, payee_id, version)
            if isinstance(old, Refused):
                return old
            if not old.standing.may_be_deleted:
                return Refused(RefusalCode.payee_reported)
            connection.execute(delete(payees).where(payees.c.id == payee_id))
            months.tell(connection, unit_id, self.news)
            return once.keep(connection, None)

    def _judged(self, texts: Texts) -> PayeeFacts | Refused:
        judged = judge(texts, local_day(self.clock.now()))
        return unfit_for(judged.faults) if judged.facts is None else judged.facts

    def _write(
        self,
        connection: Connection,
        session: Session,
        unit_id: int,
        old: Payee,
        standing: Standing | None,
        once: Once,
        values: Mapping[str, Any],
    ) -> Payee | Refused:
        if standing is None:
            return Refused(RefusalCode.payee_awaiting)
        changed = {"version": old.version + 1, "changed_at": self.clock.now(), "changed_by": session.name, "reason": ""}
        row = {**values, **columns_of_standing(standing), **changed}
        if taxed_facts.decides(columns_of(old) | columns_of_standing(old.standing), row):
            taxed_facts.changed(connection, unit_id, [old.payee_id], **months.by(session.name, self.clock.now()))
        connection.execute(update(payees).where(payees.c.id == old.payee_id).values(row))
        months.tell(connection, unit_id, self.news)
        return once.keep(connection, find(connection, unit_id, old.payee_id))


def _take_off(connection: Connection, unit_id: int, payee_id: int, who: Mapping[str, Any]) -> None:
    """Rows of income in months whose return is not in force and not on its way."""
    theirs = (income_rows.c.unit_id == unit_id, income_rows.c.payee_id == payee_id)
    for row in connection.execute(select(income_rows.c.period, income_rows.c.item).where(*theirs).distinct()).all():
        key = months.Key(unit_id, read_month(row.period), kind_of(Item(row.item)))
        progress = months.read(connection, key).progress
        if progress.may_be_edited and not progress.in_force:
            of_item = (income_rows.c.period == row.period, income_rows.c.item == row.item)
            connection.execute(delete(income_rows).where(*theirs, *of_item))
            months.touch(connection, key, months.revise(connection, unit_id), **who)


def unfit_for(faults: PayeeFaults) -> Refused:
    """All that is wrong in what was typed, field by field."""
    return misfilled(
        {
            field.value: Unfit(fault_code(fault), "PER-04" if fault is Unfitting.both_changed else "PER-02")
            for field, fault in faults.items()
        }
    )


def fault_code(fault: object) -> str:
    """As it is spelled for the journal and in what an import tells."""
    if isinstance(fault, Invalid):
        return fault.fault
    return fault.value if isinstance(fault, Unfitting) else "contradiction"


def columns_of(facts: PayeeFacts) -> dict[str, str]:
    """Each field's column, as it is spelled."""
    return {field.value: "" for field in PayeeField} | {field.value: text for field, text in spelled(facts).items()}


def columns_of_standing(standing: Standing) -> dict[str, str | int]:
    return {
        "person_state": standing.person.value,
        "report_state": standing.report.value,
        "identity_state": standing.identity.value,
        "was_reported": int(standing.was_reported),
    }


def _holder(connection: Connection, unit_id: int, facts: PayeeFacts) -> int | None:
    """Who of the unit has that document."""
    same = (payees.c.document_type == facts.document_type.value) & (payees.c.document_number == facts.document_number)
    return connection.execute(select(payees.c.id).where(payees.c.unit_id == unit_id, same)).scalar_one_or_none()


def _as_seen(connection: Connection, unit_id: int, payee_id: int, version: int) -> Payee | Refused:
    """Whom someone has looked at, if nobody has changed anything of them since (FLW-04)."""
    found = find(connection, unit_id, payee_id)
    if isinstance(found, Refused) or found.version == version:
        return found
    return Refused(RefusalCode.outdated, changed_by=found.changed_by, changed_at=found.changed_at)
