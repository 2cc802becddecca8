"""Password and captcha above a soft keypad as one form: what login and unit verification have in common (LOG-04, LOG-07, LOG-12, CAP)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker

from etax_client.api.carrier import Accident, Unreachable, attempt
from etax_client.domain.guessing import passwords
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.forms.keypad_frame import KeypadFrame, keypad_toggle
from etax_client.texts.words import phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField

_KEEPS_PASSWORD = {RefusalCode.captcha_required, RefusalCode.wrong_captcha, RefusalCode.busy, RefusalCode.unavailable, RefusalCode.too_many}
_INDENT = 14
"""Cells of a label."""
_RENEW_BEFORE = 10
"""Seconds before its end at which a captcha is exchanged, so that none expires under one's hands."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What the user wants to try."""

    password: Secret
    captcha: CaptchaAnswer | None


class GuessForm(KeypadFrame):
    """Asks for a guess, and shows what came of it; `texts` is the prefix of the texts for wrong, locked and unlocked."""

    DEFAULT_CSS = """
    GuessForm SecretField, GuessForm TextField { width: 1fr; }
    GuessForm #captcha-field { width: 8; }
    GuessForm #captcha-row, GuessForm CaptchaView { display: none; }
    GuessForm.-captcha #captcha-row, GuessForm.-captcha CaptchaView { display: block; }
    GuessForm SoftKeypad { margin: 0; }
    GuessForm Countdown {
        display: none; margin: 0 0 0 14; height: auto; min-height: 2; width: 1fr; text-wrap: wrap; color: $error; text-style: bold;
    }
    GuessForm.-locked Countdown { display: block; }
    """

    class Submitted(Message):
        """Enter in the last field, or 确定 on the keypad."""

    def __init__(
        self,
        desk: Desk,
        purpose: CaptchaPurpose,
        texts: str,
        label: str,
        below: Sequence[Widget],
        hint: str | None = None,
        *,
        at_rest: bool = False,
    ) -> None:
        """`hint` says why the secret is asked for, until there is more to say."""
        self.password = SecretField(id="password-field")
        self.captcha = TextField(id="captcha-field", max_length=8)
        beside = [keypad_toggle(desk)]
        self._password_row = FormRow(desk.words, label, self.password, beside=beside, hint=hint, id="password-row")
        self._captcha_row = FormRow(desk.words, "login.captcha", self.captcha, hint="login.captcha_hint", in_line=True, id="captcha-row")
        super().__init__(desk, self.password, self._password_row, *below, at_rest=at_rest)
        self._purpose = purpose
        self._texts = texts
        self._picture: CaptchaPicture | None = None
        self._renewal: Worker[None] | None = None
        self._view = CaptchaView(desk.words)
        self.locked_says = f"{texts}.locked"
        """Which text counts down; a policy may have another."""
        self._lock = Countdown(desk.clock, desk.words, self.locked_says)

    def on_resize(self) -> None:
        self._indent_picture()

    def _indent_picture(self) -> None:
        """Under the field, as far as there is room: a picture that is cut cannot be read."""
        self._view.styles.margin = (0, 0, 0, max(0, min(_INDENT, self.size.width - self._view.columns)))

    @property
    def locked(self) -> bool:
        return self.has_class("-locked")

    def guess(self) -> Guess | None:
        """What was typed, if it can be sent; otherwise the field in error says why and has the focus."""
        password = self.password.peek()
        fault = passwords.typing_fault(password)
        if fault is not None:
            self._password_row.error(phrase(f"password.{fault}"))
            if fault is not passwords.TypingFault.empty:
                self.password.clear()
            self.password.focus()
            return None
        self._password_row.clear()
        if self._picture is None:
            return Guess(password, None)
        answer = self.captcha.value.strip()
        if not answer:
            self._captcha_row.error(phrase("captcha.empty"))
            self.captcha.focus()
            return None
        return Guess(password, CaptchaAnswer(self._picture.captcha_id, answer))

    async def settle(self, outcome: Refused | Accident | None) -> None:
        """Show what came of a guess: only the password and the captcha are ever cleared (LOG-12); None means that it was right."""
        if not self._keeps_password(outcome):
            self.password.clear()
        self.captcha.value = ""
        if outcome is None:
            self._forget_captcha()
            self._password_row.clear()
            return
        locked = isinstance(outcome, Refused) and outcome.code is RefusalCode.locked
        asked = isinstance(outcome, Refused) and outcome.captcha_required
        if locked:
            self._forget_captcha()
        elif asked or self._picture is not None:
            await self.another_captcha()
        self._show(outcome)

    def _keeps_password(self, outcome: Refused | Accident | None) -> bool:
        if isinstance(outcome, Refused):
            return outcome.code in _KEEPS_PASSWORD
        return isinstance(outcome, Unreachable) and not outcome.sent

    def _show(self, outcome: Refused | Accident) -> None:
        code = outcome.code if isinstance(outcome, Refused) else None
        if isinstance(outcome, Refused) and code is RefusalCode.locked:
            self.show_lock(outcome.retry_after or 0)
        elif isinstance(outcome, Refused) and code in (RefusalCode.wrong_credentials, RefusalCode.wrong_declaration_password):
            left = outcome.attempts_left or 0
            self._password_row.error(phrase(f"{self._texts}.last" if left == 1 else f"{self._texts}.wrong", tries=left))
        elif code in (RefusalCode.captcha_required, RefusalCode.wrong_captcha) and self._picture is not None:
            self._captcha_row.error(explain(outcome))
            self.captcha.focus()
            return
        else:
            self._password_row.error(explain(outcome))
        self.password.focus()

    def say_on_password(self, key: str) -> None:
        self._password_row.error(phrase(key))

    def show_lock(self, seconds: int) -> None:
        """LOG-07: the time left, counting down, with the ways out."""
        if not self._lock.is_attached:  # start-up budget, as all below that few ever see
            self.mount(self._lock, after=self._password_row)
        self._password_row.clear()
        self._password_row.mute(True)
        self.add_class("-locked")
        self._lock.start(seconds, self.locked_says)

    def clear_lock(self) -> None:
        if self.locked:
            self.remove_class("-locked")
            self._lock.stop()
            self._password_row.mute(False)

    @on(Countdown.Ended)
    def _lock_ended(self, event: Countdown.Ended) -> None:
        event.stop()
        self.clear_lock()
        self._password_row.note(phrase(f"{self._texts}.unlocked"))
        self.password.focus()

    def hint(self, hint: str) -> None:
        """Why the secret is asked for, as it is now."""
        self._password_row.hint(phrase(hint))

    def begin_anew(self) -> None:
        """For another one, of whom nothing has been tried yet; costs nothing where nothing has been."""
        if self.password.length:
            self.password.take()
        self.captcha.value = ""
        if self._picture is not None:
            self._forget_captcha()
        self.clear_lock()
        self._password_row.clear()

    def wipe(self) -> None:
        """Forget what is secret: the screen is being left (SEC-3)."""
        self.password.clear()
        self.captcha.value = ""

    async def another_captcha(self) -> None:
        """Fetch a captcha and show it (CAP-01, F5)."""
        outcome = await attempt(self._desk.api.captcha(self._purpose))
        if not isinstance(outcome, CaptchaPicture):
            self._captcha_row.error(explain(outcome, harmless=True))
            return
        self._picture = outcome
        if not self._captcha_row.is_attached:
            await self.mount(self._captcha_row, self._view, after=self._password_row)
        self._view.show(outcome.rows)
        self._indent_picture()
        self.add_class("-captcha")
        self.screen.refresh_bindings()
        self._captcha_row.clear()
        self.captcha.value = ""
        if self._renewal is not None:
            self._renewal.cancel()
        self._renewal = self.run_worker(self._renew(outcome.seconds), group="vigil", description="captcha renewal")

    async def _renew(self, seconds: int) -> None:
        await self._desk.clock.sleep(max(1, seconds - _RENEW_BEFORE))
        self._renewal = None
        await self.another_captcha()
        if not self._captcha_row.in_error:
            self._captcha_row.note(phrase("login.captcha_renewed"))

    def _forget_captcha(self) -> None:
        if self._renewal is not None:
            self._renewal.cancel()
            self._renewal = None
        self._picture = None
        self._view.hide_picture()
        self.remove_class("-captcha")
        self.screen.refresh_bindings()

    @property
    def asks_captcha(self) -> bool:
        return self._picture is not None

    def ask_another_captcha(self) -> None:
        if self._picture is not None:
            self.run_worker(self.another_captcha(), group="errand", exclusive=True, description="another captcha")

    @on(CaptchaView.Wanted)
    def _captcha_clicked(self, event: CaptchaView.Wanted) -> None:
        event.stop()
        self.ask_another_captcha()

    @on(SecretField.Submitted)
    def _password_done(self, event: SecretField.Submitted) -> None:
        event.stop()
        if self._picture is not None and not self.captcha.value:
            self.captcha.focus()
        else:
            self.post_message(self.Submitted())

    @on(TextField.Submitted, "#captcha-field")
    def _captcha_done(self, event: TextField.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())

    @on(SecretField.Changed)
    def _password_changed(self, event: SecretField.Changed) -> None:
        event.stop()
        if self._password_row.in_error and self.password.length:
            self._password_row.clear()
