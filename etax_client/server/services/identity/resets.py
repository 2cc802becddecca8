"""A new password in place of the old, whoever sets it: what hung on the old one is over (RST-2, RST-3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, update

from etax_client.clock import Clock
from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LIVE, TicketState
from etax_client.server.services.guessing import counters, locks
from etax_client.server.services.guessing.passwords import Hasher
from etax_client.server.services.identity import flows
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import qr_tickets
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.store.database import Store
from etax_client.server.store.tables import openings, units
from etax_client.server.store.tables import qr_tickets as tickets


@dataclass(frozen=True, slots=True)
class Resets:
    store: Store
    clock: Clock
    hasher: Hasher
    sessions: Sessions
    news: News

    async def account(
        self, person_id: int, password: Secret, once: Once = UNKEYED, still: Callable[[], bool] = lambda: True
    ) -> Refused | None:
        """As `replace`, by testers, who may set what they like, as in a world's file; refused for who has no account. Raises StoreError.

        `still` is what it was decided by, asked again in the act's transaction: to hash the password takes its time (ACT-1).
        """
        phc = await self.hasher.make(password)
        with self.store.write() as connection:
            if not still() or not replace(connection, self.sessions, self.news, person_id, phc, self.clock.now()):
                return Refused(RefusalCode.not_found)
            once.keep(connection, None)
        return None

    async def unit(self, unit_id: int, password: Secret, once: Once = UNKEYED, still: Callable[[], bool] = lambda: True) -> Refused | None:
        """Counter 0, lock off, open verifications over (DPW-03); `still` as above. Raises StoreError."""
        phc, rule = await self.hasher.make(password), self.sessions.system.policy.unit_lockout
        with self.store.write() as connection:
            if not still() or not replace_of_unit(connection, rule, self.news, unit_id, phc, self.clock.now()):
                return Refused(RefusalCode.not_found)
            once.keep(connection, None)
        return None


def replace_of_unit(connection: Connection, rule: LockoutRule, news: News, unit_id: int, phc: str, now: datetime) -> bool:
    """Another declaration password: counter 0, lock off, open verifications over (DPW-03, RST-3); False if there is no such unit."""
    if connection.execute(update(units).where(units.c.id == unit_id).values(declaration_hash=phc)).rowcount == 0:
        return False
    locks.unlock(connection, counters.of_unit(unit_id), rule, now)
    connection.execute(delete(openings).where(openings.c.unit_id == unit_id))
    news.tell(connection)
    return True


def replace(
    connection: Connection,
    sessions: Sessions,
    news: News,
    person_id: int,
    phc: str,
    now: datetime,
    *,
    old: str | None = None,
    keep_session: int | None = None,
    keep_flow: int | None = None,
) -> bool:
    """Counter 0, lock off; sessions, pending tickets and flows of that person are over, but for those to keep (RST-2).

    All that in the account system of the `sessions` alone.
    False: there is no account, or its hash is not `old` any more.
    """
    system = sessions.system
    accounts = system.accounts
    mine = accounts.c.person_id == person_id
    if old is not None:
        mine &= accounts.c.password_hash == old
    if connection.execute(update(accounts).where(mine).values(password_hash=phc)).rowcount == 0:
        return False
    for subject in system.subjects_of(person_id):
        locks.unlock(connection, subject, system.policy.account_lockout, now)
    sessions.end_all(connection, person_id, EndReason.password_reset, keep_session)
    by_phone = tickets.c.phone_session_id.in_(sessions.ids_of(person_id))
    scanned = (tickets.c.person_id == person_id) & (by_phone | (tickets.c.audience == sessions.system.audience.value))
    qr_tickets.step(connection, scanned, LIVE, now, state=TicketState.cancelled.value)
    for flow in flows.about(connection, system, person_id, now):
        if flow.flow_id != keep_flow:
            # what was proved in it was proved of an account whose password has changed since
            flows.forget(connection, flow)
    news.tell(connection)
    return True
