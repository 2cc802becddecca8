"""Registration: its steps and their order, as `old state + act -> new state`, and what each door is told of it (REG-01 to REG-06)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from etax_client.domain.doors import Door
from etax_client.domain.flows.face_check import FaceView
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


_AFTER = (Step.identity, Step.proof, Step.settings, Step.sms_code, Step.done)
_ORDERS: Mapping[Door, tuple[Step, ...]] = {
    Door.terminal: (Step.way, Step.agreement, *_AFTER),
    Door.phone: (Step.way, Step.agreement, *_AFTER),
    Door.portal: (Step.agreement, Step.way, *_AFTER),
}
"""REG-01: in the APP, which the client follows, the way is chosen before one agrees; on the web portal behind it."""
_NO_WAY_BACK = (Step.settings, Step.done)
"""What stands before them is proved (REG-1), or done."""


def order(door: Door, way: Way | None) -> tuple[Step, ...]:
    """The steps of a registration at this door, as far as the way is known; by hall code there is no step for the proof."""
    return tuple(step for step in _ORDERS[door] if step is not Step.proof or way is not Way.hall_code)


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
    step: Step
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


def begun(door: Door) -> Registration:
    return Registration(door, order(door, None)[0])


def resumed(flow: Registration) -> Registration:
    """As it goes on today: one that was kept under another order of steps stands before what it has not been asked yet."""
    if flow.way is None and flow.step in _AFTER:
        return replace(flow, step=Step.way)
    return flow if flow.step in order(flow.door, flow.way) else replace(flow, step=Step.identity)


def agree(flow: Registration) -> Registration | Refused:
    return _forward(flow) if flow.step is Step.agreement else OUT_OF_ORDER


def choose(flow: Registration, policy: Policy, way: Way) -> Registration | Refused:
    """An identity of a type that the other way does not take is dropped."""
    if flow.step is not Step.way:
        return OUT_OF_ORDER
    if way not in ways(policy, flow.door):
        return Refused(RefusalCode.malformed, field="way")
    kept = flow.identity if flow.identity is not None and flow.identity.document_type in types(policy, way) else None
    return _forward(replace(flow, way=way, identity=kept))


def identify(flow: Registration, policy: Policy, identity: Identity) -> Registration | Refused:
    """Also the proof, where the way is the hall code: whoever calls has to see that it matches this identity (REG-02)."""
    if flow.step is not Step.identity or flow.way is None:
        return OUT_OF_ORDER
    if identity.document_type not in types(policy, flow.way):
        return Refused(RefusalCode.malformed, field="document_type")
    return _forward(replace(flow, identity=identity))


def prove(flow: Registration) -> Registration | Refused:
    """The face check passed: from now on the identity stands (REG-1)."""
    return _forward(flow) if flow.step is Step.proof else OUT_OF_ORDER


def set_up(flow: Registration, settings: AccountSettings) -> Registration | Refused:
    return _forward(replace(flow, settings=settings)) if flow.step is Step.settings else OUT_OF_ORDER


def finish(flow: Registration) -> Registration | Refused:
    return _forward(flow) if flow.step is Step.sms_code else OUT_OF_ORDER


def before(door: Door, way: Way | None, step: Step) -> Step | None:
    """Where one step back leads; None behind a proof, at the beginning and at the end."""
    steps = order(door, way)
    at = steps.index(step)
    return None if at == 0 or step in _NO_WAY_BACK else steps[at - 1]


def back(flow: Registration) -> Registration | Refused:
    """One step back; never behind a proof, and never from the end."""
    earlier = before(flow.door, flow.way, flow.step)
    return OUT_OF_ORDER if earlier is None else replace(flow, step=earlier)


def _forward(flow: Registration) -> Registration:
    steps = order(flow.door, flow.way)
    return replace(flow, step=steps[steps.index(flow.step) + 1])
