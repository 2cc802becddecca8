"""Registration at the bureau: papers, identity, settings with a code, then a face unless the hall or a mailbox stands for it (BJ-15)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.flows.flow import CameOf, FlowKind, Stage, Standing
from etax_client.domain.identity.documents import THE_OTHER_FOUR, DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy


class JoinStep(StrEnum):
    """What is asked for next."""

    papers = "papers"
    identity = "identity"
    settings = "settings"
    face = "face"
    done = "done"


class HallSays(StrEnum):
    """What the hall's record of this very person says to the number that was answered; `equals` stands for the face (BJ-02)."""

    equals = "number_equals"
    differs = "number_differs"
    nothing = "no_record"


@dataclass(frozen=True, slots=True)
class JoinSettings:
    """What the new account will have beside a password: a mobile number, or an e-mail address."""

    login_name: str | None = None
    mobile: str | None = None
    email: str | None = None

    @property
    def target(self) -> str:
        """Where its code went."""
        return self.mobile or self.email or ""


@dataclass(frozen=True, slots=True)
class Joining:
    """How far it has come. `sent_to` is where its last code went, `answered` whose code was right; `hall` is asked behind that.

    `taken` names what someone else had got by the time that the face was known, for which one goes back; `took_from` is the masked name
    of who had the number until the account was made.
    """

    channel: Channel
    step: JoinStep = JoinStep.papers
    identity: Identity | None = None
    settings: JoinSettings | None = None
    sent_to: str | None = None
    answered: str | None = None
    hall: HallSays | None = None
    taken: str | None = None
    took_from: str | None = None


@dataclass(frozen=True, slots=True)
class JoiningView:
    """As FlowView."""

    policy: str
    channel: Channel
    step: JoinStep
    identity: Identity | None
    settings: JoinSettings | None
    seconds: int
    sent_to: str | None = None
    answered: str | None = None
    hall: HallSays | None = None
    taken: str | None = None
    took_from: str | None = None
    resend: int | None = None
    face: FaceView | None = None


_FIRST = (Stage(JoinStep.papers), Stage(JoinStep.identity, keeps="identity"), Stage(JoinStep.settings, keeps="settings"))
_FACE, _DONE = Stage(JoinStep.face, stands=True), Stage(JoinStep.done)


def _stages(flow: Joining | JoiningView) -> tuple[Stage, ...]:
    return (*_FIRST, _DONE) if flow.hall is HallSays.equals else (*_FIRST, _FACE, _DONE)


def _show(flow: Joining, policy: Policy, standing: Standing) -> JoiningView:
    known = (flow.channel, flow.step, flow.identity, flow.settings, standing.seconds)
    told = (flow.sent_to, flow.answered, flow.hall, flow.taken, flow.took_from)
    return JoiningView(policy.name, *known, *told, standing.resend, standing.face)


BUREAU_REGISTRATION: FlowKind[Joining, JoiningView] = FlowKind(
    name="bureau_registration",
    state=Joining,
    begun=Joining,
    stages=_stages,
    by_face=JoinStep.face,
    show=_show,
    came_of=lambda flow: (
        CameOf("takeover.from_registration", "BJ-23", flow.took_from) if flow.took_from else CameOf("registration.by_face", "BJ-19")
    ),
    admits_strangers=True,
)
"""By 自然人业务."""
EMAIL_REGISTRATION = replace(BUREAU_REGISTRATION, name="bureau_email", stages=lambda flow: (*_FIRST, _DONE))
"""By 境外自然人: the mailbox stands for number and face (BJ-26)."""


def types(kind: FlowKind[Joining, JoiningView]) -> tuple[DocumentType, ...]:
    """Those that may register by this entrance, in the order of the list (BJ-24, BJ-26)."""
    return tuple(each for each in DocumentType if kind.name != EMAIL_REGISTRATION.name or each in THE_OTHER_FOUR)
