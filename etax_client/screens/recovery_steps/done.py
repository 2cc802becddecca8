"""The end: the account is unlocked, and its password another one (RST-2)."""

from textual import on
from textual.app import ComposeResult
from typing_extensions import override

from etax_client.domain.flows.recovery import RecoveryView
from etax_client.screens.desk import Desk
from etax_client.screens.flows.pane import Pane
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class DonePane(Pane[RecoveryView]):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._back.display = False
        self._primary.say(phrase("recovery.to_login"))

    @override
    def compose(self) -> ComposeResult:
        yield Said(self._desk.words, phrase("recovery.done"), classes="done-title")
        yield Said(self._desk.words, phrase("recovery.done_note"), classes="note")
        yield self._actions()

    @on(PushButton.Pressed, ".next")
    def _pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.post_message(self.EndWanted())
