"""The face check as a form shows it: a QR code for the phone, the time left, and each outcome with what to do next (REG-03)."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.worker import Worker
from typing_extensions import override

from etax_client.domain.flows.face_check import FaceRequest, FaceState, face_url
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.qr_login import NOWHERE
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.forms.focusing import move_focus
from etax_client.screens.watches.face_vigil import AsksForFace, FaceFailed, FaceNews, FaceOver, watch
from etax_client.screens.watches.tries import Interrupted
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said

_STATES = ("asking", "waiting", "over")
_BESIDE = 26
"""Columns that the words at the right take at least."""


class FaceCheckForm(Horizontal):
    """`around` are the rows of the screen that stand above and below it. One check at a time; `stop` before it is put out of sight."""

    DEFAULT_CSS = """
    FaceCheckForm { height: auto; width: 100%; }
    FaceCheckForm QrCode { display: none; }
    FaceCheckForm.-waiting QrCode { display: block; }
    FaceCheckForm.-no-room QrCode { display: none; }
    FaceCheckForm .face-words { width: 1fr; height: auto; padding: 0 0 0 2; }
    FaceCheckForm .face-words Said { width: 100%; }
    FaceCheckForm .face-title { text-style: bold; margin: 0 0 1 0; }
    FaceCheckForm.-over .face-title { color: $warning; }
    FaceCheckForm.-passed .face-title { color: $success; }
    FaceCheckForm .face-label, FaceCheckForm .face-phone { color: $quiet; margin: 1 0 0 0; }
    FaceCheckForm .face-left { height: 1; margin: 1 0 0 0; }
    FaceCheckForm .face-address { color: $primary; }
    FaceCheckForm .face-again { margin: 1 0 0 0; }
    FaceCheckForm .face-notice { color: $warning; min-height: 1; }
    """

    class Passed(Message):
        """The server has taken the check as the proof: the flow has gone on."""

    class FlowEnded(Message):
        """The flow is over, and with it every check."""

    def __init__(self, desk: Desk, *, around: int) -> None:
        super().__init__()
        self._desk = desk
        self._around = around
        self._flow: AsksForFace | None = None
        self._turn = 0
        self._watching: Worker[None] | None = None
        self._url = ""
        words = desk.words
        self._code = QrCode()
        self._title = Said(words, classes="face-title")
        self._next = Said(words, classes="face-next")
        self._left = Countdown(desk.clock, words, "facecheck.left", classes="face-left")
        self._address = Said(words, classes="face-address")
        self._notice = Said(words, classes="face-notice")
        self.again = PushButton(words, phrase("facecheck.again"), classes="face-again")

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield self._code
        with Vertical(classes="face-words"):
            yield self._title
            yield self._next
            yield self._address
            yield self._left
            if self._desk.has_phone:
                yield Said(words, phrase("facecheck.phone"), classes="face-phone")
            yield Said(words, phrase("facecheck.simulated"), classes="face-label")
            yield self._notice
            yield self.again

    @property
    def payload(self) -> str | None:
        """What the code says, while one is good."""
        return self._url if self.has_class("-waiting") else None

    def begin(self, flow: AsksForFace) -> None:
        """A new check, whatever was before; while one is on its way, that one (TUI-5)."""
        if self.has_class("-asking") and self._watching is not None and self._watching.is_running:
            return
        self.stop()
        self._flow = flow
        self._enter("asking", phrase("facecheck.asking"), None)
        watch_over = partial(watch, flow, self._desk.clock, partial(self._told, self._turn))
        self._watching = self.run_worker(watch_over, group="vigil-face", exclusive=True, description="face check")

    def stop(self) -> None:
        """Wait no longer; what comes yet is no news."""
        self._turn += 1
        self._left.stop()
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None

    def _told(self, watching: int, news: FaceNews) -> None:
        if watching != self._turn:
            return
        if isinstance(news, FaceRequest):
            self._show_code(news)
        elif isinstance(news, Interrupted):
            self._notice.say(phrase("facecheck.interrupted"))
        elif isinstance(news, FaceOver):
            self._show_over(news.state)
        else:
            self._show_failed(news)

    def _show_code(self, request: FaceRequest) -> None:
        self._url = face_url(self._desk.place.pages or NOWHERE, request.link_id)
        self._code.show(self._url)
        self._enter("waiting", phrase("facecheck.title"), phrase("facecheck.steps"))
        self._left.start(request.seconds)
        self._fit()

    def _show_over(self, state: FaceState) -> None:
        passed = state is FaceState.passed
        self._enter("over", phrase(f"facecheck.over.{state.name}"), phrase(f"facecheck.next.{state.name}"))
        self.set_class(passed, "-passed")
        self.again.display = not passed
        if passed:
            self.post_message(self.Passed())
        else:
            move_focus(self.screen, self.again)

    def _show_failed(self, failed: FaceFailed) -> None:
        outcome = failed.outcome
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.flow_ended:
            self.post_message(self.FlowEnded())
        self._enter("over", phrase("facecheck.over.failed"), phrase("facecheck.next.failed", why=explain(outcome, harmless=True)))
        move_focus(self.screen, self.again)

    def _enter(self, state: str, title: Phrase, then: Phrase | None) -> None:
        for other in _STATES:
            self.set_class(other == state, f"-{other}")
        self.remove_class("-passed", "-no-room")
        self.again.display = state != "asking"
        self._title.say(title)
        self._next.say(then)
        self._address.say(None)
        self._notice.say(None)
        if state != "waiting":
            self._left.stop()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """As much white around the code as there is room for; where there is none for the code, its address (QR-06)."""
        if not self.has_class("-waiting"):
            return
        columns, rows = self.size.width - _BESIDE, self.screen.size.height - self._around
        small = not self._code.squeeze(columns, rows)
        self.set_class(small, "-no-room")
        if not small:
            self._address.say(None)
            return
        least = self._code.least(1)
        size = {"columns": least[0] + _BESIDE, "rows": least[1] + self._around}
        hidden = phrase("facecheck.small", **size)
        offline = self._desk.place.pages is None
        self._address.say(hidden if offline else phrase("facecheck.address", hidden=hidden, url=self._url))

    @on(PushButton.Pressed, ".face-again")
    def _again_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.renew()

    def renew(self) -> None:
        """F5: another check in place of this one; one that has passed is told of once more, should the look after it have failed."""
        if self.has_class("-passed"):
            self.post_message(self.Passed())
        elif self._flow is not None:
            self.begin(self._flow)
