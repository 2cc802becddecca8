"""Registration at the bureau: each step decided in one transaction, up to the account, which code or face brings (BJ-15 to BJ-29)."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from sqlalchemy import Connection

from etax_client.domain.faults import Invalid
from etax_client.domain.flows.bureau_registration import HallSays, Joining, JoiningView, JoinSettings, JoinStep, types
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.guessing.passwords import Own
from etax_client.domain.identity import identity as identities
from etax_client.domain.identity import login_names
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity, Said
from etax_client.domain.local_time import local_day
from etax_client.domain.masking import mask_document
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import hall_records
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.guessing.new_passwords import NewPasswords, unfit_in_form
from etax_client.server.services.identity import flows, new_accounts
from etax_client.server.services.identity.flow_engine import ENDED, Addressee, FlowEngine
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.reached import BY_MAILBOX, Reached
from etax_client.server.services.identity.registered import identity_of
from etax_client.server.services.identity.registration import first_fault
from etax_client.server.services.why import Unfit, because, misfilled, unfit

_COUNTED_AS = "bureau registered "


def addressee(reached: Reached, connection: Connection, flow: Flow[Joining]) -> Addressee | None:
    """What was typed when the code was asked for, which may be anyone's (BJ-18)."""
    sent_to, identity = flow.state.sent_to, flow.state.identity
    if flow.state.step is not JoinStep.settings or sent_to is None or identity is None:
        return None
    return Addressee(reached.target(sent_to), flow.bound_to, f"document {identity.document_type} {identity.number}")


@dataclass(frozen=True, slots=True)
class Joinings:
    """Those of one entrance, by what it has people `reached`. As FlowEngine."""

    flow: FlowEngine[Joining, JoiningView]
    reached: Reached
    new_passwords: NewPasswords

    @property
    def system(self) -> AccountSystem:
        return self.flow.system

    @property
    def types(self) -> tuple[DocumentType, ...]:
        return types(self.flow.kind)

    def agree(self, secret: str) -> JoiningView | Refused:
        """下一步 with the papers ticked (BJ-16)."""
        return self.flow.step(secret, lambda connection, flow, now: self.flow.kind.take(flow.state, JoinStep.papers))

    def identify(self, secret: str, said: Said, *, address: str = "") -> JoiningView | Refused:
        """校验身份信息: by form alone, but for who has an account or needs the hall first (BJ-17, BJ-25, BJ-28); a code is forgotten."""

        def act(connection: Connection, flow: Flow[Joining], now: datetime) -> Joining | Refused:
            judged = identities.judge_said(said, local_day(now), needs_sex=True)
            if judged.identity is None:
                return first_fault(judged)
            if said.document_type not in self.types:
                return unfit("document_type", "not_offered", "BJ-24")
            fresh = replace(flow.state, sent_to=None, answered=None, hall=None, taken=None)
            moved = self.flow.kind.take(fresh, JoinStep.identity, identity=judged.identity)
            return moved if isinstance(moved, Refused) else self._told_of(connection, judged.identity, address, now) or moved

        return self.flow.step(secret, act)

    def send_code(self, secret: str, typed: str) -> JoiningView | Refused:
        """获取验证码, to whatever was typed: no other field is looked at (BJ-18). What was answered of another number is forgotten."""

        def act(connection: Connection, flow: Flow[Joining], now: datetime) -> Joining | Refused:
            if flow.state.step is not JoinStep.settings:
                return OUT_OF_ORDER
            found = self.reached.judge(typed)
            if isinstance(found, Invalid):
                return unfit(self.reached.field, found.fault, "BJ-18")
            answered = found if flow.state.answered == found else None
            return self.flow.send(connection, replace(flow, state=replace(flow.state, sent_to=found, answered=answered)), now)

        return self.flow.step(secret, act)

    async def set_up(
        self, secret: str, *, login_name: str, password: Secret, again: Secret, typed: str, code: Secret, address: str = ""
    ) -> JoiningView | Refused:
        """基本信息填写: with the right code on to the face, or to the account where that is not asked for (BJ-18, BJ-22, BJ-26).

        What else is wrong leaves the code good (COD-4).
        """
        judged = self._judge(secret, login_name, password, again, typed)
        if isinstance(judged, Refused):
            return judged
        phc = await self.new_passwords.hasher.make(password)

        def act(connection: Connection, flow: Flow[Joining], now: datetime) -> Joining | Refused:
            identity = flow.state.identity
            if flow.state.step is not JoinStep.settings or identity is None:
                return OUT_OF_ORDER
            is_answered = flow.state.answered == judged.target
            refused = None if is_answered else self._answered(connection, flow, judged, code, now)
            if refused is None and judged.login_name is not None:
                refused = new_accounts.told_held(connection, self.system, {"login_name": judged.login_name}, address, now, "BJ-49")
            hall, brought = self._hall_says(connection, identity, judged, now)
            # before the face nobody knows who it is: whose document it is shows there
            proved = hall is None or hall is HallSays.equals
            refused = refused or new_accounts.taken(connection, self.system, identity, asdict(judged), proved=proved)
            if refused is not None:
                return refused
            if hall is not None and hall is not HallSays.equals and identity.document_type not in self.system.policy.face_types:
                return because(Refused(RefusalCode.face_not_offered), "exempt.number_differs", "BJ-25")
            if not is_answered:
                self.flow.spend_code(connection, flow, code, now)
            flows.note(connection, flow, password_hash=phc)
            kept = replace(flow.state, answered=judged.target, hall=hall, taken=None, identity=brought)
            moved = self.flow.kind.take(kept, JoinStep.settings, settings=judged)
            if not isinstance(moved, Refused) and self.flow.kind.is_over(moved):
                return replace(moved, took_from=self._open(connection, brought, judged, phc, now))
            return moved

        return self.flow.step(secret, act)

    def passed(self, connection: Connection, flow: Flow[Joining], now: datetime) -> Joining | Refused:
        """The face is this person's: the account, in the transaction that knows it; or back to what someone else has got meanwhile."""
        moved = self.flow.kind.take(flow.state, JoinStep.face)
        settings, identity, phc = flow.state.settings, flow.state.identity, flow.password_hash
        if isinstance(moved, Refused) or settings is None or identity is None or phc is None:
            return OUT_OF_ORDER
        refused = new_accounts.taken(connection, self.system, identity, asdict(settings))
        if refused is not None:
            back = JoinStep.identity if refused.code is RefusalCode.already_registered else JoinStep.settings
            return replace(flow.state, step=back, taken=refused.code.value)
        return replace(moved, took_from=self._open(connection, identity, settings, phc, now, face_at=now))

    def _told_of(self, connection: Connection, identity: Identity, address: str, now: datetime) -> Refused | None:
        """Said to who knows document and name, and not often to one address."""
        refused = address_limits.refusal(connection, address, now, _COUNTED_AS)
        if refused is not None:
            return refused
        if new_accounts.registered(connection, self.system, identity) is not None:
            found = Refused(RefusalCode.already_registered)
        elif self._needs_hall(identity) and hall_records.of(connection, identity) is None:
            found = because(Refused(RefusalCode.hall_first), "exempt.no_record", "BJ-25")
        else:
            return None
        address_limits.miss(connection, address, now, _COUNTED_AS)
        return found

    def _needs_hall(self, identity: Identity) -> bool:
        policy = self.system.policy
        return policy.email_needs_hall if self.reached is BY_MAILBOX else identity.document_type not in policy.face_types

    def _hall_says(
        self, connection: Connection, identity: Identity, settings: JoinSettings, now: datetime
    ) -> tuple[HallSays | None, Identity]:
        """As the register has it in this very transaction, None where no number is asked for; and who it is, as the hall knows them."""
        if settings.mobile is None:
            return None, identity
        record = hall_records.of(connection, identity)
        if record is None or record.mobile is None:
            return HallSays.nothing, identity
        if record.mobile != settings.mobile:
            return HallSays.differs, identity
        known = identity_of(record, local_day(now))
        told = {each.name: getattr(known, each.name) for each in fields(known)}
        return HallSays.equals, replace(identity, **{name: value for name, value in told.items() if value is not None})

    def _answered(self, connection: Connection, flow: Flow[Joining], settings: JoinSettings, code: Secret, now: datetime) -> Refused | None:
        """None for the right code, which stays good until all else is right too."""
        if flow.state.sent_to != settings.target:
            return because(Refused(RefusalCode.code_void), "code.void", "BJ-18")
        return self.flow.spend_code(connection, flow, code, now, keep=True)

    def _open(
        self, connection: Connection, identity: Identity, settings: JoinSettings, phc: str, now: datetime, face_at: datetime | None = None
    ) -> str | None:
        columns = {**asdict(settings), "face_at": face_at}
        opened = new_accounts.open_account(connection, self.system, identity, columns, phc, now)
        audit(
            "registration", person=opened.person_id, document=mask_document(identity.number), outcome="registered", face=face_at is not None
        )
        return opened.took_from

    def _judge(self, secret: str, login_name: str, password: Secret, again: Secret, typed: str) -> JoinSettings | Refused:
        """What can be said before anything is hashed: the flow's step, each field's form, and the password's rules (PWD-1, BJ-49)."""
        with self.flow.store.read() as connection:
            flow = self.flow.find(connection, secret, self.flow.clock.now())
        if flow is None:
            return ENDED
        if flow.state.step is not JoinStep.settings or flow.state.identity is None:
            return OUT_OF_ORDER
        policy, wrong = self.system.policy, dict[str, Unfit]()
        # it may be left out, and set later
        name = None if policy.login_name is None or not login_name.strip() else login_names.judge(login_name, policy.login_name)
        if isinstance(name, Invalid):
            wrong["login_name"] = Unfit(name.fault, "BJ-49")
        wrong |= unfit_in_form(policy.password, password, again, "PWD-01")
        target = self.reached.judge(typed)
        if isinstance(target, Invalid):
            wrong[self.reached.field] = Unfit(target.fault, "BJ-18")
        if wrong or isinstance(name, Invalid) or isinstance(target, Invalid):
            return misfilled(wrong)
        refused = self.new_passwords.refusal(password, Own(name, (target, flow.state.identity.number)))
        return refused or replace(JoinSettings(login_name=name), **{self.reached.field: target})
