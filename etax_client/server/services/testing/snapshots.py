"""Snapshots of a world: all that it holds under a name, and the world set back to it in one transaction."""

from dataclasses import dataclass
from datetime import timedelta

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.tester_views import SnapshotSeen
from etax_client.server.services.news import News
from etax_client.server.services.why import because
from etax_client.server.store import rows
from etax_client.server.store.clocks.steered_clock import SteeredClock
from etax_client.server.store.columns import from_micros, to_micros
from etax_client.server.store.database import Store
from etax_client.server.store.tables import snapshots

MOST = 50
"""Of one world: each is a copy of all that it holds."""


class _Steered(msgspec.Struct):
    """What the clock showed, in microseconds, and how fast it went."""

    shown: int
    rate: int


class _Content(msgspec.Struct):
    """`revision` is the schema's; `clock` is None if nobody had steered it."""

    revision: str
    clock: _Steered | None
    rows: rows.Rows


@dataclass(frozen=True, slots=True)
class Snapshots:
    store: Store
    clock: SteeredClock
    news: News

    def make(self, name: str) -> SnapshotSeen | Refused:
        """Keep the world as it is, in place of an earlier snapshot of that name. Raises StoreError."""
        with self.store.write() as connection:
            if connection.execute(select(func.count()).where(snapshots.c.name != name)).scalar_one() >= MOST:
                return Refused(RefusalCode.too_many)
            connection.execute(delete(snapshots).where(snapshots.c.name == name))
            now = self.clock.now()
            steered = _Steered(to_micros(now), self.clock.rate) if self.clock.steered else None
            content = msgspec.json.encode(_Content(rows.revision(connection), steered, rows.dump(connection))).decode()
            connection.execute(insert(snapshots).values(name=name, made_at=now, content=content))
        return SnapshotSeen(name, now, len(content))

    def all(self) -> tuple[SnapshotSeen, ...]:
        """By name. Raises StoreError."""
        with self.store.read() as connection:
            size = func.length(snapshots.c.content).label("size")
            found = connection.execute(select(snapshots.c.name, snapshots.c.made_at, size).order_by(snapshots.c.name)).all()
        return tuple(SnapshotSeen(row.name, row.made_at, row.size) for row in found)

    def remove(self, name: str) -> Refused | None:
        """Raises StoreError."""
        with self.store.write() as connection:
            done = connection.execute(delete(snapshots).where(snapshots.c.name == name)).rowcount
        return None if done else Refused(RefusalCode.not_found)

    def restore(self, name: str) -> Refused | None:
        """The world as it was, whoever is in it now; a clock that was steered goes on from what it showed. Raises StoreError."""
        with self.store.write() as connection:
            found = connection.execute(select(snapshots.c.content).where(snapshots.c.name == name)).scalar_one_or_none()
            if found is None:
                return Refused(RefusalCode.not_found)
            content = msgspec.json.decode(found, type=_Content)
            if content.revision != rows.revision(connection):
                return because(Refused(RefusalCode.malformed, field="name"), "snapshot.other_version", "WEB-4")
            rows.load(connection, content.rows)
            self._set_clock(connection, content.clock)
            self.news.tell(connection)
        self.clock.forget()
        return None

    def _set_clock(self, connection: Connection, steered: _Steered | None) -> None:
        if steered is None:
            self.clock.release(connection)
        else:
            self.clock.steer(connection, shown=from_micros(steered.shown), by=timedelta(0), rate=steered.rate)
