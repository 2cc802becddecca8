"""忘记密码: identity, proof, new password, each step as the server's view of the flow has it (FPW-01, RST-1)."""

from collections.abc import Awaitable, Callable, Coroutine

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident, Garbled, attempt
from etax_client.api.flows import prove, recover, set_password
from etax_client.domain.flows.recovery import Proof, RecoveryStep, RecoveryView
from etax_client.domain.guessing.passwords import Own
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import POLICIES
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.explain import explain, is_unsure
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.screens.forms.identity_form import IdentityForm
from etax_client.screens.forms.new_password_form import NewPasswordForm
from etax_client.screens.forms.recovery_proof import RecoveryProof
from etax_client.screens.forms.sms_code_form import SmsCodeForm
from etax_client.screens.messages import InVain
from etax_client.screens.waiting import telling, waiting
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.step_line import StepLine

_OTHER = Key("f2", "other_proof", "recovery.key_other", "hyzfs")
_KEYPAD = Key("f3", "keypad", "key.keypad", "rjp")
_RELOAD = Key("f5", "reload", "key.reload", "sx")
_PAGES = Key("f6", "pages", "recovery.key_pages", "wybl")
_RARE = Key("f7", "rare_character", "key.rare", "lrspz")
_BACK = Key("escape", "back", "key.back", "fh", "Esc")
_AROUND = 7
"""Rows above and below the face check."""

Moved = Callable[[RecoveryView], bool]


class RecoveryScreen(Screen[None]):
    """What was entered stays on this screen until it is left, and nothing secret stays behind a step (SEC-3, REG-06)."""

    CSS_PATH = "recovery.tcss"
    BINDINGS = bindings((keys.HELP, _OTHER, _KEYPAD, _RELOAD, _PAGES, _RARE, _BACK))
    AUTO_FOCUS = ""
    GUIDE = ("recovery.place", "help.recovery")

    class Left(Message):
        """Back to the login; `identity` is whose password is a new one, if it is."""

        def __init__(self, identity: Identity | None) -> None:
            super().__init__()
            self.identity = identity

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._flow = desk.api.recovering()
        self._view: RecoveryView | None = None
        self._over = False
        self._errand: Worker[None] | None = None
        words = desk.words
        self._steps = StepLine(words, [f"recovery.step.{step}" for step in RecoveryStep], id="steps")
        self._left = Countdown(desk.clock, words, "recovery.left", id="time-left")
        self._notice = Said(words, id="notice")
        self._identity = IdentityForm(desk, tuple(DocumentType), document_only=True)
        self._proof = RecoveryProof(desk, self._flow, around=_AROUND)
        self._at_password = Vertical(Said(words, phrase("recovery.password_note"), classes="note"), classes="at", id="at-password")
        self._password: NewPasswordForm | None = None
        self._back = PushButton(words, phrase("recovery.back"), id="back")
        self._next = PushButton(words, phrase("recovery.next"), id="next", classes="-primary")
        self._key_line = KeyLine(words, self.keys)

    @property
    def unfinished(self) -> bool:
        """Whether something would be lost if one left now."""
        return self._view is not None and self._view.step not in (RecoveryStep.identity, RecoveryStep.done)

    @property
    def step(self) -> RecoveryStep:
        """The step that is shown."""
        return RecoveryStep.identity if self._view is None else self._view.step

    @property
    def keys(self) -> tuple[Key, ...]:
        other = (_OTHER,) if self._view is not None and len(self._view.proofs) > 1 else ()
        own = {RecoveryStep.identity: (_RARE,), RecoveryStep.proof: other, RecoveryStep.password: (_KEYPAD,)}.get(self.step, ())
        return (keys.HELP, *own, _RELOAD, _BACK, _PAGES, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield TopLine(words, phrase("recovery.place"), self._desk.place.label, insecure=self._desk.place.insecure)
        with Vertical(classes="middle"), Vertical(classes="form"):
            with Horizontal(id="head"):
                yield self._steps
                yield self._left
            yield self._notice
            with Vertical(classes="at", id="at-identity"):
                yield self._identity
                yield Said(words, phrase("recovery.identity_note"), classes="note")
            with Vertical(classes="at", id="at-proof"):
                yield self._proof
            yield self._at_password
            with Vertical(classes="at", id="at-done"):
                yield Said(words, phrase("recovery.done"), id="done")
                yield Said(words, phrase("recovery.done_note"), classes="note")
            yield Horizontal(self._back, self._next, classes="actions")
        yield self._key_line

    def on_mount(self) -> None:
        self.add_class("-identity")
        self._back.display = False
        self._identity.begin()
        self._run(self._start(None))

    def on_unmount(self) -> None:
        self._wipe()

    def _wipe(self) -> None:
        self._proof.leave()
        if self._password is not None:
            self._password.wipe()

    # --- asking the server: one request at a time (TUI-5)

    @property
    def _busy(self) -> bool:
        return self._errand is not None and self._errand.is_running

    def _run(self, work: Coroutine[None, None, None]) -> None:
        self._errand = self.run_worker(work, group="errand", exclusive=True, description="recovery")

    async def _start(self, why: Phrase | None) -> None:
        """A new flow; `why` says what became of the one before. What was typed is still there."""
        async with telling(self._desk.clock, self._notice, phrase("key.connecting")):
            outcome = _sound(await attempt(self._flow.begin()))
        if isinstance(outcome, RecoveryView):
            await self._show(outcome)
            self._notice.say(why)
        else:
            self._notice.say(phrase("recovery.not_begun", why=explain(outcome, harmless=True)))

    async def _step_taken(self, act: Awaitable[RecoveryView | Refused], moved: Moved) -> RecoveryView | Refused | Phrase:
        """What a step came to; where no answer says so, the flow is looked at (IDM-2). A phrase says what befell it."""
        outcome = _sound(await attempt(act))
        if isinstance(outcome, RecoveryView):
            return outcome
        unsure = is_unsure(outcome)
        if unsure or (isinstance(outcome, Refused) and outcome.code is RefusalCode.out_of_order):
            seen = _sound(await attempt(self._flow.view()))
            if isinstance(seen, RecoveryView):
                return seen if moved(seen) or not unsure else phrase("recovery.not_done")
            if isinstance(seen, Refused):
                return seen
        return outcome if isinstance(outcome, Refused) else explain(outcome)

    async def _settle(self, came_of_it: RecoveryView | Refused | Phrase, complain: Callable[[Refused | Phrase], None]) -> None:
        if isinstance(came_of_it, RecoveryView):
            await self._show(came_of_it)
            return
        self.post_message(InVain())
        if isinstance(came_of_it, Refused) and came_of_it.code is RefusalCode.flow_ended:
            self._wipe()
            await self._start(phrase("recovery.over"))
        else:
            complain(came_of_it)

    def _say(self, why: Refused | Phrase) -> None:
        self._notice.say(_why(why))

    # --- what is shown

    async def _show(self, view: RecoveryView) -> None:
        before, self._view, self._over = self.step, view, False
        self._notice.say(None)
        self._left.start(view.seconds)
        self._left.display = view.step is not RecoveryStep.done
        self._steps.show(list(RecoveryStep).index(view.step))
        for step in RecoveryStep:
            self.set_class(step is view.step, f"-{step}")
        self._back.display = view.step is RecoveryStep.proof
        self._next.say(phrase(_NEXT[view.step]))
        if view.step is RecoveryStep.proof:
            self._proof.show(view)
        else:
            self._proof.leave()
        if view.step is RecoveryStep.password and self._password is None:
            self._password = NewPasswordForm(self._desk, POLICIES[view.policy].password)
            await self._at_password.mount(self._password)
        if before is not view.step:
            self._begin(view)
        self._key_line.show(self.keys)

    def _begin(self, view: RecoveryView) -> None:
        """Put the cursor where the user goes on, in a step that has just been come to."""
        if view.step is RecoveryStep.identity:
            self._identity.begin()
        elif view.step is RecoveryStep.proof:
            self._proof.begin()
        elif view.step is RecoveryStep.password and self._password is not None:
            self._password.own = Own() if view.identity is None else Own(numbers=(view.identity.number,))
            self._password.begin()
        elif view.step is RecoveryStep.done:
            self._next.focus()

    @on(Countdown.Ended, "#time-left")
    def _time_over(self, event: Countdown.Ended) -> None:
        """Nothing is begun while nobody may be there; secrets do not wait for them either."""
        event.stop()
        self._over = True
        self._wipe()
        self._notice.say(phrase("recovery.time_over"))

    # --- the steps

    @on(PushButton.Pressed, "#next")
    @on(IdentityForm.Submitted)
    @on(SmsCodeForm.Submitted)
    @on(NewPasswordForm.Submitted)
    def _go_on(self, event: Message) -> None:
        event.stop()
        if self._busy:
            return
        step = self.step
        if step is RecoveryStep.identity:
            entered = self._identity.identity()
            if entered is not None:
                self._run(self._identify(entered))
        elif step is RecoveryStep.proof:
            code = self._proof.code.code()
            if code is not None:
                self._run(
                    self._take(self._flow.take(prove(code)), lambda seen: seen.step is RecoveryStep.password, self._proof.code.settle)
                )
        elif step is RecoveryStep.password and self._password is not None:
            password = self._password.password()
            if password is not None:
                self._run(
                    self._take(self._flow.take(set_password(password)), lambda seen: seen.step is RecoveryStep.done, self._password.settle)
                )
        else:
            self._leave()

    async def _identify(self, entered: Identity) -> None:
        def complain(why: Refused | Phrase) -> None:
            if not (isinstance(why, Refused) and self._identity.complain(why.field, _why(why))):
                self._say(why)

        if self._view is None:
            await self._start(None)
        if self._view is not None:
            await self._take(self._flow.take(recover(entered)), lambda seen: seen.step is RecoveryStep.proof, complain)

    async def _take(self, act: Awaitable[RecoveryView | Refused], moved: Moved, complain: Callable[[Refused | Phrase], None]) -> None:
        async with waiting(self._desk.clock, self._next, phrase("recovery.waiting")):
            came_of_it = await self._step_taken(act, moved)
        await self._settle(came_of_it, complain)

    @on(SmsCodeForm.Wanted)
    def _code_wanted(self, event: SmsCodeForm.Wanted) -> None:
        event.stop()
        if not self._busy:
            self._run(self._send_code())

    async def _send_code(self) -> None:
        async with self._proof.code.sending():
            came_of_it = await self._step_taken(self._flow.send_code(), lambda seen: bool(seen.resend))
        await self._settle(came_of_it, self._proof.code.settle)
        if isinstance(came_of_it, RecoveryView) and came_of_it.step is RecoveryStep.proof:
            self._proof.code.sent(phrase("recovery.sent"))

    @on(RecoveryProof.Chosen)
    def _proof_chosen(self, event: RecoveryProof.Chosen) -> None:
        event.stop()
        self.set_class(event.proof is Proof.face, "-by-face")

    def action_other_proof(self) -> None:
        self._proof.choose_other()

    @on(FaceCheckForm.Passed)
    @on(FaceCheckForm.FlowEnded)
    def _face_over(self, event: Message) -> None:
        event.stop()
        self._look()

    def _look(self) -> None:
        """Where the flow stands now."""
        self._run(self._take(self._flow.view(), lambda _: True, self._say))

    async def _look_after_giving_up(self) -> None:
        """Whether a step that is no longer waited for was taken all the same (IDM-2)."""
        step = self.step
        await self._take(self._flow.view(), lambda _: True, self._say)
        if self.step is step and self._notice.phrase is None:
            self._notice.say(phrase("recovery.given_up"))

    def fill_identity(self, document_type: DocumentType, number: str, name: str) -> None:
        """From the papers of the demo's phone."""
        if self.step is RecoveryStep.identity:
            self._identity.fill(document_type, number, name)
            self._next.focus()

    # --- the other keys, and out

    def action_reload(self) -> None:
        """F5: another code for the face check, another try to begin, or another look at where the flow stands."""
        if self._busy:
            return
        if self._view is None or self._over:
            self._run(self._start(None))
        elif self._proof.face_shown:
            self._proof.face.renew()
        else:
            self._look()

    def action_keypad(self) -> None:
        if self.step is RecoveryStep.password and self._password is not None:
            self._password.toggle_keypad()

    def action_rare_character(self) -> None:
        if self.step is RecoveryStep.identity:
            self._identity.enter_rare_character()

    def action_pages(self) -> None:
        """F6: the same on the web portal's pages (LOG-13)."""
        from etax_client.screens.dialogs.address import AddressDialog  # start-up budget: not before F6

        pages = self._desk.place.pages
        url = None if pages is None else pages + "/portal/forgot"
        self.app.push_screen(AddressDialog(self._desk, "forgotten.title", "forgotten.text", url))

    @on(PushButton.Pressed, "#back")
    def action_back(self) -> None:
        """Esc: no longer wait for an answer; one step back where that is possible; else out."""
        if self._busy and self._errand is not None:
            self._errand.cancel()
            if self._view is not None:
                self._run(self._look_after_giving_up())
                return
        if self._view is None or self.step is RecoveryStep.done or self._identity.is_empty:
            self._leave()
        elif self.step is RecoveryStep.proof and not self._over:
            self._run(self._take(self._flow.back(), lambda seen: seen.step is RecoveryStep.identity, self._say))
        else:
            self.run_worker(self._ask_to_leave(), group="dialog", exclusive=True, description="leave recovery")

    async def _ask_to_leave(self) -> None:
        question = AskDialog(self._desk, phrase("recovery.leave"), phrase("recovery.leave_yes"), no=phrase("recovery.stay"))
        if await self.app.push_screen_wait(question):
            self._leave()

    def _leave(self) -> None:
        """The app tells the server, as this screen is going."""
        self._wipe()
        flow, view = self._flow, self._view

        async def abandon() -> None:
            await attempt(flow.abandon())

        done = view is not None and view.step is RecoveryStep.done
        if not done:
            self.app.run_worker(abandon(), group="errand-farewell", description="abandon recovery")
        self.post_message(self.Left(view.identity if done and view is not None else None))


_NEXT = {
    RecoveryStep.identity: "recovery.next",
    RecoveryStep.proof: "recovery.next",
    RecoveryStep.password: "recovery.set",
    RecoveryStep.done: "recovery.to_login",
}


def _why(why: Refused | Phrase) -> Phrase:
    return explain(why) if isinstance(why, Refused) else why


def _sound(outcome: RecoveryView | Refused | Accident) -> RecoveryView | Refused | Accident:
    """A view that makes no sense is as good as none (TUI-3)."""
    if not isinstance(outcome, RecoveryView):
        return outcome
    asked = outcome.step is RecoveryStep.identity
    whole = outcome.policy in POLICIES and (asked or outcome.identity is not None) and (bool(outcome.proofs) or asked)
    return outcome if whole else Garbled("recovery")
