"""The proof of a recovery: an SMS code to the number that is bound, or a face check, whichever is chosen (FPW-01)."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.api.flows import prove
from etax_client.domain.flows.recovery import Proof, RecoveryView
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.flows.pane import Pane
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.screens.forms.sms_code_form import SmsCodeForm
from etax_client.screens.watches.face_vigil import AsksForFace
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

OTHER = Key("f2", "other_proof", "recovery.key_other", "hyzfs")
_NAMES = {Proof.sms_code: "recovery.by_sms", Proof.face: "recovery.by_face"}
"""The proofs that the client takes; a server may have others (mail, at the bureau's own pages)."""
_AROUND = 7
"""Rows above and below the face check."""


class ProofPane(Pane[RecoveryView]):
    """Begins a face check when that is chosen."""

    def __init__(self, desk: Desk, flow: AsksForFace) -> None:
        super().__init__(desk)
        self._flow = flow
        self._proof = Proof.sms_code
        self._open: tuple[Proof, ...] = ()
        self._sending = False
        words = desk.words
        self._buttons = {proof: PushButton(words, phrase(_NAMES[proof]), id=f"way-{proof}", classes="proof") for proof in _NAMES}
        self._note = Said(words, classes="note")
        self._code = SmsCodeForm(desk)
        self._face = FaceCheckForm(desk, around=_AROUND)

    @override
    def compose(self) -> ComposeResult:
        yield Horizontal(*self._buttons.values(), id="ways")
        with Vertical(id="by-sms"):
            yield self._code
            yield self._note
            if self._desk.has_phone:
                yield Said(self._desk.words, phrase("recovery.sms_phone"), classes="note")
        yield self._face
        yield self._actions()

    @property
    @override
    def keys(self) -> tuple[Key, ...]:
        return (OTHER,) if len(self._open) > 1 else ()

    @property
    @override
    def is_wide(self) -> bool:
        return self._proof is Proof.face

    @override
    def draw(self, view: RecoveryView) -> None:
        """The proofs that are open, and when another code may be sent."""
        self._open = tuple(proof for proof in view.proofs if proof in _NAMES)
        self._code.show(view.resend)
        self._note.say(phrase("recovery.sms_note" if Proof.face in view.proofs else "recovery.sms_only_note"))
        self._mark()
        sending, self._sending = self._sending, False
        if sending and view.resend:
            self._code.sent(phrase("recovery.sent"))

    @override
    def begin(self) -> None:
        """The first of the proofs that are open."""
        self._turn_to(self._open[0])

    @override
    def wipe(self) -> None:
        self._sending = False
        self._face.stop()
        self._code.wipe()
        self._choose(Proof.sms_code)

    @override
    def settle(self, outcome: Refused | Accident) -> Phrase | None:
        self._sending = False
        if self.is_wide:
            return explain(outcome)
        self._code.settle(outcome)
        return None

    @override
    def renew(self) -> bool:
        if self.is_wide:
            self._face.renew()
        return self.is_wide

    def choose_other(self) -> None:
        """F2."""
        other = next((proof for proof in self._open if proof is not self._proof), None)
        if other is not None:
            self._turn_to(other)

    def _turn_to(self, proof: Proof) -> None:
        self._choose(proof)
        if proof is Proof.face:
            self._buttons[proof].focus()
            self._face.begin(self._flow)
        else:
            self._face.stop()
            self._code.begin()

    def _choose(self, proof: Proof) -> None:
        self._proof = proof
        self.set_class(self.is_wide, "-by-face")
        self._primary.display = not self.is_wide
        self._mark()
        self.post_message(self.Changed())

    def _mark(self) -> None:
        for proof, button in self._buttons.items():
            chosen, name = proof is self._proof, phrase(_NAMES[proof])
            button.display = proof in self._open
            button.say(phrase("recovery.by_this", way=name) if chosen else name)
            button.set_class(chosen, "-chosen")

    @on(PushButton.Pressed, ".proof")
    def _chosen(self, event: PushButton.Pressed) -> None:
        event.stop()
        proof = next(proof for proof, button in self._buttons.items() if button is event.button)
        if proof is not self._proof:
            self._turn_to(proof)

    @on(SmsCodeForm.Wanted)
    def _code_wanted(self, event: SmsCodeForm.Wanted) -> None:
        event.stop()
        if not self._primary.held:
            self._sending = True
            self.post_message(self.Asked(lambda flow: flow.send_code(), lambda _: self._code.sending()))

    @on(SmsCodeForm.Submitted)
    @on(PushButton.Pressed, ".next")
    def _submitted(self, event: Message) -> None:
        event.stop()
        code = None if self._primary.held or self._sending else self._code.code()
        if code is not None:
            self.take(prove(code))

    @on(FaceCheckForm.Passed)
    @on(FaceCheckForm.FlowEnded)
    def _look(self, event: FaceCheckForm.Passed | FaceCheckForm.FlowEnded) -> None:
        event.stop()
        self.ask(lambda flow: flow.view())
