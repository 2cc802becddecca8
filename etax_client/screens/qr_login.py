"""扫码登录: a code for the phone, what the phone does with it, and the login (QR-01 to QR-08)."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import attempt
from etax_client.domain.policies import NATIONAL, Policy
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import NOWHERE, Ticket, TicketState, TicketView, scan_url, spaced
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.qr_other_ways import CodeShown, OtherWay, QrOtherWays, said_instead
from etax_client.screens.explain import explain
from etax_client.screens.forms.focusing import move_focus
from etax_client.screens.messages import LoginDone
from etax_client.screens.qr_picture import QrPicture
from etax_client.screens.waiting import reloaded
from etax_client.screens.watches.qr_vigil import End, Ended, News, Vigil
from etax_client.screens.watches.tries import Interrupted
from etax_client.texts import account_ways
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets import sizes
from etax_client.widgets.big_number import BigNumber
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import BLANKS, LARGEST, SMALLEST, QrCode
from etax_client.widgets.said import Said

_KEYS = (
    keys.HELP,
    Key("f2", "leave", "key.password", "zhmmdl"),
    Key("f5", "refresh", "key.refresh", "sx"),
    Key("f6", "other_ways", "key.other_ways", "sbcl"),
)
_BACK = Key("escape", "back", "key.back", "fh", "Esc", shown=False)
_AGAIN = Key("enter", "again", "key.refresh")
_STATES = ("asking", "waiting", "scanned", "over")
_FAREWELL = 1.0
"""Seconds that a program which is being left waits for the server to hear that the ticket is void."""
_FRAME, _AIR, _ROOMY_AIR = 3, 1, 4
"""Rows for the lines on top and at the bottom and for the switch, and for the air between them."""
_NARROW = 20
"""Columns beside the code below which nothing stands there."""


class QrLoginScreen(Screen[None]):
    """Shows a code until somebody has logged in with it or goes another way; it holds no ticket when nobody looks at it."""

    CSS_PATH = "qr_login.tcss"
    BINDINGS = bindings((*_KEYS, _BACK, _AGAIN))
    AUTO_FOCUS = ""
    BESIDE_PHONE = 40
    """The code and the number are seen beside the phone where one row of a small terminal holds both."""
    GUIDE = ("qr.place", "help.qr")

    class PasswordWanted(Message):
        """Back to account and password."""

    def __init__(self, desk: Desk, policy: Policy = NATIONAL) -> None:
        """`policy` is the server's, as far as it is known."""
        super().__init__()
        self._desk = desk
        self._vigil: Vigil | None = None
        self._keeping: Worker[None] | None = None
        self._ways: QrOtherWays | None = None
        self._zoom: tuple[int, ...] = ()
        self._picture = QrPicture()
        self._asked = False
        """Whether somebody has asked for the code that is on its way."""
        self._shown = CodeShown("", "")
        words = desk.words
        self._code = QrCode()
        self._doing = Said(words)
        self._small = Said(words)
        self._address = Said(words, id="address")
        self._number = BigNumber(id="big-number")
        self._number_said = Said(words, id="number")
        self._who = Said(words)
        self._end = Said(words, id="over-title")
        self._next = Said(words, id="over-next")
        self._lock = Countdown(desk.clock, words, account_ways.qr_locked_key(policy), id="over-locked")
        self._again = PushButton(words, phrase("qr.refresh"), id="again", classes="-primary")
        self._larger = Said(words, id="larger")
        self._notice = Said(words, id="notice")
        self._scan_time = Countdown(desk.clock, words, "qr.left", id="time-left")
        self._confirm_time = Countdown(desk.clock, words, "qr.left")

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk), _BACK)

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        if action == "other_ways":
            return bool(self._zoom) or self.has_class("-waiting")
        return action != "refresh" or not self.has_class("-asking")

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield TopLine(words, phrase("qr.place"), self._desk.place.label, insecure=self._desk.place.insecure)
        with Vertical(classes="middle"), Vertical(classes="block"):
            with Horizontal(id="way"):
                yield Said(words, phrase("login.real_name"), id="real-name")
                yield Said(words, phrase("qr.way"), id="by-code")
                yield self._scan_time
                with Horizontal(classes="switch"):
                    yield Said(words, phrase("plain", text="F2"))
                    yield PushButton(words, phrase("key.password"), id="to-password")
            with Horizontal(id="both"):
                yield from self._compose_left()
                yield from self._compose_right()
        yield KeyLine(words, self.keys)

    def _compose_left(self) -> ComposeResult:
        words = self._desk.words
        with Vertical(id="left"):
            yield self._code
            with Vertical(id="asking"):
                yield self._doing
            with Vertical(id="small"):
                yield self._small
                yield self._address
            with Vertical(id="scanned"):
                yield Said(words, phrase("qr.scanned"), id="scanned-title")
                yield self._number
                yield self._number_said
                yield self._who
                yield self._confirm_time
                with Horizontal(classes="panel-actions"):
                    yield PushButton(words, phrase("qr.back"), id="back")
            with Vertical(id="over"):
                yield self._end
                yield self._next
                yield self._lock
                with Horizontal(classes="panel-actions"):
                    yield self._again

    def _compose_right(self) -> ComposeResult:
        words = self._desk.words
        with Vertical(id="right"):
            yield Said(words, phrase("qr.title"), id="title")
            yield Said(words, phrase("qr.steps"), id="steps", classes="while-waiting")
            if self._desk.place.pages is None:
                yield Said(words, phrase("qr.offline"), id="offline", classes="while-waiting")
            yield Said(words, phrase("qr.not_you"), classes="while-scanned")
            yield self._larger
            with Horizontal(classes="right-actions"):
                yield PushButton(words, phrase("qr.refresh"), id="refresh")
                yield PushButton(words, phrase("qr.other_ways"), id="other-ways")
            yield self._notice

    def on_mount(self) -> None:
        self._begin()

    async def on_unmount(self) -> None:
        """Whatever took the screen away: nobody waits here any more (QRT-7)."""
        secret = self._stop()
        if secret is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_FAREWELL):
                    await self._cancel(secret)

    # --- the watch

    def _begin(self) -> None:
        """A new code, whatever was before; the renewals count anew (QR-08)."""
        self._drop(self._stop())
        self._enter("asking")
        self._doing.say(phrase("qr.asking"))
        vigil = Vigil(self._desk.api, self._desk.clock, self._desk.device, lambda news: self._told(vigil, news))
        self._vigil = vigil
        self._keeping = self.run_worker(vigil.keep, group="vigil", exclusive=True, description="QR ticket")

    def _stop(self) -> Secret | None:
        """Wait no longer; the poll secret of a ticket that is still to be cancelled."""
        vigil, self._vigil = self._vigil, None
        if self._keeping is not None:
            self._keeping.cancel()
        self._picture.delete()
        return None if vigil is None else vigil.give_up()

    def _drop(self, secret: Secret | None) -> None:
        """Cancel a ticket, without a word and without waiting; the app sends it, as this screen may be going."""
        if secret is not None:
            self.app.run_worker(self._cancel(secret), group="errand-farewell", description="cancel QR ticket")

    async def _cancel(self, secret: Secret) -> None:
        await attempt(self._desk.api.cancel_ticket(secret))

    def _told(self, vigil: Vigil, news: News) -> None:
        if vigil is not self._vigil:
            return  # an answer that comes after one has left logs nobody in (QRT-7)
        if isinstance(news, Ticket):
            self._show_code(news)
        elif isinstance(news, TicketView):
            self._show_view(news)
        elif isinstance(news, Interrupted):
            self._notice.say(phrase("qr.interrupted"))
        elif isinstance(news, Ended):
            self._drop(vigil.give_up())
            self._show_end(news)
        else:
            self.post_message(LoginDone(news, stay=False))

    # --- what is shown

    def _enter(self, state: str) -> None:
        self._notice.say(None)
        if self.has_class(f"-{state}"):
            return
        for other in _STATES:
            self.set_class(other == state, f"-{other}")
        self.refresh_bindings()
        move_focus(self, self._again if state == "over" else None)
        if state != "waiting":
            self._picture.delete()
            self._close_ways()
            self._show_zoom(())

    def _show_code(self, ticket: Ticket) -> None:
        self._picture.delete()
        self._shown = CodeShown(scan_url(self._desk.place.pages or NOWHERE, ticket.scan_id), spaced(ticket.short_code))
        self._code.show(self._shown.url)
        self._address.say(said_instead(self._desk, self._shown))
        self._fit()
        self._scan_time.start(ticket.seconds)
        self._enter("waiting")
        if self._asked:
            self._asked = False
            self._notice.say(reloaded(self._desk.clock.now()))
        if self._ways is not None:
            self._ways.show(self._shown)

    def _show_view(self, view: TicketView) -> None:
        if view.state is TicketState.waiting:
            self._enter("waiting")
            self._scan_time.start(view.seconds)
        elif view.state is TicketState.scanned:
            self._enter("scanned")
            self._number.show(view.number)
            self._number_said.say(phrase("qr.number", number=view.number))
            self._who.say(phrase("qr.who", name=view.masked_name or ""))
            self._confirm_time.start(view.seconds)
        else:
            self._enter("asking")
            self._doing.say(phrase("qr.signing_in"))

    def _show_end(self, ended: Ended) -> None:
        outcome = ended.outcome
        self._enter("over")
        self._end.say(phrase(f"qr.over.{ended.end}"))
        self.set_class(ended.end is End.locked, "-locked")
        if ended.end is End.locked and isinstance(outcome, Refused):
            self._next.say(None)
            self._lock.start(outcome.retry_after or 0)
        elif ended.end is End.failed and outcome is not None:
            self._next.say(phrase("qr.next.failed", why=explain(outcome, harmless=True)))
        else:
            self._next.say(phrase(f"qr.next.{ended.end}"))

    @on(Countdown.Ended)
    def _time_over(self, event: Countdown.Ended) -> None:
        event.stop()
        if event.countdown is self._lock:
            self.remove_class("-locked")
            self._next.say(phrase("qr.unlocked"))

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """As much air and as much white around the code as there is room for, and what helps where there is none (QR-06)."""
        if self._code.payload is None:
            return
        width, height = sizes.room(self)
        airs, scales = self._airs_and_scales()
        columns, rows = (width, height - 1) if self._zoom else (width - 2, height - _FRAME)
        air = next((air for air in airs if self._code.squeeze(columns, rows - air, scales)), None)
        self.set_class(air is None, "-no-room")
        self.set_class(air == 0, "-tight")
        self._say_what_is_needed(width - columns, height - rows, scales[-1])
        if air is not None:
            columns, rows = self._code.columns, self._code.rows
        alone = bool(self._zoom) and air is not None and self._code.scale > 1
        self.set_class(alone or width - columns < _NARROW, "-alone")
        left = self.query_one("#left")
        left.styles.width, left.styles.height = columns, rows

    def _airs_and_scales(self) -> tuple[Sequence[int], Sequence[int]]:
        """The rows of air and the sizes of the code to try, the best first."""
        if self._zoom:
            return (0,), self._zoom
        airs = (_ROOMY_AIR,) if not self.has_class(sizes.COMPACT) else (_AIR, 0)
        return airs, (*BLANKS, *SMALLEST) if self._desk.choices.settings.ascii else SMALLEST

    def _say_what_is_needed(self, beside: int, around: int, scale: int) -> None:
        """For the code at a scale, and for the next larger one, with what stands beside and around it."""
        width, height = sizes.room(self)
        columns, rows = self._code.least(scale)
        self._small.say(phrase("qr.small", columns=columns + beside, rows=rows + around, width=width, height=height))
        columns, rows = self._code.least(2)
        self._larger.say(phrase("qr.larger", columns=columns, rows=rows + 1) if self._zoom and self._code.scale == 1 else None)

    # --- other ways to take the code (F6)

    def action_other_ways(self) -> None:
        if self._zoom:
            self._show_zoom(())
        elif self.has_class("-waiting"):
            self.run_worker(self._take_other_way(), group="dialog", exclusive=True, description="other ways to scan")

    async def _take_other_way(self) -> None:
        way, saved = await self._ask_way(None), None
        while way is OtherWay.picture:
            saved = self._save()
            way = await self._ask_way(saved)
        if way is not None:
            self._show_zoom(BLANKS if way is OtherWay.blanks else LARGEST)

    async def _ask_way(self, saved: Phrase | None) -> OtherWay | None:
        self._ways = QrOtherWays(self._desk, self._shown, saved)
        try:
            return await self.app.push_screen_wait(self._ways)
        finally:
            self._ways = None

    def _save(self) -> Phrase:
        try:
            return phrase("qr.ways.saved", path=self._picture.save(self._shown.url))
        except OSError:
            return phrase("qr.ways.not_saved")

    def _close_ways(self) -> None:
        """They go when the code does, with whatever stands on top of them."""
        if self._ways is not None and self._ways in self.app.screen_stack:
            while self.app.screen is not self._ways:
                self.app.pop_screen()
            self._ways.dismiss(None)

    def _show_zoom(self, scales: tuple[int, ...]) -> None:
        """Nothing but the code and the line on top, at the best of the scales that fits; with none, as before."""
        if scales != self._zoom:
            self._zoom = scales
            self.set_class(bool(scales), "-zoom")
            self._fit()

    # --- keys and buttons

    @on(PushButton.Pressed, "#refresh")
    @on(PushButton.Pressed, "#again")
    def action_refresh(self) -> None:
        """F5: another code; while one is on its way, that one (TUI-5)."""
        if not self.has_class("-asking"):
            self._asked = True
            self._begin()

    def action_again(self) -> None:
        if self.has_class("-over"):
            self._begin()
        else:
            self._show_zoom(())

    def on_click(self) -> None:
        self._show_zoom(())

    @on(PushButton.Pressed, "#other-ways")
    def _other_ways_pressed(self) -> None:
        self.action_other_ways()

    @on(PushButton.Pressed, "#back")
    def action_back(self) -> None:
        """Esc: out of the zoom; from a code that was scanned to another code; else to account and password (QR-08)."""
        if self._zoom:
            self._show_zoom(())
        elif self.has_class("-scanned"):
            self._begin()
        else:
            self.action_leave()

    @on(PushButton.Pressed, "#to-password")
    def action_leave(self) -> None:
        self._drop(self._stop())
        self.post_message(self.PasswordWanted())
