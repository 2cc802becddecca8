"""Raising one's real-name level: whoever is logged in goes before a face, and nothing else is asked (BJ-53, BJ-54)."""

from dataclasses import dataclass
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.flows.flow import CameOf, FlowKind, Stage, Standing
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy


class RaisingStep(StrEnum):
    """What is due."""

    face = "face"
    done = "done"


@dataclass(frozen=True, slots=True)
class Raising:
    """Of the person who was logged in when it began, as the register knew them; `task` is where the key task is that asked, if one did."""

    channel: Channel
    step: RaisingStep = RaisingStep.face
    identity: Identity | None = None
    person_id: int | None = None
    task: str = ""


@dataclass(frozen=True, slots=True)
class RaisingView:
    """As FlowView."""

    policy: str
    channel: Channel
    step: RaisingStep
    identity: Identity | None
    task: str
    seconds: int
    resend: int | None = None
    face: FaceView | None = None


STAGES = (Stage(RaisingStep.face, stands=True), Stage(RaisingStep.done))


def _show(flow: Raising, policy: Policy, standing: Standing) -> RaisingView:
    known = (flow.channel, flow.step, flow.identity, flow.task)
    return RaisingView(policy.name, *known, standing.seconds, standing.resend, standing.face)


RAISING: FlowKind[Raising, RaisingView] = FlowKind(
    name="bureau_level",
    state=Raising,
    begun=Raising,
    stages=lambda flow: STAGES,
    by_face=RaisingStep.face,
    show=_show,
    either_app=True,
    counts_faces=True,
    came_of=lambda flow: CameOf("level.raised_face", "BJ-53"),
    whose=lambda flow: flow.person_id,
)
