"""The last proof: an SMS code to the mobile number of the settings (REG-04, SMS-01)."""

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.api.flows import open_account
from etax_client.domain.flows.registration import RegistrationView
from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.flows.pane import Pane
from etax_client.screens.forms.sms_code_form import SmsCodeForm
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class SmsCodePane(Pane[RegistrationView]):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sending = False
        self._mobile = ""
        self._whither = Said(desk.words, classes="pane-title")
        self._form = SmsCodeForm(desk)
        self._primary.say(phrase("registration.finish"))

    @override
    def compose(self) -> ComposeResult:
        yield self._whither
        yield self._form
        if self._desk.has_phone:
            yield Said(self._desk.words, phrase("registration.sms_phone"), classes="pane-note")
        yield self._actions()

    @override
    def draw(self, view: RegistrationView) -> None:
        self._mobile = "" if view.settings is None else mask_mobile(view.settings.mobile)
        self._whither.say(phrase("registration.sms_to", mobile=self._mobile))
        self._form.show(view.resend)
        sending, self._sending = self._sending, False
        if sending and view.resend:
            self._form.sent(phrase("registration.sms_sent", mobile=self._mobile))

    @override
    def begin(self) -> None:
        self._form.begin()

    @override
    def wipe(self) -> None:
        self._sending = False
        self._form.wipe()

    @override
    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        self._sending = False
        self._form.settle(outcome)
        return None

    @on(SmsCodeForm.Wanted)
    def _code_wanted(self, event: SmsCodeForm.Wanted) -> None:
        event.stop()
        if not self._primary.held:
            self._sending = True
            self.post_message(self.Asked(lambda flow: flow.send_code(), lambda _: self._form.sending()))

    @on(SmsCodeForm.Submitted)
    @on(PushButton.Pressed, ".next")
    def _submitted(self, event: Message) -> None:
        event.stop()
        code = None if self._primary.held or self._sending else self._form.code()
        if code is not None:
            self.take(open_account(code))
