"""CA 登录: unit verification with the unit's certificate out of a PKCS#12 file (CA-01, CA-02); it returns the unit's home."""

import asyncio
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import ModalScreen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident, Garbled, attempt
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.units.ca import runs_out_soon
from etax_client.domain.units.units import Unit, UnitHome
from etax_client.machine import settings
from etax_client.machine.signing import Signer, SigningFault, open_file
from etax_client.screens.desk import DemoCertificate, Desk
from etax_client.screens.dialogs.closing import close
from etax_client.screens.explain import explain
from etax_client.screens.files.browsing import browse, path_of
from etax_client.screens.forms.keypad_frame import KeypadFrame, keypad_toggle
from etax_client.screens.messages import InVain, SessionEnded, ToBeRead
from etax_client.screens.waiting import waiting
from etax_client.texts.words import phrase
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.titled import Titled
from etax_client.widgets.units.unit_facts import UnitFacts

_KEYS = (
    Key("f1", "app.help", "key.help", "bz"),
    Key("f2", "browse", "key.browse", "ll"),
    Key("f3", "keypad", "key.keypad", "rjp"),
    Key("escape", "leave", "key.back", "fh", "Esc"),
)
_ENDINGS = (".p12", ".pfx")
_OF_THE_FILE = {
    RefusalCode.certificate_not_yet_valid,
    RefusalCode.certificate_expired,
    RefusalCode.certificate_revoked,
    RefusalCode.certificate_foreign,
    RefusalCode.certificate_other_unit,
    RefusalCode.signature_invalid,
}


class CertificateDialog(ModalScreen[UnitHome | None]):
    CSS_PATH = "certificate.tcss"
    BINDINGS = bindings(_KEYS)
    AUTO_FOCUS = ""
    GUIDE = ("ca.title", "help.ca")

    def __init__(self, desk: Desk, unit: Unit) -> None:
        super().__init__()
        self._desk = desk
        self._unit = unit
        self._errand: Worker[None] | None = None
        words = desk.words
        self._demo = next((each for each in desk.place.certificates if each.taxpayer_id == unit.taxpayer_id), None)
        self._file = TextField(self._known(self._demo), id="file-field", max_length=settings.LONGEST_PATH)
        self._pin = SecretField(id="pin-field")
        browse = PushButton(words, phrase("key.browse"), id="browse")
        self._file_row = FormRow(words, "ca.file", self._file, hint="ca.file_hint", beside=[browse])
        self._pin_row = FormRow(words, "ca.pin", self._pin, beside=[keypad_toggle(desk)])
        self._confirm = PushButton(words, phrase("dialog.ok"), id="confirm", classes="-primary")
        cancel = PushButton(words, phrase("dialog.cancel"), id="cancel")
        actions = Horizontal(cancel, self._confirm, classes="dialog-actions")
        self._form = KeypadFrame(desk, self._pin, self._file_row, self._pin_row, actions)

    @property
    def keys(self) -> tuple[Key, ...]:
        return _KEYS

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("ca.title")):
            yield UnitFacts(words, self._unit)
            yield self._form

    def on_mount(self) -> None:
        self._say_hints()
        (self._pin if self._file.value else self._file).focus()

    def _say_hints(self) -> None:
        """What the fields want; in the demo, where it is to be had."""
        for row in (self._file_row, self._pin_row):
            row.clear()
        if self._demo is not None:
            self._file_row.note(phrase("ca.file_demo"))
            self._pin_row.note(phrase("ca.pin_demo", pin=self._demo.pin))

    def on_unmount(self) -> None:
        self._pin.take()

    def _known(self, demo: DemoCertificate | None) -> str:
        """Where the unit's file is: the demo's own, else where it was last time."""
        return str(demo.path) if demo is not None else settings.certificate_file(self._desk.choices.settings, self._unit.taxpayer_id)

    @on(TextField.Submitted, "#file-field")
    def _file_typed(self, event: TextField.Submitted) -> None:
        event.stop()
        self._pin.focus()

    @on(SecretField.Submitted)
    @on(PushButton.Pressed, "#confirm")
    def _submitted(self, event: Message) -> None:
        event.stop()
        if self._confirm.held:
            return
        if not self._file.value.strip():
            self._file_row.error(phrase("ca.no_file"))
            self._file.focus()
        elif not self._pin.length:
            self._pin_row.error(phrase("ca.no_pin"))
            self._pin.focus()
        elif not self._is_within_reach(path_of(self._file.value)):
            self._say_out_of_reach()
        else:
            self._errand = self.run_worker(self._verify(), group="errand", exclusive=True, description="verification by certificate")

    def _is_within_reach(self, path: Path) -> bool:
        """To a visitor nothing of this machine's files is shown, not even whether there are any; what the demo brings is theirs."""
        return not self._desk.visiting or (self._demo is not None and path == self._demo.path)

    def _say_out_of_reach(self) -> None:
        self._file_row.error(phrase("ca.visiting"))
        self._file.focus()
        self.post_message(InVain())

    async def _verify(self) -> None:
        self._say_hints()
        path = path_of(self._file.value)
        async with waiting(self._desk.clock, self._confirm, phrase("ca.waiting")):
            # stretching a PIN takes a while
            signer = await asyncio.to_thread(open_file, path, self._pin.peek())
            outcome = signer if isinstance(signer, SigningFault) else await attempt(self._prove(signer))
        if isinstance(outcome, UnitHome):
            self._remember(path)
            self._say_if_it_ends_soon(signer)
            close(self, outcome)
        elif isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended:
            self._pin.take()
            self.post_message(SessionEnded(outcome.ended or EndReason.unknown))
        else:
            self._show(outcome)
            self.post_message(InVain())

    async def _prove(self, signer: Signer) -> UnitHome | Refused:
        """Two requests: what is to be signed, then the signature. Raises Accident."""
        api, unit = self._desk.api, self._unit
        asked = await api.certificate_challenge(unit.unit_id)
        if isinstance(asked, Refused):
            return asked
        try:
            signed = signer.sign(asked.challenge, unit.taxpayer_id)
        except ValueError:
            raise Garbled("challenge") from None
        return await api.verify_by_certificate(unit.unit_id, asked.challenge, signed.certificate, signed.signature)

    def _say_if_it_ends_soon(self, signer: Signer | SigningFault) -> None:
        if isinstance(signer, Signer) and runs_out_soon(signer.until, self._desk.clock.now()):
            self.post_message(ToBeRead(phrase("ca.soon", day=local_day(signer.until))))

    def _remember(self, path: Path) -> None:
        if self._demo is None:
            self._desk.choices.put(settings.remember_certificate(self._desk.choices.settings, self._unit.taxpayer_id, str(path)))

    def _show(self, outcome: SigningFault | Refused | Accident) -> None:
        """Each error at its field; only what was wrong is to be given again (LOG-12)."""
        if outcome is SigningFault.wrong_pin:
            self._pin.take()
            self._pin_row.error(phrase("ca.fault.wrong_pin"))
            self._pin.focus()
        elif isinstance(outcome, SigningFault):
            self._file_row.error(phrase(f"ca.fault.{outcome}"))
            self._file.focus()
        elif isinstance(outcome, Refused) and outcome.code in _OF_THE_FILE:
            self._pin.take()
            self._file_row.error(explain(outcome))
            self._file.focus()
        else:
            self._pin_row.error(explain(outcome))
            self._pin.focus()

    @on(PushButton.Pressed, "#browse")
    def action_browse(self) -> None:
        if self._desk.visiting:
            self._say_out_of_reach()
            return
        self.run_worker(self._browse(), group="dialog", exclusive=True, description="choose a file")

    async def _browse(self) -> None:
        chosen = await browse(self._desk, self, "ca.choose", self._file.value, _ENDINGS)
        if chosen is not None:
            self._file.value = chosen
            self._file_row.clear()
            self._pin.focus()

    def action_keypad(self) -> None:
        self._form.toggle_keypad()

    @on(PushButton.Pressed, "#cancel")
    def action_leave(self) -> None:
        """Esc: while a request is under way, no longer wait for it; else leave."""
        if self._errand is not None and self._errand.is_running and self._confirm.held:
            self._errand.cancel()
            self._pin_row.error(phrase("ca.cancelled"))
        else:
            self.dismiss(None)
