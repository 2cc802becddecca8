"""找回手机号码: who it is, the number with a code to it, then the face: a code alone never suffices (BJ-47)."""

from dataclasses import dataclass
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.flows.flow import CameOf, FlowKind, Stage, Standing
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy


class MobileStep(StrEnum):
    """What is asked for next."""

    identity = "identity"
    number = "number"
    face = "face"
    done = "done"


@dataclass(frozen=True, slots=True)
class MobileRecovery:
    """How far it has come. `sent_to` is where its last code went, `mobile` the number whose code was right.

    Nothing in it tells whether anyone has this identity: that is nobody's business before the face. `took_from` is the masked name of who
    had the number until then.
    """

    channel: Channel
    step: MobileStep = MobileStep.identity
    identity: Identity | None = None
    sent_to: str | None = None
    mobile: str | None = None
    took_from: str | None = None


@dataclass(frozen=True, slots=True)
class MobileView:
    """As FlowView; `by_face` tells whether the last proof is the face, else it is a code to the account's mailbox."""

    policy: str
    channel: Channel
    step: MobileStep
    identity: Identity | None
    sent_to: str | None
    mobile: str | None
    by_face: bool
    seconds: int
    resend: int | None = None
    face: FaceView | None = None


STAGES = (
    Stage(MobileStep.identity, keeps="identity"),
    Stage(MobileStep.number, keeps="mobile"),
    Stage(MobileStep.face, stands=True),
    Stage(MobileStep.done),
)


def _show(flow: MobileRecovery, policy: Policy, standing: Standing) -> MobileView:
    by_face = flow.identity is None or flow.identity.document_type in policy.face_types
    known = (flow.channel, flow.step, flow.identity, flow.sent_to, flow.mobile, by_face)
    return MobileView(policy.name, *known, standing.seconds, standing.resend, standing.face)


MOBILE_RECOVERY: FlowKind[MobileRecovery, MobileView] = FlowKind(
    name="bureau_mobile",
    state=MobileRecovery,
    begun=MobileRecovery,
    stages=lambda flow: STAGES,
    by_face=MobileStep.face,
    show=_show,
    either_app=True,
    came_of=lambda flow: (
        CameOf("takeover.from_recovery", "BJ-23", flow.took_from) if flow.took_from else CameOf("mobile.recovered", "BJ-47")
    ),
)
