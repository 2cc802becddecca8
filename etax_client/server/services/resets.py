"""A new password in place of the old, as the hall sets it: what hung on the old one is over (RST-2, RST-3)."""

from dataclasses import dataclass

from sqlalchemy import delete, update

from etax_client.clock import Clock
from etax_client.domain.lockout import LockoutRule
from etax_client.domain.qr_login import LIVE, TicketState
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services import locks, qr_tickets
from etax_client.server.services.counters import Subject
from etax_client.server.services.login import ACCOUNT
from etax_client.server.services.passwords import Hasher
from etax_client.server.services.sessions import Sessions
from etax_client.server.services.tidings import Tidings
from etax_client.server.services.verification import UNIT
from etax_client.server.store.database import Store
from etax_client.server.store.tables import accounts, openings, units
from etax_client.server.store.tables import qr_tickets as tickets


@dataclass(frozen=True, slots=True)
class Resets:
    store: Store
    clock: Clock
    hasher: Hasher
    sessions: Sessions
    tidings: Tidings
    account_rule: LockoutRule
    unit_rule: LockoutRule

    async def account(self, person_id: int, password: Secret) -> Refused | None:
        """Counter 0, lock off, sessions and pending tickets over (RST-2); refused for who has no account. Raises StoreError."""
        phc = await self.hasher.make(password)
        with self.store.write() as connection:
            now = self.clock.now()
            mine = accounts.c.person_id == person_id
            if connection.execute(update(accounts).where(mine).values(password_hash=phc)).rowcount == 0:
                return Refused(RefusalCode.not_found)
            locks.unlock(connection, Subject(ACCOUNT, str(person_id)), self.account_rule, now)
            self.sessions.end_all(connection, person_id, EndReason.password_reset)
            qr_tickets.step(connection, tickets.c.person_id == person_id, LIVE, now, state=TicketState.cancelled.value)
            self.tidings.leave(connection)
        self.tidings.tell()
        return None

    async def unit(self, unit_id: int, password: Secret) -> Refused | None:
        """Counter 0, lock off, open verifications over (DPW-03). Raises StoreError."""
        phc = await self.hasher.make(password)
        with self.store.write() as connection:
            if connection.execute(update(units).where(units.c.id == unit_id).values(declaration_hash=phc)).rowcount == 0:
                return Refused(RefusalCode.not_found)
            locks.unlock(connection, Subject(UNIT, str(unit_id)), self.unit_rule, self.clock.now())
            connection.execute(delete(openings).where(openings.c.unit_id == unit_id))
        return None
