"""Units that are open to a session: who acts in one, or looks into it, is asked in the act's own transaction (VER-04, ACT-1)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from etax_client.server.services.acting import Over
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units.verification import Verification
from etax_client.server.store.database import Store
from etax_client.server.store.errors import StoreError


@dataclass(frozen=True, slots=True)
class Laying:
    """What a world brings of units' filing, which is computed when somebody first looks at a unit."""

    lacks: Callable[[Connection, int], bool]
    make: Callable[[Connection, int, datetime], None]


@dataclass(frozen=True, slots=True)
class OpenUnits:
    store: Store
    sessions: Sessions
    verification: Verification
    laying: Laying

    @contextmanager
    def acting(self, session: Session, unit_id: int) -> Iterator[Connection]:
        """A transaction of whoever acts there. Raises Over, StoreError."""
        with self.sessions.acting(session) as connection:
            self._check(connection, session, unit_id)
            self.laying.make(connection, unit_id, self.verification.clock.now())
            yield connection

    @contextmanager
    def reading(self, session: Session, unit_id: int) -> Iterator[Connection]:
        """Raises Over, StoreError."""
        with self.store.read() as connection:
            self._check(connection, session, unit_id)
            lacking = self.laying.lacks(connection, unit_id)
        if lacking:
            # what can't be written now is laid later; whoever reads goes on reading
            with suppress(StoreError), self.store.write() as connection:
                self.laying.make(connection, unit_id, self.verification.clock.now())
        with self.store.read() as connection:
            yield connection

    def _check(self, connection: Connection, session: Session, unit_id: int) -> None:
        closed = self.verification.closed(connection, session, unit_id)
        if closed is not None:
            raise Over(closed)
