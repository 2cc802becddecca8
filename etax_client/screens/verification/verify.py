"""在线登录: unit verification with the declaration password (VER-01, VER-02, VER-05); it returns the unit's home."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import ModalScreen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Unreachable, Why, attempt
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.units.units import Unit, UnitHome
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.closing import close
from etax_client.screens.dialogs.reset_channels import ResetChannelsDialog
from etax_client.screens.forms.guess_form import Guess, GuessForm
from etax_client.screens.messages import InVain, SessionEnded
from etax_client.screens.verification.certificate import CertificateDialog
from etax_client.screens.waiting import waiting
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.titled import Titled
from etax_client.widgets.units.unit_facts import UnitFacts

_CERTIFICATE = Key("f6", "certificate", "key.certificate", "ca")
_KEYS = (
    Key("f1", "app.help", "key.help", "bz"),
    Key("f3", "keypad", "key.keypad", "rjp"),
    Key("f4", "forgotten", "key.forgotten", "wjmm"),
    Key("f5", "another_captcha", "key.another", "hyz"),
    _CERTIFICATE,
    Key("escape", "leave", "key.back", "fh", "Esc"),
)


class VerifyDialog(ModalScreen[UnitHome | None]):
    CSS_PATH = "verify.tcss"
    BINDINGS = bindings(_KEYS)
    AUTO_FOCUS = ""
    GUIDE = ("verify.title", "help.verify")

    def __init__(self, desk: Desk, unit: Unit) -> None:
        super().__init__()
        self._desk = desk
        self._unit = unit
        self._errand: Worker[None] | None = None
        words = desk.words
        self._confirm = PushButton(words, phrase("dialog.ok"), id="confirm", classes="-primary")
        actions = Horizontal(
            PushButton(words, phrase("verify.forgotten"), id="forgotten", classes="-link"),
            *([PushButton(words, phrase("key.certificate"), id="certificate", classes="-link")] if unit.has_certificate else []),
            Horizontal(PushButton(words, phrase("dialog.cancel"), id="cancel"), self._confirm, classes="right"),
            classes="verify-actions",
        )
        self._form = GuessForm(desk, CaptchaPurpose.unit_verification, "verify", "verify.password", [actions], f"verify.why.{unit.entry}")

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(key for key in _KEYS if key is not _CERTIFICATE or self._unit.has_certificate)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("verify.title")):
            yield UnitFacts(words, self._unit)
            yield self._form

    def on_mount(self) -> None:
        self._form.password.focus()
        if self._unit.locked_seconds:
            self._form.show_lock(self._unit.locked_seconds)

    def on_unmount(self) -> None:
        self._form.wipe()

    @on(GuessForm.Submitted)
    @on(PushButton.Pressed, "#confirm")
    def _submitted(self, event: Message) -> None:
        event.stop()
        guess = None if self._confirm.held else self._form.guess()
        if guess is not None:
            self._errand = self.run_worker(self._verify(guess), group="errand", exclusive=True, description="unit verification")

    async def _verify(self, guess: Guess) -> None:
        async with waiting(self._desk.clock, self._confirm, phrase("verify.waiting")):
            outcome = await attempt(self._desk.api.verify_unit(self._unit.unit_id, guess.password, guess.captcha))
        if isinstance(outcome, UnitHome):
            self._form.wipe()
            close(self, outcome)
            return
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended:
            self._form.wipe()
            self.post_message(SessionEnded(outcome.ended or EndReason.unknown))
            return
        if not isinstance(outcome, Refused) or outcome.code is not RefusalCode.locked:
            self._form.clear_lock()
        await self._form.settle(outcome)
        self.post_message(InVain())

    @on(PushButton.Pressed, "#forgotten")
    def action_forgotten(self) -> None:
        self.app.push_screen(ResetChannelsDialog(self._desk))

    @on(PushButton.Pressed, "#certificate")
    def action_certificate(self) -> None:
        """VER-06: for units that have one."""
        if self._unit.has_certificate and not self._confirm.held:
            self.run_worker(self._by_certificate(), group="dialog", exclusive=True, description="verification by certificate")

    async def _by_certificate(self) -> None:
        home = await self.app.push_screen_wait(CertificateDialog(self._desk, self._unit))
        if home is not None:
            self._form.wipe()
            close(self, home)

    def action_keypad(self) -> None:
        self._form.toggle_keypad()

    def action_another_captcha(self) -> None:
        self._form.ask_another_captcha()

    @on(PushButton.Pressed, "#cancel")
    def action_leave(self) -> None:
        """Esc: while a request is under way, no longer wait for it; else leave."""
        if self._errand is not None and self._errand.is_running and self._confirm.held:
            self.run_worker(self._give_up(), group="errand", exclusive=True, description="give up a verification")
        else:
            self._form.wipe()
            self.dismiss(None)

    async def _give_up(self) -> None:
        await self._form.settle(Unreachable(Why.lost, sent=True))
        self._form.say_on_password("verify.cancelled")
