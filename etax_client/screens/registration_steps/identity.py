"""The identity: document, number, name, and what goes with them (DOC-01, HAN-01)."""

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.domain import registration
from etax_client.domain.documents import DocumentType
from etax_client.domain.policies import POLICIES
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.registration import RegistrationView, Way
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.identity_form import IdentityForm
from etax_client.screens.registration_steps.pane import Pane
from etax_client.texts.words import Phrase
from etax_client.widgets.push_button import PushButton
from etax_client.wire.registration import spell


class IdentityPane(Pane):
    def __init__(self, desk: Desk, view: RegistrationView) -> None:
        super().__init__(desk)
        self._form = IdentityForm(desk, _types(view))

    @override
    def compose(self) -> ComposeResult:
        yield self._form
        yield self._actions()

    @override
    def draw(self, view: RegistrationView) -> None:
        self._form.offer(_types(view))

    @override
    def begin(self) -> None:
        self._form.begin()

    @override
    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        said = (
            isinstance(outcome, Refused) and outcome.code is RefusalCode.malformed and self._form.complain(outcome.field, explain(outcome))
        )
        return None if said else explain(outcome)

    def enter_rare_character(self) -> None:
        self._form.enter_rare_character()

    def fill(self, document_type: DocumentType, number: str, name: str) -> None:
        self._form.fill(document_type, number, name)
        self._primary.focus()

    @on(IdentityForm.Submitted)
    @on(PushButton.Pressed, ".next")
    def _submitted(self, event: Message) -> None:
        event.stop()
        entered = None if self._primary.held else self._form.identity()
        if entered is not None:
            self.ask(lambda flow: flow.identify(spell(entered)))


def _types(view: RegistrationView) -> tuple[DocumentType, ...]:
    return registration.types(POLICIES[view.policy], view.way or Way.hall_code)
