"""Registration: each step of a flow decided in one transaction, in order, up to the new account (REG-01 to REG-05, REG-1 to REG-3)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from etax_client.clock import Clock
from etax_client.domain.doors import Door
from etax_client.domain.faults import Invalid
from etax_client.domain.flows import registration as steps
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.registration import AccountSettings, Registration, RegistrationView, Step, Way
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.guessing.passwords import Own
from etax_client.domain.identity import hall_codes, login_names, mobiles
from etax_client.domain.identity import identity as identities
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.hall import HallFault
from etax_client.domain.identity.identity import Identity, JudgedIdentity
from etax_client.domain.local_time import local_day
from etax_client.domain.masking import mask_document
from etax_client.domain.policies import Policy
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.guessing.new_passwords import NewPasswords
from etax_client.server.services.identity import face_requests, flows, new_accounts, one_time_codes
from etax_client.server.services.identity.face_requests import REGISTRATION
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.hall_codes import HallCodes
from etax_client.server.services.identity.one_time_codes import OneTimeCodes
from etax_client.server.services.news import Tidings
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.why import Explained, because, misfilled, unfit, unfit_of
from etax_client.server.store.database import Store

HALL_CODE = "hall_code"
"""The field of the code, as refusals name it."""
_LONGEST_HOUSEHOLD = 100
_AT_REGISTRATION = "registered "
_ENDED = Refused(RefusalCode.flow_ended)

Act = Callable[[Connection, Flow[Registration], datetime], Registration | Refused]


@dataclass(frozen=True, slots=True)
class Registrations:
    """Each step takes the flow's secret and gives how far it has come, or why not. All raise StoreError."""

    store: Store
    clock: Clock
    policy: Policy
    hall_codes: HallCodes
    codes: OneTimeCodes
    tidings: Tidings
    new_passwords: NewPasswords

    def begin(self, door: Door, address: str) -> tuple[Secret, RegistrationView] | Refused:
        """A new flow, with the secret that opens it."""
        with self.store.write() as connection:
            now = self.clock.now()
            refused = flows.begun_too_often(connection, address, now)
            if refused is not None:
                return refused
            secret = flows.begin(connection, REGISTRATION, steps.begun(door), now)
            flow = _find(connection, secret.reveal(), now)
            assert flow is not None  # noqa: S101
            return secret, self._view(connection, flow, now)

    def view(self, secret: str) -> RegistrationView | Refused:
        """How far it has come."""
        now = self.clock.now()
        with self.store.read() as connection:
            flow = _find(connection, secret, now)
            return _ENDED if flow is None else self._view(connection, flow, now)

    def agree(self, secret: str, once: Once = UNKEYED) -> RegistrationView | Refused:
        """「同意并继续」 (REG-01)."""
        return self._step(secret, lambda connection, flow, now: steps.agree(flow.state), once)

    def choose(self, secret: str, way: Way, once: Once = UNKEYED) -> RegistrationView | Refused:
        return self._step(secret, lambda connection, flow, now: steps.choose(flow.state, self.policy, way), once)

    def identify(
        self,
        secret: str,
        document_type: DocumentType,
        number: str,
        name: str,
        nationality: str | None = None,
        birth: date | None = None,
        sex: Sex | None = None,
        *,
        hall_code: Secret | None = None,
        address: str = "",
        once: Once = UNKEYED,
    ) -> RegistrationView | Refused:
        """Refused(malformed) names the first field that is wrong (DOC-01), in the order of the form; the hall code comes first (REG-02)."""

        def act(connection: Connection, flow: Flow[Registration], now: datetime) -> Registration | Refused:
            judged = identities.judge(document_type, number, name, local_day(now), nationality, birth, sex)
            by_code = flow.state.way is Way.hall_code
            if flow.state.step is Step.identity and by_code and (hall_code is None or hall_codes.read(hall_code) is None):
                return unfit(HALL_CODE, "format" if hall_code is not None and hall_code.reveal() else "empty", "REG-02")
            if judged.identity is None:
                return first_fault(judged)
            moved = steps.identify(flow.state, self.policy, judged.identity)
            if isinstance(moved, Refused):
                return moved
            if not by_code or hall_code is None:
                return _already(connection, judged.identity, address, now) or moved
            return self._prove(connection, flow, moved, judged.identity, hall_code, address, now)

        return self._step(secret, act, once)

    def _prove(
        self,
        connection: Connection,
        flow: Flow[Registration],
        moved: Registration,
        identity: Identity,
        code: Secret,
        address: str,
        now: datetime,
    ) -> Registration | Refused:
        """By hall code; a person who has an account is told so, as the code shows that it is them (REG-02, REG-05)."""
        matched = self.hall_codes.match(connection, identity, code, address, now)
        if isinstance(matched, Refused):
            return matched
        if new_accounts.account_of(connection, identity) is not None:
            return Refused(RefusalCode.already_registered)
        flows.move(connection, flow, moved, hall_code_id=matched)
        return moved

    def ask_face(self, secret: str) -> FaceRequest | Refused:
        """A link for the proof by face; an earlier one of this flow is over (REG-03)."""
        with self.store.write() as connection:
            now = self.clock.now()
            flow = _find(connection, secret, now)
            if flow is None:
                return _ENDED
            if flow.state.step is not Step.proof or flow.state.way is not Way.face:
                return steps.OUT_OF_ORDER
            return face_requests.ask(connection, flow.flow_id, now)

    async def face(
        self, secret: str, *, seen: FaceState | None, wait: float, gone: "asyncio.Future[None] | None" = None
    ) -> FaceView | Refused:
        """The check as soon as its state is another than `seen`, or after `wait` seconds, or when the asker is `gone`."""

        def look() -> FaceView | Refused:
            now = self.clock.now()
            with self.store.read() as connection:
                flow = _find(connection, secret, now)
                if flow is None:
                    return _ENDED
                return face_requests.view(connection, flow.flow_id, now) or Refused(RefusalCode.face_unknown)

        return await face_requests.watch(self.clock, self.tidings, look, seen, wait, gone)

    async def set_up(
        self, secret: str, *, login_name: str | None, password: Secret, mobile: str, household: str | None, once: Once = UNKEYED
    ) -> RegistrationView | Refused:
        """Login name, password, mobile and 户籍所在地, as policy and door have them (REG-04); of the password only a hash is kept."""
        judged = self._judge_settings(secret, login_name, password, mobile, household)
        if isinstance(judged, Refused):
            return judged
        phc = await self.new_passwords.hasher.make(password)

        def act(connection: Connection, flow: Flow[Registration], now: datetime) -> Registration | Refused:
            moved = steps.set_up(flow.state, judged)
            if isinstance(moved, Refused):
                return moved
            assert moved.identity is not None  # noqa: S101
            refused = new_accounts.taken(connection, self.policy, moved.identity, judged)
            if refused is None:
                flows.move(connection, flow, moved, password_hash=phc)
            return refused or moved

        return self._step(secret, act, once)

    def send_code(self, secret: str, once: Once = UNKEYED) -> RegistrationView | Refused:
        """An SMS code to the number of the settings (SMS-01)."""

        def act(connection: Connection, flow: Flow[Registration], now: datetime) -> Registration | Refused:
            settings, identity = flow.state.settings, flow.state.identity
            if flow.state.step is not Step.sms_code or settings is None or identity is None:
                return steps.OUT_OF_ORDER
            target, named = one_time_codes.to_number(settings.mobile), flow.bound_to
            sender = f"document {identity.document_type} {identity.number}"
            sent = self.codes.send(connection, Purpose.registration, target, named, now, sent_in=named, sender=sender)
            return sent or flow.state

        return self._step(secret, act, once)

    def finish(self, secret: str, code: Secret, once: Once = UNKEYED) -> RegistrationView | Refused:
        """The account, once the code is right; asked for again, the same end, but Refused(key_reused) with another (IDM-1).

        What else is wrong by now leaves the code good (COD-4): a name or number that was taken meanwhile leads back to the settings.
        """
        made: list[tuple[int, Identity]] = []
        ending = flows.ending(secret, code)

        def act(connection: Connection, flow: Flow[Registration], now: datetime) -> Registration | Refused:
            if flow.state.step is Step.done:
                return flow.state if flow.finished_with == ending else Refused(RefusalCode.key_reused)
            moved = steps.finish(flow.state)
            if isinstance(moved, Refused):
                return moved
            settings, identity, phc = flow.state.settings, flow.state.identity, flow.password_hash
            assert settings is not None  # noqa: S101
            assert identity is not None  # noqa: S101
            assert phc is not None  # noqa: S101
            target = one_time_codes.to_number(settings.mobile)
            purpose = Purpose.registration
            refused = self.codes.spend(connection, purpose, target, flow.bound_to, code, now, keep=True)
            if refused is not None:
                return refused
            refused = new_accounts.taken(connection, self.policy, identity, settings)
            if refused is not None:
                if refused.code is not RefusalCode.already_registered:
                    flows.move(connection, flow, steps.back(flow.state))
                return refused
            if flow.hall_code_id is not None and not self.hall_codes.use_up(connection, flow.hall_code_id):
                return because(Refused(RefusalCode.wrong_hall_code), "hall_code.used_meanwhile", "REG-02")
            self.codes.spend(connection, purpose, target, flow.bound_to, code, now)
            person_id = new_accounts.open_account(connection, identity, settings, phc, now)
            made.append((person_id, identity))
            flows.move(connection, flow, moved, finished_with=ending)
            return moved

        result = self._step(secret, act, once)
        for person_id, identity in made:
            audit("registration", person=person_id, document=mask_document(identity.number), outcome="registered")
        return result

    def back(self, secret: str, once: Once = UNKEYED) -> RegistrationView | Refused:
        """One step back, with what was filled in, but for secrets (REG-06)."""

        def act(connection: Connection, flow: Flow[Registration], now: datetime) -> Registration | Refused:
            moved = steps.back(flow.state)
            if isinstance(moved, Registration):
                face_requests.forget(connection, flow.flow_id)
                flows.move(connection, flow, moved, password_hash=None)
            return moved

        return self._step(secret, act, once)

    def abandon(self, secret: str) -> None:
        """Nothing of it is kept."""
        with self.store.write() as connection:
            flow = _find(connection, secret, self.clock.now())
            if flow is not None:
                flows.forget(connection, flow)

    def _step(self, secret: str, act: Act, once: Once = UNKEYED) -> RegistrationView | Refused:
        """`act` in one transaction; what it wrote stays also where it refuses, as wrong codes are counted."""
        with self.store.write() as connection:
            now = self.clock.now()
            flow = _find(connection, secret, now)
            if flow is None:
                return _ENDED
            moved = act(connection, flow, now)
            if isinstance(moved, Refused):
                return once.counted(connection, _explained(moved))
            if moved != flow.state:
                flows.move(connection, flow, moved)
            found = _find(connection, secret, now)
            assert found is not None  # noqa: S101
            return once.keep(connection, self._view(connection, found, now))

    def _view(self, connection: Connection, flow: Flow[Registration], now: datetime) -> RegistrationView:
        state = flow.state
        settings = state.settings if state.step is Step.sms_code else None
        sent = settings is not None and one_time_codes.was_sent(connection, settings.mobile, flow.bound_to)
        return RegistrationView(
            policy=self.policy.name,
            door=state.door,
            step=state.step,
            way=state.way,
            identity=state.identity,
            settings=state.settings,
            seconds=flow.seconds,
            resend=one_time_codes.resend(connection, Purpose.registration, settings.mobile, now) if settings is not None and sent else None,
            face=face_requests.view(connection, flow.flow_id, now),
        )

    def _judge_settings(
        self, secret: str, login_name: str | None, password: Secret, mobile: str, household: str | None
    ) -> AccountSettings | Refused:
        """What can be said before anything is hashed: the flow's step, each field's form, and the password's rules (PWD-01, PWD-1)."""
        now = self.clock.now()
        with self.store.read() as connection:
            flow = _find(connection, secret, now)
        if flow is None:
            return _ENDED
        if flow.state.step is not Step.settings or flow.state.identity is None:
            return steps.OUT_OF_ORDER
        name = login_names.judge(login_name or "") if self.policy.has_login_name else None
        if isinstance(name, Invalid):
            return unfit("login_name", name.fault, "REG-04")
        if name is None and login_name:
            return unfit("login_name", "not_offered", "REG-04")
        number = mobiles.judge(mobile)
        if isinstance(number, Invalid):
            return unfit("mobile", number.fault, "REG-04")
        asked = flow.state.door in self.policy.household_doors
        place = (household or "").strip() or None
        if (asked and place is None) or (place is not None and (not asked or len(place) > _LONGEST_HOUSEHOLD)):
            return unfit("household", "too_long" if place and asked else "empty" if asked else "not_offered", "REG-04")
        refused = self.new_passwords.refusal(password, Own(name, (number, flow.state.identity.number)))
        return refused or AccountSettings(name, number, place)


def _explained(refused: Refused) -> Refused:
    """A choice that the policy does not have for this flow is the only thing that the steps themselves turn down."""
    if isinstance(refused, Explained) or refused.code is not RefusalCode.malformed or refused.field is None:
        return refused
    return unfit(refused.field, "not_offered", "REG-02")


def first_fault(judged: JudgedIdentity) -> Refused:
    """The first field that is wrong, in the order of the form."""
    field = next(each for each in identities.IdentityField if each in judged.faults)
    found = judged.faults[field]
    return misfilled({field.value: unfit_of(HallFault(field.value, found))})


def _already(connection: Connection, identity: Identity, address: str, now: datetime) -> Refused | None:
    """Said before the face check, not after everything (REG-05): to who knows name and number, and not often to one address."""
    refused = address_limits.refusal(connection, address, now, _AT_REGISTRATION)
    if refused is not None:
        return refused
    if not new_accounts.is_registered(connection, identity):
        return None
    address_limits.miss(connection, address, now, _AT_REGISTRATION)
    return Refused(RefusalCode.already_registered)


def _find(connection: Connection, secret: str, now: datetime) -> Flow[Registration] | None:
    """The living flow of a secret, as it goes on today."""
    flow = flows.find(connection, REGISTRATION, secret, Registration, now)
    return None if flow is None else replace(flow, state=steps.resumed(flow.state))
