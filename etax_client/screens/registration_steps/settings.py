"""The account to be: login name where the policy has one, mobile number, and the password twice (REG-04, PWD-01)."""

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.api.flows import Step, set_up
from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.flows.registration import RegistrationView
from etax_client.domain.guessing.passwords import Own
from etax_client.domain.identity import login_names, mobiles
from etax_client.domain.policies import POLICIES
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.flows.pane import Pane
from etax_client.screens.forms.new_password_form import NewPasswordForm
from etax_client.texts import account_ways
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key
from etax_client.widgets.push_button import PushButton

_MENDED_BY_TYPING = (Fault.empty, Fault.length, Fault.digits_only)

_FIELDS = {
    RefusalCode.login_name_taken: "login_name",
    RefusalCode.mobile_taken: "mobile",
    RefusalCode.password_refused: "password",
}
"""Where it is said that something can't be had."""


KEYPAD = Key("f3", "keypad", "key.keypad", "rjp")


class SettingsPane(Pane[RegistrationView]):
    KEYS = (KEYPAD,)

    def __init__(self, desk: Desk, view: RegistrationView) -> None:
        super().__init__(desk)
        self.add_class("-long")
        policy, words = POLICIES[view.policy], desk.words
        self._rule = policy.login_name
        self._number = "" if view.identity is None else view.identity.number
        self._login_name = TextField(id="login-name", max_length=0 if self._rule is None else self._rule.longest * 2)
        self._mobile = TextField(id="mobile", max_length=24)
        self._passwords = NewPasswordForm(desk, policy.password)
        hint = None if self._rule is None else account_ways.login_name_hint(self._rule)
        self._login_name_row = FormRow(words, "registration.login_name", self._login_name, hint=hint)
        self._mobile_row = FormRow(words, "registration.mobile", self._mobile, hint="registration.mobile_hint")

    @override
    def compose(self) -> ComposeResult:
        if self._rule is not None:
            yield self._login_name_row
        yield self._mobile_row
        yield self._passwords
        yield self._actions()

    @override
    def draw(self, view: RegistrationView) -> None:
        self._number = "" if view.identity is None else view.identity.number
        self._tell_passwords()

    def _tell_passwords(self) -> None:
        """What a password may not hold (PWD-1)."""
        mobile = mobiles.judge(self._mobile.value)
        self._passwords.own = Own(self._login_name.value.strip(), (*([mobile] if isinstance(mobile, str) else []), self._number))

    @override
    def begin(self) -> None:
        """A field that came back from the server's no keeps the focus; else the first that is not filled in."""
        if self._rule is not None and not self._login_name.value:
            self._login_name.focus()
        elif not self._mobile.value:
            self._mobile.focus()
        else:
            self._passwords.begin()

    @override
    def wipe(self) -> None:
        self._passwords.wipe()

    @override
    def toggle_keypad(self) -> None:
        self._passwords.toggle_keypad()

    @override
    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        if not isinstance(outcome, Refused):
            return explain(outcome)
        wrong = _FIELDS.get(outcome.code, outcome.field if outcome.code is RefusalCode.malformed else None)
        if wrong == "password":
            self._passwords.settle(outcome)
        elif wrong in ("login_name", "mobile"):
            self._complain(self._login_name_row if wrong == "login_name" else self._mobile_row, explain(outcome))
        else:
            return explain(outcome)
        return None

    def _complain(self, row: FormRow, what: Phrase) -> None:
        row.remove_class("-good")
        row.error(what)
        row.field.focus()

    # --- each field, as one types and when it is left

    @on(TextField.Changed)
    @on(TextField.Blurred)
    def _judge_again(self, event: TextField.Changed | TextField.Blurred) -> None:
        event.stop()
        left = isinstance(event, TextField.Blurred)
        self._tell_passwords()
        if event.input is self._login_name:
            judged, row = self._judged_name(), self._login_name_row
            fault = self._name_wrong(judged) if isinstance(judged, Invalid) else None
            unfinished = isinstance(judged, Invalid) and judged.fault in _MENDED_BY_TYPING
        else:
            judged, row = mobiles.judge(self._mobile.value), self._mobile_row
            fault = None if isinstance(judged, str) else _mobile_fault(judged)
            unfinished = True
        if left and (not event.value or row.in_error):
            return  # what the server said stands until something else is typed
        row.remove_class("-good")
        if fault is None:
            row.note(phrase("idform.right"))
            row.add_class("-good")
        elif left or not unfinished:
            row.error(fault)
        else:
            row.clear()

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        if event.input is self._login_name:
            self._mobile.focus()
        else:
            self._passwords.begin()

    @on(NewPasswordForm.Submitted)
    @on(PushButton.Pressed, ".next")
    def _submitted(self, event: Message) -> None:
        event.stop()
        entered = None if self._primary.held else self._entered_settings()
        if entered is not None:
            self.take(entered)

    def _entered_settings(self) -> Step[RegistrationView] | None:
        """What was entered, if all is right; otherwise the first field in error has the focus."""
        name, mobile = self._judged_name(), mobiles.judge(self._mobile.value)
        if isinstance(name, Invalid):
            self._complain(self._login_name_row, self._name_wrong(name))
        elif isinstance(mobile, Invalid):
            self._complain(self._mobile_row, _mobile_fault(mobile))
        else:
            password = self._passwords.password()
            return None if password is None else set_up(password, mobile, name)
        return None

    def _judged_name(self) -> str | Invalid | None:
        """None where no login name is asked for."""
        return None if self._rule is None else login_names.judge(self._login_name.value, self._rule)

    def _name_wrong(self, invalid: Invalid) -> Phrase:
        assert self._rule is not None  # noqa: S101
        return account_ways.login_name_wrong(invalid, self._rule)


def _mobile_fault(invalid: Invalid) -> Phrase:
    return phrase(f"registration.mobile_fault.{invalid.fault.name}")
