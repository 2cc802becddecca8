"""A phone without a browser, with both APPs: testers scan tickets and stand before faces in a person's place, by all the rules of those."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from etax_client.clock import Clock
from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FacePage
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LIVE, App, Decision, ScannedTicket, TicketState
from etax_client.domain.testing.tester_views import TicketSeen
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.identity import face_requests
from etax_client.server.services.identity.face_requests import Faces
from etax_client.server.services.sessions import qr_tickets
from etax_client.server.services.sessions.qr_login import QrLogin
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.store.database import Store
from etax_client.server.store.tables import qr_tickets as tickets


@dataclass(frozen=True, slots=True)
class TesterApp:
    """One of the two: with whose accounts, where one is logged in to it, and where its codes lead."""

    system: AccountSystem
    sessions: Sessions
    channel: Channel
    qr_login: QrLogin
    faces: Faces


@dataclass(frozen=True, slots=True)
class TesterPhone:
    """Each code is for one of the APPs, and that one is taken (BJ-79)."""

    store: Store
    clock: Clock
    itax: TesterApp
    bureau: TesterApp

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
        app = self._app_of(code)
        session = self._phone_of(app, person_id)
        if isinstance(session, Refused):
            return session
        login = app.qr_login
        result = login.scan(session, code, address) if isinstance(code, Secret) else login.scan_by_id(session, code, address)
        if isinstance(result, Refused):
            app.sessions.end_by_id(session.session_id, EndReason.logged_out)
        return result

    def stand_before_face(self, link: Secret | None, address: str) -> FacePage | Refused:
        """The one look of the check with this link, or of the newest one that waits; what is said of it was decided before (REG-03).

        Raises StoreError.
        """
        with self.store.read() as connection:
            found = face_requests.waiting(connection, link, self.clock.now())
        if found is None:
            return Refused(RefusalCode.face_unknown)
        check_id, app = found
        return self._app(app).faces.check_by_id(check_id, address)

    def confirm(self, ticket_id: int, number: int | None = None) -> ScannedTicket | Refused:
        """On the phone that scanned it, with the number that the client shows unless another is given. Raises StoreError."""
        return self._decide(ticket_id, Decision.confirm, lambda row: row.number if number is None else number)

    def pick_wrong_number(self, ticket_id: int) -> ScannedTicket | Refused:
        """One of the others that the phone offers, which refuses the ticket (QR-04). Raises StoreError."""
        return self._decide(ticket_id, Decision.confirm, _another)

    def refuse(self, ticket_id: int) -> ScannedTicket | Refused:
        """Raises StoreError."""
        return self._decide(ticket_id, Decision.refuse, lambda row: None)

    def _app(self, app: App) -> TesterApp:
        return self.bureau if app is App.bureau else self.itax

    def _app_of(self, code: Secret | int) -> TesterApp:
        """The one that a ticket is for; either, if there is no such ticket."""
        wanted = tickets.c.id == code if isinstance(code, int) else self.itax.qr_login.by_code(code)
        with self.store.read() as connection:
            row = connection.execute(select(tickets.c.app).where(wanted)).one_or_none()
        return self.itax if row is None else self._app(App(row.app))

    def _phone_of(self, app: TesterApp, person_id: int) -> Session | Refused:
        accounts = app.system.accounts
        with self.store.write() as connection:
            if connection.execute(select(accounts.c.person_id).where(accounts.c.person_id == person_id)).first() is None:
                return Refused(RefusalCode.not_found)
            # nobody needs its token
            session_id, _ = app.sessions.start_with(connection, person_id, app.channel, secrets.token_urlsafe(32))
        return app.sessions.of_id(session_id)

    def _decide(self, ticket_id: int, decision: Decision, pick: Callable[[Row[Any]], int | None]) -> ScannedTicket | Refused:
        with self.store.read() as connection:
            row = connection.execute(select(tickets).where(tickets.c.id == ticket_id)).one_or_none()
        if row is None or row.phone_session_id is None:
            return Refused(RefusalCode.ticket_unknown)
        app = self._app(App(row.app))
        session = app.sessions.of_id(row.phone_session_id)
        return session if isinstance(session, Refused) else app.qr_login.decide(session, ticket_id, decision, pick(row))


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
