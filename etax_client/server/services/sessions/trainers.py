"""Sessions of the trainer's page: opened with the door's token, kept as hashes, ended by the trainer or after twelve hours."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.acting import Over
from etax_client.server.services.why import because
from etax_client.server.store import meta
from etax_client.server.store.clocks.steered_clock import SteeredClock
from etax_client.server.store.columns import to_micros
from etax_client.server.store.database import Proof, Store

LIFE = timedelta(hours=12)
MOST = 20
"""At a time; the oldest ends."""


@dataclass(frozen=True, slots=True)
class Trainers:
    """`clock` is the true one: trainers set their worlds' clocks, and stay logged in."""

    store: Store
    clock: Clock

    def start(self) -> str:
        """The token of a new session, 256 random bits. Raises StoreError."""
        token = secrets.token_urlsafe(32)
        with self.store.write() as connection:
            alive = {**self._alive(connection), _hash(token): to_micros(self.clock.now() + LIFE)}
            self._keep(connection, dict(sorted(alive.items(), key=lambda session: session[1])[-MOST:]))
        return token

    def is_in(self, token: str) -> bool:
        """Whether the session is alive. Raises StoreError."""
        if not token:
            return False
        with self.store.read() as connection:
            return _hash(token) in self._alive(connection)

    def proof(self, token: str) -> Proof:
        """That the session is still alive, whichever world it is that a trainer acts in."""

        def still(_: Connection) -> None:
            if not self.is_in(token):
                raise Over(because(Refused(RefusalCode.session_ended), "trainer.out", "WEB-4"))

        return still

    def end(self, token: str) -> None:
        """Raises StoreError."""
        with self.store.write() as connection:
            alive = self._alive(connection)
            alive.pop(_hash(token), None)
            self._keep(connection, alive)

    def _alive(self, connection: Connection) -> dict[str, int]:
        """Hashes of tokens, and when each session ends in microseconds."""
        kept: dict[str, int] = json.loads(meta.get(connection, meta.TRAINERS) or "{}")
        now = to_micros(self.clock.now())
        return {token: ends for token, ends in kept.items() if ends > now}

    def _keep(self, connection: Connection, alive: dict[str, int]) -> None:
        meta.put(connection, meta.TRAINERS, json.dumps(alive))


def trainers_of(store: Store, clock: Clock) -> Trainers:
    """Those of a main world, by its clock or what is true behind it."""
    return Trainers(store, clock.true if isinstance(clock, SteeredClock) else clock)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
