"""Registration: its steps and their order, what each keeps, and what each channel is told of it (REG-01 to REG-06)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.flows.flow import OUT_OF_ORDER, FlowKind, Stage, Standing
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy
from etax_client.domain.refusals import RefusalCode, Refused


class Way(StrEnum):
    """How a registration is proved: 大厅注册码注册 or 人脸识别认证注册."""

    hall_code = "hall_code"
    face = "face"


class Step(StrEnum):
    """What is asked for next. A hall code is asked for with the identity; a proof of its own is the face check (REG-02)."""

    way = "way"
    agreement = "agreement"
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

    channel: Channel
    step: Step
    way: Way | None = None
    identity: Identity | None = None
    settings: AccountSettings | None = None


@dataclass(frozen=True, slots=True)
class RegistrationView:
    """A flow as its own channel sees it. `policy` names the rules.

    `seconds` are left of the flow, `resend` until another SMS code may be sent (0: now, None: none has been); `face` is there once a
    check has been asked for.
    """

    policy: str
    channel: Channel
    step: Step
    way: Way | None
    identity: Identity | None
    settings: AccountSettings | None
    seconds: int
    resend: int | None = None
    face: FaceView | None = None


_WAY, _AGREEMENT = Stage(Step.way, keeps="way"), Stage(Step.agreement)
_FIRST: Mapping[Channel, tuple[Stage, ...]] = {
    Channel.client: (_WAY, _AGREEMENT),
    Channel.phone: (_WAY, _AGREEMENT),
    Channel.portal: (_AGREEMENT, _WAY),
}
"""REG-01: in the APP, which the client follows, the way is chosen before one agrees; on the web portal behind it."""
_BY_CODE = (Stage(Step.identity, keeps="identity", stands=True),)
"""The code of the hall comes with the identity, and proves it (REG-02)."""
_BY_FACE = (Stage(Step.identity, keeps="identity"), Stage(Step.proof, stands=True))
_LAST = (Stage(Step.settings, keeps="settings"), Stage(Step.sms_code, stands=True), Stage(Step.done))


def order(channel: Channel, way: Way | None) -> tuple[Stage, ...]:
    """The steps of a registration at this channel, as far as the way is known."""
    return (*_FIRST[channel], *(_BY_CODE if way is Way.hall_code else _BY_FACE), *_LAST)


def _show(flow: Registration, policy: Policy, standing: Standing) -> RegistrationView:
    known = (flow.channel, flow.step, flow.way, flow.identity, flow.settings)
    return RegistrationView(policy.name, *known, standing.seconds, standing.resend, standing.face)


REGISTRATION: FlowKind[Registration, RegistrationView] = FlowKind(
    name="registration",
    state=Registration,
    begun=lambda channel: Registration(channel, Step(order(channel, None)[0].step)),
    stages=lambda flow: order(flow.channel, flow.way),
    by_face=Step.proof,
    show=_show,
    admits_strangers=True,
)


def ways(policy: Policy, channel: Channel) -> tuple[Way, ...]:
    """The ways that are open at this channel, in the order of the documents (REG-01)."""
    offered = [Way.hall_code] if policy.hall_code_types else []
    return (*offered, Way.face) if policy.face_types and channel in policy.face_channels else tuple(offered)


def types(policy: Policy, way: Way) -> tuple[DocumentType, ...]:
    """The document types that may register this way, in the order of the list (DOC-02, DOC-03)."""
    allowed = policy.face_types if way is Way.face else policy.hall_code_types
    return tuple(each for each in DocumentType if each in allowed)


def choose(flow: Registration, policy: Policy, way: Way) -> Registration | Refused:
    """An identity of a type that the other way does not take is dropped."""
    moved = REGISTRATION.take(flow, Step.way, way=way)
    if isinstance(moved, Refused):
        return moved
    if way not in ways(policy, flow.channel):
        return Refused(RefusalCode.malformed, field="way")
    fits = moved.identity is None or moved.identity.document_type in types(policy, way)
    return moved if fits else replace(moved, identity=None)


def identify(flow: Registration, policy: Policy, identity: Identity) -> Registration | Refused:
    """Also the proof, where the way is the hall code: whoever calls has to see that it matches this identity (REG-02)."""
    moved = REGISTRATION.take(flow, Step.identity, identity=identity)
    if isinstance(moved, Refused) or flow.way is None:
        return OUT_OF_ORDER
    return moved if identity.document_type in types(policy, flow.way) else Refused(RefusalCode.malformed, field="document_type")
