"""One engine for all that goes step by step: each act in one transaction, in order, until its end or its time is up (REG-1, IDM-1)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from sqlalchemy import Connection

from etax_client.clock import Clock
from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.flow import OUT_OF_ORDER, FlowKind, S, Standing, V
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import App
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.identity import face_requests, flows, one_time_codes
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.one_time_codes import OneTimeCodes, Target
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.why import unfit
from etax_client.server.store.database import Store

ENDED = Refused(RefusalCode.flow_ended)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the SMS codes of a flow go to; `sender` is who may choose the number, where somebody may (SMS-01)."""

    target: Target
    bound_to: str
    sender: str = ""


@dataclass(frozen=True, slots=True)
class FlowEngine(Generic[S, V]):
    """The flows of one kind. Each step takes the flow's secret and gives how far it has come, or why not. All raise StoreError.

    `addressee` says whom a code goes to at the step that the flow is at, None where no code is asked for.
    """

    kind: FlowKind[S, V]
    addressee: Callable[[Connection, Flow[S]], Addressee | None]
    store: Store
    clock: Clock
    system: AccountSystem
    codes: OneTimeCodes
    news: News

    @property
    def purpose(self) -> Purpose:
        """What the SMS codes of its flows are for."""
        return next(purpose for kind, purpose in self.system.flows if kind.name == self.kind.name)

    def begin(self, channel: Channel, address: str) -> tuple[Secret, V] | Refused:
        """A new flow, with the secret that opens it."""
        with self.store.write() as connection:
            now = self.clock.now()
            refused = flows.begun_too_often(connection, address, now)
            if refused is not None:
                return refused
            secret = flows.begin(connection, self.kind, channel, now)
            flow = self.find(connection, secret.reveal(), now)
            assert flow is not None  # noqa: S101
            return secret, self.show(connection, flow, now)

    def view(self, secret: str) -> V | Refused:
        """How far it has come."""
        with self.store.read() as connection:
            now = self.clock.now()
            flow = self.find(connection, secret, now)
            return ENDED if flow is None else self.show(connection, flow, now)

    def step(
        self,
        secret: str,
        act: Callable[[Connection, Flow[S], datetime], S | Refused],
        once: Once = UNKEYED,
        *,
        ends_with: Secret | None = None,
    ) -> V | Refused:
        """`act` in one transaction; what it wrote stays also where it refuses, as wrong codes are counted.

        An act that finishes the flow says what it `ends_with`: asked for again with the same, it gives the same end, else key_reused.
        """
        with self.store.write() as connection:
            return self.step_in(connection, secret, act, once, ends_with=ends_with)

    def step_in(
        self,
        connection: Connection,
        secret: str,
        act: Callable[[Connection, Flow[S], datetime], S | Refused],
        once: Once,
        *,
        ends_with: Secret | None = None,
    ) -> V | Refused:
        """As `step`, in the caller's transaction."""
        now = self.clock.now()
        flow = self.find(connection, secret, now)
        if flow is None:
            return ENDED
        end = None if ends_with is None else self.end(flow, secret, ends_with)
        moved = act(connection, flow, now) if end is None else end
        if isinstance(moved, Refused):
            return once.counted(connection, moved)
        if moved != flow.state:
            flows.move(connection, flow, moved)
            if ends_with is not None:
                flows.note(connection, flow, finished_with=flows.ending(secret, ends_with))
        found = self.find(connection, secret, now)
        assert found is not None  # noqa: S101
        return once.keep(connection, self.show(connection, found, now))

    def end(self, flow: Flow[S], secret: str, ends_with: Secret) -> S | Refused | None:
        """What a finished flow answers to whoever asks for its end (again); None if it is not finished."""
        if not self.kind.is_over(flow.state):
            return None
        return flow.state if flow.finished_with == flows.ending(secret, ends_with) else Refused(RefusalCode.key_reused)

    def send_code(self, secret: str, once: Once = UNKEYED) -> V | Refused:
        """An SMS code; Refused(too_many) says how long to wait (SMS-01)."""

        return self.step(secret, self.send, once)

    def send(self, connection: Connection, flow: Flow[S], now: datetime) -> S | Refused:
        """As `send_code`, in the caller's transaction."""
        to = self.addressee(connection, flow)
        if to is None:
            return OUT_OF_ORDER
        sent = self.codes.send(connection, self.purpose, to.target, to.bound_to, now, sent_in=flow.bound_to, sender=to.sender)
        return sent or flow.state

    def spend_code(
        self,
        connection: Connection,
        flow: Flow[S],
        code: Secret,
        now: datetime,
        *,
        keep: bool = False,
        unless: Callable[[], Refused | None] = lambda: None,
    ) -> Refused | None:
        """None for the code that was sent in this very flow; see OneTimeCodes.spend."""
        to = self.addressee(connection, flow)
        if to is None:
            return OUT_OF_ORDER
        refused = self.codes.spend(connection, self.purpose, to.target, to.bound_to, code, now, keep=keep, unless=unless)
        if refused is None and to.target.address is None:
            # nobody was sent this code: it is a lucky guess
            return Refused(RefusalCode.code_void)
        return refused

    def ask_face(
        self,
        secret: str,
        app: App | None = None,
        barred: Callable[[Connection, Flow[S], datetime], Refused | None] = lambda connection, flow, now: None,
    ) -> FaceRequest | Refused:
        """A link for the proof by face, by the system's APP unless another may; an earlier one of this flow is over (REG-03).

        `barred` is what else may stand against it.
        """
        by = app or self.system.app
        if by is not self.system.app and not self.kind.either_app:
            return unfit("app", "not_offered", "BJ-79")
        with self.store.write() as connection:
            now = self.clock.now()
            flow = self.find(connection, secret, now)
            if flow is None:
                return ENDED
            refused = barred(connection, flow, now)
            if refused is not None:
                return refused
            identity = flow.state.identity
            if flow.state.step is not self.kind.by_face or identity is None or identity.document_type not in self.system.policy.face_types:
                return OUT_OF_ORDER
            return face_requests.ask(connection, flow.flow_id, by, now)

    async def face(
        self, secret: str, *, seen: FaceState | None, wait: float, gone: "asyncio.Future[None] | None" = None
    ) -> FaceView | Refused:
        """The check as soon as its state is another than `seen`, or after `wait` seconds, or when the asker is `gone`."""

        def look() -> FaceView | Refused:
            now = self.clock.now()
            with self.store.read() as connection:
                flow = self.find(connection, secret, now)
                if flow is None:
                    return ENDED
                return face_requests.view(connection, flow.flow_id, now) or Refused(RefusalCode.face_unknown)

        return await face_requests.watch(self.clock, self.news, look, seen, wait, gone)

    def back(self, secret: str, once: Once = UNKEYED) -> V | Refused:
        """One step back, with what was filled in, but for secrets, and for what was asked of a face (REG-06)."""

        def act(connection: Connection, flow: Flow[S], now: datetime) -> S | Refused:
            moved = self.kind.back(flow.state)
            if not isinstance(moved, Refused):
                face_requests.forget(connection, flow.flow_id)
                flows.note(connection, flow, password_hash=None)
            return moved

        return self.step(secret, act, once)

    def abandon(self, secret: str) -> None:
        """Nothing of it is kept."""
        with self.store.write() as connection:
            flow = self.find(connection, secret, self.clock.now())
            if flow is not None:
                flows.forget(connection, flow)

    def find(self, connection: Connection, secret: str, now: datetime) -> Flow[S] | None:
        return flows.find(connection, self.kind, secret, now)

    def show(self, connection: Connection, flow: Flow[S], now: datetime) -> V:
        to, resend = self.addressee(connection, flow), None
        if to is not None and one_time_codes.was_sent(connection, to.target.key, to.bound_to):
            resend = self.codes.resend(connection, self.purpose, to.target.key, now)
        face = face_requests.view(connection, flow.flow_id, now)
        return self.kind.show(flow.state, self.system.policy, Standing(flow.seconds, resend, face))
