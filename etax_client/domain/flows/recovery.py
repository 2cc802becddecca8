"""忘记密码: its steps and their order, as `old state + act -> new state`, and what each door is told of it (FPW-01, RST-1)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from etax_client.domain.doors import Door
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.identity.identity import Identity
from etax_client.domain.refusals import RefusalCode, Refused


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

    door: Door
    step: RecoveryStep = RecoveryStep.identity
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """A flow as its own door sees it; as RegistrationView. `proofs` are those open to this identity."""

    policy: str
    door: Door
    step: RecoveryStep
    identity: Identity | None
    proofs: tuple[Proof, ...]
    seconds: int
    resend: int | None = None
    face: FaceView | None = None


OUT_OF_ORDER = Refused(RefusalCode.out_of_order)


def identify(flow: Recovery, identity: Identity) -> Recovery | Refused:
    if flow.step is not RecoveryStep.identity:
        return OUT_OF_ORDER
    return replace(flow, step=RecoveryStep.proof, identity=identity)


def prove(flow: Recovery) -> Recovery | Refused:
    """The code or the face was right, in this very flow (RST-1)."""
    return replace(flow, step=RecoveryStep.password) if flow.step is RecoveryStep.proof else OUT_OF_ORDER


def finish(flow: Recovery) -> Recovery | Refused:
    return replace(flow, step=RecoveryStep.done) if flow.step is RecoveryStep.password else OUT_OF_ORDER


def back(flow: Recovery) -> Recovery | Refused:
    """From the proof to the identity; never behind a proof, and never from the end."""
    return replace(flow, step=RecoveryStep.identity) if flow.step is RecoveryStep.proof else OUT_OF_ORDER
