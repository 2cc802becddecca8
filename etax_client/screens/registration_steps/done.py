"""The end: what one may log in with from now on (REG-04, LOG-02)."""

from textual import on
from textual.app import ComposeResult
from typing_extensions import override

from etax_client.domain.flows.registration import RegistrationView
from etax_client.domain.masking import mask_mobile
from etax_client.domain.policies import POLICIES
from etax_client.screens.desk import Desk
from etax_client.screens.flows.pane import Pane
from etax_client.texts import account_ways
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class DonePane(Pane[RegistrationView]):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self._by_name = Said(words, classes="done-with")
        self._by_mobile = Said(words, classes="done-with")
        self._by_number = Said(words, classes="done-with")
        self._back.display = False
        self._primary.say(phrase("registration.to_login"))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield Said(words, phrase("registration.done"), classes="done-title")
        yield Said(words, phrase("registration.done_with"))
        yield self._by_mobile
        yield self._by_name
        yield self._by_number
        yield self._actions()

    @override
    def draw(self, view: RegistrationView) -> None:
        if view.settings is None or view.identity is None:
            return
        name, mobile = view.settings.login_name, view.settings.mobile
        self._by_mobile.say(phrase("registration.done_mobile", mobile=mask_mobile(mobile)))
        self._by_name.say(None if name is None else phrase("registration.done_name", name=name))
        self._by_number.say(account_ways.own_number(POLICIES[view.policy], view.identity.document_type))

    @on(PushButton.Pressed, ".next")
    def _pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.post_message(self.EndWanted())
