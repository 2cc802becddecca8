"""忘记密码: each step of a recovery decided in one transaction, in order, up to the new password (FPW-01, RST-1, RST-2).

Until something is proved, an identity that nobody has is treated in every way as one that someone has (LOG-08): its codes are counted and
never sent, and its face is another person's. What is counted is counted by the document, so that not even a name gives it away.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from etax_client.clock import Clock
from etax_client.domain.doors import Door
from etax_client.domain.faults import Invalid
from etax_client.domain.flows import recovery as steps
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.recovery import Proof, Recovery, RecoveryStep, RecoveryView
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.identity import identity_numbers, names
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.domain.policies import Policy
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing.guesses import Guesses
from etax_client.server.services.guessing.new_passwords import NewPasswords, another, own_of
from etax_client.server.services.identity import face_requests, flows, one_time_codes, resets
from etax_client.server.services.identity.face_requests import RECOVERY
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.one_time_codes import OneTimeCodes, Target
from etax_client.server.services.news import Tidings
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.why import because, of_person, unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import accounts, persons

_ENDED = Refused(RefusalCode.flow_ended)
_FINISHED = Refused(RefusalCode.key_reused)

Act = Callable[[Connection, Flow[Recovery], datetime], Recovery | Refused]


@dataclass(frozen=True, slots=True)
class Recoveries:
    """Each step takes the flow's secret and gives how far it has come, or why not. All raise StoreError."""

    store: Store
    clock: Clock
    policy: Policy
    sessions: Sessions
    guesses: Guesses
    codes: OneTimeCodes
    new_passwords: NewPasswords
    tidings: Tidings
    key: bytes

    def begin(self, door: Door, address: str) -> tuple[Secret, RecoveryView] | Refused:
        """A new flow, with the secret that opens it."""
        with self.store.write() as connection:
            now = self.clock.now()
            refused = flows.begun_too_often(connection, address, now)
            if refused is not None:
                return refused
            secret = flows.begin(connection, RECOVERY, Recovery(door), now)
            flow = flows.find(connection, RECOVERY, secret.reveal(), Recovery, now)
            assert flow is not None  # noqa: S101
            return secret, self._view(connection, flow, now)

    def view(self, secret: str) -> RecoveryView | Refused:
        """How far it has come."""
        with self.store.read() as connection:
            now = self.clock.now()
            flow = flows.find(connection, RECOVERY, secret, Recovery, now)
            return _ENDED if flow is None else self._view(connection, flow, now)

    def identify(self, secret: str, document_type: DocumentType, number: str, name: str, once: Once = UNKEYED) -> RecoveryView | Refused:
        """Refused(malformed) names the field that could be nobody's; that is all that is said of an identity here."""

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            judged, named = identity_numbers.judge(document_type, number, local_day(now)), names.judge(name, document_type)
            if isinstance(judged, Invalid):
                return unfit("number", judged.fault, "DOC-01")
            if isinstance(named, Invalid):
                return unfit("name", named.fault, "DOC-01")
            return steps.identify(flow.state, Identity(document_type, judged.number, named.text))

        return self._step(secret, act, once)

    def send_code(self, secret: str, once: Once = UNKEYED) -> RecoveryView | Refused:
        """An SMS code to the number that is bound; Refused(too_many) says how long to wait, whoever it is (SMS-01)."""

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            identity = flow.state.identity
            if flow.state.step is not RecoveryStep.proof or identity is None:
                return steps.OUT_OF_ORDER
            target = self._target(connection, identity)
            bound_to = _bound_to(flow, target)
            return self.codes.send(connection, Purpose.recovery, target, bound_to, now, sent_in=flow.bound_to) or flow.state

        return self._step(secret, act, once)

    def prove(self, secret: str, code: Secret, once: Once = UNKEYED) -> RecoveryView | Refused:
        """The proof by the code that was sent in this flow, to the number that is still bound (RST-1, REG-3)."""

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            moved, identity = steps.prove(flow.state), flow.state.identity
            if isinstance(moved, Refused) or identity is None:
                return steps.OUT_OF_ORDER
            target = self._target(connection, identity)
            refused = self.codes.spend(connection, Purpose.recovery, target, _bound_to(flow, target), code, now)
            if refused is None and target.mobile is None:
                # nobody was sent this code: it is a lucky guess
                refused = Refused(RefusalCode.code_void)
            if refused is None:
                face_requests.forget(connection, flow.flow_id)
            return refused or moved

        return self._step(secret, act, once)

    def ask_face(self, secret: str) -> FaceRequest | Refused:
        """A link for the proof by face; an earlier one of this flow is over."""
        with self.store.write() as connection:
            now = self.clock.now()
            flow = flows.find(connection, RECOVERY, secret, Recovery, now)
            if flow is None:
                return _ENDED
            if flow.state.step is not RecoveryStep.proof or Proof.face not in self._proofs(flow.state.identity):
                return steps.OUT_OF_ORDER
            return face_requests.ask(connection, flow.flow_id, now)

    async def face(
        self, secret: str, *, seen: FaceState | None, wait: float, gone: "asyncio.Future[None] | None" = None
    ) -> FaceView | Refused:
        """The check as soon as its state is another than `seen`, or after `wait` seconds, or when the asker is `gone`."""

        def look() -> FaceView | Refused:
            now = self.clock.now()
            with self.store.read() as connection:
                flow = flows.find(connection, RECOVERY, secret, Recovery, now)
                if flow is None:
                    return _ENDED
                return face_requests.view(connection, flow.flow_id, now) or Refused(RefusalCode.face_unknown)

        return await face_requests.watch(self.clock, self.tidings, look, seen, wait, gone)

    async def set_password(self, secret: str, password: Secret, once: Once = UNKEYED) -> RecoveryView | Refused:
        """The new password, in a flow that has its proof; asked for again, the same end, but Refused(key_reused) with another (IDM-1).

        Nobody is logged in by it (RST-2).
        """
        ending = flows.ending(secret, password)
        with self.store.read() as connection:
            flow = flows.find(connection, RECOVERY, secret, Recovery, self.clock.now())
            account = None if flow is None or flow.state.identity is None else _account(connection, flow.state.identity)
        if flow is None:
            return _ENDED
        if flow.state.step is RecoveryStep.done:
            return self.view(secret) if flow.finished_with == ending else _FINISHED
        if flow.state.step is not RecoveryStep.password:
            return steps.OUT_OF_ORDER
        if account is None:
            return _ENDED
        refused = self.new_passwords.refusal(password, own_of(account))
        if refused is not None:
            return of_person(refused, account.person_id)
        phc = await self.new_passwords.hasher.make(password)

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            if flow.state.step is RecoveryStep.done:
                return flow.state if flow.finished_with == ending else _FINISHED
            moved = steps.finish(flow.state)
            if isinstance(moved, Refused):
                return moved
            rule = self.policy.account_lockout
            if not resets.replace(connection, self.sessions, rule, account.person_id, phc, now, keep_flow=flow.flow_id):
                return _ENDED
            mobile = messages.mobile_of(connection, account.person_id)
            if mobile is not None:
                messages.send(connection, Medium.sms, mobile, "sms.password_reset", {"at": now.isoformat()}, now)
            self.tidings.leave(connection)
            flows.move(connection, flow, moved, finished_with=ending)
            return moved

        def fence(connection: Connection) -> RecoveryView | Refused | None:
            now = self.clock.now()
            flow = flows.find(connection, RECOVERY, secret, Recovery, now)
            if flow is None:
                return _ENDED
            if flow.state.step is RecoveryStep.done and flow.finished_with != ending:
                return _FINISHED
            return None if flow.state.step is RecoveryStep.password else self._view(connection, flow, now)

        def admit(connection: Connection) -> RecoveryView | Refused:
            return self._step_in(connection, secret, act, once)

        result = await self.guesses.attempt(another(password, account.password_hash, flow.bound_to, admit, fence, once))
        self.tidings.tell()
        if isinstance(result, Refused) and result.code is RefusalCode.too_many:
            self.abandon(secret)
            result = because(_ENDED, "password.same_too_often", "PWD-1")
        outcome = result.code if isinstance(result, Refused) else "reset"
        audit("recovery", person=account.person_id, outcome=outcome)
        return of_person(result, account.person_id)

    def back(self, secret: str, once: Once = UNKEYED) -> RecoveryView | Refused:
        """To the identity, with what was filled in; what was asked for of the proof is over (REG-06)."""

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            moved = steps.back(flow.state)
            if isinstance(moved, Recovery):
                face_requests.forget(connection, flow.flow_id)
            return moved

        return self._step(secret, act, once)

    def abandon(self, secret: str) -> None:
        """Nothing of it is kept."""
        with self.store.write() as connection:
            flow = flows.find(connection, RECOVERY, secret, Recovery, self.clock.now())
            if flow is not None:
                flows.forget(connection, flow)

    def _step(self, secret: str, act: Act, once: Once = UNKEYED) -> RecoveryView | Refused:
        """`act` in one transaction; what it wrote stays also where it refuses, as wrong codes are counted."""
        with self.store.write() as connection:
            return self._step_in(connection, secret, act, once)

    def _step_in(self, connection: Connection, secret: str, act: Act, once: Once) -> RecoveryView | Refused:
        now = self.clock.now()
        flow = flows.find(connection, RECOVERY, secret, Recovery, now)
        if flow is None:
            return _ENDED
        moved = act(connection, flow, now)
        if isinstance(moved, Refused):
            return once.counted(connection, moved)
        if moved != flow.state:
            flows.move(connection, flow, moved)
        found = flows.find(connection, RECOVERY, secret, Recovery, now)
        assert found is not None  # noqa: S101
        return once.keep(connection, self._view(connection, found, now))

    def _view(self, connection: Connection, flow: Flow[Recovery], now: datetime) -> RecoveryView:
        state, resend = flow.state, None
        if state.step is RecoveryStep.proof and state.identity is not None:
            target = self._target(connection, state.identity)
            if one_time_codes.was_sent(connection, target.key, _bound_to(flow, target)):
                resend = one_time_codes.resend(connection, Purpose.recovery, target.key, now)
        return RecoveryView(
            policy=self.policy.name,
            door=state.door,
            step=state.step,
            identity=state.identity,
            proofs=self._proofs(state.identity),
            seconds=flow.seconds,
            resend=resend,
            face=face_requests.view(connection, flow.flow_id, now),
        )

    def _proofs(self, identity: Identity | None) -> tuple[Proof, ...]:
        """Those that are open to an identity's type, whether anyone has it or not."""
        if identity is None:
            return ()
        return (Proof.sms_code, Proof.face) if identity.document_type in self.policy.face_types else (Proof.sms_code,)

    def _target(self, connection: Connection, identity: Identity) -> Target:
        account = _account(connection, identity)
        document = f"recovery {identity.document_type} {identity.number}"
        digest = hmac.new(self.key, document.encode(), hashlib.sha256).hexdigest()
        return Target(digest, None if account is None else account.mobile)


def _account(connection: Connection, identity: Identity) -> Row[Any] | None:
    """The account of an identity whose document and name are right."""
    columns = (accounts, persons.c.name, persons.c.document_number)
    mine = (persons.c.document_type == identity.document_type.value) & (persons.c.document_number == identity.number)
    row = connection.execute(select(*columns).join_from(accounts, persons).where(mine)).one_or_none()
    return row if row is not None and names.same_name(row.name, identity.name) else None


def _bound_to(flow: Flow[Recovery], target: Target) -> str:
    """A code is good for this flow, and as long as the number that it was sent to is bound (COD-1, REG-3)."""
    return f"{flow.bound_to} to {target.mobile or 'nobody'}"
