"""What every step of the wizard is: drawn from the server's view, it says what is wanted, and shows what came of it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from textual.containers import Horizontal, Vertical
from textual.message import Message

from etax_client.api.carrier import Accident
from etax_client.api.flows import Flow, Step
from etax_client.domain.flows.registration import RegistrationView
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.waiting import waiting
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.push_button import PushButton

Ask = Callable[[Flow[RegistrationView]], Awaitable[RegistrationView | Refused]]
"""One act of the wizard at the server."""


class Pane(Vertical):
    """Its fields stay as they are while another step is shown, so that going back finds them; `wipe` takes the secrets (REG-06)."""

    class Asked(Message):
        """Do this at the server; `hold` marks the button for as long as it takes."""

        def __init__(self, ask: Ask, hold: AbstractAsyncContextManager[None]) -> None:
            super().__init__()
            self.ask = ask
            self.hold = hold

    class BackWanted(Message):
        """上一步, or out of the wizard."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes="pane")
        self._desk = desk
        self._back = PushButton(desk.words, phrase("registration.back"), classes="back")
        self._primary = PushButton(desk.words, phrase("registration.next"), classes="-primary next")

    def _actions(self) -> Horizontal:
        return Horizontal(self._back, self._primary, classes="actions")

    def take(self, step: Step[RegistrationView], button: PushButton | None = None) -> None:
        self.ask(lambda flow: flow.take(step), button)

    def ask(self, act: Ask, button: PushButton | None = None) -> None:
        """One press, one request (TUI-5)."""
        hold = waiting(self._desk.clock, button or self._primary, phrase("registration.waiting"))
        self.post_message(self.Asked(act, hold))

    def draw(self, view: RegistrationView) -> None:
        """The server's view, whenever there is a new one of this step."""

    def begin(self) -> None:
        """Put the cursor where the user goes on."""
        self._primary.focus()

    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        """Show at its field why it was turned down, or return what is to be said above the step."""
        return explain(outcome)

    def wipe(self) -> None:
        """Forget what is secret, and watch over nothing any more (SEC-3)."""

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        if event.button is self._back:
            event.stop()
            self.post_message(self.BackWanted())
