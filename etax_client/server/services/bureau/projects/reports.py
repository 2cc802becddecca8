"""跨区域涉税事项报验（外省）: a report looked up by those who may, and its project checked in (BJ-72, BJ-73)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, select, update

from etax_client.clock import Clock
from etax_client.domain.bureau import projects as rules
from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.bureau.projects import Named, ProjectKind, ProjectRole, ProjectState, Report
from etax_client.domain.masking import mask_name
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.domain.units.authorisations import term_of
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import capacities, finding, levels
from etax_client.server.services.bureau.standing import in_force, is_named
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import own_log
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.why import because, unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import persons, project_people, projects, ties, units

_COUNTED_AS = "report "
_UNKNOWN = Refused(RefusalCode.report_unknown)
"""Of a report that there is not, that is over, or that does not name the asker: nobody is told which."""


@dataclass(frozen=True, slots=True)
class Reports:
    """In one's own name. What changes something asks that in its own transaction, and raises Over; all raise StoreError."""

    store: Store
    clock: Clock
    system: AccountSystem
    sessions: Sessions

    def find(self, session: Session, taxpayer_id: str, number: str, address: str, once: Once = UNKEYED) -> int | Refused:
        """查询: the id of the report of this unit with this number."""
        for field, typed in (("taxpayer_id", taxpayer_id), ("number", number)):
            if not normalise(typed):
                return unfit(field, "empty", "BJ-72")
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            refused = _not_oneself(connection, session, now) or address_limits.refusal(connection, address, now, _COUNTED_AS)
            if refused is not None:
                return refused
            which = (units.c.taxpayer_id == normalise(taxpayer_id)) & (projects.c.ending == rules.ending_of(number))
            row = _found(connection, session.person_id, which, now)
            if row is None:
                address_limits.miss(connection, address, now, _COUNTED_AS)
                return once.counted(connection, _UNKNOWN)
            project_id: int = row.project_id
            return once.keep(connection, project_id)

    def read(self, session: Session, project_id: int) -> Report | Refused:
        """It as it stands."""
        with self.store.read() as connection:
            now = self.clock.now()
            refused = _not_oneself(connection, session, now)
            row = None if refused is not None else _found(connection, session.person_id, projects.c.id == project_id, now)
            return refused or (_UNKNOWN if row is None else _report(connection, row, now))

    def check_in(self, session: Session, project_id: int, once: Once = UNKEYED) -> Refused | None:
        """提交: from now on one can act for it, once (BJ-73); a key task (BJ-54)."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            refused = _not_oneself(connection, session, now)
            if refused is not None:
                return refused
            if _found(connection, session.person_id, projects.c.id == project_id, now) is None:
                return _UNKNOWN
            refused = levels.too_low(connection, self.system, session.person_id)
            if refused is not None:
                return refused
            waiting = (projects.c.id == project_id) & (projects.c.state == ProjectState.reported.value)
            checked_in = update(projects).where(waiting).values(state=ProjectState.checked_in.value, checked_in_at=now)
            if connection.execute(checked_in).rowcount == 0:
                return Refused(RefusalCode.already_checked_in)
            own_log.note(connection, self.system, session.person_id, OwnAct.project_checked_in, now, session.seat)
            once.keep(connection, None)
        audit("project", person=session.person_id, project=project_id, outcome=ProjectState.checked_in)
        return None


def _not_oneself(connection: Connection, session: Session, now: datetime) -> Refused | None:
    if capacities.of(connection, session.session_id, now).kind is CapacityKind.person:
        return None
    return because(Refused(RefusalCode.beyond_rights), "identity.not_offered", "BJ-72")


def _found(connection: Connection, person_id: int, which: ColumnElement[bool], now: datetime) -> Row[Any] | None:
    """One that this person may check in, or has been; not what is over."""
    held = ties.alias()
    runs = exists().where(
        held.c.person_id == person_id,
        held.c.unit_id == projects.c.unit_id,
        held.c.role.in_([role.value for role in rules.REPORTING]),
        in_force(now, held),
    )
    more = (projects.c.place, projects.c.state, projects.c.begins_at, projects.c.ends_at)
    report = finding.with_unit().add_columns(*more).where(which, projects.c.kind == ProjectKind.reported.value, runs | is_named(person_id))
    row = connection.execute(report).first()
    over = row is None or rules.state_at(ProjectState(row.state), row.ends_at, now) is ProjectState.closed
    return None if over else row


def _report(connection: Connection, row: Row[Any], now: datetime) -> Report:
    whom = select(project_people.c.role, persons.c.name).join_from(project_people, persons)
    found = connection.execute(
        whom.where(project_people.c.project_id == row.project_id).order_by(project_people.c.role.desc(), persons.c.id)
    )
    people = tuple(Named(ProjectRole(each.role), mask_name(each.name)) for each in found)
    term = term_of(row.begins_at, row.ends_at)
    state = rules.state_at(ProjectState(row.state), row.ends_at, now)
    return Report(finding.project_in(row), row.place, state, term.start, term.end, people)
