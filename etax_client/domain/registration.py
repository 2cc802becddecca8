"""Registration: its steps and their order, as `old state + act -> new state`, and what each door is told of it (REG-01 to REG-06)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from etax_client.domain.documents import DocumentType
from etax_client.domain.face_check import FaceView
from etax_client.domain.flows import Door
from etax_client.domain.identity import Identity
from etax_client.domain.policies import Policy
from etax_client.domain.refusals import RefusalCode, Refused


class Way(StrEnum):
    """How a registration is proved: 大厅注册码注册 or 人脸识别认证注册."""

    hall_code = "hall_code"
    face = "face"


class Step(StrEnum):
    """What is asked for next."""

    agreement = "agreement"
    way = "way"
    identity = "identity"
    proof = "proof"
    settings = "settings"
    sms_code = "sms_code"
    done = "done"


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What the new account will have; the password is no part of it. `household` is the 户籍所在地 that the web portal asks for."""

    login_name: str | None
    mobile: str
    household: str | None


@dataclass(frozen=True, slots=True)
class Registration:
    """How far it has come; what was filled in stays when one goes back (REG-06)."""

    door: Door
    step: Step = Step.agreement
    way: Way | None = None
    identity: Identity | None = None
    settings: AccountSettings | None = None


@dataclass(frozen=True, slots=True)
class RegistrationView:
    """A flow as its own door sees it. `policy` names the rules.

    `seconds` are left of the flow, `resend` until another SMS code may be sent (0: now, None: none has been); `face` is there once a
    check has been asked for.
    """

    policy: str
    door: Door
    step: Step
    way: Way | None
    identity: Identity | None
    settings: AccountSettings | None
    seconds: int
    resend: int | None = None
    face: FaceView | None = None


OUT_OF_ORDER = Refused(RefusalCode.out_of_order)


def ways(policy: Policy, door: Door) -> tuple[Way, ...]:
    """The ways that are open at this door, in the order of the documents (REG-01)."""
    offered = [Way.hall_code] if policy.hall_code_types else []
    return (*offered, Way.face) if policy.face_types and door in policy.face_doors else tuple(offered)


def types(policy: Policy, way: Way) -> tuple[DocumentType, ...]:
    """The document types that may register this way, in the order of the list (DOC-02, DOC-03)."""
    allowed = policy.face_types if way is Way.face else policy.hall_code_types
    return tuple(each for each in DocumentType if each in allowed)


def agree(flow: Registration) -> Registration | Refused:
    return replace(flow, step=Step.way) if flow.step is Step.agreement else OUT_OF_ORDER


def choose(flow: Registration, policy: Policy, way: Way) -> Registration | Refused:
    """An identity of a type that the other way does not take is dropped."""
    if flow.step is not Step.way:
        return OUT_OF_ORDER
    if way not in ways(policy, flow.door):
        return Refused(RefusalCode.malformed, field="way")
    kept = flow.identity if flow.identity is not None and flow.identity.document_type in types(policy, way) else None
    return replace(flow, step=Step.identity, way=way, identity=kept)


def identify(flow: Registration, policy: Policy, identity: Identity) -> Registration | Refused:
    if flow.step is not Step.identity or flow.way is None:
        return OUT_OF_ORDER
    if identity.document_type not in types(policy, flow.way):
        return Refused(RefusalCode.malformed, field="document_type")
    return replace(flow, step=Step.proof, identity=identity)


def prove(flow: Registration) -> Registration | Refused:
    """The hall code matched, or the face check passed: from now on the identity stands (REG-1)."""
    return replace(flow, step=Step.settings) if flow.step is Step.proof else OUT_OF_ORDER


def set_up(flow: Registration, settings: AccountSettings) -> Registration | Refused:
    return replace(flow, step=Step.sms_code, settings=settings) if flow.step is Step.settings else OUT_OF_ORDER


def finish(flow: Registration) -> Registration | Refused:
    return replace(flow, step=Step.done) if flow.step is Step.sms_code else OUT_OF_ORDER


_BACK = {Step.way: Step.agreement, Step.identity: Step.way, Step.proof: Step.identity, Step.sms_code: Step.settings}


def goes_back(step: Step) -> bool:
    return step in _BACK


def back(flow: Registration) -> Registration | Refused:
    """One step back; never behind a proof, and never from the end."""
    return replace(flow, step=_BACK[flow.step]) if flow.step in _BACK else OUT_OF_ORDER
