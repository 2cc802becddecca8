"""Whose password was forgotten: document, number and name, which can be filled in before the server has answered (FPW-01, HAN-01)."""

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.api.flows import recover
from etax_client.domain.flows.recovery import RecoveryView
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.flows.identity_pane import IdentityPane
from etax_client.screens.forms.identity_form import IdentityForm
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

RARE = Key("f7", "rare_character", "key.rare", "lrspz")


class ForgottenPane(IdentityPane[RecoveryView]):
    KEYS = (RARE,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, IdentityForm(desk, tuple(DocumentType), document_only=True))
        self._back.display = False

    @override
    def compose(self) -> ComposeResult:
        yield self._form
        yield Said(self._desk.words, phrase("recovery.identity_note"), classes="note")
        yield self._actions()

    @property
    @override
    def is_empty(self) -> bool:
        return self._form.is_empty

    @override
    def begin(self) -> None:
        self._form.begin()

    @override
    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        said = isinstance(outcome, Refused) and self._form.complain(outcome.field, explain(outcome))
        return None if said else explain(outcome)

    @on(IdentityForm.Submitted)
    @on(PushButton.Pressed, ".next")
    def _submitted(self, event: Message) -> None:
        event.stop()
        entered = None if self._primary.held else self._form.identity()
        if entered is not None:
            self.take(recover(entered))
