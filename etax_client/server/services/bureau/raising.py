"""The real-name level raised by a face, and the tasks that need one of four (BJ-53, BJ-54)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from etax_client.domain.flows.face_check import FaceRequest
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.flows.raising import RAISING, Raising, RaisingView
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.domain.sessions.qr_login import App
from etax_client.server.services.bureau import levels
from etax_client.server.services.guessing import locks
from etax_client.server.services.identity import face_requests, flows
from etax_client.server.services.identity.flow_engine import ENDED, FlowEngine
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import own_log
from etax_client.server.services.sessions.sessions import Session, Sessions


@dataclass(frozen=True, slots=True)
class Raisings:
    """What whoever is logged in asks for; `held` is the secret of the flow in this browser, "" for none. All raise StoreError."""

    flow: FlowEngine[Raising, RaisingView]
    sessions: Sessions

    def ask(self, session: Session, held: str, app: App, task: str = "") -> tuple[str, FaceRequest] | Refused:
        """A link for the face before this APP, for the `task` there if one asked, with the secret of the flow that waits for it.

        Raises Over.
        """
        with self.sessions.acting(session) as connection:
            now, system = self.flow.clock.now(), self.flow.system
            identity = levels.identity_of(connection, session.person_id)
            if identity.document_type not in system.policy.face_types:
                return OUT_OF_ORDER
            found = locks.lock_on(connection, system.subjects_of(session.person_id), system.policy.account_lockout, now)
            if found is not None:
                return Refused(RefusalCode.locked, attempts_left=0, retry_after=found[1].seconds)
            flow = self._own(connection, session, held, now)
            if flow is None or RAISING.is_over(flow.state):
                refused = flows.begun_too_often(connection, session.seat.address, now)
                if refused is not None:
                    return refused
                held = flows.begin(connection, RAISING, session.channel, now).reveal()
                flow = self.flow.find(connection, held, now)
            assert flow is not None  # noqa: S101
            flows.move(connection, flow, replace(flow.state, identity=identity, person_id=session.person_id, task=task))
            return held, face_requests.ask(connection, flow.flow_id, app, now)

    def view(self, session: Session, held: str) -> RaisingView | Refused:
        """How far it has come, if it is this person's."""
        with self.flow.store.read() as connection:
            now = self.flow.clock.now()
            flow = self._own(connection, session, held, now)
            return ENDED if flow is None else self.flow.show(connection, flow, now)

    def do_task(self, session: Session, once: Once = UNKEYED) -> Refused | None:
        """A key task, simulated: nothing comes of it but that it was done. Raises Over."""
        with self.sessions.acting(session) as connection:
            now, system = self.flow.clock.now(), self.flow.system
            refused = levels.too_low(connection, system, session.person_id)
            if refused is not None:
                return refused
            own_log.note(connection, system, session.person_id, OwnAct.task_done, now, session.seat)
            once.keep(connection, None)
        return None

    def passed(self, connection: Connection, flow: Flow[Raising], now: datetime) -> Raising | Refused:
        """The face was theirs: from now on that is known of them."""
        moved, person_id = RAISING.take(flow.state, RAISING.by_face), flow.state.person_id
        if isinstance(moved, Refused) or person_id is None:
            return ENDED
        levels.known_by_face(connection, self.flow.system, person_id, now)
        return moved

    def _own(self, connection: Connection, session: Session, held: str, now: datetime) -> Flow[Raising] | None:
        flow = self.flow.find(connection, held, now)
        return flow if flow is not None and flow.state.person_id == session.person_id else None
