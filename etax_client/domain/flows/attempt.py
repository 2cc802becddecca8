"""An attempt to log in at the bureau: by which entrance, with which account, and which factor is due (BJ-14, BJ-30)."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.flows.flow import FlowKind, Stage, Standing
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.phone_messages import Medium

LIFE = timedelta(minutes=10)
"""From the right password on."""


class Entrance(StrEnum):
    """The ways into the new login: 企业业务, 自然人业务, 代理业务; 境外自然人 and 特定主体 behind 其他登录."""

    enterprise = "enterprise"
    person = "person"
    agency = "agency"
    foreigner = "foreigner"
    special = "special"


FOR_UNITS = frozenset({Entrance.enterprise, Entrance.agency, Entrance.special})
"""Those that ask for a taxpayer id first (BJ-32)."""
BY_TIES = frozenset({Entrance.enterprise, Entrance.agency})
"""Of those, where the tie is looked at as soon as the password was right; at the other one chooses a project (BJ-69)."""


BY_SCAN = (Entrance.person, Entrance.enterprise, Entrance.agency, Entrance.special)
"""Where a QR code stands beside the form (BJ-36)."""


class AttemptStep(StrEnum):
    """What is due: the password, then another proof; inside, the attempt is over."""

    first = "first"
    second = "second"
    choose = "choose"
    """Behind a code that was scanned at an entrance for units: as what (BJ-36)."""
    inside = "in"


@dataclass(frozen=True, slots=True)
class Attempt:
    """`account` and `taxpayer_id` are what was typed, to be there when one goes back (LOG-12); `person_id` whose password was right.

    `medium` is how its codes go: to the number, or to the mailbox where the account has one (BJ-38). `identity` is that person's, whose
    face may be looked at in place of a code (BJ-35). At 特定主体 `number` is the end of one that was searched for, and `project_id` what
    was chosen of what was found (BJ-69).
    """

    channel: Channel
    step: AttemptStep = AttemptStep.first
    entrance: Entrance = Entrance.person
    account: str = ""
    taxpayer_id: str = ""
    person_id: int | None = None
    medium: Medium = Medium.sms
    identity: Identity | None = None
    number: str = ""
    project_id: int | None = None


@dataclass(frozen=True, slots=True)
class AttemptView:
    """As FlowView: `resend` is that of the code by this `medium`. `lock_over` says of a right password that a lock had ended before it."""

    policy: str
    channel: Channel
    step: AttemptStep
    entrance: Entrance
    account: str
    taxpayer_id: str
    seconds: int
    medium: Medium = Medium.sms
    resend: int | None = None
    face: FaceView | None = None
    lock_over: bool = False

    @property
    def identity(self) -> Identity | None:
        return None


STAGES = (Stage(AttemptStep.first), Stage(AttemptStep.second, stands=True), Stage(AttemptStep.inside))
SCANNED = (Stage(AttemptStep.choose, stands=True), Stage(AttemptStep.inside))
"""Those of one that began by a code that was scanned."""


def _show(flow: Attempt, policy: Policy, standing: Standing) -> AttemptView:
    known = (flow.channel, flow.step, flow.entrance, flow.account, flow.taxpayer_id)
    return AttemptView(policy.name, *known, standing.seconds, flow.medium, standing.resend, standing.face)


ATTEMPT: FlowKind[Attempt, AttemptView] = FlowKind(
    name="bureau_login",
    state=Attempt,
    begun=Attempt,
    stages=lambda flow: SCANNED if flow.step is AttemptStep.choose else STAGES,
    by_face=AttemptStep.second,
    either_app=True,
    counts_faces=True,
    whose=lambda flow: flow.person_id,
    without_number=lambda flow, awaited: replace(flow, step=AttemptStep.first) if awaited else flow,
    show=_show,
    life=LIFE,
)


def passed(attempt: Attempt, entrance: Entrance, account: str, taxpayer_id: str, person_id: int, identity: Identity) -> Attempt | Refused:
    """Behind a right password, whichever step it was at: the second factor is due."""
    again = replace(attempt, step=AttemptStep.first, person_id=person_id, identity=identity, number="", project_id=None)
    return ATTEMPT.take(again, AttemptStep.first, entrance=entrance, account=account, taxpayer_id=taxpayer_id)
