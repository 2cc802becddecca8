"""What is good for one try of one client, and for one purpose: captchas and sliders, each in a table with these columns (CAP-2, BJ-11)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, case, delete, func, insert, select, update

from etax_client.domain.refusals import Refused
from etax_client.server.services.guessing import address_limits

MOST = 10_000
MOST_ASKED = 240
"""A minute and address: a class can have them, and nobody pushes out the one that another is using."""
REMEMBERED = timedelta(hours=1)
"""How long one that is over can still be told from one that never was."""


@dataclass(frozen=True, slots=True)
class OneTry:
    """`table` has `id`, `client`, `purpose`, `state` and `expires_at`, and in `age` what tells the older of two from the newer.

    Whoever asks too often is counted as `counted_as`.
    """

    table: Table
    age: Column[Any]
    life: timedelta
    counted_as: str

    def refusal(self, connection: Connection, address: str, now: datetime) -> Refused | None:
        """Counts that one is asked for; why this address has to wait, if it has."""
        refused = address_limits.refusal(connection, address, now, self.counted_as, MOST_ASKED)
        if refused is None:
            address_limits.miss(connection, address, now, self.counted_as)
        return refused

    def issue(self, connection: Connection, one: str, client: str, purpose: str, now: datetime, **more: object) -> None:
        """A new one, by an id of `new_id`. Old ones go, and beyond the limit first what is over, then what ends first."""
        each = self.table.c
        connection.execute(delete(self.table).where(each.expires_at <= now - REMEMBERED))
        excess = connection.execute(select(func.count()).select_from(self.table)).scalar_one() - MOST + 1
        if excess > 0:
            first = select(each.id).order_by(case((each.state == "good", 1), else_=0), each.expires_at, self.age).limit(excess)
            connection.execute(delete(self.table).where(each.id.in_(first)))
        values = {"id": one, "client": client, "purpose": purpose, "state": "good", "expires_at": now + self.life}
        connection.execute(insert(self.table).values({**values, **more}))

    def spend(self, connection: Connection, one: str, client: str, purpose: str, now: datetime, **emptied: object) -> Row[Any] | str:
        """The row, as it was; or what is wrong with it. It is spent either way, if it was this client's; then it is `emptied`."""
        mine = self.table.c.id == one
        row = connection.execute(select(self.table).where(mine).with_for_update()).one_or_none()
        if row is None:
            return "unknown"
        if row.client != client:
            return "other_client"
        if row.state != "good":
            return str(row.state)
        connection.execute(update(self.table).where(mine).values({"state": "used", **emptied}))
        if row.expires_at <= now:
            return "expired"
        return row if row.purpose == purpose else "other_purpose"


def new_id() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)
