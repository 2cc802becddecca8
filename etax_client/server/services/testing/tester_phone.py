"""A phone without a browser: testers scan, confirm and refuse QR tickets in a person's place, by all the rules of QR login."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from etax_client.clock import Clock
from etax_client.domain.channels import Channel
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LIVE, Decision, ScannedTicket, TicketState
from etax_client.domain.testing.tester_views import TicketSeen
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.sessions import qr_tickets
from etax_client.server.services.sessions.qr_login import QrLogin
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.store.database import Store
from etax_client.server.store.tables import qr_tickets as tickets


@dataclass(frozen=True, slots=True)
class TesterPhone:
    store: Store
    clock: Clock
    system: AccountSystem
    sessions: Sessions
    channel: Channel
    """The phone's."""
    qr_login: QrLogin

    def tickets(self) -> tuple[TicketSeen, ...]:
        """Every live ticket, the newest first. Raises StoreError."""
        now = self.clock.now()
        alive = tickets.c.state.in_([state.value for state in LIVE]) & qr_tickets.in_time(now)
        with self.store.read() as connection:
            rows = connection.execute(select(tickets).where(alive).order_by(tickets.c.id.desc())).all()
        return tuple(_seen(row, now) for row in rows)

    def scan(self, person_id: int, code: Secret | int, address: str) -> ScannedTicket | Refused:
        """Take the ticket of a scan id, a short code or an id with a phone on which the person is logged in from now on.

        Refused(not_found) for a person without an account. Raises StoreError.
        """
        session = self._phone_of(person_id)
        if isinstance(session, Refused):
            return session
        if isinstance(code, Secret):
            result = self.qr_login.scan(session, code, address)
        else:
            result = self.qr_login.scan_by_id(session, code, address)
        if isinstance(result, Refused):
            self.sessions.end_by_id(session.session_id, EndReason.logged_out)
        return result

    def confirm(self, ticket_id: int, number: int | None = None) -> ScannedTicket | Refused:
        """On the phone that scanned it, with the number that the client shows unless another is given. Raises StoreError."""
        return self._decide(ticket_id, Decision.confirm, lambda row: row.number if number is None else number)

    def pick_wrong_number(self, ticket_id: int) -> ScannedTicket | Refused:
        """One of the others that the phone offers, which refuses the ticket (QR-04). Raises StoreError."""
        return self._decide(ticket_id, Decision.confirm, _another)

    def refuse(self, ticket_id: int) -> ScannedTicket | Refused:
        """Raises StoreError."""
        return self._decide(ticket_id, Decision.refuse, lambda row: None)

    def _phone_of(self, person_id: int) -> Session | Refused:
        accounts = self.system.accounts
        with self.store.write() as connection:
            if connection.execute(select(accounts.c.person_id).where(accounts.c.person_id == person_id)).first() is None:
                return Refused(RefusalCode.not_found)
            # nobody needs its token
            session_id, _ = self.sessions.start_with(connection, person_id, self.channel, secrets.token_urlsafe(32))
        return self.sessions.of_id(session_id)

    def _decide(self, ticket_id: int, decision: Decision, pick: Callable[[Row[Any]], int | None]) -> ScannedTicket | Refused:
        with self.store.read() as connection:
            row = connection.execute(select(tickets).where(tickets.c.id == ticket_id)).one_or_none()
        if row is None or row.phone_session_id is None:
            return Refused(RefusalCode.ticket_unknown)
        session = self.sessions.of_id(row.phone_session_id)
        return session if isinstance(session, Refused) else self.qr_login.decide(session, ticket_id, decision, pick(row))


def _another(row: Row[Any]) -> int:
    """A number that the phone offers and the client doesn't show."""
    offered: list[int] = json.loads(row.offered)
    return next(number for number in offered if number != row.number)


def _seen(row: Row[Any], now: datetime) -> TicketSeen:
    return TicketSeen(
        ticket_id=row.id,
        state=TicketState(row.state),
        device=row.device,
        address=row.address,
        asked_at=row.asked_at,
        number=row.number,
        numbers=tuple(json.loads(row.offered or "[]")),
        person_id=row.person_id,
        seconds=qr_tickets.seconds_left(row, now),
    )
