"""QR login: tickets as rows, each step one conditional update (QR-01 to QR-05, QRT-1 to QRT-7).

The scan id (or the short code) lets a logged-in phone take the ticket; only the poll secret sees and redeems it. All are kept as hashes.
"""

import base64
import hashlib
import hmac
import json
import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from etax_client.clock import Clock
from etax_client.domain import lockout
from etax_client.domain.accounts import LoggedIn
from etax_client.domain.lockout import LockoutRule
from etax_client.domain.masking import mask_name
from etax_client.domain.qr_login import (
    LIFE,
    LIVE,
    LONGEST_WAIT,
    OFFERED,
    REDEEM_AGAIN,
    SCAN_ID_ALPHABET,
    SCAN_ID_LENGTH,
    SHORT_CODE_ALPHABET,
    SHORT_CODE_LENGTH,
    Decision,
    RefusedBecause,
    ScannedTicket,
    Ticket,
    TicketState,
    TicketView,
)
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions import Channel
from etax_client.server.services import counters, messages, strangers
from etax_client.server.services.audit import audit
from etax_client.server.services.counters import Subject
from etax_client.server.services.login import ACCOUNT
from etax_client.server.services.sessions import Session, Sessions
from etax_client.server.services.tidings import Tidings
from etax_client.server.store.database import Store
from etax_client.server.store.tables import persons, qr_tickets

MOST = 10_000
_REMEMBERED = timedelta(hours=1)
"""How long a ticket that is over can still be told about."""
_POLL_SPAN = timedelta(seconds=1)
_UNKNOWN = Refused(RefusalCode.ticket_unknown)
_BY_POLL_SECRET = (
    select(qr_tickets, persons.c.name)
    .join_from(qr_tickets, persons, qr_tickets.c.person_id == persons.c.id, isouter=True)
    .where(qr_tickets.c.poll_hash == bindparam("hash"))
)
"""Built once, as each waiting client reads it again and again."""


@dataclass(frozen=True, slots=True)
class QrLogin:
    store: Store
    clock: Clock
    sessions: Sessions
    rule: LockoutRule
    key: bytes
    rng: random.Random
    tidings: Tidings

    # --- the client's side

    def ask(self, device: str, address: str) -> Ticket:
        """A new ticket for a client that calls itself `device` and asks from `address`. Raises StoreError."""
        now = self.clock.now()
        scan_id = "".join(secrets.choice(SCAN_ID_ALPHABET) for _ in range(SCAN_ID_LENGTH))
        short_code = "".join(secrets.choice(SHORT_CODE_ALPHABET) for _ in range(SHORT_CODE_LENGTH))
        poll_secret = secrets.token_urlsafe(32)
        with self.store.write() as connection:
            _make_room(connection, now)
            connection.execute(
                insert(qr_tickets).values(
                    poll_hash=_hash(poll_secret),
                    scan_hash=_hash(scan_id),
                    code_hash=self._keyed(short_code),
                    state=TicketState.waiting.value,
                    device=device,
                    address=address,
                    number=self.rng.randint(10, 99),
                    offered="",
                    asked_at=now,
                    expires_at=now + LIFE,
                )
            )
        return Ticket(Secret(poll_secret), Secret(scan_id), Secret(short_code), int(LIFE.total_seconds()))

    async def poll(self, poll_secret: str, address: str, *, seen: TicketState | None, wait: float) -> TicketView | Refused:
        """The ticket as soon as its state is another than `seen`, or after `wait` seconds (QR-02). Raises StoreError."""
        refused = self._count_poll(poll_secret, address)
        if refused is not None:
            return refused
        until = self.clock.monotonic() + min(wait, LONGEST_WAIT)
        while True:
            mark = self.tidings.mark()
            with self.store.read() as connection:
                row = connection.execute(_BY_POLL_SECRET, {"hash": _hash(poll_secret)}).one_or_none()
            if row is None:
                return _UNKNOWN
            now = self.clock.now()
            state, left = _state(row, now), until - self.clock.monotonic()
            if state is not seen or state not in LIVE or left <= 0:
                return _view(row, state, now)
            await self.tidings.wait(mark, min(left, (row.expires_at - now).total_seconds()))

    def cancel(self, poll_secret: str) -> None:
        """The client no longer wants it: nothing that the phone does afterwards logs it in (QRT-7). Raises StoreError."""
        now = self.clock.now()
        with self.store.write() as connection:
            mine = qr_tickets.c.poll_hash == _hash(poll_secret)
            done = connection.execute(update(qr_tickets).where(mine, _live(), _unexpired(now)).values(state=TicketState.cancelled.value))
        if done.rowcount:
            self.tidings.tell()

    def redeem(self, poll_secret: str, address: str) -> LoggedIn | Refused:
        """The session of a confirmed ticket; the same one again within 30 s (QRT-2), and none for an account that is locked (LCK-10).

        Raises StoreError.
        """
        now = self.clock.now()
        with self.store.write() as connection:
            mine = qr_tickets.c.poll_hash == _hash(poll_secret)
            row = connection.execute(select(qr_tickets).where(mine).with_for_update()).one_or_none()
            if row is None:
                return self._miss(connection, address, now)
            again = _state(row, now) is TicketState.redeemed
            result = Refused(RefusalCode.ticket_used) if again else self._redeem(connection, row, poll_secret, now)
        if again and now < row.redeemed_at + REDEEM_AGAIN:
            # the answer may have been lost: the token is made from the poll secret, so it need not be kept to be given once more
            return self.sessions.given(Secret(self._token(poll_secret)))
        outcome = result.code if isinstance(result, Refused) else "admitted"
        audit("qr_redeem", ticket=row.id, person=row.person_id, outcome=outcome)
        self.tidings.tell()
        return result

    def _redeem(self, connection: Connection, row: Row[Any], poll_secret: str, now: datetime) -> LoggedIn | Refused:
        state = _state(row, now)
        if state is not TicketState.confirmed:
            return Refused(RefusalCode.ticket_not_confirmed) if state in LIVE else _UNKNOWN
        locked = self._lock(connection, row.person_id, now)
        if locked is not None:
            return locked
        token = self._token(poll_secret)
        session_id, logged_in = self.sessions.start_with(connection, row.person_id, Channel.client, token)
        step = {"state": TicketState.redeemed.value, "session_id": session_id, "redeemed_at": now}
        if not _step(connection, row.id, TicketState.confirmed, now, step):
            raise AssertionError("a ticket that is held by this transaction can't change")
        mobile = messages.mobile_of(connection, row.person_id)
        if mobile is not None:
            messages.send(connection, mobile, "sms.qr_login", {"device": row.device, "at": now.isoformat()}, now)
        return logged_in

    # --- the phone's side

    def scan(self, session: Session, code: Secret, address: str) -> ScannedTicket | Refused:
        """Take the ticket of a scan id or short code for this phone (QR-05); the phone that has it may take it again. Raises StoreError."""
        text = code.reveal()
        now = self.clock.now()
        by_code = qr_tickets.c.scan_hash == _hash(text) if len(text) == SCAN_ID_LENGTH else qr_tickets.c.code_hash == self._keyed(text)
        with self.store.write() as connection:
            refused = strangers.refusal(connection, address, now)
            if refused is not None:
                return refused
            row = connection.execute(select(qr_tickets).where(by_code).with_for_update()).one_or_none()
            state = None if row is None else _state(row, now)
            if row is None or state in (TicketState.expired, TicketState.cancelled):
                return self._miss(connection, address, now)
            result = self._scan(connection, row, session, now)
        outcome = result.code if isinstance(result, Refused) else "scanned"
        audit("qr_scan", ticket=row.id, person=session.person_id, session=session.session_id, outcome=outcome)
        self.tidings.tell()
        return result

    def _scan(self, connection: Connection, row: Row[Any], session: Session, now: datetime) -> ScannedTicket | Refused:
        if row.phone_session_id == session.session_id:
            return _scanned(row, now)
        if row.state != TicketState.waiting.value:
            return Refused(RefusalCode.ticket_used)
        locked = self._lock(connection, session.person_id, now)
        if locked is not None:
            return locked
        offered = self._offer(row.number)
        step = {
            "state": TicketState.scanned.value,
            "person_id": session.person_id,
            "phone_session_id": session.session_id,
            "offered": json.dumps(offered),
        }
        if not _step(connection, row.id, TicketState.waiting, now, step):
            return Refused(RefusalCode.ticket_used)
        return _scanned(connection.execute(_held(session, row.id)).one(), now)

    def show(self, session: Session, ticket_id: int) -> ScannedTicket | Refused:
        """The ticket that this phone has scanned; to every other phone it does not exist (QRT-3). Raises StoreError."""
        with self.store.read() as connection:
            row = connection.execute(_held(session, ticket_id)).one_or_none()
        return _UNKNOWN if row is None else _scanned(row, self.clock.now())

    def decide(self, session: Session, ticket_id: int, decision: Decision, number: int | None) -> ScannedTicket | Refused:
        """Confirm with the number that was picked, or refuse; a wrong number refuses too (QR-04). The same again changes nothing.

        Raises StoreError.
        """
        now = self.clock.now()
        with self.store.write() as connection:
            row = connection.execute(_held(session, ticket_id).with_for_update()).one_or_none()
            if row is None:
                return _UNKNOWN
            if _state(row, now) is not TicketState.scanned:
                return _scanned(row, now)
            if decision is Decision.confirm and number is None:
                return Refused(RefusalCode.malformed, field="number")
            locked = self._lock(connection, session.person_id, now) if decision is Decision.confirm else None
            if locked is not None:
                return locked
            if decision is Decision.confirm and number == row.number:
                step: dict[str, Any] = {"state": TicketState.confirmed.value}
            else:
                because = RefusedBecause.person if decision is Decision.refuse else RefusedBecause.wrong_number
                step = {"state": TicketState.refused.value, "because": because.value}
            _step(connection, row.id, TicketState.scanned, now, step)
            result = _scanned(connection.execute(_held(session, ticket_id)).one(), now)
        audit("qr_decision", ticket=ticket_id, person=session.person_id, session=session.session_id, outcome=result.because or result.state)
        self.tidings.tell()
        return result

    # --- what both sides need

    def _count_poll(self, poll_secret: str, address: str) -> Refused | None:
        """At most two polls of a ticket within a second (QRT-6); they wait, so that more are never needed."""
        now = self.clock.now()
        mine = qr_tickets.c.poll_hash == _hash(poll_secret)
        with self.store.write() as connection:
            row = connection.execute(select(qr_tickets.c.polled_at, qr_tickets.c.polled_before).where(mine).with_for_update()).one_or_none()
            if row is None:
                return strangers.refusal(connection, address, now) or self._miss(connection, address, now)
            if row.polled_before is not None and row.polled_before > now - _POLL_SPAN:
                return Refused(RefusalCode.slow_down, retry_after=1)
            connection.execute(update(qr_tickets).where(mine).values(polled_at=now, polled_before=row.polled_at))
        return None

    def _miss(self, connection: Connection, address: str, now: datetime) -> Refused:
        strangers.miss(connection, address, now)
        return _UNKNOWN

    def _lock(self, connection: Connection, person_id: int, now: datetime) -> Refused | None:
        """LCK-10: a lock of the account stops new logins here too, at each step."""
        counter = lockout.current(self.rule, counters.load(connection, Subject(ACCOUNT, str(person_id))), now)
        locked = lockout.lock_of(counter, now)
        return None if locked is None else Refused(RefusalCode.locked, attempts_left=0, retry_after=locked.seconds)

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


def _held(session: Session, ticket_id: int) -> Select[Any]:
    return select(qr_tickets).where(qr_tickets.c.id == ticket_id, qr_tickets.c.phone_session_id == session.session_id)


def _step(connection: Connection, ticket_id: int, old: TicketState, now: datetime, values: dict[str, Any]) -> bool:
    """One arrow of the state machine; False if the ticket is no longer where it begins (security.md 3)."""
    at_start = (qr_tickets.c.id == ticket_id) & (qr_tickets.c.state == old.value)
    return connection.execute(update(qr_tickets).where(at_start, _unexpired(now)).values(values)).rowcount == 1


def _live() -> Any:
    return qr_tickets.c.state.in_([state.value for state in LIVE])


def _unexpired(now: datetime) -> Any:
    return qr_tickets.c.expires_at > now


def _state(row: Row[Any], now: datetime) -> TicketState:
    state = TicketState(row.state)
    return TicketState.expired if state in LIVE and row.expires_at <= now else state


def _view(row: Row[Any], state: TicketState, now: datetime) -> TicketView:
    known = state in (TicketState.scanned, TicketState.confirmed)
    return TicketView(
        state=state,
        seconds=_seconds(row, state, now),
        number=row.number if known else None,
        masked_name=mask_name(row.name) if known else None,
        because=None if row.because is None else RefusedBecause(row.because),
    )


def _scanned(row: Row[Any], now: datetime) -> ScannedTicket:
    state = _state(row, now)
    return ScannedTicket(
        ticket_id=row.id,
        state=state,
        device=row.device,
        address=row.address,
        asked_at=row.asked_at,
        numbers=tuple(json.loads(row.offered)),
        seconds=_seconds(row, state, now),
        because=None if row.because is None else RefusedBecause(row.because),
    )


def _seconds(row: Row[Any], state: TicketState, now: datetime) -> int:
    return max(0, ceil((row.expires_at - now).total_seconds())) if state in LIVE else 0


def _hash(secret: str) -> str:
    """130 random bits or more need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _make_room(connection: Connection, now: datetime) -> None:
    connection.execute(delete(qr_tickets).where(qr_tickets.c.expires_at <= now - _REMEMBERED))
    excess = connection.execute(select(func.count()).select_from(qr_tickets)).scalar_one() - MOST + 1
    if excess > 0:
        oldest = select(qr_tickets.c.id).order_by(qr_tickets.c.expires_at).limit(excess)
        connection.execute(delete(qr_tickets).where(qr_tickets.c.id.in_(oldest)))
