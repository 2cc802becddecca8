"""What opens a unit (VER-01, VER-02, VER-05, VER-06): in the dialog 在线登录, and beside the list where there is room for it."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Unreachable, Why, attempt
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units.units import Unit, UnitHome
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.reset_channels import ResetChannelsDialog
from etax_client.screens.forms.guess_form import Guess, GuessForm
from etax_client.screens.messages import InVain, SessionEnded
from etax_client.screens.verification.certificate import CertificateDialog
from etax_client.screens.waiting import waiting
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key
from etax_client.widgets.push_button import PushButton

CERTIFICATE = Key("f6", "certificate", "key.certificate", "ca")
KEYS = (
    Key("f3", "keypad", "key.keypad", "rjp"),
    Key("f4", "forgotten", "key.forgotten", "wjmm"),
    Key("f5", "another_captcha", "key.another", "hyz"),
    CERTIFICATE,
)
"""Each does on the form what its action is called."""


class VerificationForm(Vertical):
    """For one unit at a time; `show` turns to another, of whom nothing has been typed yet."""

    DEFAULT_CSS = """
    VerificationForm { height: auto; width: 100%; }
    VerificationForm .verify-actions { height: 1; width: 100%; }
    VerificationForm #certificate { margin: 0 0 0 1; }
    VerificationForm .right { width: 1fr; height: 1; align-horizontal: right; }
    VerificationForm .right PushButton { margin: 0 0 0 1; }
    """

    class Verified(Message):
        def __init__(self, home: UnitHome) -> None:
            super().__init__()
            self.home = home

    class Settled(Message):
        """The server has said no, or what it said has not come."""

        def __init__(self, *, locked: bool) -> None:
            super().__init__()
            self.locked = locked

    class Left(Message):
        """Esc, or 取消, while nothing is under way."""

    def __init__(self, desk: Desk, unit: Unit, *, in_dialog: bool) -> None:
        super().__init__()
        self._desk = desk
        self.unit = unit
        self._errand: Worker[None] | None = None
        words = desk.words
        self._confirm = PushButton(words, phrase("dialog.ok" if in_dialog else "units.enter"), id="confirm", classes="-primary")
        self._certificate = PushButton(words, phrase("key.certificate"), id="certificate", classes="-link")
        self._certificate.display = unit.has_certificate
        cancel = [PushButton(words, phrase("dialog.cancel"), id="cancel")] if in_dialog else []
        actions = Horizontal(
            PushButton(words, phrase("verify.forgotten"), id="forgotten", classes="-link"),
            self._certificate,
            Horizontal(*cancel, self._confirm, classes="right"),
            classes="verify-actions",
        )
        self._guess = GuessForm(
            desk, CaptchaPurpose.unit_verification, "verify", "verify.password", [actions], _why(unit), at_rest=not in_dialog
        )

    @override
    def compose(self) -> ComposeResult:
        yield self._guess

    def on_mount(self) -> None:
        self._show_lock()

    def on_unmount(self) -> None:
        self.wipe()

    def _show_lock(self, passed: float = 0) -> None:
        left = (self.unit.locked_seconds or 0) - passed
        if left > 0:
            self._guess.show_lock(int(left))

    def show(self, unit: Unit, passed: float) -> None:
        """Another unit, or another state of the same one, as it was read so many seconds ago."""
        other, self.unit = unit.unit_id != self.unit.unit_id, unit
        self._certificate.display = unit.has_certificate
        self._guess.hint(_why(unit))
        if other:
            self._stop_waiting()
            self._guess.begin_anew()
            self._guess.rest()
        if unit.locked_seconds is None:
            self._guess.clear_lock()
        elif not self._guess.locked:
            self._show_lock(passed)

    def _stop_waiting(self) -> None:
        if self._errand is not None:
            self._errand.cancel()

    def start(self, typed: Secret | None = None) -> None:
        """With what had been typed elsewhere."""
        if typed is not None:
            self._guess.password.insert(typed)
        self._guess.password.focus()

    def take(self) -> Secret:
        """What has been typed, to go on with elsewhere."""
        return self._guess.password.take()

    def wipe(self) -> None:
        self._guess.wipe()

    def rest(self) -> None:
        """Nobody is at it any more (SEC-3)."""
        self.wipe()
        self._guess.rest()

    def offers(self, action: str) -> bool:
        """Whether a key's action would do something now."""
        own = {"another_captcha": self._guess.asks_captcha, "certificate": self.unit.has_certificate}
        return own.get(action, True)

    @on(GuessForm.Submitted)
    @on(PushButton.Pressed, "#confirm")
    def _submitted(self, event: Message) -> None:
        event.stop()
        guess = None if self._confirm.held else self._guess.guess()
        if guess is not None:
            self._errand = self.run_worker(self._verify(guess), group="errand", exclusive=True, description="unit verification")

    async def _verify(self, guess: Guess) -> None:
        async with waiting(self._desk.clock, self._confirm, phrase("verify.waiting")):
            outcome = await attempt(self._desk.api.verify_unit(self.unit.unit_id, guess.password, guess.captcha))
        if isinstance(outcome, UnitHome):
            self.wipe()
            self.post_message(self.Verified(outcome))
            return
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended:
            self.wipe()
            self.post_message(SessionEnded(outcome.ended or EndReason.unknown))
            return
        locked = isinstance(outcome, Refused) and outcome.code is RefusalCode.locked
        if not locked:
            self._guess.clear_lock()
        await self._guess.settle(outcome)
        self.post_message(InVain())
        self.post_message(self.Settled(locked=locked))

    @on(PushButton.Pressed, "#forgotten")
    def forgotten(self) -> None:
        self.app.push_screen(ResetChannelsDialog(self._desk))

    @on(PushButton.Pressed, "#certificate")
    def certificate(self) -> None:
        """VER-06: for units that have one."""
        if self.unit.has_certificate and not self._confirm.held:
            self.run_worker(self._by_certificate(), group="dialog", exclusive=True, description="verification by certificate")

    async def _by_certificate(self) -> None:
        home = await self.app.push_screen_wait(CertificateDialog(self._desk, self.unit))
        if home is not None:
            self.wipe()
            self.post_message(self.Verified(home))

    def keypad(self) -> None:
        self._guess.toggle_keypad()

    def another_captcha(self) -> None:
        self._guess.ask_another_captcha()

    @on(PushButton.Pressed, "#cancel")
    def leave(self) -> None:
        """Esc: while a request is under way, no longer wait for it; else leave."""
        if self._errand is not None and self._errand.is_running and self._confirm.held:
            self.run_worker(self._give_up(), group="errand", exclusive=True, description="give up a verification")
        else:
            self.rest()
            self.post_message(self.Left())

    async def _give_up(self) -> None:
        await self._guess.settle(Unreachable(Why.lost, sent=True))
        self._guess.say_on_password("verify.cancelled")


def _why(unit: Unit) -> str:
    """Why the password is asked for."""
    return f"verify.why.{unit.entry}"
