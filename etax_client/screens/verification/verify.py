"""在线登录: unit verification as a dialog (VER-01); it returns the unit's home."""

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen
from typing_extensions import override

from etax_client.domain.secret import Secret
from etax_client.domain.units.units import Unit, UnitHome
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.closing import close
from etax_client.screens.verification.verification_form import CERTIFICATE, KEYS, VerificationForm
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key, bindings
from etax_client.widgets.titled import Titled
from etax_client.widgets.units.unit_facts import UnitFacts

_KEYS = (Key("f1", "app.help", "key.help", "bz"), *KEYS, Key("escape", "leave", "key.back", "fh", "Esc"))


class VerifyDialog(ModalScreen[UnitHome | None]):
    CSS_PATH = "verify.tcss"
    BINDINGS = bindings(_KEYS)
    AUTO_FOCUS = ""
    GUIDE = ("verify.title", "help.verify")

    def __init__(self, desk: Desk, unit: Unit, typed: Secret | None = None) -> None:
        """`typed` has been typed for this unit already, elsewhere."""
        super().__init__()
        self._desk = desk
        self._typed = typed
        self._form = VerificationForm(desk, unit, in_dialog=True)

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(key for key in _KEYS if key is not CERTIFICATE or self._form.unit.has_certificate)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("verify.title")):
            yield UnitFacts(words, self._form.unit)
            yield self._form

    def on_mount(self) -> None:
        self._form.start(self._typed)
        self._typed = None

    @on(VerificationForm.Verified)
    def _verified(self, event: VerificationForm.Verified) -> None:
        event.stop()
        close(self, event.home)

    @on(VerificationForm.Left)
    def _left(self, event: VerificationForm.Left) -> None:
        event.stop()
        self.dismiss(None)

    def action_keypad(self) -> None:
        self._form.keypad()

    def action_forgotten(self) -> None:
        self._form.forgotten()

    def action_another_captcha(self) -> None:
        self._form.another_captcha()

    def action_certificate(self) -> None:
        self._form.certificate()

    def action_leave(self) -> None:
        self._form.leave()
