"""用户注册: its steps, and what comes of its end (REG-01 to REG-06)."""

from textual.message import Message

from etax_client.domain.flows.registration import REGISTRATION, RegistrationView, Step
from etax_client.screens.desk import Desk
from etax_client.screens.flows.wizard import STYLE, Story, Wizard
from etax_client.screens.registration_steps.agreement import AgreementPane
from etax_client.screens.registration_steps.done import DonePane
from etax_client.screens.registration_steps.face import FacePane
from etax_client.screens.registration_steps.identity import RARE, ApplicantPane
from etax_client.screens.registration_steps.settings import KEYPAD, SettingsPane
from etax_client.screens.registration_steps.sms_code import SmsCodePane
from etax_client.screens.registration_steps.way import WayPane
from etax_client.widgets.frame import bindings

_STORY: Story[RegistrationView] = Story(
    kind=REGISTRATION,
    panes={
        Step.way: lambda desk, view, flow: WayPane(desk),
        Step.agreement: lambda desk, view, flow: AgreementPane(desk),
        Step.identity: lambda desk, view, flow: ApplicantPane(desk, view),
        Step.proof: lambda desk, view, flow: FacePane(desk, flow),
        Step.settings: lambda desk, view, flow: SettingsPane(desk, view),
        Step.sms_code: lambda desk, view, flow: SmsCodePane(desk),
        Step.done: lambda desk, view, flow: DonePane(desk),
    },
    names=lambda step: f"registration.step.{step}",
    free=(Step.way, Step.agreement),
    pages="/portal/register",
    texts="register",
)


class RegistrationScreen(Wizard[RegistrationView]):
    CSS_PATH = [STYLE, "registration.tcss"]
    BINDINGS = bindings((KEYPAD, RARE))
    GUIDE = ("registration.place", "help.registration")

    class Left(Message):
        """Back to the login; with an `account` that works, if there is one now."""

        def __init__(self, account: str | None) -> None:
            super().__init__()
            self.account = account

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _STORY, desk.api.registering(), _farewell)


def _farewell(view: RegistrationView | None) -> Message:
    settings = None if view is None else view.settings
    return RegistrationScreen.Left(None if settings is None else settings.login_name or settings.mobile)
