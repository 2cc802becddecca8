"""A flow as a wizard: one step after another, drawn from what the server says of it (REG-01 to REG-06, FPW-01, RST-1)."""

from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident, Garbled, Unreachable, Why, attempt
from etax_client.api.flows import Flow
from etax_client.domain.channels import Channel
from etax_client.domain.flows.flow import FlowKind, V
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.policies import POLICIES
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.explain import explain, is_unsure
from etax_client.screens.flows.pane import Ask, Pane
from etax_client.screens.messages import InVain
from etax_client.screens.waiting import reloaded, telling
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.step_line import StepLine

STYLE = Path(__file__).with_name("wizard.tcss")
"""Of every wizard; each has its own beside it."""
_RELOAD = Key("f5", "reload", "key.reload", "sx")
_PAGES = Key("f6", "pages", "registration.key_pages", "wybl")
_BACK = Key("escape", "back", "key.back", "fh", "Esc")
_MOVED = (RefusalCode.out_of_order, RefusalCode.login_name_taken, RefusalCode.mobile_taken)
"""Refusals after which the flow may stand at another step than the one that is shown."""


@dataclass(frozen=True)
class Story(Generic[V]):
    """A kind of flow as a wizard tells it: its texts begin with the kind's name, `panes` are its steps, `names` what they are called.

    `free` are the steps at which nothing would be lost yet; `pages` is where the portal has the same, `texts` of the dialog that says so.
    `at_once`: its first step can be filled in before the server has answered.
    """

    kind: FlowKind[Any, V]
    panes: Mapping[StrEnum, Callable[[Desk, V, Flow[V]], Pane[V]]]
    names: Callable[[StrEnum], str]
    free: tuple[StrEnum, ...]
    pages: str
    texts: str
    at_once: Callable[[Desk], Pane[V]] | None = None
    makes_sense: Callable[[V], bool] = lambda view: True


class Wizard(Screen[None], Generic[V]):
    """Shows one step after another; what was typed stays on this screen until it is left, and nothing secret stays behind a step."""

    BINDINGS = bindings((keys.HELP, _RELOAD, _PAGES, _BACK))
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk, story: Story[V], flow: Flow[V], farewell: Callable[[V | None], Message]) -> None:
        """`farewell`: what is said when it is left, to whoever shows it, with the view of its end if it came to that."""
        super().__init__()
        self._farewell = farewell
        self._desk = desk
        self._story = story
        self._flow = flow
        self._named = story.kind.name
        self._view: V | None = None
        self._errand: Worker[None] | None = None
        words, first = desk.words, story.kind.begun(Channel.client)
        self._first: StrEnum = first.step
        self._panes: dict[StrEnum, Pane[V]] = {} if story.at_once is None else {self._first: story.at_once(desk)}
        self._steps = StepLine(words, [story.names(stage.step) for stage in story.kind.stages(first)], id="steps")
        self._left = Countdown(desk.clock, words, f"{self._named}.left", id="time-left")
        self._notice = Said(words, id="notice")
        self._again = PushButton(words, phrase("registration.retry"), id="retry", classes="-primary")
        self._form = Vertical(classes="form")
        self._key_line = KeyLine(words, self.keys)

    @property
    def view(self) -> V | None:
        """Where the flow stands, as the server said last."""
        return self._view

    @property
    def step(self) -> StrEnum:
        """The step that is shown."""
        return self._first if self._view is None else self._view.step

    @property
    def unfinished(self) -> bool:
        """Whether something would be lost if one left now."""
        return self._view is not None and not self._is_over and self._view.step not in self._story.free

    @property
    def keys(self) -> tuple[Key, ...]:
        own = () if self._pane is None else self._pane.keys
        return (keys.HELP, *own, _RELOAD, _BACK, _PAGES, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield TopLine(words, phrase(f"{self._named}.place"), self._desk.place.label, insecure=self._desk.place.insecure)
        with Vertical(classes="body"):
            with Vertical(classes="beside"), Vertical(id="head"):  # which step it is stays in sight, wherever one goes on in it
                yield self._steps
                yield self._left
            with Vertical(classes="middle"), self._form:
                yield self._notice
                yield self._again
                yield from self._panes.values()
        yield self._key_line

    def on_mount(self) -> None:
        self._again.display = False
        if self._pane is not None:
            self._pane.begin()
        self._begin(None)

    def on_unmount(self) -> None:
        self._wipe()

    def _wipe(self) -> None:
        for pane in self._panes.values():
            pane.wipe()

    # --- asking the server: one request at a time (TUI-5)

    @property
    def _pane(self) -> Pane[V] | None:
        return self._panes.get(self.step)

    @property
    def _busy(self) -> bool:
        return self._errand is not None and self._errand.is_running

    @property
    def _is_over(self) -> bool:
        return self._view is not None and self._story.kind.is_over(self._view)

    def _begin(self, why: Phrase | None) -> None:
        """A new flow; `why` says what became of the one before. What was typed is still there."""
        self._run(self._start(why))

    async def _start(self, why: Phrase | None) -> None:
        async with self._telling("key.connecting"):
            outcome = self._sound(await attempt(self._flow.begin()))
        if not isinstance(outcome, Refused | Accident):
            self._again.display = False
            await self._draw(outcome)
            self._notice.say(why)
            return
        if self._pane is None:
            self._again.display = True
            self._again.focus()
            self.post_message(InVain())
        self._notice.say(phrase(f"{self._named}.not_begun", why=explain(outcome, harmless=True)))

    @on(PushButton.Pressed, "#retry")
    def _retry(self) -> None:
        if not self._busy:
            self._begin(None)

    @on(Pane.Asked)
    def _asked(self, event: Pane.Asked) -> None:
        event.stop()
        if not self._busy:
            self._run(self._ask(event.ask, event.hold(phrase(f"{self._named}.waiting"))))

    def _telling(self, key: str) -> AbstractAsyncContextManager[None]:
        return telling(self._desk.clock, self._notice, phrase(key))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        self._errand = self.run_worker(work, group="errand", exclusive=True, description=self._named)

    async def _ask(self, ask: Ask[V], hold: AbstractAsyncContextManager[None], *, harmless: bool = False) -> None:
        """Do it, and show what came of it; where no answer says so, the flow is looked at (IDM-2)."""
        if self._view is None:
            await self._start(None)
        stood = self._view
        if stood is None:
            return None
        async with hold:
            outcome = self._sound(await attempt(ask(self._flow)))
            seen = None if isinstance(outcome, Refused | Accident) else outcome
            if isinstance(outcome, Refused | Accident) and not harmless and _leaves_open(outcome):
                seen = await self._look()
        if isinstance(outcome, Refused | Accident) and ask is not _no_answer:
            self.post_message(InVain())
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.flow_ended:
            return await self._over()
        if seen is not None:
            await self._draw(seen)
        if isinstance(outcome, Refused):
            self._refused(outcome)
        elif isinstance(outcome, Accident) and seen is None:
            self._accident(outcome, harmless=harmless)
        elif isinstance(outcome, Accident) and seen is not None and _stands(seen) == _stands(stood):
            self._notice.say(phrase(f"{self._named}.given_up" if ask is _no_answer else f"{self._named}.looked"))
        elif harmless and seen is not None:
            self._notice.say(reloaded(self._desk.clock.now()))
        return None

    async def _look(self) -> V | None:
        outcome = self._sound(await attempt(self._flow.view()))
        return None if isinstance(outcome, Refused | Accident) else outcome

    def _sound(self, outcome: V | Refused | Accident) -> V | Refused | Accident:
        """A view that makes no sense is as good as none (TUI-3)."""
        if isinstance(outcome, Refused | Accident):
            return outcome
        story = self._story
        whole = outcome.policy in POLICIES and outcome.channel is Channel.client and story.kind.makes_sense(outcome)
        return outcome if whole and story.makes_sense(outcome) else Garbled(self._named)

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
        await self._start(phrase(f"{self._named}.over"))

    # --- what is shown

    async def _draw(self, view: V) -> None:
        before = self._pane
        self._view = view
        self._notice.say(None)
        names = [self._story.names(stage.step) for stage in self._story.kind.stages(view)]
        self._steps.show(names.index(self._story.names(view.step)), names)
        self._left.start(view.seconds)
        self._left.display = not self._is_over
        pane = self._panes.get(view.step)
        if pane is None:
            pane = self._panes[view.step] = self._story.panes[view.step](self._desk, view, self._flow)
            pane.draw(view)  # before it is laid out: what is said while it is being mounted does not always get its room
            await self._form.mount(pane)
        pane.draw(view)
        self._fit()
        if pane is not before:
            if before is not None:
                before.wipe()
                before.display = False
            pane.display = True
            pane.begin()
            self.call_after_refresh(self._show_focused)

    @on(Pane.Changed)
    def _fit(self) -> None:
        if self._pane is not None:
            self.set_class(self._pane.is_wide, "-wide-pane")
        self._key_line.show(self.keys)

    def _show_focused(self) -> None:
        """A step that is just laid out is scrolled to where one goes on."""
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    @on(Countdown.Ended, "#time-left")
    def _time_over(self, event: Countdown.Ended) -> None:
        """Nothing is begun while nobody may be there; secrets do not wait for them either."""
        event.stop()
        self._wipe()
        self._notice.say(phrase(f"{self._named}.time_over"))

    # --- going back, and out

    @on(Pane.BackWanted)
    def action_back(self) -> None:
        """Esc: no longer wait for an answer; one step back where that is possible; else out."""
        if self._busy:
            self._give_up()
        elif self._view is not None and self._story.kind.before(self._view) is not None:
            self._run(self._ask(lambda flow: flow.back(), self._telling("key.waiting")))
        elif self._view is None or self._is_over or all(pane.is_empty for pane in self._panes.values()):
            self._leave()
        else:
            self.run_worker(self._ask_to_leave(), group="dialog", exclusive=True, description=f"leave {self._named}")

    def _give_up(self) -> None:
        """Whether it was carried out is looked up (IDM-2)."""
        if self._errand is not None:
            self._errand.cancel()
        if self._view is None:
            self._leave()
        else:
            self._run(self._ask(_no_answer, self._telling("key.waiting")))

    async def _ask_to_leave(self) -> None:
        await self._leave_if(phrase(f"{self._named}.leave"), phrase(f"{self._named}.leave_yes"))

    async def _say_registered(self) -> None:
        """REG-05."""
        await self._leave_if(explain(Refused(RefusalCode.already_registered)), phrase(f"{self._named}.to_login"))

    async def _leave_if(self, why: Phrase, yes: Phrase) -> None:
        if await self.app.push_screen_wait(AskDialog(self._desk, why, yes, no=phrase(f"{self._named}.stay"))):
            self._leave()

    @on(Pane.EndWanted)
    def _leave(self) -> None:
        """The app tells the server, as this screen is going."""
        self._wipe()
        flow = self._flow

        async def abandon() -> None:
            await attempt(flow.abandon())

        if not self._is_over:
            self.app.run_worker(abandon(), group="errand-farewell", description=f"abandon {self._named}")
        self.post_message(self._farewell(self._view if self._is_over else None))

    # --- the other keys

    def action_reload(self) -> None:
        """F5: another code for the face check, another try to begin, or another look at where the flow stands."""
        if self._busy:
            return
        if self._view is None:
            self._begin(None)
        elif self._pane is None or not self._pane.renew():
            self._run(self._ask(lambda flow: flow.view(), self._telling("key.waiting"), harmless=True))

    def action_keypad(self) -> None:
        if self._pane is not None:
            self._pane.toggle_keypad()

    def action_rare_character(self) -> None:
        if self._pane is not None:
            self._pane.enter_rare_character()

    def fill_identity(self, document_type: DocumentType, number: str, name: str) -> None:
        """From the papers of the demo's phone."""
        if self._pane is not None:
            self._pane.fill(document_type, number, name)

    def action_pages(self) -> None:
        """F6: the same on the web portal's pages (LOG-13)."""
        from etax_client.screens.dialogs.address import AddressDialog  # start-up budget: not before F6

        texts = self._story.texts
        self.app.push_screen(AddressDialog(self._desk, f"{texts}.title", f"{texts}.text", self._story.pages))


def _stands(view: V) -> tuple[StrEnum, bool]:
    """What an act can have changed in a view."""
    return view.step, bool(view.resend)


def _leaves_open(outcome: Refused | Accident) -> bool:
    """Whether the flow may stand at another step than the one that is shown."""
    return outcome.code in _MOVED if isinstance(outcome, Refused) else is_unsure(outcome)


async def _no_answer(_: Flow[Any]) -> Any:
    """What an act comes to that is no longer waited for."""
    raise Unreachable(Why.lost, sent=True)
