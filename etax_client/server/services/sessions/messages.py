"""The simulated network's messages: sent inside the transaction that causes them, read by the phone they went to (WEB-5)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select

from etax_client.clock import Clock
from etax_client.domain.numbers import plain
from etax_client.domain.sessions.phone_messages import KEPT, MOST, Medium, PhoneMessage
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.database import Store
from etax_client.server.store.tables import messages


@dataclass(frozen=True, slots=True)
class Inbox:
    """`mobile` is None if the account has no number bound; newest first."""

    mobile: str | None
    messages: tuple[PhoneMessage, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message with where it went, for testers."""

    medium: Medium
    address: str
    message: PhoneMessage


@dataclass(frozen=True, slots=True)
class Messages:
    store: Store
    clock: Clock
    system: AccountSystem

    def inbox(self, session: Session) -> Inbox:
        """What came to the number of whoever holds this phone session. Raises StoreError."""
        with self.store.read() as connection:
            mobile = mobile_of(connection, self.system, session.person_id)
            return Inbox(None, ()) if mobile is None else Inbox(mobile, since(connection, mobile, self.clock.now() - KEPT))

    def delivered(self, address: str | None, person_id: int | None, limit: int) -> tuple[Delivered, ...]:
        """What came to this address, to this person's number, or to anyone; newest first. Raises StoreError."""
        wanted = messages.c.sent_at > self.clock.now() - KEPT
        if address is not None:
            wanted &= messages.c.address == plain(address)
        with self.store.read() as connection:
            if person_id is not None:
                wanted &= _to(Medium.sms, mobile_of(connection, self.system, person_id) or "")
            rows = connection.execute(select(messages).where(wanted).order_by(messages.c.id.desc()).limit(limit)).all()
        return tuple(Delivered(Medium(row.medium), row.address, _message(row)) for row in rows)


def mobile_of(connection: Connection, system: AccountSystem, person_id: int) -> str | None:
    """The number that is bound to a person's account."""
    accounts = system.accounts
    return connection.execute(select(accounts.c.mobile).where(accounts.c.person_id == person_id)).scalar_one_or_none()


def since(connection: Connection, mobile: str, moment: datetime) -> tuple[PhoneMessage, ...]:
    """What has come to this number since then, newest first."""
    mine = _to(Medium.sms, mobile) & (messages.c.sent_at > moment)
    rows = connection.execute(select(messages).where(mine).order_by(messages.c.id.desc()).limit(MOST)).all()
    return tuple(_message(row) for row in rows)


def sent_in(connection: Connection, flows: Iterable[str]) -> tuple[Inbox, ...]:
    """The messages that were sent in these flows, by the number that they went to; the newest number first."""
    named = messages.c.sent_in.in_(list(flows)) & (messages.c.medium == Medium.sms.value)
    found: dict[str, list[PhoneMessage]] = {}
    for row in connection.execute(select(messages).where(named).order_by(messages.c.id.desc()).limit(MOST)).all():
        found.setdefault(row.address, []).append(_message(row))
    return tuple(Inbox(mobile, tuple(came)) for mobile, came in found.items())


def send(
    connection: Connection,
    medium: Medium,
    address: str,
    key: str,
    params: Mapping[str, str],
    now: datetime,
    sent_in: str | None = None,
) -> None:
    """Deliver a message within the caller's transaction; `key` is a text's, put into words where it is read.

    `sent_in` names the flow that it belongs to, if it was sent in one.
    """
    mine = _to(medium, address)
    spelled = json.dumps(dict(params), ensure_ascii=False)
    values = {"medium": medium.value, "address": address, "key": key, "params": spelled, "sent_at": now, "sent_in": sent_in}
    made = connection.execute(insert(messages).values(values).returning(messages.c.id)).scalar_one()
    connection.execute(delete(messages).where(messages.c.sent_at <= now - KEPT))
    kept = select(messages.c.id).where(mine, messages.c.id <= made).order_by(messages.c.id.desc()).limit(MOST)
    connection.execute(delete(messages).where(mine, messages.c.id.not_in(kept)))


def tell(connection: Connection, system: AccountSystem, person_id: int, key: str, facts: Mapping[str, str], now: datetime) -> None:
    """Send a person what was done `now`, to the number that is bound to their account, if one is and the system warns them."""
    mobile = mobile_of(connection, system, person_id) if system.warns else None
    if mobile is not None:
        send(connection, Medium.sms, mobile, key, {**facts, "at": now.isoformat()}, now)


def _message(row: Row[Any]) -> PhoneMessage:
    return PhoneMessage(row.id, row.key, json.loads(row.params), row.sent_at)


def _to(medium: Medium, address: str) -> ColumnElement[bool]:
    return (messages.c.medium == medium.value) & (messages.c.address == address)
