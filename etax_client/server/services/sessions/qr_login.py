"""QR login: what the client and the phone may do with a ticket (QR-01 to QR-05, QRT-1 to QRT-7).

The scan id (or the short code) lets a logged-in phone take the ticket; only the poll secret sees and redeems it. All are kept as hashes.
The time is taken inside each transaction: one that has waited for its turn must not act on a moment that others have left behind.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.channels import Channel
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.safe_text import safe_text
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.qr_login import (
    LIFE,
    LIVE,
    LONGEST_WAIT,
    OFFERED,
    REDEEM_AGAIN,
    SCAN_ID_ALPHABET,
    SCAN_ID_LENGTH,
    SHORT_CODE_ALPHABET,
    SHORT_CODE_LENGTH,
    App,
    Decision,
    RefusedBecause,
    ScannedTicket,
    Ticket,
    TicketState,
    TicketView,
)
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import address_limits, locks
from etax_client.server.services.news import News
from etax_client.server.services.sessions import messages, qr_tickets
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.why import because, moment, of_person
from etax_client.server.store.database import Store
from etax_client.server.store.tables import qr_tickets as tickets

DEVICE_CELLS = 64
POLL_SPAN = timedelta(seconds=1)
"""No more than two polls of one ticket within it (QRT-6); they wait, so that more are never needed."""
_UNKNOWN = Refused(RefusalCode.ticket_unknown)
_NOT_HELD = because(_UNKNOWN, "ticket.not_held", "QRT-3")
_OVER = {
    TicketState.expired: ("ticket.expired", "QR-01"),
    TicketState.cancelled: ("ticket.cancelled", "QRT-7"),
    TicketState.refused: ("ticket.refused", "QR-04"),
}
"""What became of tickets that are as good as none: the journal alone is told."""
T = TypeVar("T")
Into = Callable[[Connection, int, str, Seat], tuple[int | None, T] | Refused]
"""What a confirmed ticket becomes, made in the transaction that spends it: from the person, and a token that only whoever holds the
poll secret can ask for again. The id of the session stands before it, None for what is none yet."""


def new_short_code() -> Secret:
    return Secret("".join(secrets.choice(SHORT_CODE_ALPHABET) for _ in range(SHORT_CODE_LENGTH)))


@dataclass(frozen=True, slots=True)
class QrLogin:
    """Where tickets are asked for by this system's `audience`, and where its APP scans those of any of the `systems`.

    `becomes` is the channel that whoever confirmed a ticket is logged in on, where it was asked for; `begin` makes that session.
    """

    store: Store
    clock: Clock
    system: AccountSystem
    sessions: Sessions
    becomes: Channel
    key: bytes
    rng: random.Random
    news: News
    systems: tuple[AccountSystem, ...]
    begin: Into[LoggedIn]

    # --- the client's side

    def ask(self, device: str, address: str, app: App | None = None) -> Ticket | Refused:
        """A new ticket for a client that calls itself `device` and asks from `address`, by the system's APP unless by another.

        Raises StoreError.
        """
        scan_id = "".join(secrets.choice(SCAN_ID_ALPHABET) for _ in range(SCAN_ID_LENGTH))
        short_code = new_short_code()
        poll_secret = secrets.token_urlsafe(32)
        with self.store.write() as connection:
            now = self.clock.now()
            wait = qr_tickets.asked_too_often(connection, address, now)
            if wait:
                return because(Refused(RefusalCode.too_many, retry_after=wait), "ticket.too_many", "QRT-6")
            qr_tickets.make_room(connection, now)
            connection.execute(
                insert(tickets).values(
                    audience=self.system.audience.value,
                    app=(app or self.system.app).value,
                    poll_hash=qr_tickets.hashed(poll_secret),
                    scan_hash=qr_tickets.hashed(scan_id),
                    code_hash=self._keyed(short_code.reveal()),
                    state=TicketState.waiting.value,
                    device=safe_text(device.strip(), DEVICE_CELLS),
                    address=address,
                    number=self.rng.randint(10, 99),
                    offered="",
                    asked_at=now,
                    expires_at=now + LIFE,
                )
            )
        return Ticket(Secret(poll_secret), Secret(scan_id), short_code, int(LIFE.total_seconds()))

    async def poll(
        self,
        poll_secret: str,
        address: str,
        *,
        seen: TicketState | None,
        wait: float,
        gone: "asyncio.Future[None] | None" = None,
    ) -> TicketView | Refused:
        """The ticket as soon as its state is another than `seen`, or after `wait` seconds (QR-02), or when the asker is `gone`.

        Raises StoreError.
        """
        refused = self._count_poll(poll_secret, address)
        if refused is not None:
            return refused
        until = self.clock.monotonic() + min(wait, LONGEST_WAIT)
        goes_on = True
        while True:
            mark = self.news.mark()
            with self.store.read() as connection:
                mine = {"poll_hash": qr_tickets.hashed(poll_secret), "audience": self.system.audience.value}
                row = connection.execute(qr_tickets.WITH_NAME, mine).one_or_none()
            if row is None:
                return _UNKNOWN
            now = self.clock.now()
            view, left = qr_tickets.view(row, now), until - self.clock.monotonic()
            if view.state is not seen or view.state not in LIVE or left <= 0 or not goes_on:
                return view
            goes_on = await self.news.wait(mark, min(left, (row.expires_at - now).total_seconds()), gone)

    def view(self, poll_secret: str) -> TicketView | Refused:
        """The ticket as it is now, for a page that is drawn anew after each poll. Raises StoreError."""
        with self.store.read() as connection:
            mine = {"poll_hash": qr_tickets.hashed(poll_secret), "audience": self.system.audience.value}
            row = connection.execute(qr_tickets.WITH_NAME, mine).one_or_none()
        return _UNKNOWN if row is None else qr_tickets.view(row, self.clock.now())

    def cancel(self, poll_secret: str) -> None:
        """The client no longer wants it: nothing that the phone does afterwards logs it in (QRT-7). Raises StoreError."""
        with self.store.write() as connection:
            mine = qr_tickets.by_poll_secret(poll_secret, self.system.audience)
            self._step(connection, mine, LIVE, self.clock.now(), state=TicketState.cancelled.value)

    def redeem(self, poll_secret: str, address: str) -> LoggedIn | Refused:
        """The session of a confirmed ticket; the same one again within 30 s (QRT-2), and none for an account that is locked (LCK-10).

        Raises StoreError.
        """
        return self.redeem_into(poll_secret, address, self.begin, self.given)

    def given(self, token: str) -> LoggedIn | Refused:
        """Of the session that a ticket became: what its owner was given, once more."""
        return self.sessions.given(Secret(token), self.becomes)

    def redeem_into(self, poll_secret: str, address: str, into: Into[T], again: Callable[[str], T | Refused]) -> T | Refused:
        """As `redeem`, where a confirmed ticket may become something else; `again` finds what it became by the same token."""
        with self.store.write() as connection:
            now = self.clock.now()
            mine = qr_tickets.by_poll_secret(poll_secret, self.system.audience)
            row = connection.execute(select(tickets).where(mine).with_for_update()).one_or_none()
            if row is None:
                return _missed(connection, address, now)
            repeated = row.state == TicketState.redeemed.value and now < row.redeemed_at + REDEEM_AGAIN
            result = None if repeated else self._redeem(connection, row, poll_secret, now, into)
        if result is None:
            # the answer may have been lost: the token is made from the poll secret, so it need not be kept to be given once more
            given = again(self._token(poll_secret))
            result = Refused(RefusalCode.ticket_used) if isinstance(given, Refused) else given
        audit("qr_redeem", ticket=row.id, person=row.person_id, outcome=_outcome(result, "admitted_again" if repeated else "admitted"))
        return of_person(result, row.person_id)

    def _redeem(self, connection: Connection, row: Row[Any], poll_secret: str, now: datetime, into: Into[T]) -> T | Refused:
        state = qr_tickets.state_of(row, now)
        if state is TicketState.redeemed:
            return Refused(RefusalCode.ticket_used)
        if state is not TicketState.confirmed:
            return Refused(RefusalCode.ticket_not_confirmed) if state in LIVE else _over(state)
        barred = _barred(connection, self.system, row.person_id, now)
        if barred is not None:
            return barred
        seat = Seat(row.device, row.address)
        made = into(connection, row.person_id, self._token(poll_secret), seat)
        if isinstance(made, Refused):
            return made
        session_id, given = made
        redeemed = {"state": TicketState.redeemed.value, "session_id": session_id, "redeemed_at": now}
        if not self._step(connection, tickets.c.id == row.id, (TicketState.confirmed,), now, **redeemed):
            raise AssertionError("a ticket that is held by this transaction can't change")
        mobile = messages.mobile_of(connection, self.system, row.person_id)
        if mobile is not None:
            key = f"{self.system.tells}.qr_login"
            messages.send(connection, Medium.sms, mobile, key, {"device": row.device, "at": now.isoformat()}, now)
        return given

    # --- the phone's side

    def scan(self, session: Session, code: Secret, address: str) -> ScannedTicket | Refused:
        """Take the ticket of a scan id or short code for this phone (QR-05); the phone that has it may take it again.

        Raises Over, StoreError.
        """
        return self._take(session, self.by_code(code), address)

    def by_code(self, code: Secret) -> ColumnElement[bool]:
        """The ticket of a scan id or short code."""
        text = code.reveal()
        by_scan_id = len(text) == SCAN_ID_LENGTH
        return tickets.c.scan_hash == qr_tickets.hashed(text) if by_scan_id else tickets.c.code_hash == self._keyed(text)

    def scan_by_id(self, session: Session, ticket_id: int, address: str) -> ScannedTicket | Refused:
        """As `scan`, for testers, who see a ticket's id rather than its code. Raises Over, StoreError."""
        return self._take(session, tickets.c.id == ticket_id, address)

    def _take(self, session: Session, found: ColumnElement[bool], address: str) -> ScannedTicket | Refused:
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            row = connection.execute(select(tickets).where(found).with_for_update()).one_or_none()
            result = self._scan(connection, row, session, address, now)
        audit(
            "qr_scan",
            ticket=None if row is None else row.id,
            person=session.person_id,
            session=session.session_id,
            outcome=_outcome(result, "scanned"),
        )
        return result

    def _scan(self, connection: Connection, row: Row[Any] | None, session: Session, address: str, now: datetime) -> ScannedTicket | Refused:
        refused = address_limits.refusal(connection, address, now)
        if refused is not None:
            return refused
        if row is None or qr_tickets.state_of(row, now) in (TicketState.expired, TicketState.cancelled):
            return _missed(connection, address, now, None if row is None else qr_tickets.state_of(row, now))
        if row.app != self.system.app.value:
            return because(Refused(RefusalCode.wrong_app), "ticket.wrong_app", "BJ-79")
        if row.phone_session_id == session.session_id:
            return qr_tickets.scanned(row, now)
        barred = self._barred_here(connection, row, session.person_id, now)
        if barred is not None:
            return barred
        taken = {
            "state": TicketState.scanned.value,
            "person_id": session.person_id,
            "phone_session_id": session.session_id,
            "offered": json.dumps(self._offer(row.number)),
        }
        if not self._step(connection, tickets.c.id == row.id, (TicketState.waiting,), now, **taken):
            return because(Refused(RefusalCode.ticket_used), "ticket.other_phone", "QRT-3")
        return qr_tickets.scanned(connection.execute(qr_tickets.held(session, row.id)).one(), now)

    def show(self, session: Session, ticket_id: int) -> ScannedTicket | Refused:
        """The ticket that this phone has scanned; to every other phone it does not exist (QRT-3). Raises StoreError."""
        with self.store.read() as connection:
            row = connection.execute(qr_tickets.held(session, ticket_id)).one_or_none()
        return _NOT_HELD if row is None else qr_tickets.scanned(row, self.clock.now())

    def decide(self, session: Session, ticket_id: int, decision: Decision, number: int | None) -> ScannedTicket | Refused:
        """Confirm with the number that was picked, or refuse; a wrong number refuses too (QR-04). The same again changes nothing.

        Raises Over, StoreError.
        """
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            row = connection.execute(qr_tickets.held(session, ticket_id).with_for_update()).one_or_none()
            if row is None:
                return _NOT_HELD
            if qr_tickets.state_of(row, now) is not TicketState.scanned:
                return qr_tickets.scanned(row, now)
            refused = self._decide(connection, row, decision, number, now)
            result = refused or qr_tickets.scanned(connection.execute(qr_tickets.held(session, ticket_id)).one(), now)
        outcome = result.code if isinstance(result, Refused) else result.because or result.state
        audit("qr_decision", ticket=ticket_id, person=session.person_id, session=session.session_id, outcome=outcome)
        return result

    def _decide(self, connection: Connection, row: Row[Any], decision: Decision, number: int | None, now: datetime) -> Refused | None:
        held = tickets.c.id == row.id
        if decision is Decision.refuse:
            by_person = {"state": TicketState.refused.value, "because": RefusedBecause.person.value}
            self._step(connection, held, (TicketState.scanned,), now, **by_person)
            return None
        if number is None:
            return because(Refused(RefusalCode.malformed, field="number"), "ticket.no_number", "QR-04")
        barred = self._barred_here(connection, row, row.person_id, now)
        if barred is not None:
            return barred
        right = {"state": TicketState.confirmed.value}
        wrong = {"state": TicketState.refused.value, "because": RefusedBecause.wrong_number.value}
        self._step(connection, held, (TicketState.scanned,), now, **(right if number == row.number else wrong))
        return None

    # --- what both sides need

    def _step(
        self, connection: Connection, ticket: ColumnElement[bool], old: tuple[TicketState, ...], now: datetime, **values: Any
    ) -> bool:
        done = qr_tickets.step(connection, ticket, old, now, **values)
        if done:
            self.news.tell(connection)
        return done

    def _count_poll(self, poll_secret: str, address: str) -> Refused | None:
        if not poll_secret:
            return _UNKNOWN  # whoever gives none guesses none, and may be a browser that somebody else's page has sent (FAIR-1)
        with self.store.write() as connection:
            now = self.clock.now()
            mine = qr_tickets.by_poll_secret(poll_secret, self.system.audience)
            row = connection.execute(select(tickets.c.polled_at, tickets.c.polled_before).where(mine).with_for_update()).one_or_none()
            if row is None:
                return _missed(connection, address, now)
            if row.polled_before is not None and now - POLL_SPAN < row.polled_before <= now:
                return Refused(RefusalCode.slow_down, retry_after=1)
            connection.execute(update(tickets).where(mine).values(polled_at=now, polled_before=row.polled_at))
        return None

    def _barred_here(self, connection: Connection, row: Row[Any], person_id: int, now: datetime) -> Refused | None:
        """What of the APP's account, or of that which the ticket leads to, stands against it (BJ-36)."""
        asked_by = next(system for system in self.systems if system.audience.value == row.audience)
        elsewhere = None if asked_by is self.system else _barred(connection, asked_by, person_id, now)
        if elsewhere is not None:
            return replace(elsewhere, elsewhere=True)
        return _barred(connection, self.system, person_id, now)

    def _offer(self, number: int) -> list[int]:
        """The client's number among others, in any order."""
        others = self.rng.sample([other for other in range(10, 100) if other != number], OFFERED - 1)
        offered = [number, *others]
        self.rng.shuffle(offered)
        return offered

    def _keyed(self, short_code: str) -> str:
        """39 bits would be found from a plain hash."""
        return hmac.new(self.key, b"short code " + short_code.encode(), hashlib.sha256).hexdigest()

    def _token(self, poll_secret: str) -> str:
        """The session's token, 256 bits, that only whoever holds the poll secret can ask this server for."""
        made = hmac.new(self.key, b"session " + poll_secret.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def _barred(connection: Connection, system: AccountSystem, person_id: int, now: datetime) -> Refused | None:
    """LCK-10: a lock of the account stops new logins here too, at each step; and nobody has none (BJ-36)."""
    accounts = system.accounts
    if connection.execute(select(accounts.c.person_id).where(accounts.c.person_id == person_id)).one_or_none() is None:
        return of_person(because(Refused(RefusalCode.not_registered), "scan.no_account", "BJ-36"), person_id)
    found = locks.lock_on(connection, system.subjects_of(person_id), system.policy.account_lockout, now)
    if found is None:
        return None
    counter, locked = found
    refused = Refused(RefusalCode.locked, attempts_left=0, retry_after=locked.seconds)
    since = moment(counter.last_failure)
    return of_person(because(refused, "locked.ticket", "LCK-10", since=since, left=locked.seconds), person_id)


def _missed(connection: Connection, address: str, now: datetime, state: TicketState | None = None) -> Refused:
    """Nothing of what was asked for is there: the same answer whatever the reason, until the address has to wait (QRT-6)."""
    refused = address_limits.refusal(connection, address, now)
    if refused is None:
        address_limits.miss(connection, address, now)
    return refused or _over(state)


def _over(state: TicketState | None) -> Refused:
    return because(_UNKNOWN, *_OVER[state]) if state in _OVER else _UNKNOWN


def _outcome(result: object, well: str) -> str:
    return result.code.value if isinstance(result, Refused) else well
