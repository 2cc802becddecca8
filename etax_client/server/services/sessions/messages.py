"""The simulated network's messages: sent inside the transaction that causes them, read by the phone they went to (WEB-5)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, delete, insert, select

from etax_client.clock import Clock
from etax_client.domain.numbers import plain
from etax_client.domain.sessions.phone_messages import KEPT, MOST, Medium, PhoneMessage
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.database import Store
from etax_client.server.store.tables import messages


@dataclass(frozen=True, slots=True)
class Inbox:
    """`address` is a number's or a mailbox's, None if the account has none; newest first."""

    address: str | None
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

    def inbox(self, session: Session, medium: Medium = Medium.sms) -> Inbox:
        """What came to the number, or the mailbox, of whoever holds this phone session. Raises StoreError."""
        with self.store.read() as connection:
            address = address_of(connection, self.system, session.person_id, medium)
            return Inbox(None, ()) if address is None else Inbox(address, since(connection, address, self.clock.now() - KEPT, medium))

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


_COLUMNS = {Medium.sms: "mobile", Medium.email: "email"}
"""Where an account has what a message goes to; not every system has every one."""


def bound_in(system: AccountSystem, medium: Medium) -> Column[Any] | None:
    """The addresses of this medium that accounts of the system have; None if they have none."""
    return system.accounts.c.get(_COLUMNS[medium])


def address_of(connection: Connection, system: AccountSystem, person_id: int, medium: Medium) -> str | None:
    """The number, or the e-mail address, of a person's account."""
    bound = bound_in(system, medium)
    if bound is None:
        return None
    return connection.execute(select(bound).where(system.accounts.c.person_id == person_id)).scalar_one_or_none()


def mobile_of(connection: Connection, system: AccountSystem, person_id: int) -> str | None:
    """The number that is bound to a person's account."""
    return address_of(connection, system, person_id, Medium.sms)


def since(connection: Connection, address: str, moment: datetime, medium: Medium = Medium.sms) -> tuple[PhoneMessage, ...]:
    """What has come to this address since then, newest first."""
    mine = _to(medium, address) & (messages.c.sent_at > moment)
    rows = connection.execute(select(messages).where(mine).order_by(messages.c.id.desc()).limit(MOST)).all()
    return tuple(_message(row) for row in rows)


def sent_in(connection: Connection, flows: Iterable[str], medium: Medium = Medium.sms) -> tuple[Inbox, ...]:
    """The messages that were sent in these flows, by the address that they went to; the newest first."""
    named = messages.c.sent_in.in_(list(flows)) & (messages.c.medium == medium.value)
    found: dict[str, list[PhoneMessage]] = {}
    for row in connection.execute(select(messages).where(named).order_by(messages.c.id.desc()).limit(MOST)).all():
        found.setdefault(row.address, []).append(_message(row))
    return tuple(Inbox(address, tuple(came)) for address, came in found.items())


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
