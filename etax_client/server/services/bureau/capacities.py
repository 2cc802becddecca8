"""As whom a session of the bureau acts: looked up with its tie, switched, and held against forms (BJ-63, BJ-64, BJ-65, BJ-67)."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, ScalarSelect, bindparam, insert, select, update

from etax_client.domain.bureau import capacities as rules
from etax_client.domain.bureau.capacities import Capacity, CapacityKind
from etax_client.domain.bureau.ties import TieState, UnitName, state_at
from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.units.units import Role
from etax_client.server.services.acting import Over
from etax_client.server.services.audit import audit
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.why import because, of_person
from etax_client.server.store.database import Proof
from etax_client.server.store.tables import bureau_sessions, ties, units

_OVER = ".ended"
"""Behind the mark of a capacity whose tie has ended: a form that was drawn in it fits no more, and nothing has to be written for that."""
_OF = (
    select(
        bureau_sessions,
        ties.c.role,
        ties.c.state,
        ties.c.ends_at,
        ties.c.unit_id,
        units.c.taxpayer_id,
        units.c.name.label("unit_name"),
    )
    .select_from(bureau_sessions.outerjoin(ties).outerjoin(units))
    .where(bureau_sessions.c.session_id == bindparam("session_id"))
)


@dataclass(frozen=True, slots=True)
class Entering:
    """As whom a session begins, and by which entrance."""

    entrance: Entrance
    kind: CapacityKind
    tie_id: int | None = None


ONESELF = Entering(Entrance.person, CapacityKind.person)


@dataclass(frozen=True, slots=True)
class Capacities:
    """What changes something asks in its own transaction as whom it is done; all raise StoreError."""

    sessions: Sessions

    def find(self, session: Session) -> Capacity:
        """As whom the session acts this moment."""
        with self.sessions.store.read() as connection:
            return of(connection, session.session_id, self.sessions.clock.now())

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
        return self._switch(session, CapacityKind.person, None, once)

    def to_tie(self, session: Session, tie_id: int, once: Once = UNKEYED) -> Refused | None:
        """企业办税: another unit, or another role at this one (BJ-64)."""
        return self._switch(session, CapacityKind.enterprise, tie_id, once)

    def _switch(self, session: Session, kind: CapacityKind, tie_id: int | None, once: Once) -> Refused | None:
        with self.sessions.acting(session) as connection:
            now = self.sessions.clock.now()
            capacity = of(connection, session.session_id, now)
            if kind not in rules.moves(capacity):
                return because(Refused(RefusalCode.switch_not_offered), "identity.refused", "BJ-65")
            mine = (ties.c.id == tie_id) & (ties.c.person_id == session.person_id) & in_force(now)
            if tie_id is not None and connection.execute(select(ties.c.id).where(mine)).first() is None:
                return because(Refused(RefusalCode.no_tie), "tie.ended", "BJ-64")
            this = bureau_sessions.c.session_id == session.session_id
            connection.execute(update(bureau_sessions).where(this).values(kind=kind.value, tie_id=tie_id, mark=_mark()))
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
    whom = {"entrance": entering.entrance.value, "kind": entering.kind.value, "tie_id": entering.tie_id}
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
    if row.tie_id is None or state_at(TieState(row.state), row.ends_at, now) is not TieState.confirmed:
        return Capacity(CapacityKind.person, entrance, row.mark + _OVER, ended=row.unit_name or "")
    return Capacity(kind, entrance, row.mark, row.tie_id, unit_in(row), Role(row.role))


def in_force(now: datetime, among: FromClause = ties) -> ColumnElement[bool]:
    """Confirmed, and not run out."""
    return (among.c.state == TieState.confirmed.value) & (among.c.ends_at.is_(None) | (among.c.ends_at > now))


def unit_run_by(session_id: int, now: datetime) -> ScalarSelect[Any]:
    """The unit that a session acts for as one who runs it, inside a query for what they may see: none from when they do no more (AUZ-1)."""
    carrying = ties.alias()
    this = (bureau_sessions.c.session_id == session_id) & (bureau_sessions.c.kind != CapacityKind.person.value)
    joined = select(carrying.c.unit_id).join_from(bureau_sessions, carrying, bureau_sessions.c.tie_id == carrying.c.id)
    return joined.where(this, in_force(now, carrying), carrying.c.role.in_(rules.RUNNING)).scalar_subquery()


def unit_in(row: Row[Any]) -> UnitName:
    return UnitName(row.unit_id, row.taxpayer_id, row.unit_name)


def _mark() -> str:
    return secrets.token_urlsafe(12)
