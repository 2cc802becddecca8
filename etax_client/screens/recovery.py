"""忘记密码: its steps, and what comes of its end (FPW-01, RST-1)."""

from textual.message import Message

from etax_client.domain.flows.recovery import RECOVERY, RecoveryStep, RecoveryView
from etax_client.domain.identity.identity import Identity
from etax_client.screens.desk import Desk
from etax_client.screens.flows.wizard import STYLE, Story, Wizard
from etax_client.screens.recovery_steps.done import DonePane
from etax_client.screens.recovery_steps.identity import RARE, ForgottenPane
from etax_client.screens.recovery_steps.password import KEYPAD, PasswordPane
from etax_client.screens.recovery_steps.proof import OTHER, ProofPane
from etax_client.widgets.frame import bindings

_STORY: Story[RecoveryView] = Story(
    kind=RECOVERY,
    panes={
        RecoveryStep.identity: lambda desk, view, flow: ForgottenPane(desk),
        RecoveryStep.proof: lambda desk, view, flow: ProofPane(desk, flow),
        RecoveryStep.password: lambda desk, view, flow: PasswordPane(desk, view),
        RecoveryStep.done: lambda desk, view, flow: DonePane(desk),
    },
    names=lambda step: f"recovery.step.{step}",
    free=(RecoveryStep.identity,),
    pages="/portal/forgot",
    texts="forgotten",
    at_once=ForgottenPane,
    makes_sense=lambda view: view.step is RecoveryStep.identity or bool(view.proofs),
)


class RecoveryScreen(Wizard[RecoveryView]):
    CSS_PATH = [STYLE, "recovery.tcss"]
    BINDINGS = bindings((OTHER, KEYPAD, RARE))
    GUIDE = ("recovery.place", "help.recovery")

    class Left(Message):
        """Back to the login; `identity` is whose password is a new one, if it is."""

        def __init__(self, identity: Identity | None) -> None:
            super().__init__()
            self.identity = identity

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _STORY, desk.api.recovering(), _farewell)

    def action_other_proof(self) -> None:
        if isinstance(self._pane, ProofPane):
            self._pane.choose_other()


def _farewell(view: RecoveryView | None) -> Message:
    return RecoveryScreen.Left(None if view is None else view.identity)
