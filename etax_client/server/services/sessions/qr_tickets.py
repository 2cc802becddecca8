"""QR tickets as rows: each step one conditional update, and what each side sees of a row (security.md 3)."""

import hashlib
import json
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, func, select, update

from etax_client.domain.masking import mask_name
from etax_client.domain.sessions.qr_login import LIFE, LIVE, Audience, RefusedBecause, ScannedTicket, TicketState, TicketView
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import persons, qr_tickets

MOST_ASKED = 600
ASKING_SPAN = timedelta(minutes=1)
"""One address may have so many tickets in so long: far below what would push out others' live ones."""
MOST = 10_000
REMEMBERED = timedelta(hours=1)
"""How long a ticket that is over can still be told about."""
_SKEW = timedelta(seconds=5)
"""By so much the clocks of several servers may differ."""

WITH_NAME = (
    select(qr_tickets, persons.c.name)
    .join_from(qr_tickets, persons, qr_tickets.c.person_id == persons.c.id, isouter=True)
    .where(qr_tickets.c.poll_hash == bindparam("poll_hash"), qr_tickets.c.audience == bindparam("audience"))
)
"""Built once, as each waiting client reads it again and again."""


def hashed(secret: str) -> str:
    """130 random bits or more need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def by_poll_secret(poll_secret: str, audience: Audience) -> ColumnElement[bool]:
    return (qr_tickets.c.poll_hash == hashed(poll_secret)) & (qr_tickets.c.audience == audience.value)


def held(session: Session, ticket_id: int) -> Select[Any]:
    """The ticket that this phone has scanned."""
    return select(qr_tickets).where(qr_tickets.c.id == ticket_id, qr_tickets.c.phone_session_id == session.session_id)


def state_of(row: Row[Any], now: datetime) -> TicketState:
    """Tickets run out without anyone writing it down; when the clock is set back, those from a time to come are over too (QR-01)."""
    state = TicketState(row.state)
    return state if state not in LIVE or now < row.expires_at <= now + LIFE + _SKEW else TicketState.expired


def in_time(now: datetime) -> ColumnElement[bool]:
    """The same of rows in the database."""
    return (qr_tickets.c.expires_at > now) & (qr_tickets.c.expires_at <= now + LIFE + _SKEW)


def step(connection: Connection, ticket: ColumnElement[bool], old: tuple[TicketState, ...], now: datetime, **values: object) -> bool:
    """One arrow of the state machine; False if the ticket is no longer where the arrow begins."""
    begins = qr_tickets.c.state.in_([state.value for state in old]) & in_time(now)
    return connection.execute(update(qr_tickets).where(ticket, begins).values(values)).rowcount == 1


def view(row: Row[Any], now: datetime) -> TicketView:
    """What its client sees; the row is one of WITH_NAME."""
    state = state_of(row, now)
    known = state in (TicketState.scanned, TicketState.confirmed)
    return TicketView(
        state=state,
        seconds=seconds_left(row, now),
        number=row.number if known else None,
        masked_name=mask_name(row.name) if known else None,
        because=None if row.because is None else RefusedBecause(row.because),
    )


def scanned(row: Row[Any], now: datetime) -> ScannedTicket:
    """What the phone that has it sees."""
    state = state_of(row, now)
    return ScannedTicket(
        ticket_id=row.id,
        state=state,
        device=row.device,
        address=row.address,
        asked_at=row.asked_at,
        numbers=tuple(json.loads(row.offered)),
        seconds=seconds_left(row, now),
        because=None if row.because is None else RefusedBecause(row.because),
    )


def asked_too_often(connection: Connection, address: str, now: datetime) -> int:
    """Seconds that an address has to wait for another ticket; 0 if it may have one. Nobody pushes out the tickets of others."""
    mine = (qr_tickets.c.address == address) & (qr_tickets.c.asked_at > now - ASKING_SPAN)
    count, first = connection.execute(select(func.count(), func.min(qr_tickets.c.asked_at)).where(mine)).one()
    return 0 if count < MOST_ASKED else max(1, ceil((first + ASKING_SPAN - now).total_seconds()))


def make_room(connection: Connection, now: datetime) -> None:
    """Old ones out, and beyond the limit the oldest, so that nobody can fill the disk by asking."""
    connection.execute(delete(qr_tickets).where(qr_tickets.c.expires_at <= now - REMEMBERED))
    excess = connection.execute(select(func.count()).select_from(qr_tickets)).scalar_one() - MOST + 1
    if excess > 0:
        oldest = select(qr_tickets.c.id).order_by(qr_tickets.c.expires_at, qr_tickets.c.id).limit(excess)
        connection.execute(delete(qr_tickets).where(qr_tickets.c.id.in_(oldest)))


def seconds_left(row: Row[Any], now: datetime) -> int:
    """Until the ticket runs out; 0 once it is over."""
    return max(0, ceil((row.expires_at - now).total_seconds())) if state_of(row, now) in LIVE else 0
