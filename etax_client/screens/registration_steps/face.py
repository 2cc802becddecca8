"""The proof by face: a QR code for the phone, and what came of it (REG-03)."""

from textual import on
from textual.app import ComposeResult
from typing_extensions import override

from etax_client.domain.flows.registration import RegistrationView
from etax_client.screens.desk import Desk
from etax_client.screens.flows.pane import Pane
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.screens.watches.face_vigil import AsksForFace

_AROUND = 5
"""Rows: the lines on top and at the bottom, the steps, the notice, the buttons."""


class FacePane(Pane[RegistrationView]):
    """Begins a check whenever it is come to."""

    def __init__(self, desk: Desk, flow: AsksForFace) -> None:
        super().__init__(desk)
        self._flow = flow
        self._form = FaceCheckForm(desk, around=_AROUND)
        self._primary.display = False

    @override
    def compose(self) -> ComposeResult:
        yield self._form
        yield self._actions()

    @override
    def begin(self) -> None:
        self._back.focus()
        self._form.begin(self._flow)

    @override
    def wipe(self) -> None:
        self._form.stop()

    @property
    @override
    def is_wide(self) -> bool:
        return True

    @override
    def renew(self) -> bool:
        self._form.renew()
        return True

    @on(FaceCheckForm.Passed)
    @on(FaceCheckForm.FlowEnded)
    def _look(self, event: FaceCheckForm.Passed | FaceCheckForm.FlowEnded) -> None:
        event.stop()
        self.ask(lambda flow: flow.view())
