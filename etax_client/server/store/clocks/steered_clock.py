"""The clock that testers steer: stopped, set and advanced, and kept in the database, so that every process goes by it."""

import contextlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from etax_client.clock import Clock
from etax_client.server.store import meta
from etax_client.server.store.columns import from_micros, to_micros
from etax_client.server.store.database import Store
from etax_client.server.store.errors import StoreError


@dataclass(frozen=True, slots=True)
class Steering:
    """At the true moment `since` the clock showed `shown`, and it goes `rate` times as fast as the true one; 0 stands still."""

    shown: datetime
    since: datetime
    rate: int

    def at(self, true: datetime) -> datetime:
        return self.shown + (true - self.since) * self.rate


class SteeredClock:
    """Shows the true clock's time until it is steered; sleeping is done in real seconds, shorter ones when it goes fast."""

    def __init__(self, store: Store, true: Clock) -> None:
        self._store = store
        self._true = true
        self._version: int | None = None
        self._steering: Steering | None = None

    def now(self) -> datetime:
        self._look()
        true = self._true.now()
        return true if self._steering is None else self._steering.at(true)

    def monotonic(self) -> float:
        return self._true.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._true.sleep(seconds / max(1, self.rate))

    @property
    def true(self) -> Clock:
        """The clock that goes on whatever testers do."""
        return self._true

    @property
    def rate(self) -> int:
        """1 as usual, 0 frozen, more when it goes fast."""
        self._look()
        return 1 if self._steering is None else self._steering.rate

    @property
    def steered(self) -> bool:
        """Whether it shows anything but the true time."""
        self._look()
        return self._steering is not None

    @property
    def revision(self) -> str:
        """Another one whenever the clock has been steered."""
        self._look()
        steering = self._steering
        return "0" if steering is None else f"{to_micros(steering.since)}-{to_micros(steering.shown)}-{steering.rate}"

    def _look(self) -> None:
        """Take over what another process may have steered; while the database can't be read, time goes on as it did."""
        if self._version is not None and not self._store.shared:
            return
        with contextlib.suppress(StoreError):
            version = self._store.version()
            if version != self._version:
                with self._store.read() as connection:
                    found = meta.get(connection, meta.STEERING)
                self._steering, self._version = None if found is None else _read(found), version

    def steer(
        self, connection: Connection, *, shown: datetime | None = None, by: timedelta = timedelta(0), rate: int | None = None
    ) -> datetime:
        """Show `shown` (or what is shown now) plus `by`, and go on at `rate` (or as before), from the end of this transaction on."""
        steering = Steering((shown or self.now()) + by, self._true.now(), self.rate if rate is None else rate)
        meta.put(connection, meta.STEERING, _write(steering))
        return steering.shown

    def release(self, connection: Connection) -> datetime:
        """Show the true time again, from the end of this transaction on, and what it is."""
        meta.drop(connection, meta.STEERING)
        return self._true.now()

    def forget(self) -> None:
        """Look again, after a transaction in this process."""
        self._version = None


def _write(steering: Steering) -> str:
    return json.dumps([to_micros(steering.shown), to_micros(steering.since), steering.rate])


def _read(text: str) -> Steering:
    shown, since, rate = json.loads(text)
    return Steering(from_micros(shown), from_micros(since), rate)
