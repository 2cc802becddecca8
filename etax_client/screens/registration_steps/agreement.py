"""The agreement: that this is a simulation, what is kept, and for how long (REG-01)."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from typing_extensions import override

from etax_client.api.flows import agree
from etax_client.domain.flows.registration import RegistrationView
from etax_client.screens.desk import Desk
from etax_client.screens.flows.pane import Pane
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class AgreementPane(Pane[RegistrationView]):
    """Up and Down move the text while the button has the focus."""

    BINDINGS = [
        Binding("up", "read(-1)"),
        Binding("down", "read(1)"),
        Binding("pageup", "read(-8)"),
        Binding("pagedown", "read(8)"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._primary.say(phrase("registration.agree"))
        self._text = VerticalScroll(Said(desk.words, phrase("registration.agreement")), id="agreement", can_focus=False)

    @override
    def compose(self) -> ComposeResult:
        yield self._text
        yield self._actions()

    def action_read(self, lines: int) -> None:
        self._text.scroll_relative(y=lines, animate=False)

    @on(PushButton.Pressed, ".next")
    def _agreed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.take(agree())
