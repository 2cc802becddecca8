"""找回手机号码: each step decided in one transaction, up to the number that is bound again (BJ-47, S-5).

Until the face an identity that nobody has is treated in every way as one that someone has.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from etax_client.domain.faults import Invalid
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.flows.mobile_recovery import MOBILE_RECOVERY, MobileRecovery, MobileStep, MobileView
from etax_client.domain.identity import mobiles
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.identity import new_accounts, one_time_codes
from etax_client.server.services.identity.flow_engine import Addressee, FlowEngine
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.one_time_codes import unfit_code
from etax_client.server.services.identity.reached import BY_MAILBOX, BY_NUMBER
from etax_client.server.services.identity.recovery import named, secretly
from etax_client.server.services.why import Unfit, misfilled, unfit


def addressee(system: AccountSystem, key: bytes, connection: Connection, flow: Flow[MobileRecovery]) -> Addressee | None:
    """The number that was typed, whoever has it: who recovers chooses it; then, for whom no face is looked at, the account's mailbox."""
    state = flow.state
    if state.identity is None:
        return None
    if state.step is MobileStep.face and state.identity.document_type not in system.policy.face_types:
        return secretly(connection, system, key, flow, state.identity, BY_MAILBOX, "mobile recovery")
    if state.step is not MobileStep.number or state.sent_to is None:
        return None
    sender = f"document {state.identity.document_type} {state.identity.number}"
    return Addressee(one_time_codes.to_number(state.sent_to), flow.bound_to, sender)


@dataclass(frozen=True, slots=True)
class MobileRecoveries:
    """What it asks for beside what every flow does; as FlowEngine."""

    flow: FlowEngine[MobileRecovery, MobileView]

    def identify(self, secret: str, document_type: DocumentType, number: str, name: str) -> MobileView | Refused:
        """Refused(malformed) names the field that could be nobody's; that is all that is said of an identity here."""

        def act(connection: Connection, flow: Flow[MobileRecovery], now: datetime) -> MobileRecovery | Refused:
            identity = named(document_type, number, name, now)
            return identity if isinstance(identity, Refused) else MOBILE_RECOVERY.take(flow.state, MobileStep.identity, identity=identity)

        return self.flow.step(secret, act)

    def send_code(self, secret: str, mobile: str) -> MobileView | Refused:
        """获取验证码, to the number that is to be bound."""

        def act(connection: Connection, flow: Flow[MobileRecovery], now: datetime) -> MobileRecovery | Refused:
            number = mobiles.judge(mobile)
            if isinstance(number, Invalid):
                return unfit("mobile", number.fault, "BJ-47")
            if flow.state.step is not MobileStep.number:
                return OUT_OF_ORDER
            return self.flow.send(connection, replace(flow, state=replace(flow.state, sent_to=number)), now)

        return self.flow.step(secret, act)

    def prove(self, secret: str, mobile: str, code: Secret) -> MobileView | Refused:
        """The code that came to this number leads on to the face."""

        def act(connection: Connection, flow: Flow[MobileRecovery], now: datetime) -> MobileRecovery | Refused:
            if flow.state.step is not MobileStep.number:
                return OUT_OF_ORDER
            number = mobiles.judge(mobile)
            unlike = {"mobile": Unfit(number.fault, "BJ-47")} if isinstance(number, Invalid) else {}
            wrong = unlike | unfit_code(code)
            if wrong:
                return misfilled(wrong)
            if flow.state.sent_to != number:
                return Refused(RefusalCode.code_void)
            refused = self.flow.spend_code(connection, flow, code, now)
            return refused or MOBILE_RECOVERY.take(flow.state, MobileStep.number, mobile=flow.state.sent_to)

        return self.flow.step(secret, act)

    def prove_by_email(self, secret: str, code: Secret) -> MobileView | Refused:
        """The code that came to the account's mailbox stands for the face, of which these types have none."""

        def act(connection: Connection, flow: Flow[MobileRecovery], now: datetime) -> MobileRecovery | Refused:
            if flow.state.step is not MobileStep.face:
                return OUT_OF_ORDER
            return self.flow.spend_code(connection, flow, code, now) or self.passed(connection, flow, now)

        return self.flow.step(secret, act)

    def passed(self, connection: Connection, flow: Flow[MobileRecovery], now: datetime) -> MobileRecovery | Refused:
        """The face was the owner's: the number is bound, and empty where it was (BJ-23)."""
        moved, identity, mobile = MOBILE_RECOVERY.take(flow.state, MobileStep.face), flow.state.identity, flow.state.mobile
        if isinstance(moved, Refused) or identity is None or mobile is None:
            return OUT_OF_ORDER
        person_id = new_accounts.account_of(connection, self.flow.system, identity)
        if person_id is None:
            return OUT_OF_ORDER
        took_from = new_accounts.bind(connection, self.flow.system, person_id, BY_NUMBER, mobile, now)
        audit("mobile_recovery", person=person_id, outcome="bound")
        return replace(moved, took_from=took_from)
