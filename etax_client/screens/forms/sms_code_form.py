"""An SMS code as a form asks for it: the field, 获取验证码, and the time until another one may be sent (SMS-01)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.domain.guessing import one_time_codes
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.waiting import waiting
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.push_button import PushButton

_LONGEST = 16


class SmsCodeForm(Vertical):
    """Requests are its parent's: it says what is wanted, and shows what came of it."""

    DEFAULT_CSS = """
    SmsCodeForm { height: auto; width: 100%; }
    SmsCodeForm TextField { width: 12; }
    SmsCodeForm Countdown { display: none; color: $quiet; }
    SmsCodeForm.-waiting Countdown { display: block; }
    SmsCodeForm.-waiting #get-code { display: none; }
    """

    class Wanted(Message):
        """获取验证码."""

    class Submitted(Message):
        """Enter in the field."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        words = desk.words
        self._field = TextField(id="sms-code", max_length=_LONGEST)
        self._get = PushButton(words, phrase("smscode.get"), id="get-code")
        self._wait = Countdown(desk.clock, words, "smscode.wait")
        self._row = FormRow(words, "smscode.code", self._field, beside=[self._get, self._wait], hint="smscode.hint")

    @override
    def compose(self) -> ComposeResult:
        yield self._row

    def begin(self) -> None:
        """Put the cursor where the user goes on: at the button while no code has been sent."""
        (self._field if self.has_class("-sent") else self._get).focus()

    def show(self, resend: int | None) -> None:
        """How a flow's view has it: seconds until another code may be sent, 0 for now, None if none has been."""
        self.set_class(resend is not None, "-sent")
        self._get.say(phrase("smscode.get" if resend is None else "smscode.another"))
        self._hold_back(resend or 0)

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """For the time of the request for a code."""
        async with waiting(self._desk.clock, self._get, phrase("smscode.sending")):
            yield

    def sent(self, said: Phrase) -> None:
        """A code is on its way, as far as may be told; codes sent before are void."""
        self._field.value = ""
        self._row.note(said)
        self._field.focus()

    def code(self) -> Secret | None:
        """The six digits that were typed; otherwise the field says why and has the focus."""
        typed = self._field.value.strip()
        code = one_time_codes.read(Secret(typed))
        if code is None:
            self._complain(phrase("smscode.form" if typed else "smscode.empty"))
        else:
            self._row.clear()
        return code

    def settle(self, outcome: Refused | Accident | Phrase) -> None:
        """Show why no code was sent, or what was wrong with the one that was typed; that one is gone, an unanswered one stays."""
        if isinstance(outcome, Refused):
            if outcome.code in (RefusalCode.wrong_code, RefusalCode.code_void):
                self._field.value = ""
            if outcome.code is RefusalCode.too_many:
                self._hold_back(outcome.retry_after or 0)
        self._complain(_why(outcome))

    def wipe(self) -> None:
        """Codes don't survive going back (REG-06)."""
        self._field.value = ""
        self._row.clear()

    def _hold_back(self, seconds: int) -> None:
        self.set_class(seconds > 0, "-waiting")
        if seconds > 0:
            if self._get.has_focus:
                self._field.focus()
            self._wait.start(seconds)
        else:
            self._wait.stop()

    def _complain(self, what: Phrase) -> None:
        self._row.error(what)
        self._field.focus()

    @on(Countdown.Ended)
    def _may_ask(self, event: Countdown.Ended) -> None:
        event.stop()
        self.remove_class("-waiting")

    @on(PushButton.Pressed, "#get-code")
    def _get_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.post_message(self.Wanted())

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        if self._row.in_error and self._field.value:
            self._row.clear()

    @on(TextField.Submitted)
    def _submitted(self, event: TextField.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())


def _why(outcome: Refused | Accident | Phrase) -> Phrase:
    if isinstance(outcome, Phrase):
        return outcome
    if isinstance(outcome, Refused) and outcome.code is RefusalCode.wrong_code:
        return phrase("smscode.wrong", tries=outcome.attempts_left) if outcome.attempts_left else phrase("smscode.burned")
    return explain(outcome)
