"""忘记密码: its steps and their order, what each keeps, and what each channel is told of it (FPW-01, RST-1)."""

from dataclasses import dataclass
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.flows.flow import FlowKind, Stage, Standing
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy


class Proof(StrEnum):
    """How one shows that the account is one's own: an SMS code to the bound number, or the face check."""

    sms_code = "sms_code"
    face = "face"


class RecoveryStep(StrEnum):
    """What is asked for next."""

    identity = "identity"
    proof = "proof"
    password = "password"  # noqa: S105
    done = "done"


@dataclass(frozen=True, slots=True)
class Recovery:
    """How far it has come. Nothing in it tells whether anyone has this identity: that is nobody's business before the proof."""

    channel: Channel
    step: RecoveryStep = RecoveryStep.identity
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """A flow as its own channel sees it; as RegistrationView. `proofs` are those open to this identity."""

    policy: str
    channel: Channel
    step: RecoveryStep
    identity: Identity | None
    proofs: tuple[Proof, ...]
    seconds: int
    resend: int | None = None
    face: FaceView | None = None


STAGES = (
    Stage(RecoveryStep.identity, keeps="identity"),
    Stage(RecoveryStep.proof, stands=True),
    Stage(RecoveryStep.password, stands=True),
    Stage(RecoveryStep.done),
)


def _show(flow: Recovery, policy: Policy, standing: Standing) -> RecoveryView:
    known = (flow.channel, flow.step, flow.identity, _proofs(policy, flow.identity))
    return RecoveryView(policy.name, *known, standing.seconds, standing.resend, standing.face)


def _proofs(policy: Policy, identity: Identity | None) -> tuple[Proof, ...]:
    """Those that are open to an identity's type, whether anyone has it or not."""
    if identity is None:
        return ()
    return (Proof.sms_code, Proof.face) if identity.document_type in policy.face_types else (Proof.sms_code,)


RECOVERY: FlowKind[Recovery, RecoveryView] = FlowKind(
    name="recovery",
    state=Recovery,
    begun=Recovery,
    stages=lambda flow: STAGES,
    by_face=RecoveryStep.proof,
    show=_show,
)
