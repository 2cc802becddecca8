"""The proof by hall code: six characters from the slip, the tries that are left, and the lock (REG-02)."""

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.domain import hall_codes
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.registration import RegistrationView
from etax_client.domain.secret import Secret
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.registration_steps.pane import Pane
from etax_client.screens.registration_steps.who import who
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.code_field import CodeField
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.form_row import FormRow
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.text_field import TextField


class HallCodePane(Pane):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self._who = Said(words, classes="pane-title")
        self._code = CodeField(id="hall-code", max_length=hall_codes.LENGTH)
        self._row = FormRow(words, "registration.hall_code", self._code, hint="registration.hall_code_hint", id="hall-code-row")
        self._lock = Countdown(desk.clock, words, "registration.hall_code_locked", id="hall-code-locked")

    @override
    def compose(self) -> ComposeResult:
        yield self._who
        yield self._row
        yield self._lock
        yield Said(self._desk.words, phrase("registration.hall_code_where"), classes="pane-note")
        yield self._actions()

    @override
    def draw(self, view: RegistrationView) -> None:
        self._who.say(who(view))

    @override
    def begin(self) -> None:
        self._code.focus()

    @override
    def wipe(self) -> None:
        self._code.value = ""
        self._row.clear()
        self._unlock()

    @override
    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        code = outcome.code if isinstance(outcome, Refused) else None
        if isinstance(outcome, Refused) and code is RefusalCode.locked:
            self._code.value = ""
            self._row.clear()
            self.add_class("-locked")
            self._lock.start(outcome.retry_after or 0)
        elif isinstance(outcome, Refused) and code is RefusalCode.wrong_hall_code and outcome.attempts_left:
            self._code.value = ""
            self._row.error(phrase("registration.hall_code_wrong", tries=outcome.attempts_left))
        else:
            self._row.error(explain(outcome))
        self._code.focus()
        return None

    def _unlock(self) -> None:
        self.remove_class("-locked")
        self._lock.stop()

    @on(Countdown.Ended)
    def _lock_ended(self, event: Countdown.Ended) -> None:
        event.stop()
        self._unlock()
        self._row.note(phrase("registration.hall_code_unlocked"))

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        if self._row.in_error and self._code.value:
            self._row.clear()

    @on(TextField.Submitted)
    @on(PushButton.Pressed, ".next")
    def _submitted(self, event: Message) -> None:
        event.stop()
        if self._primary.held:
            return
        code = hall_codes.read(Secret(self._code.value))
        if code is None:
            self._row.error(phrase("registration.hall_code_form"))
            self._code.focus()
            return
        self._row.clear()
        self._unlock()
        self.ask(lambda flow: flow.hall_code(code))
