"""The proof of a recovery: an SMS code to the number that is bound, or a face check, whichever is chosen (FPW-01)."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from typing_extensions import override

from etax_client.domain.flows.recovery import Proof, RecoveryView
from etax_client.screens.desk import Desk
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.screens.forms.sms_code_form import SmsCodeForm
from etax_client.screens.watches.face_vigil import AsksForFace
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_NAMES = {Proof.sms_code: "recovery.by_sms", Proof.face: "recovery.by_face"}


class RecoveryProof(Vertical):
    """Begins a face check when that is chosen; all other requests are its parent's."""

    DEFAULT_CSS = """
    RecoveryProof { height: auto; width: 100%; }
    RecoveryProof #ways { height: 1; width: 100%; }
    RecoveryProof #ways PushButton { margin: 0 1 0 0; }
    RecoveryProof #ways PushButton.-chosen { text-style: bold; color: $primary; }
    RecoveryProof #ways PushButton.-chosen:focus { color: $background; }
    RecoveryProof #by-sms { height: auto; width: 100%; margin: 1 0 0 0; }
    RecoveryProof .note { width: 100%; margin: 1 0 0 0; color: $quiet; }
    RecoveryProof FaceCheckForm { display: none; }
    RecoveryProof.-by-face FaceCheckForm { display: block; }
    RecoveryProof.-by-face #by-sms { display: none; }
    """

    class Chosen(Message):
        """This is how it is to be proved."""

        def __init__(self, proof: Proof) -> None:
            super().__init__()
            self.proof = proof

    def __init__(self, desk: Desk, flow: AsksForFace, *, around: int) -> None:
        super().__init__()
        self._desk = desk
        self._flow = flow
        self._proof = Proof.sms_code
        self._open: tuple[Proof, ...] = ()
        words = desk.words
        self._buttons = {proof: PushButton(words, phrase(_NAMES[proof]), id=f"way-{proof}") for proof in Proof}
        self._note = Said(words, classes="note")
        self.code = SmsCodeForm(desk)
        self.face = FaceCheckForm(desk, around=around)

    @override
    def compose(self) -> ComposeResult:
        yield Horizontal(*self._buttons.values(), id="ways")
        with Vertical(id="by-sms"):
            yield self.code
            yield self._note
            if self._desk.phone is not None:
                yield Said(self._desk.words, phrase("recovery.sms_phone"), classes="note")
        yield self.face

    @property
    def face_shown(self) -> bool:
        return self.has_class("-by-face")

    def show(self, view: RecoveryView) -> None:
        """The proofs that are open, and when another code may be sent."""
        self._open = view.proofs
        self.code.show(view.resend)
        self._note.say(phrase("recovery.sms_note" if Proof.face in view.proofs else "recovery.sms_only_note"))
        self._mark()

    def begin(self) -> None:
        """It has just been come to: the first of the proofs that are open."""
        self._turn_to(self._open[0])

    def leave(self) -> None:
        """Forget the code, and watch over no check any more."""
        self.face.stop()
        self.code.wipe()
        self.remove_class("-by-face")
        self.post_message(self.Chosen(Proof.sms_code))

    def choose_other(self) -> None:
        """F2."""
        other = next((proof for proof in self._open if proof is not self._proof), None)
        if other is not None:
            self._turn_to(other)

    def _turn_to(self, proof: Proof) -> None:
        self._proof = proof
        by_face = proof is Proof.face
        self.set_class(by_face, "-by-face")
        self._mark()
        self.post_message(self.Chosen(proof))
        if by_face:
            self._buttons[proof].focus()
            self.face.begin(self._flow)
        else:
            self.face.stop()
            self.code.begin()

    def _mark(self) -> None:
        for proof, button in self._buttons.items():
            chosen, name = proof is self._proof, phrase(_NAMES[proof])
            button.display = proof in self._open
            button.say(phrase("recovery.by_this", way=name) if chosen else name)
            button.set_class(chosen, "-chosen")

    @on(PushButton.Pressed, "#way-sms_code")
    @on(PushButton.Pressed, "#way-face")
    def _pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        proof = next(proof for proof, button in self._buttons.items() if button is event.button)
        if proof is not self._proof:
            self._turn_to(proof)
