"""The new password, twice (PWD-01, PWD-1)."""

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.api.flows import set_password
from etax_client.domain.flows.recovery import RecoveryView
from etax_client.domain.guessing.passwords import Own
from etax_client.domain.policies import POLICIES
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.flows.pane import Pane
from etax_client.screens.forms.new_password_form import NewPasswordForm
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

KEYPAD = Key("f3", "keypad", "key.keypad", "rjp")


class PasswordPane(Pane[RecoveryView]):
    KEYS = (KEYPAD,)

    def __init__(self, desk: Desk, view: RecoveryView) -> None:
        super().__init__(desk)
        self._form = NewPasswordForm(desk, POLICIES[view.policy].password)
        self._back.display = False
        self._primary.say(phrase("recovery.set"))

    @override
    def compose(self) -> ComposeResult:
        yield Said(self._desk.words, phrase("recovery.password_note"), classes="note")
        yield self._form
        yield self._actions()

    @override
    def draw(self, view: RecoveryView) -> None:
        self._form.own = Own() if view.identity is None else Own(numbers=(view.identity.number,))

    @override
    def begin(self) -> None:
        self._form.begin()

    @override
    def wipe(self) -> None:
        self._form.wipe()

    @override
    def settle(self, outcome: Refused | Accident) -> None:
        self._form.settle(outcome)

    @override
    def toggle_keypad(self) -> None:
        self._form.toggle_keypad()

    @on(NewPasswordForm.Submitted)
    @on(PushButton.Pressed, ".next")
    def _submitted(self, event: Message) -> None:
        event.stop()
        password = None if self._primary.held else self._form.password()
        if password is not None:
            self.take(set_password(password))
