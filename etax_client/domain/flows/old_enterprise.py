"""旧版登录 of a unit, behind its 企业密码: who acts for it, who then shows that it is them (BJ-75)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.flows.flow import FlowKind, Stage, Standing
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy

LIFE = timedelta(minutes=10)
"""From the right 企业密码 on, as an attempt at the new login."""


class ActingStep(StrEnum):
    """Who acts for the unit; inside, it is over."""

    who = "who"
    inside = "in"


@dataclass(frozen=True, slots=True)
class Acting:
    """`unit_id` is whose 企业密码 was right, `tie_id` by which tie with it the person with this id is to act, once that is chosen."""

    channel: Channel
    step: ActingStep = ActingStep.who
    unit_id: int | None = None
    tie_id: int | None = None
    person_id: int | None = None

    @property
    def identity(self) -> Identity | None:
        return None


@dataclass(frozen=True, slots=True)
class ActingView:
    """As FlowView."""

    policy: str
    channel: Channel
    step: ActingStep
    seconds: int
    resend: int | None = None
    face: FaceView | None = None

    @property
    def identity(self) -> Identity | None:
        return None


def _show(flow: Acting, policy: Policy, standing: Standing) -> ActingView:
    return ActingView(policy.name, flow.channel, flow.step, standing.seconds, standing.resend, standing.face)


STAGES = (Stage(ActingStep.who, stands=True), Stage(ActingStep.inside))
OLD_ENTERPRISE: FlowKind[Acting, ActingView] = FlowKind(
    name="bureau_old_login",
    state=Acting,
    begun=Acting,
    stages=lambda flow: STAGES,
    by_face=ActingStep.inside,
    show=_show,
    whose=lambda flow: flow.person_id,
    life=LIFE,
)
