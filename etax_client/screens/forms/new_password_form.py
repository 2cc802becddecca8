"""A new password, twice, with each rule met or unmet while one types: for registration, recovery and change alike (PWD-01, PWD-1)."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.domain.guessing import passwords
from etax_client.domain.guessing.passwords import Own, PasswordCheck, PasswordRule, Weakness
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.reference.common_passwords import common_passwords
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.forms.keypad_frame import KeypadFrame, keypad_toggle
from etax_client.texts.password_rules import told
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.said import Marked


class NewPasswordForm(Vertical):
    """`rule` is the policy's; `own` is what the account has, as far as it is known here.

    The server decides, by the same functions, and knows all of them. In a narrow place it stands without the soft keypad.
    """

    DEFAULT_CSS = """
    NewPasswordForm { height: auto; width: 100%; }
    NewPasswordForm .rule { margin: 0 0 0 14; width: 1fr; color: $quiet; }
    NewPasswordForm .rule.-met { color: $success; }
    """

    class Submitted(Message):
        """Enter in the second field, or 确定 on the keypad while it types there; `password` says whether all is right."""

    def __init__(self, desk: Desk, rule: PasswordRule, *, with_keypad: bool = True) -> None:
        super().__init__()
        self._rule = rule
        self._own = Own()
        words = desk.words
        self._first = SecretField(id="new-password")
        self._again = SecretField(id="new-password-again")
        toggle = [keypad_toggle(desk)] if with_keypad else []
        self._first_row = FormRow(words, "newpw.password", self._first, beside=toggle)
        self._again_row = FormRow(words, "newpw.again", self._again)
        self._rules = {each: Marked(words, classes="rule") for each in PasswordCheck}
        self._strength = Marked(words, classes="rule")
        self._parts = (self._first_row, *self._rules.values(), self._strength, self._again_row)
        self._frame = KeypadFrame(desk, self._first, *self._parts) if with_keypad else None
        self._show_rules()

    @override
    def compose(self) -> ComposeResult:
        if self._frame is not None:
            yield self._frame
        else:
            yield from self._parts

    @property
    def own(self) -> Own:
        return self._own

    @own.setter
    def own(self, own: Own) -> None:
        if own != self._own:
            self._own = own
            self._show_rules()

    def begin(self) -> None:
        """Put the cursor where typing begins."""
        self._first.focus()

    def password(self) -> Secret | None:
        """What was typed twice, if it follows the rules; otherwise the field in error says why and has the focus."""
        typed = self._first.peek()
        fault = passwords.typing_fault(typed)
        if fault is not None:
            self._complain(self._first_row, phrase(f"password.{fault}"))
            return None
        weakness = self._weakness(typed)
        if weakness is not None or not passwords.fits(self._rule, typed):
            self._complain(self._first_row, phrase("newpw.unmet") if weakness is None else phrase(f"weakness.{weakness}"))
            return None
        self._first_row.clear()
        if typed.reveal() != self._again.peek().reveal():
            self._complain(self._again_row, phrase("newpw.differs" if self._again.length else "newpw.again_empty"))
            self._again.clear()
            return None
        self._again_row.clear()
        return typed

    def settle(self, outcome: Refused | Accident | Phrase) -> None:
        """Show what a server made of it; a password that it refused is gone."""
        if isinstance(outcome, Refused) and outcome.code in (RefusalCode.password_refused, RefusalCode.malformed):
            self.wipe()
        self._complain(self._first_row, outcome if isinstance(outcome, Phrase) else explain(outcome))

    def wipe(self) -> None:
        """Forget what is secret (SEC-3, REG-06)."""
        self._first.take()
        self._again.take()
        self._first_row.clear()
        self._again_row.clear()
        self._show_rules()

    def toggle_keypad(self) -> None:
        if self._frame is not None:
            self._frame.toggle_keypad()

    def _complain(self, row: FormRow, what: Phrase) -> None:
        row.error(what)
        row.field.focus()

    def _show_rules(self) -> None:
        typed = self._first.peek()
        for name, met in passwords.check(self._rule, typed).items():
            _tell(self._rules[name], told(self._rule, name), met)
        _tell(self._strength, phrase("newpw.rule.strong"), bool(typed.reveal()) and self._weakness(typed) is None)

    def _weakness(self, typed: Secret) -> Weakness | None:
        return passwords.weakness(typed, self._own, common_passwords())

    @on(SecretField.Changed)
    def _changed(self, event: SecretField.Changed) -> None:
        event.stop()
        row = self._first_row if event.field is self._first else self._again_row
        if event.field.length:
            row.clear()
        self._show_rules()

    @on(SecretField.Submitted)
    def _submitted(self, event: SecretField.Submitted) -> None:
        event.stop()
        if event.field is self._first and not self._again.length:
            self._again.focus()
        else:
            self.post_message(self.Submitted())


def _tell(said: Marked, rule: Phrase, met: bool) -> None:
    said.say(phrase("newpw.rule_met" if met else "newpw.rule_unmet", rule=rule))
    said.set_class(met, "-met")
