"""Who is on the way into the Beijing bureau, and as whom those inside act, as testers see and steer it (BJ-30, BJ-64)."""

from dataclasses import dataclass

from sqlalchemy import select

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.flows.attempt import ATTEMPT
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.bureau_views import AttemptSeen
from etax_client.domain.testing.tester_views import ActingAs
from etax_client.domain.units.units import Role
from etax_client.server.services.bureau.capacities import Capacities
from etax_client.server.services.identity import flows
from etax_client.server.services.testing.logged_in import acting_as
from etax_client.server.store.tables import persons, ties


@dataclass(frozen=True, slots=True)
class BureauSessions:
    """All raise StoreError."""

    capacities: Capacities

    def attempts(self, limit: int) -> tuple[AttemptSeen, ...]:
        """Those that go on, the newest first."""
        sessions = self.capacities.sessions
        with sessions.store.read() as connection:
            found = flows.living(connection, ATTEMPT, sessions.clock.now(), limit)
            whose = {flow.state.person_id for flow in found}
            names = {row.id: row.name for row in connection.execute(select(persons.c.id, persons.c.name).where(persons.c.id.in_(whose)))}
        return tuple(
            AttemptSeen(
                attempt_id=flow.flow_id,
                channel=flow.state.channel,
                entrance=flow.state.entrance,
                step=flow.state.step,
                person_id=flow.state.person_id,
                name=names.get(flow.state.person_id),
                taxpayer_id=flow.state.taxpayer_id,
                seconds=flow.seconds,
            )
            for flow in found
        )

    def switch(
        self, session_id: int, kind: CapacityKind, unit_id: int | None = None, role: Role | None = None, project_id: int | None = None
    ) -> ActingAs | Refused:
        """身份切换 under the user's hands, to where they could switch themself; their open forms fit no more (BJ-67). Raises Over."""
        sessions = self.capacities.sessions
        session = sessions.of_id(session_id)
        if isinstance(session, Refused):
            return Refused(RefusalCode.not_found)
        refused: Refused | None
        if kind is CapacityKind.enterprise:
            mine = (ties.c.person_id == session.person_id) & (ties.c.unit_id == unit_id)
            theirs = select(ties.c.id).where(mine, ties.c.role == (role or "")).order_by(ties.c.id.desc()).limit(1)
            with sessions.store.read() as connection:
                tie_id = connection.execute(theirs).scalar_one_or_none()
            refused = self.capacities.to_tie(session, tie_id or 0)
        elif kind is CapacityKind.project:
            refused = self.capacities.to_project(session, project_id or 0)
        elif kind is CapacityKind.principal:
            refused = self.capacities.to_principal(session, unit_id or 0)
        elif kind is CapacityKind.agency:
            refused = self.capacities.to_agency(session)
        else:
            refused = self.capacities.to_person(session)
        if refused is not None:
            return refused
        with sessions.store.read() as connection:
            return acting_as(connection, session_id, sessions.clock.now())
