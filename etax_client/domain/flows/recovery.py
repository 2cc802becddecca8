"""忘记密码: its steps and their order, what each keeps, and what each channel is told of it (FPW-01, RST-1)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.flows.flow import FlowKind, Stage, Standing
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy


class Proof(StrEnum):
    """How one shows that the account is one's own: a code to the bound number or mailbox, or the face check."""

    sms_code = "sms_code"
    face = "face"
    email_code = "email_code"


class RecoveryStep(StrEnum):
    """What is asked for next."""

    identity = "identity"
    proof = "proof"
    password = "password"  # noqa: S105
    done = "done"


@dataclass(frozen=True, slots=True)
class Recovery:
    """How far it has come, by which code it was proved, if it was by one, by which way a code goes, and whether it has ended a lock.

    Nothing in it tells whether anyone has this identity: that is nobody's business before the proof.
    """

    channel: Channel
    step: RecoveryStep = RecoveryStep.identity
    identity: Identity | None = None
    by: Proof | None = None
    sends: Proof = Proof.sms_code
    unlocked: bool = False


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """A flow as its own channel sees it; as RegistrationView. `proofs` are those open to this identity, `unlocked` that a lock is over."""

    policy: str
    channel: Channel
    step: RecoveryStep
    identity: Identity | None
    proofs: tuple[Proof, ...]
    seconds: int
    resend: int | None = None
    face: FaceView | None = None
    unlocked: bool = False


STAGES = (
    Stage(RecoveryStep.identity, keeps="identity"),
    Stage(RecoveryStep.proof, stands=True),
    Stage(RecoveryStep.password, stands=True),
    Stage(RecoveryStep.done),
)


def _show(flow: Recovery, policy: Policy, standing: Standing) -> RecoveryView:
    known = (flow.channel, flow.step, flow.identity, _proofs(policy, flow.identity))
    return RecoveryView(policy.name, *known, standing.seconds, standing.resend, standing.face, flow.unlocked)


def _proofs(policy: Policy, identity: Identity | None) -> tuple[Proof, ...]:
    """Those that are open to an identity's type, whether anyone has it or not."""
    if identity is None:
        return ()
    return (Proof.sms_code, Proof.face) if identity.document_type in policy.face_types else (Proof.sms_code,)


def _without_number(flow: Recovery, awaited: bool) -> Recovery:
    """What a code to the number has proved is proved no more."""
    undone = flow.step is RecoveryStep.password and flow.by is Proof.sms_code
    return replace(flow, step=RecoveryStep.proof, by=None) if undone else flow


RECOVERY: FlowKind[Recovery, RecoveryView] = FlowKind(
    name="recovery",
    state=Recovery,
    begun=Recovery,
    stages=lambda flow: STAGES,
    by_face=RecoveryStep.proof,
    show=_show,
    without_number=_without_number,
)
BUREAU_RECOVERY = replace(RECOVERY, name="bureau_recovery", either_app=True)
"""The same of a personal password at the bureau."""


@dataclass(frozen=True, slots=True)
class OfUnit(Recovery):
    """Of a unit's 企业密码, by one of the two who run it."""

    taxpayer_id: str = ""


@dataclass(frozen=True, slots=True)
class OfUnitView(RecoveryView):
    """With the number as it was typed, to stand there again."""

    taxpayer_id: str = ""


def _show_of_unit(flow: Recovery, policy: Policy, standing: Standing) -> RecoveryView:
    known = (flow.channel, flow.step, flow.identity, _proofs(policy, flow.identity))
    number = flow.taxpayer_id if isinstance(flow, OfUnit) else ""
    return OfUnitView(policy.name, *known, standing.seconds, standing.resend, standing.face, flow.unlocked, number)


ENTERPRISE_RECOVERY = replace(BUREAU_RECOVERY, name="bureau_enterprise", state=OfUnit, begun=OfUnit, show=_show_of_unit)
"""找回企业密码: the same steps, with the unit that it is about (BJ-76)."""
