"""Units that are open to a session: who acts in one, or looks into it, is asked in the act's own transaction (VER-04, ACT-1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from etax_client.server.services.acting import Over
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units.verification import Verification
from etax_client.server.store.database import Store


@dataclass(frozen=True, slots=True)
class OpenUnits:
    store: Store
    sessions: Sessions
    verification: Verification

    @contextmanager
    def acting(self, session: Session, unit_id: int) -> Iterator[Connection]:
        """A transaction of whoever acts there. Raises Over, StoreError."""
        with self.sessions.acting(session) as connection:
            self._check(connection, session, unit_id)
            yield connection

    @contextmanager
    def reading(self, session: Session, unit_id: int) -> Iterator[Connection]:
        """Raises Over, StoreError."""
        with self.store.read() as connection:
            self._check(connection, session, unit_id)
            yield connection

    def _check(self, connection: Connection, session: Session, unit_id: int) -> None:
        closed = self.verification.closed(connection, session, unit_id)
        if closed is not None:
            raise Over(closed)
