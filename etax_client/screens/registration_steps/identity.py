"""The identity: document, number, name, and what goes with them; by hall code with the code (DOC-01, HAN-01, REG-02)."""

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.api.flows import register
from etax_client.domain.flows import registration
from etax_client.domain.flows.registration import RegistrationView, Way
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.policies import POLICIES
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.flows.identity_pane import IdentityPane
from etax_client.screens.forms.identity_form import IdentityForm
from etax_client.screens.registration_steps.hall_code import HallCodeField
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key
from etax_client.widgets.push_button import PushButton

RARE = Key("f7", "rare_character", "rare.button", "lrspz")


class ApplicantPane(IdentityPane[RegistrationView]):
    KEYS = (RARE,)

    def __init__(self, desk: Desk, view: RegistrationView) -> None:
        super().__init__(desk, IdentityForm(desk, _types(view)))
        self.add_class("-long")
        self._hall_code = HallCodeField(desk)
        self._by_code = False

    @override
    def compose(self) -> ComposeResult:
        yield self._hall_code
        yield self._form
        yield self._actions()

    @override
    def draw(self, view: RegistrationView) -> None:
        self._form.offer(_types(view))
        self._by_code = view.way is Way.hall_code
        self._hall_code.display = self._by_code
        self._primary.say(phrase("registration.next" if self._by_code else "face.start"))

    @override
    def begin(self) -> None:
        if self._by_code:
            self._hall_code.begin()
        else:
            self._form.begin()

    @override
    def wipe(self) -> None:
        self._hall_code.wipe()

    @override
    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        if not isinstance(outcome, Refused) or (self._by_code and self._hall_code.settle(outcome)):
            return explain(outcome) if isinstance(outcome, Accident) else None
        return None if self._form.complain(outcome.field, explain(outcome)) else explain(outcome)

    @on(IdentityForm.Submitted)
    @on(PushButton.Pressed, ".next")
    def _submitted(self, event: Message) -> None:
        event.stop()
        if self._primary.held:
            return
        code = self._hall_code.code() if self._by_code else None
        if self._by_code and code is None:
            return
        entered = self._form.identity()
        if entered is not None:
            self.take(register(entered, code))

    @on(HallCodeField.Entered)
    def _code_entered(self, event: HallCodeField.Entered) -> None:
        """On to the identity, which is below it."""
        event.stop()
        self._form.begin()


def _types(view: RegistrationView) -> tuple[DocumentType, ...]:
    return registration.types(POLICIES[view.policy], view.way or Way.hall_code)
