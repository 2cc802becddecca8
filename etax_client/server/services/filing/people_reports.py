"""报送 and 获取反馈 of a unit's payees: what is sent, what the simulated register answers, and when (PER-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, select, update

from etax_client.clock import Clock
from etax_client.domain.filing import people_states
from etax_client.domain.filing.people_list import Feedback, Reported
from etax_client.domain.filing.people_states import FEEDBACK_AFTER, IdentityState, Outcome, ReportState, Standing
from etax_client.domain.identity.documents import THE_OTHER_FOUR, DocumentType
from etax_client.domain.identity.names import same_name
from etax_client.server.services.filing import months, taxed_facts
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.people import columns_of_standing
from etax_client.server.services.filing.people_list import standing_in
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.columns import Moment
from etax_client.server.store.tables import payees, persons

_SEEN = (
    *(
        payees.c.id,
        payees.c.version,
        payees.c.name,
        payees.c.document_type,
        payees.c.document_number,
        payees.c.outcome,
        payees.c.outcome_reason,
    ),
    *(payees.c.person_state, payees.c.report_state, payees.c.identity_state, payees.c.was_reported, payees.c.reported_at),
)
_AT_ONCE = 500
"""Rows that are asked for by their numbers in one statement."""


@dataclass(frozen=True, slots=True)
class PayeeReports:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News

    def report(self, session: Session, unit_id: int, chosen: Sequence[int] | None, once: Once = UNKEYED) -> Reported:
        """报送 of those who are 待报送: all of them, or those of the `chosen`."""
        with self.units.acting(session, unit_id) as connection:
            count = send(connection, unit_id, chosen, self.clock.now())
            if count:
                months.tell(connection, unit_id, self.news)
            return once.keep(connection, Reported(count, int(FEEDBACK_AFTER.total_seconds()) if count else 0))

    def fetch_feedback(self, session: Session, unit_id: int, once: Once = UNKEYED) -> Feedback:
        """获取反馈 of those whose answer is there."""
        with self.units.acting(session, unit_id) as connection:
            found = feed_back(connection, unit_id, self.clock.now())
            if found.accepted or found.failed:
                months.tell(connection, unit_id, self.news)
            return once.keep(connection, found)

    def verify_again(self, session: Session, unit_id: int, chosen: Sequence[int] | None, once: Once = UNKEYED) -> int:
        """身份验证状态更新: the register is asked once more of those whom it did not find; how many it finds by now."""
        unfound = payees.c.identity_state.in_([IdentityState.failed.value, IdentityState.deferred.value])
        with self.units.acting(session, unit_id) as connection:
            rows = _rows(connection, unit_id, unfound & (payees.c.report_state == ReportState.accepted.value), chosen)
            known = _register(connection, rows)
            moved = []
            for row in rows:
                old = standing_in(row)
                standing = people_states.verified_again(old, _outcome(row, known))
                if standing is not None and standing != old:
                    moved.append((row, standing))
            _move(connection, moved, "")
            if moved:
                months.tell(connection, unit_id, self.news)
            return once.keep(connection, sum(standing.identity is IdentityState.passed for _, standing in moved))


def send(connection: Connection, unit_id: int, chosen: Sequence[int] | None, now: datetime) -> int:
    """How many of those who were 待报送 are 待反馈 from now on."""
    rows = _rows(connection, unit_id, payees.c.report_state == ReportState.pending.value, chosen)
    moved = [(row, standing) for row in rows if (standing := people_states.reported(standing_in(row))) is not None]
    _move(connection, moved, "", now)
    return len(moved)


def feed_back(connection: Connection, unit_id: int, now: datetime | None) -> Feedback:
    """What has become of those who are 待反馈; of all of them at once, where nobody says what time it is `now`."""
    rows = _rows(connection, unit_id, payees.c.report_state == ReportState.awaiting.value, None)
    left = [wait for row in rows if (wait := _wait(row, now)) > timedelta()]
    due = [row for row in rows if _wait(row, now) <= timedelta()]
    known = _register(connection, due)
    moved: dict[str, list[tuple[Row[Any], Standing]]] = {}
    counted = {ReportState.accepted: 0, ReportState.failed: 0}
    for row in due:
        standing = people_states.answered(standing_in(row), _outcome(row, known))
        if standing is not None:
            counted[standing.report] += 1
            moved.setdefault(row.outcome_reason if standing.report is ReportState.failed else "", []).append((row, standing))
    for reason, each in moved.items():
        _move(connection, each, reason)
    may_be_declared = (row.id for each in moved.values() for row, standing in each if standing.report is ReportState.accepted)
    taxed_facts.changed(connection, unit_id, may_be_declared)
    seconds = ceil(min(left).total_seconds()) if left else 0
    return Feedback(counted[ReportState.accepted], counted[ReportState.failed], len(left), seconds)


def _rows(connection: Connection, unit_id: int, state: ColumnElement[bool], chosen: Sequence[int] | None) -> list[Row[Any]]:
    wanted: Select[Any] = select(*_SEEN).where(payees.c.unit_id == unit_id, state).order_by(payees.c.id)
    if chosen is None:
        return list(connection.execute(wanted).all())
    parts = [chosen[start : start + _AT_ONCE] for start in range(0, len(chosen), _AT_ONCE)]
    return [row for part in parts for row in connection.execute(wanted.where(payees.c.id.in_(part))).all()]


def _move(connection: Connection, moved: Sequence[tuple[Row[Any], Standing]], reason: str, reported_at: datetime | None = None) -> None:
    """Into their new standings, in one statement: what the tax office does with a payee makes no other version of them."""
    if not moved:
        return
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns_of_standing(people_states.NEW)}
    values["reason"] = bindparam("why")
    if reported_at is not None:
        values["reported_at"] = bindparam("now", type_=Moment)
    rows = [
        {
            "payee": row.id,
            "why": reason,
            "now": reported_at,
            **{f"new_{name}": value for name, value in columns_of_standing(standing).items()},
        }
        for row, standing in moved
    ]
    connection.execute(update(payees).where(payees.c.id == bindparam("payee")).values(values), rows)


def _wait(row: Row[Any], now: datetime | None) -> timedelta:
    """Until the answer is there; none for whom a world was laid with."""
    return timedelta() if row.reported_at is None or now is None else row.reported_at + FEEDBACK_AFTER - now


def _register(connection: Connection, rows: Sequence[Row[Any]]) -> dict[tuple[str, str], str]:
    """The names that the simulated register has for these documents: those of the world's people."""
    numbers = sorted({row.document_number for row in rows})
    known: dict[tuple[str, str], str] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        found = select(persons.c.document_type, persons.c.document_number, persons.c.name)
        part = connection.execute(found.where(persons.c.document_number.in_(numbers[start : start + _AT_ONCE])))
        known |= {(row.document_type, row.document_number): row.name for row in part}
    return known


def _outcome(row: Row[Any], known: dict[tuple[str, str], str]) -> Outcome:
    """What a tester has fixed; else 验证不通过 for somebody else's number, 暂不验证 for documents that no register holds."""
    if row.outcome is not None:
        return Outcome(row.outcome)
    if DocumentType(row.document_type) in THE_OTHER_FOUR:
        return Outcome.deferred
    name = known.get((row.document_type, row.document_number))
    return Outcome.passed if name is None or same_name(name, row.name) else Outcome.failed
