"""The code of the hall, asked for with the identity: six characters from the slip, the tries that are left, and the lock (REG-02)."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from typing_extensions import override

from etax_client.domain.identity import hall_codes
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.texts.words import phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.fields.code_field import CodeField
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.text_field import TextField

_ITS_OWN = (RefusalCode.wrong_hall_code, RefusalCode.locked)


class HallCodeField(Vertical):
    """A row of the form, with its lock under it."""

    class Entered(Message):
        """Enter: a code stands in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="hall-code-block")
        words = desk.words
        self._code = CodeField(id="hall-code", max_length=hall_codes.LENGTH)
        self._row = FormRow(words, "registration.hall_code", self._code, hint="registration.hall_code_hint", id="hall-code-row")
        self._lock = Countdown(desk.clock, words, "registration.hall_code_locked", id="hall-code-locked")

    @override
    def compose(self) -> ComposeResult:
        yield self._row
        yield self._lock

    @property
    def is_empty(self) -> bool:
        return not self._code.value

    def begin(self) -> None:
        self._code.focus()

    def wipe(self) -> None:
        self._code.value = ""
        self._row.clear()
        self._unlock()

    def code(self) -> Secret | None:
        """What can be a code; otherwise the field says what one looks like, and has the focus."""
        code = hall_codes.read(Secret(self._code.value))
        if code is None:
            self._row.error(phrase("registration.hall_code_form"))
            self._code.focus()
            return None
        self._unlock()
        return code

    def settle(self, refused: Refused) -> bool:
        """Show why it was turned down, if it was for the code."""
        if refused.code is RefusalCode.locked:
            self._code.value = ""
            self._row.clear()
            self._row.mute(True)
            self.add_class("-locked")
            self._lock.start(refused.retry_after or 0)
        elif refused.code is RefusalCode.wrong_hall_code and refused.attempts_left:
            self._code.value = ""
            self._row.error(phrase("registration.hall_code_wrong", tries=refused.attempts_left))
        elif refused.code in _ITS_OWN or refused.field == "hall_code":
            self._row.error(explain(refused))
        else:
            return False
        self._code.focus()
        return True

    def _unlock(self) -> None:
        self.remove_class("-locked")
        self._row.mute(False)
        self._lock.stop()

    @on(Countdown.Ended)
    def _lock_ended(self, event: Countdown.Ended) -> None:
        event.stop()
        self._unlock()
        self._row.note(phrase("registration.hall_code_unlocked"))

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        if self._code.value:
            self._row.clear()

    @on(TextField.Submitted)
    def _submitted(self, event: TextField.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered())
