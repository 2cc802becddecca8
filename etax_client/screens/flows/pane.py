"""What every step of a wizard is: drawn from the server's view, it says what is wanted, and shows what came of it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from textual.containers import Horizontal, Vertical
from textual.message import Message

from etax_client.api.carrier import Accident
from etax_client.api.flows import Flow, Step
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.waiting import waiting
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key
from etax_client.widgets.push_button import PushButton

V = TypeVar("V")
Ask = Callable[[Flow[V]], Awaitable[V | Refused]]
"""One act of the wizard at the server."""
Hold = Callable[[Phrase], AbstractAsyncContextManager[None]]
"""Marks what was pressed for as long as it takes, in the words of the wizard."""


class Pane(Vertical, Generic[V]):
    """Its fields stay as they are while another step is shown, so that going back finds them; `wipe` takes the secrets (REG-06)."""

    KEYS: ClassVar[tuple[Key, ...]] = ()

    class Asked(Message):
        """Do this at the server."""

        def __init__(self, ask: Ask[Any], hold: Hold) -> None:
            super().__init__()
            self.ask = ask
            self.hold = hold

    class Changed(Message):
        """It has other keys from now on, or another width."""

    class BackWanted(Message):
        """上一步, or out of the wizard."""

    class EndWanted(Message):
        """Out of the wizard, as all is done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes="pane")
        self._desk = desk
        self._back = PushButton(desk.words, phrase("registration.back"), classes="back")
        self._primary = PushButton(desk.words, phrase("registration.next"), classes="-primary next")

    @property
    def keys(self) -> tuple[Key, ...]:
        """Those that it has beside the wizard's."""
        return self.KEYS

    @property
    def is_wide(self) -> bool:
        return False

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost if one left now, as far as it is about this step."""
        return False

    def _actions(self) -> Horizontal:
        return Horizontal(self._back, self._primary, classes="actions")

    def take(self, step: Step[V], button: PushButton | None = None) -> None:
        self.ask(lambda flow: flow.take(step), button)

    def ask(self, act: Ask[V], button: PushButton | None = None) -> None:
        """One press, one request (TUI-5)."""
        self.post_message(self.Asked(act, partial(waiting, self._desk.clock, button or self._primary)))

    def draw(self, view: V) -> None:
        """The server's view, whenever there is a new one of this step."""

    def begin(self) -> None:
        """Put the cursor where the user goes on."""
        self._primary.focus()

    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        """Show at its field why it was turned down, or return what is to be said above the step."""
        return explain(outcome)

    def wipe(self) -> None:
        """Forget what is secret, and watch over nothing any more (SEC-3)."""

    # --- what keys of the wizard do where a step has them

    def renew(self) -> bool:
        """F5, where it is another code for the face check."""
        return False

    def toggle_keypad(self) -> None:
        """F3."""

    def enter_rare_character(self) -> None:
        """F7."""

    def fill(self, document_type: DocumentType, number: str, name: str) -> None:
        """From the papers of the demo's phone."""

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        if event.button is self._back:
            event.stop()
            self.post_message(self.BackWanted())
