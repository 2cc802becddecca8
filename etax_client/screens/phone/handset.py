"""What the phone beside the client knows and does: its page, its person, the ticket in hand. No widgets: it outlives its panel."""

import asyncio
from collections.abc import Awaitable, Callable

from etax_client.api.carrier import Accident, attempt
from etax_client.api.phone import Phone
from etax_client.clock import Clock
from etax_client.domain.flows.face_check import FaceState
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.phone_messages import PhoneInbox
from etax_client.domain.sessions.qr_login import LIVE, Decision, RefusedBecause, ScannedTicket, TicketState, code_in
from etax_client.screens.desk import DemoPerson
from etax_client.screens.explain import explain
from etax_client.screens.phone.handset_pages import Page
from etax_client.screens.phone.handset_parts import FaceStage, FaceStand, SecurityCentre, SimTray, face_link
from etax_client.screens.phone.handset_units import ManagedUnits, Stage, is_units_page
from etax_client.texts.words import Phrase, phrase

_PATIENCE = 0.3
"""Seconds before a request under way is told of (looks.md)."""


class Handset:
    """One phone for the whole run: closing its panel changes nothing of it; `changed` tells the panel that is open, if one is."""

    def __init__(self, phone: Phone, clock: Clock, password: Secret) -> None:
        """`password` is the one that all people of the demo have."""
        self._phone = phone
        self._clock = clock
        self._password = password
        self.changed: Callable[[], None] = lambda: None
        self.page = Page.people
        self.busy = False
        self._notice: Phrase | None = None
        self._is_good = False
        self._takes_long = False
        self.person: DemoPerson | None = None
        self.masked_name = ""
        self.captcha: CaptchaPicture | None = None
        self.ticket: ScannedTicket | None = None
        self.picked: int | None = None
        self.inbox: PhoneInbox | None = None
        self.tray = SimTray(phone)
        self.face = FaceStand(phone)
        self.centre = SecurityCentre(phone, password)
        self.units = ManagedUnits(phone, clock)
        self._ends = 0.0

    @property
    def logged_in(self) -> bool:
        return bool(self.masked_name)

    @property
    def notice(self) -> Phrase | None:
        """What the last step came to, or that it takes a while."""
        return phrase("beside.waiting") if self._takes_long else self._notice

    @property
    def is_good_news(self) -> bool:
        """Whether the notice says nothing that one has to mend."""
        return self._is_good or self._takes_long

    @property
    def seconds_left(self) -> float:
        """For the decision about the ticket in hand, or for the face check."""
        return max(0.0, self._ends - self._clock.monotonic())

    @property
    def scene(self) -> tuple[object, ...]:
        """What is on the page beside its notice: another scene has to be drawn anew."""
        face = (self.face.seen, self.face.stage)
        shown = {
            Page.captcha: self.captcha,
            Page.messages: self.inbox,
            Page.home: self.inbox,
            Page.sims: self.tray.cards,
            Page.face: face,
            Page.papers: self.person,
            Page.security: self.centre.account,
            Page.bind: (self.centre.mobile, self.tray.cards),
            Page.units: self.units.scene,
        }.get(self.page)
        ticket = self.ticket.ticket_id if self.page is Page.confirm and self.ticket else None
        return self.page, self.masked_name, shown, ticket

    async def run(self, step: Callable[[], Awaitable[None]]) -> None:
        """Carry out one of the steps below; after 300 ms it says that it takes a while. Whoever begins it has set `busy`."""
        self._say(None)
        saying = asyncio.create_task(self._say_later())
        try:
            await step()
        finally:
            saying.cancel()
            self.busy = self._takes_long = False
            self.changed()

    async def _say_later(self) -> None:
        await self._clock.sleep(_PATIENCE)
        self._takes_long = True
        self.changed()

    # --- who holds it

    async def choose(self, person: DemoPerson) -> None:
        """Log in to the APP as a person of the demo (QR-03); whoever has no account is told so."""
        if person.login_name is None:
            self._say(phrase("beside.unregistered_chosen", name=person.name))
            return
        self.person = person
        await self._log_in(None)

    async def answer(self, typed: str) -> None:
        """Log in with what the captcha's picture shows."""
        if self.captcha is None or not typed.strip():
            self._say(phrase("captcha.empty"))
            return
        await self._log_in(CaptchaAnswer(self.captcha.captcha_id, typed.strip()))

    async def _log_in(self, captcha: CaptchaAnswer | None) -> None:
        if self.person is None or self.person.login_name is None:
            return
        outcome = await attempt(self._phone.login(self.person.login_name, self._password, captcha))
        if isinstance(outcome, LoggedIn):
            self.masked_name = outcome.profile.masked_name
            self.captcha = None
            await self.go_home()
            return
        why = explain(outcome)
        if isinstance(outcome, Refused):
            if outcome.captcha_required and outcome.code is not RefusalCode.locked:
                await self.another_captcha()
            else:
                self.page = Page.people
            if outcome.code is RefusalCode.wrong_credentials:
                why = phrase("beside.other_password")
        self._say(phrase("beside.of_person", name=self.person.name, what=why))

    async def another_captcha(self) -> None:
        """Fetch a captcha and show it (CAP-01)."""
        outcome = await attempt(self._phone.captcha())
        if isinstance(outcome, CaptchaPicture):
            self.captcha = outcome
            self.page = Page.captcha
        else:
            self._say(explain(outcome, harmless=True))

    async def go_to_people(self) -> None:
        """Away from the captcha."""
        self.captcha = None
        self.page = Page.people

    async def log_out(self) -> None:
        """Hand the phone to someone else."""
        outcome = await attempt(self._phone.logout())
        self._forget()
        self._say(explain(outcome) if isinstance(outcome, Accident) else None)

    def _forget(self) -> None:
        self.page, self.person, self.masked_name, self.ticket, self.inbox = Page.people, None, "", None, None
        self.centre = SecurityCentre(self._phone, self._password)
        self.units = ManagedUnits(self._phone, self._clock)

    # --- pages that say what the server knows

    async def go_home(self) -> None:
        self.page = Page.home
        await self._fetch_messages()

    async def open_messages(self) -> None:
        self.page = Page.messages
        await self._fetch_messages()

    async def _fetch_messages(self) -> None:
        outcome = await attempt(self._phone.messages())
        if isinstance(outcome, PhoneInbox):
            self.inbox = outcome
        else:
            self._fail(outcome, harmless=True)

    async def look_again(self) -> None:
        """What has become of things while nobody looked: the panel was closed, or the time is over, or F5 was pressed."""
        if self.page in (Page.sims, Page.bind):
            self._say(await self.tray.look())
        elif self.page is Page.face:
            self._show_face(await self.face.look_again())
        elif self.page is Page.units and self.units.stage is Stage.listed:
            await self.at_units(self.units.open)
        if self.ticket is not None and self.ticket.state in LIVE:
            outcome = await attempt(self._phone.ticket(self.ticket.ticket_id))
            if isinstance(outcome, ScannedTicket):
                self._hold(outcome)
            else:
                self._fail(outcome, harmless=True)
        if self.logged_in:
            await self._fetch_messages()

    async def leave_page(self) -> None:
        """返回: to the APP's home, or to the people where nobody is logged in."""
        if self.page in (Page.bind, Page.password):
            await self.open_security()
        elif self.page is Page.units and self.units.stage is not Stage.listed:
            self.units.back()
        elif self.logged_in:
            await self.go_home()
        else:
            self.page = Page.people

    async def open_papers(self, person: DemoPerson) -> None:
        self.person, self.page = person, Page.papers

    # --- SIM cards (WEB-5)

    async def open_sims(self, person: DemoPerson | None) -> None:
        """What came to the cards in the phone; that of a person's number is put in first."""
        self.page, self.person = Page.sims, person or self.person
        if person is None or person.mobile is None:
            self._say(await self.tray.look())
        else:
            self._say(await self.tray.put_in(person.mobile))

    async def put_in_sim(self, typed: str) -> None:
        self._say(await self.tray.put_in(typed))

    # --- the face check (REG-03)

    async def stand_before(self, payload: str | None) -> None:
        """The check whose code is in sight."""
        link = face_link(payload)
        if link is None:
            self._say(phrase("beside.face.no_code"))
        else:
            self._show_face(await self.face.open(link))

    async def step_in(self) -> None:
        self.face.step_in()

    async def blink(self) -> None:
        self._show_face(await self.face.blink())

    def _show_face(self, failed: Refused | Accident | None) -> None:
        seen = self.face.seen
        if failed is not None or seen is None:
            if self.page is Page.face:
                self.page = Page.home if self.logged_in else Page.people
            self._say(None if failed is None else explain(failed))
            return
        self.page = Page.face
        self._ends = self._clock.monotonic() + seen.seconds
        if self.face.stage is FaceStage.over:
            self._say(phrase(f"beside.face.{seen.state.name}"), good=seen.state is FaceState.passed)

    # --- the security centre (FPW-02)

    async def open_security(self) -> None:
        self.page = Page.security
        self._tell_of_account(await self.centre.open(), None)

    async def open_bind(self) -> None:
        self.page = Page.bind

    async def open_password(self) -> None:
        self.page = Page.password

    async def send_mobile_code(self, mobile: str) -> None:
        """To the number that is to be bound, whose card is put into this phone."""
        taken = await self.tray.put_in(mobile)
        if taken is not None:
            self._say(taken)
            return
        self._tell_of_account(await self.centre.send_code(mobile), phrase("beside.code_sent"))
        await self.tray.look()

    async def bind_mobile(self, typed: str) -> None:
        outcome = await self.centre.bind(typed)
        if isinstance(outcome, Phrase):
            self._say(outcome)
            return
        if outcome is None:
            self.page = Page.security
        self._tell_of_account(outcome, phrase("beside.bound"))

    async def change_password(self, password: Secret) -> None:
        outcome = await self.centre.change_password(password)
        if outcome is None:
            self.page = Page.security
        self._tell_of_account(outcome, phrase("beside.password_changed"))

    def _tell_of_account(self, outcome: Refused | Accident | None, done: Phrase | None) -> None:
        if outcome is None:
            self._say(done, good=True)
        elif isinstance(outcome, Refused) and outcome.captcha_required:
            self._say(phrase("beside.log_in_again"))
        else:
            self._fail(outcome)

    # --- 企业办税权限 (AUT-01, DPW-01)

    async def at_units(self, step: Callable[[], Awaitable[Refused | Accident | Phrase | None]]) -> None:
        """One of the steps of `units`, which turn its pages by themselves; a Phrase says what there is to mend."""
        self.page = Page.units
        outcome = await step()
        if isinstance(outcome, Phrase):
            self._say(outcome)
        elif outcome is not None:
            self._fail(outcome)

    # --- the ticket

    async def scan(self, payload: str | None) -> None:
        """What the camera sees: the payload of a QR code, or None if there is no code in sight."""
        if face_link(payload) is not None:
            await self.stand_before(payload)
            return
        if payload is not None and is_units_page(payload):
            await self.at_units(self.units.open)
            return
        self.page = Page.scan
        code = None if payload is None else code_in(payload)
        if code is None:
            self._say(phrase("beside.no_code" if payload is None else "beside.foreign_code"))
        else:
            await self._scan(code)

    async def type_code(self, typed: str) -> None:
        """A short code instead of a picture."""
        code = code_in(typed)
        if code is None:
            self._say(phrase("beside.no_short_code"))
        else:
            await self._scan(code)

    async def _scan(self, code: Secret) -> None:
        outcome = await attempt(self._phone.scan(code))
        if isinstance(outcome, ScannedTicket):
            self.picked = None
            self._hold(outcome)
        else:
            self._fail(outcome)

    async def confirm(self) -> None:
        """Log in on the computer, with the number that was picked (QR-04)."""
        if self.picked is None:
            self._say(phrase("beside.pick_first"))
        else:
            await self._decide(Decision.confirm)

    async def refuse(self) -> None:
        await self._decide(Decision.refuse)

    async def _decide(self, decision: Decision) -> None:
        if self.ticket is None:
            return
        outcome = await attempt(self._phone.decide(self.ticket.ticket_id, decision, self.picked))
        if isinstance(outcome, ScannedTicket):
            self._hold(outcome)
        else:
            self._fail(outcome)

    def _hold(self, ticket: ScannedTicket) -> None:
        """Show where a ticket stands; one that is decided or over is told of on the home page."""
        self.ticket = ticket
        self._ends = self._clock.monotonic() + ticket.seconds
        if ticket.state is TicketState.scanned:
            self.page = Page.confirm
            return
        self.page = Page.home
        wrong = ticket.because is RefusedBecause.wrong_number
        good = ticket.state in (TicketState.confirmed, TicketState.redeemed, TicketState.refused) and not wrong
        self._say(phrase("beside.state.wrong_number" if wrong else f"beside.state.{ticket.state}"), good=good)

    def _fail(self, outcome: Refused | Accident, *, harmless: bool = False) -> None:
        """Say what a request came to, and go back to where one can go on from; `harmless`: it was only to read."""
        code = outcome.code if isinstance(outcome, Refused) else None
        if code is RefusalCode.session_ended:
            self._forget()
            self._say(phrase("beside.session_ended"))
            return
        if code is RefusalCode.ticket_unknown and self.page is Page.confirm:
            self.page, self.ticket = Page.scan, None
        self._say(explain(outcome, harmless=harmless))

    def _say(self, notice: Phrase | None, *, good: bool = False) -> None:
        self._notice, self._is_good = notice, good

    def pick(self, number: int) -> None:
        self.picked = number
        self._say(None)
        self.changed()
