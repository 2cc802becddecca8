"""用户注册: the wizard, drawn from what the server says of the flow (REG-01 to REG-06)."""

from collections.abc import Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident, Garbled, Unreachable, Why, attempt
from etax_client.api.flows import Flow
from etax_client.domain.doors import Door
from etax_client.domain.flows.flow import Stage
from etax_client.domain.flows.registration import REGISTRATION, RegistrationView, Step, order
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.policies import POLICIES
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.explain import explain, is_unsure
from etax_client.screens.messages import InVain
from etax_client.screens.registration_steps.agreement import AgreementPane
from etax_client.screens.registration_steps.done import DonePane
from etax_client.screens.registration_steps.face import FacePane
from etax_client.screens.registration_steps.identity import IdentityPane
from etax_client.screens.registration_steps.pane import Ask, Pane
from etax_client.screens.registration_steps.settings import SettingsPane
from etax_client.screens.registration_steps.sms_code import SmsCodePane
from etax_client.screens.registration_steps.way import WayPane
from etax_client.screens.waiting import telling
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.step_line import StepLine

_KEYPAD = Key("f3", "keypad", "key.keypad", "rjp")
_RELOAD = Key("f5", "reload", "key.reload", "sx")
_PAGES = Key("f6", "pages", "registration.key_pages", "wybl")
_RARE = Key("f7", "rare_character", "rare.button", "lrspz")
_BACK = Key("escape", "back", "key.back", "fh", "Esc")
_MOVED = (RefusalCode.out_of_order, RefusalCode.login_name_taken, RefusalCode.mobile_taken)
"""Refusals after which the flow may stand at another step than the one that is shown."""


class RegistrationScreen(Screen[None]):
    """Shows one step after another; what was typed stays on this screen until it is left, and nothing secret stays behind a step."""

    CSS_PATH = "registration.tcss"
    BINDINGS = bindings((keys.HELP, _KEYPAD, _RELOAD, _PAGES, _RARE, _BACK))
    AUTO_FOCUS = ""
    GUIDE = ("registration.place", "help.registration")

    class Left(Message):
        """Back to the login; with an `account` that works, if there is one now."""

        def __init__(self, account: str | None) -> None:
            super().__init__()
            self.account = account

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._flow = desk.api.registering()
        self._view: RegistrationView | None = None
        self._panes: dict[Step, Pane] = {}
        self._errand: Worker[None] | None = None
        words = desk.words
        self._steps = StepLine(words, _names(order(Door.terminal, None)), id="steps")
        self._left = Countdown(desk.clock, words, "registration.left", id="time-left")
        self._notice = Said(words, id="notice")
        self._again = PushButton(words, phrase("registration.retry"), id="retry", classes="-primary")
        self._form = Vertical(classes="form")
        self._key_line = KeyLine(words, self.keys)

    @property
    def view(self) -> RegistrationView | None:
        """Where the flow stands, as the server said last."""
        return self._view

    @property
    def unfinished(self) -> bool:
        """Whether something would be lost if one left now."""
        return self._view is not None and self._view.step not in (Step.way, Step.agreement, Step.done)

    @property
    def keys(self) -> tuple[Key, ...]:
        step = None if self._view is None else self._view.step
        own = {Step.settings: (_KEYPAD,), Step.identity: (_RARE,)}.get(step, ()) if step is not None else ()
        return (keys.HELP, *own, _RELOAD, _BACK, _PAGES, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield TopLine(words, phrase("registration.place"), self._desk.place.label, insecure=self._desk.place.insecure)
        with Vertical(classes="middle"), self._form:
            with Horizontal(id="head"):
                yield self._steps
                yield self._left
            yield self._notice
            yield self._again
        yield self._key_line

    def on_mount(self) -> None:
        self._again.display = False
        self._begin(None)

    def on_unmount(self) -> None:
        self._wipe()

    def _wipe(self) -> None:
        for pane in self._panes.values():
            pane.wipe()

    # --- asking the server: one request at a time (TUI-5)

    @property
    def _pane(self) -> Pane | None:
        return None if self._view is None else self._panes.get(self._view.step)

    @property
    def _busy(self) -> bool:
        return self._errand is not None and self._errand.is_running

    def _begin(self, why: Phrase | None) -> None:
        """A new flow; `why` says what became of the one before. What was typed is still there."""
        self._run(self._start(why))

    async def _start(self, why: Phrase | None) -> None:
        async with self._telling("key.connecting"):
            outcome = _sound(await attempt(self._flow.begin()))
        if isinstance(outcome, RegistrationView):
            self._again.display = False
            await self._draw(outcome)
            self._notice.say(why)
        else:
            self._again.display = True
            self._again.focus()
            self.post_message(InVain())
            self._notice.say(phrase("registration.not_begun", why=explain(outcome, harmless=True)))

    @on(PushButton.Pressed, "#retry")
    def _retry(self) -> None:
        if not self._busy:
            self._begin(None)

    @on(Pane.Asked)
    def _asked(self, event: Pane.Asked) -> None:
        event.stop()
        if not self._busy:
            self._run(self._ask(event.ask, event.hold))

    def _telling(self, key: str) -> AbstractAsyncContextManager[None]:
        return telling(self._desk.clock, self._notice, phrase(key))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        self._errand = self.run_worker(work, group="errand", exclusive=True, description="registration")

    async def _ask(self, ask: Ask, hold: AbstractAsyncContextManager[None], *, harmless: bool = False) -> None:
        """Do it, and show what came of it; where no answer says so, the flow is looked at (IDM-2)."""
        note: Phrase | None = None
        async with hold:
            outcome = _sound(await attempt(ask(self._flow)))
            seen: RegistrationView | None = outcome if isinstance(outcome, RegistrationView) else None
            if seen is None and not harmless and _leaves_open(outcome):
                seen = await self._look()
                note = phrase("registration.looked") if isinstance(outcome, Accident) and seen is not None else None
        if not isinstance(outcome, RegistrationView) and ask is not _no_answer:
            self.post_message(InVain())
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.flow_ended:
            return await self._over()
        stood = self._view
        if seen is not None:
            await self._draw(seen)
        if isinstance(outcome, Refused):
            self._refused(outcome)
        elif isinstance(outcome, Accident) and seen is None:
            self._accident(outcome, harmless=harmless)
        elif note is not None and stood is not None and seen is not None and seen.step is stood.step:
            self._notice.say(note)
        return None

    async def _look(self) -> RegistrationView | None:
        outcome = _sound(await attempt(self._flow.view()))
        return outcome if isinstance(outcome, RegistrationView) else None

    def _refused(self, refused: Refused) -> None:
        if refused.code is RefusalCode.already_registered:
            self.run_worker(self._say_registered(), group="dialog", exclusive=True, description="already registered")
        elif self._pane is not None:
            self._notice.say(self._pane.settle(refused))

    def _accident(self, accident: Accident, *, harmless: bool) -> None:
        if harmless or self._pane is None:
            self._notice.say(phrase("registration.not_looked", why=explain(accident, harmless=True)))
        else:
            self._notice.say(self._pane.settle(accident))

    async def _over(self) -> None:
        """Half an hour has passed: begin again, with what was typed."""
        self._wipe()
        await self._start(phrase("registration.over"))

    # --- what is shown

    async def _draw(self, view: RegistrationView) -> None:
        before, after = self._pane, view.step
        self._view = view
        self._notice.say(None)
        names = _names(REGISTRATION.stages(view))
        self._steps.show(names.index(_name(view.step)), names)
        self._left.start(view.seconds)
        self._left.display = view.step is not Step.done
        pane = self._panes.get(after)
        if pane is None:
            pane = self._panes[after] = self._make(view)
            await self._form.mount(pane)
        pane.draw(view)
        self.set_class(view.step is Step.proof, "-wide")
        if pane is not before:
            if before is not None:
                before.wipe()
                before.display = False
            pane.display = True
            pane.begin()
            self.call_after_refresh(self._show_focused)
        self._key_line.show(self.keys)

    def _show_focused(self) -> None:
        """A step that is just laid out is scrolled to where one goes on."""
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def _make(self, view: RegistrationView) -> Pane:
        desk = self._desk
        match view.step:
            case Step.agreement:
                return AgreementPane(desk)
            case Step.way:
                return WayPane(desk)
            case Step.identity:
                return IdentityPane(desk, view)
            case Step.proof:
                return FacePane(desk, self._flow)
            case Step.settings:
                return SettingsPane(desk, view)
            case Step.sms_code:
                return SmsCodePane(desk)
            case Step.done:
                return DonePane(desk)

    @on(Countdown.Ended, "#time-left")
    def _time_over(self, event: Countdown.Ended) -> None:
        """Nothing is begun while nobody may be there; secrets do not wait for them either."""
        event.stop()
        self._wipe()
        self._notice.say(phrase("registration.time_over"))

    # --- going back, and out

    @on(Pane.BackWanted)
    def action_back(self) -> None:
        """Esc: no longer wait for an answer; one step back where that is possible; else out."""
        if self._busy:
            self._give_up()
        elif self._view is not None and REGISTRATION.before(self._view) is not None:
            self._run(self._ask(lambda flow: flow.back(), self._telling("key.waiting")))
        elif self._view is None or (self._view.step is Step.way and len(self._panes) == 1):
            self._leave(None)
        elif isinstance(self._pane, DonePane):
            self._leave(self._pane.account)
        else:
            self.run_worker(self._ask_to_leave(), group="dialog", exclusive=True, description="leave registration")

    def _give_up(self) -> None:
        """Whether it was carried out is looked up (IDM-2)."""
        if self._errand is not None:
            self._errand.cancel()
        if self._view is None:
            self._leave(None)
        else:
            self._run(self._ask(_no_answer, self._telling("key.waiting")))

    async def _ask_to_leave(self) -> None:
        question = AskDialog(self._desk, phrase("registration.leave"), phrase("registration.leave_yes"), no=phrase("registration.stay"))
        if await self.app.push_screen_wait(question):
            self._leave(None)

    async def _say_registered(self) -> None:
        """REG-05."""
        explained = explain(Refused(RefusalCode.already_registered))
        question = AskDialog(self._desk, explained, phrase("registration.to_login"), no=phrase("registration.stay"))
        if await self.app.push_screen_wait(question):
            self._leave(None)

    def _leave(self, account: str | None) -> None:
        """The app tells the server, as this screen is going."""
        self._wipe()
        flow = self._flow

        async def abandon() -> None:
            await attempt(flow.abandon())

        if self._view is not None and self._view.step is not Step.done:
            self.app.run_worker(abandon(), group="errand-farewell", description="abandon registration")
        self.post_message(self.Left(account))

    @on(DonePane.ToLogin)
    def _to_login(self, event: DonePane.ToLogin) -> None:
        event.stop()
        self._leave(event.account)

    # --- the other keys

    def action_reload(self) -> None:
        """F5: another code for the face check, another try to begin, or another look at where the flow stands."""
        if self._busy:
            return
        if self._view is None:
            self._begin(None)
        elif isinstance(self._pane, FacePane):
            self._pane.renew()
        else:
            self._run(self._ask(lambda flow: flow.view(), self._telling("key.waiting"), harmless=True))

    def action_keypad(self) -> None:
        if isinstance(self._pane, SettingsPane):
            self._pane.toggle_keypad()

    def action_rare_character(self) -> None:
        if isinstance(self._pane, IdentityPane):
            self._pane.enter_rare_character()

    def fill_identity(self, document_type: DocumentType, number: str, name: str) -> None:
        """From the papers of the demo's phone."""
        if isinstance(self._pane, IdentityPane):
            self._pane.fill(document_type, number, name)

    def action_pages(self) -> None:
        """F6: the same on the web portal's pages (LOG-13)."""
        from etax_client.screens.dialogs.address import AddressDialog  # start-up budget: not before F6

        pages = self._desk.place.pages
        url = None if pages is None else pages + "/portal/register"
        self.app.push_screen(AddressDialog(self._desk, "register.title", "register.text", url))


def _names(stages: Sequence[Stage]) -> list[str]:
    return [_name(stage.step) for stage in stages]


def _name(step: StrEnum) -> str:
    return f"registration.step.{step}"


def _leaves_open(outcome: Refused | Accident | RegistrationView) -> bool:
    """Whether the flow may stand at another step than the one that is shown."""
    if isinstance(outcome, Refused):
        return outcome.code in _MOVED
    return isinstance(outcome, Accident) and is_unsure(outcome)


def _sound(outcome: RegistrationView | Refused | Accident) -> RegistrationView | Refused | Accident:
    """A view that makes no sense is as good as none (TUI-3)."""
    if not isinstance(outcome, RegistrationView):
        return outcome
    whole = outcome.policy in POLICIES and outcome.door is Door.terminal and REGISTRATION.makes_sense(outcome)
    return outcome if whole else Garbled("registration")


async def _no_answer(_: Flow[RegistrationView]) -> RegistrationView | Refused:
    """What an act comes to that is no longer waited for."""
    raise Unreachable(Why.lost, sent=True)
