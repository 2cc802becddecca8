"""As whom a session of the bureau acts: looked up with its tie, switched, and held against forms (BJ-63, BJ-64, BJ-65, BJ-67)."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    ScalarSelect,
    Select,
    bindparam,
    case,
    exists,
    insert,
    or_,
    select,
    update,
)

from etax_client.domain.bureau import capacities as rules
from etax_client.domain.bureau.capacities import Capacity, CapacityKind
from etax_client.domain.bureau.projects import MOST_BESIDE, Project
from etax_client.domain.bureau.ties import MOST_SHOWN, TieState, UnitName, state_at
from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.units.units import Role
from etax_client.server.services.acting import Over
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import finding
from etax_client.server.services.bureau.standing import agreed, in_force, known_here
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units import rights
from etax_client.server.services.why import because, of_person
from etax_client.server.store.database import Proof
from etax_client.server.store.tables import agreements, bureau_sessions, bureau_units, projects, ties, units

_OVER = ".ended"
"""Behind the mark of a capacity whose tie has ended: a form that was drawn in it fits no more, and nothing has to be written for that."""
_OF_AN_AGENCY = (CapacityKind.agency.value, CapacityKind.principal.value)
_PRINCIPAL = units.alias()
_OF = (
    select(
        bureau_sessions,
        ties.c.role,
        ties.c.state,
        ties.c.ends_at,
        ties.c.unit_id,
        units.c.taxpayer_id,
        units.c.name.label("unit_name"),
        bureau_units.c.is_agency,
        _PRINCIPAL.c.taxpayer_id.label("principal_taxpayer_id"),
        _PRINCIPAL.c.name.label("principal_name"),
        agreements.c.agency_id,
        agreements.c.ends_at.label("agreed_until"),
    )
    .select_from(bureau_sessions)
    .outerjoin(ties, bureau_sessions.c.tie_id == ties.c.id)
    .outerjoin(units, ties.c.unit_id == units.c.id)
    .outerjoin(bureau_units, bureau_units.c.unit_id == units.c.id)
    .outerjoin(_PRINCIPAL, bureau_sessions.c.principal_id == _PRINCIPAL.c.id)
    .outerjoin(agreements, (agreements.c.agency_id == units.c.id) & (agreements.c.principal_id == _PRINCIPAL.c.id))
    .where(bureau_sessions.c.session_id == bindparam("session_id"))
)


@dataclass(frozen=True, slots=True)
class Entering:
    """As whom a session begins, and by which entrance."""

    entrance: Entrance
    kind: CapacityKind
    tie_id: int | None = None
    project_id: int | None = None


ONESELF = Entering(Entrance.person, CapacityKind.person)


def entering(entrance: Entrance, tie_id: int | None) -> Entering:
    """By an entrance: as an agency by that for them, as the unit by another that is for units, else as oneself (BJ-39)."""
    if tie_id is None:
        return Entering(entrance, CapacityKind.person)
    return Entering(entrance, CapacityKind.agency if entrance is Entrance.agency else CapacityKind.enterprise, tie_id)


@dataclass(frozen=True, slots=True)
class Capacities:
    """What changes something asks in its own transaction as whom it is done; all raise StoreError."""

    sessions: Sessions

    def find(self, session: Session) -> Capacity:
        """As whom the session acts this moment, with what stands beside it on every page."""
        now = self.sessions.clock.now()
        with self.sessions.store.read() as connection:
            capacity = of(connection, session.session_id, now)
            if capacity.project is None:
                return capacity
            others = finding.at_unit(capacity.project.unit.unit_id) & (projects.c.id != capacity.project.project_id)
            return replace(capacity, beside=finding.open_to(connection, session.person_id, now, others, most=MOST_BESIDE))

    def projects(self, session: Session, number: str = "") -> tuple[Project, ...]:
        """Where 跨区域办税 may lead: those of the unit that the session acts for, with this end of a number, if one is given (BJ-66)."""
        now = self.sessions.clock.now()
        with self.sessions.store.read() as connection:
            capacity = of(connection, session.session_id, now)
            if capacity.unit is None or CapacityKind.project not in rules.moves(capacity):
                return ()
            which = (finding.ends_with(number),) if number.strip() else ()
            return finding.open_to(connection, session.person_id, now, finding.at_unit(capacity.unit.unit_id), *which, most=MOST_SHOWN)

    def proof(self, session: Session, mark: str) -> Proof:
        """That whoever acts is still who the form with this mark was drawn for (BJ-67)."""

        def still(connection: Connection) -> None:
            capacity = of(connection, session.session_id, self.sessions.clock.now())
            if capacity.mark == mark:
                return
            if capacity.ended is not None and capacity.mark == mark + _OVER:
                raise Over(of_person(because(Refused(RefusalCode.identity_ended), "identity.ended", "BJ-63"), session.person_id))
            raise Over(of_person(because(Refused(RefusalCode.identity_changed), "identity.stale_form", "BJ-67"), session.person_id))

        return still

    def to_person(self, session: Session, once: Once = UNKEYED) -> Refused | None:
        """个人办税: there is no way back but a new login (BJ-65)."""
        return self._switch(session, CapacityKind.person, once)

    def to_tie(self, session: Session, tie_id: int, once: Once = UNKEYED) -> Refused | None:
        """企业办税: another unit, or another role at this one (BJ-64)."""
        return self._switch(session, CapacityKind.enterprise, once, tie_id=tie_id)

    def to_project(self, session: Session, project_id: int, once: Once = UNKEYED) -> Refused | None:
        """跨区域办税: another project of the unit that one acts for already (BJ-66)."""
        return self._switch(session, CapacityKind.project, once, project_id=project_id)

    def to_principal(self, session: Session, unit_id: int, once: Once = UNKEYED) -> Refused | None:
        """企业办税 of an agency: a unit that it has an agreement with (BJ-39)."""
        return self._switch(session, CapacityKind.principal, once, principal_id=unit_id)

    def to_agency(self, session: Session, once: Once = UNKEYED) -> Refused | None:
        """From a principal back to the agency."""
        return self._switch(session, CapacityKind.agency, once)

    def principals(self, session: Session, taxpayer_id: str = "", name: str = "") -> tuple[UnitName, ...]:
        """For whom the agency may act as which, or for which, this session acts: as far as they are shown and searched for."""
        now, carrying = self.sessions.clock.now(), ties.alias()
        mine = (bureau_sessions.c.session_id == session.session_id) & bureau_sessions.c.kind.in_(_OF_AN_AGENCY)
        found: Select[Any] = (
            select(units.c.id.label("unit_id"), units.c.taxpayer_id, units.c.name.label("unit_name"))
            .select_from(bureau_sessions)
            .join(carrying, bureau_sessions.c.tie_id == carrying.c.id)
            .join(bureau_units, (bureau_units.c.unit_id == carrying.c.unit_id) & (bureau_units.c.is_agency == 1))
            .join(agreements, agreements.c.agency_id == carrying.c.unit_id)
            .join(units, agreements.c.principal_id == units.c.id)
            .where(mine, in_force(now, carrying), agreed(now), *rights.named_like(taxpayer_id, name))
            .order_by(units.c.id)
        )
        with self.sessions.store.read() as connection:
            return tuple(unit_in(row) for row in connection.execute(found.limit(MOST_SHOWN)))

    def _switch(
        self,
        session: Session,
        kind: CapacityKind,
        once: Once,
        *,
        tie_id: int | None = None,
        principal_id: int | None = None,
        project_id: int | None = None,
    ) -> Refused | None:
        with self.sessions.acting(session) as connection:
            now = self.sessions.clock.now()
            capacity = of(connection, session.session_id, now)
            if kind not in rules.moves(capacity):
                return because(Refused(RefusalCode.switch_not_offered), "identity.refused", "BJ-65")
            mine = (ties.c.id == tie_id) & (ties.c.person_id == session.person_id) & in_force(now) & known_here(ties.c.unit_id)
            if tie_id is not None and connection.execute(select(ties.c.id).where(mine)).first() is None:
                return because(Refused(RefusalCode.no_tie), "tie.ended", "BJ-64")
            agency = capacity.agency or capacity.unit
            agency_id = 0 if agency is None else agency.unit_id
            theirs = (agreements.c.agency_id == agency_id) & (agreements.c.principal_id == principal_id) & agreed(now)
            if principal_id is not None and connection.execute(select(agreements.c.agency_id).where(theirs)).first() is None:
                return because(Refused(RefusalCode.no_tie), "agreement.none", "BJ-39")
            if project_id is not None and not _has_project(connection, session, capacity, project_id, now):
                return because(Refused(RefusalCode.no_tie), "project.over", "BJ-66")
            if kind.value in _OF_AN_AGENCY:
                tie_id = capacity.tie_id
            this = bureau_sessions.c.session_id == session.session_id
            whom = {"kind": kind.value, "tie_id": tie_id, "principal_id": principal_id, "project_id": project_id}
            connection.execute(update(bureau_sessions).where(this).values(**whom, mark=_mark()))
            once.keep(connection, None)
        audit("identity", person=session.person_id, session=session.session_id, outcome=kind)
        return None


def begin(
    sessions: Sessions,
    connection: Connection,
    person_id: int,
    seat: Seat,
    entering: Entering,
    *,
    channel: Channel = Channel.bureau,
    token: str | None = None,
) -> tuple[int, LoggedIn]:
    """The only place where a session at the bureau begins (S-1); whoever calls has seen, in this transaction, that nothing bars it.

    Its id, and what its owner gets; the `token` is the caller's, 256 random bits, or a new one.
    """
    session_id, logged_in = sessions.start_with(connection, person_id, channel, token or secrets.token_urlsafe(32), seat)
    whom = {"entrance": entering.entrance.value, "kind": entering.kind.value, "tie_id": entering.tie_id, "project_id": entering.project_id}
    connection.execute(insert(bureau_sessions).values(session_id=session_id, **whom, mark=_mark()))
    return session_id, logged_in


def scanned(sessions: Sessions, connection: Connection, person_id: int, token: str, seat: Seat) -> tuple[int, LoggedIn]:
    """In one's own name, by a code that was scanned (BJ-36)."""
    return begin(sessions, connection, person_id, seat, ONESELF, token=token)


def of(connection: Connection, session_id: int, now: datetime) -> Capacity:
    """As whom a session acts, in one look: what it acted for before its tie ended is no more (AUZ-1)."""
    row = connection.execute(_OF, {"session_id": session_id}).one_or_none()
    if row is None:
        return Capacity(CapacityKind.person, Entrance.person, "")
    kind, entrance = CapacityKind(row.kind), Entrance(row.entrance)
    if kind is CapacityKind.person:
        return Capacity(kind, entrance, row.mark)
    if kind is CapacityKind.project:
        project, acts = finding.of_session(connection, session_id, now)
        if project is None or not acts:
            ended = "" if project is None else f"{project.unit.name} {project.number}"
            return Capacity(CapacityKind.person, entrance, row.mark + _OVER, ended=ended)
        return Capacity(kind, entrance, row.mark, unit=project.unit, project=project)
    is_tied = row.tie_id is not None and state_at(TieState(row.state), row.ends_at, now) is TieState.confirmed
    if kind is CapacityKind.principal:
        is_agreed = row.agency_id is not None and (row.agreed_until is None or row.agreed_until > now)
        if not (is_tied and row.is_agency and is_agreed):
            return Capacity(CapacityKind.person, entrance, row.mark + _OVER, ended=row.principal_name or "")
        principal = UnitName(row.principal_id, row.principal_taxpayer_id, row.principal_name)
        return Capacity(kind, entrance, row.mark, row.tie_id, principal, Role(row.role), unit_in(row))
    if not is_tied or (kind is CapacityKind.agency and not row.is_agency):
        return Capacity(CapacityKind.person, entrance, row.mark + _OVER, ended=row.unit_name or "")
    return Capacity(kind, entrance, row.mark, row.tie_id, unit_in(row), Role(row.role))


def _has_project(connection: Connection, session: Session, capacity: Capacity, project_id: int, now: datetime) -> bool:
    """Whether it is one of the unit that the session acts for, and its person's."""
    if capacity.unit is None:
        return False
    this = finding.at_unit(capacity.unit.unit_id) & (projects.c.id == project_id)
    return bool(finding.open_to(connection, session.person_id, now, this, most=1))


def unit_seen_by(session_id: int, now: datetime) -> ScalarSelect[Any]:
    """The unit whose staff a session may see, inside the query for them: run by whom it acts as, or the agency, or for whom that acts.

    None from when they do so no more (AUZ-1).
    """
    carrying, kind = ties.alias(), bureau_sessions.c.kind
    by_agreement = (agreements.c.agency_id == carrying.c.unit_id) & (agreements.c.principal_id == bureau_sessions.c.principal_id)
    is_agency = exists().where(bureau_units.c.unit_id == carrying.c.unit_id, bureau_units.c.is_agency == 1)
    acts = or_(
        (kind == CapacityKind.enterprise.value) & carrying.c.role.in_(rules.RUNNING),
        (kind == CapacityKind.agency.value) & is_agency,
        (kind == CapacityKind.principal.value) & is_agency & exists().where(by_agreement, agreed(now)),
    )
    unit = case((kind == CapacityKind.principal.value, bureau_sessions.c.principal_id), else_=carrying.c.unit_id)
    joined = select(unit).join_from(bureau_sessions, carrying, bureau_sessions.c.tie_id == carrying.c.id)
    return joined.where(bureau_sessions.c.session_id == session_id, in_force(now, carrying), acts).scalar_subquery()


def unit_in(row: Row[Any]) -> UnitName:
    return UnitName(row.unit_id, row.taxpayer_id, row.unit_name)


def _mark() -> str:
    return secrets.token_urlsafe(12)
