"""The pages of 企业办税权限 and 重置申报密码 on the phone beside the client (AUT-01, DPW-01 to DPW-03)."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from etax_client.domain.guessing.passwords import DECLARATION_PASSWORD, Own
from etax_client.domain.safe_text import safe_text
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import PhoneMessage
from etax_client.domain.units.authorisations import ManagedUnit
from etax_client.screens.desk import Desk
from etax_client.screens.forms.new_password_form import NewPasswordForm
from etax_client.screens.forms.sms_code_form import SmsCodeForm
from etax_client.screens.phone.handset import Handset
from etax_client.screens.phone.handset_units import ManagedUnits, Stage
from etax_client.screens.phone.phone_other_pages import fact, message
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class ResetForm(Vertical):
    """The new password twice, then a code to the own number; what is sent is the handset's (DPW-03, DPW-04)."""

    class CodeWanted(Message):
        """获取验证码."""

    class Submitted(Message):
        """保存; both are what they should look like."""

        def __init__(self, password: Secret, code: Secret) -> None:
            super().__init__()
            self.password = password
            self.code = code

    def __init__(self, desk: Desk, units: ManagedUnits) -> None:
        super().__init__()
        self._desk = desk
        self._code = SmsCodeForm(desk)
        self._came: PhoneMessage | None = None
        self._begun_typing = False
        self._inbox = Vertical(id="came")
        self._password = NewPasswordForm(desk, DECLARATION_PASSWORD, with_keypad=False)
        self._begun = units.begun
        self._password.own = Own() if units.begun is None else Own(numbers=(units.begun.taxpayer_id,))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        if self._begun is not None:
            yield fact(words, "beside.unit.name", self._begun.name)
            yield Said(words, phrase("newdecl.to", mobile=safe_text(self._begun.masked_mobile)), classes="hint")
        yield self._password
        yield self._inbox
        yield self._code
        with Horizontal(classes="answer-line"):
            yield PushButton(words, phrase("beside.back"), id="leave-page")
            yield PushButton(words, phrase("newdecl.save.phone"), id="save", classes="-primary")

    async def follow(self, units: ManagedUnits) -> None:
        """Show what has come meanwhile; what was typed stays."""
        self._code.show(units.resend)
        if not self._begun_typing:
            self._begun_typing = True
            self._password.begin()
        if units.came is not None and units.came != self._came:
            self._came = units.came
            await self._inbox.remove_children()
            await self._inbox.mount(*message(self._desk.words, units.came))
            self._code.sent(phrase("beside.code_sent"))
            self.call_after_refresh(self._code.scroll_visible, animate=False)

    @on(SmsCodeForm.Wanted)
    def _code_wanted(self, event: SmsCodeForm.Wanted) -> None:
        event.stop()
        self.post_message(self.CodeWanted())

    @on(NewPasswordForm.Submitted)
    def _password_typed(self, event: NewPasswordForm.Submitted) -> None:
        event.stop()
        if self._password.password() is not None:
            self._code.begin()

    @on(PushButton.Pressed, "#save")
    @on(SmsCodeForm.Submitted)
    def _submitted(self, event: Message) -> None:
        event.stop()
        password = self._password.password()
        code = None if password is None else self._code.code()
        if code is not None and password is not None:
            self.post_message(self.Submitted(password, code))


def units(handset: Handset, desk: Desk) -> list[Widget]:
    """The page that 企业办税权限 is on."""
    words, managed = desk.words, handset.units
    back = PushButton(words, phrase("beside.back"), id="leave-page", classes="entry")
    if managed.stage is Stage.listed:
        return [Said(words, phrase("managed.title"), classes="page-title"), *_list(desk, managed.units), back]
    title = Said(words, phrase("newdecl.title"), classes="page-title")
    if managed.stage is Stage.reset:
        return [title, ResetForm(desk, managed)]
    if managed.stage is Stage.unbound:
        return [
            title,
            Said(words, phrase("refused.no_mobile"), classes="hint -error"),
            PushButton(words, phrase("newdecl.bind"), id="security", classes="-primary entry"),
            back,
        ]
    if managed.unit is None:
        return [back]
    facts = [fact(words, "beside.unit.name", managed.unit.name), fact(words, "beside.unit.id", managed.unit.taxpayer_id)]
    if managed.stage is Stage.done:
        return [
            title,
            Said(words, phrase("newdecl.done"), classes="done"),
            *facts,
            Said(words, phrase("newdecl.done.next"), classes="hint"),
            back,
        ]
    facts.append(fact(words, "beside.unit.role", _role(managed.unit)))
    if not managed.unit.standing.runs_it:
        return [
            Said(words, phrase("managed.detail"), classes="page-title"),
            *facts,
            Said(words, phrase("newdecl.only"), classes="hint"),
            back,
        ]
    reset = PushButton(words, phrase("newdecl.title"), id="reset-password", classes="-primary entry")
    return [Said(words, phrase("managed.detail"), classes="page-title"), *facts, reset, back]


def _list(desk: Desk, found: tuple[ManagedUnit, ...] | None) -> list[Widget]:
    if not found:
        return [] if found is None else [Said(desk.words, phrase("managed.none"), classes="hint")]
    options = (Option(Content(f"{safe_text(unit.name)}\n{safe_text(unit.taxpayer_id)}")) for unit in found)
    return [OptionList(*options, compact=True, id="managed")]


def _role(unit: ManagedUnit) -> Phrase:
    role = unit.standing.role
    return phrase("managed.manager") if role is None else phrase(f"home.role.{role}")
