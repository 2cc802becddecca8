"""What the account centre shows of one's own account, and the user name, which is changed here alone (BJ-48, BJ-49)."""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from sqlalchemy import Connection, Row, select, update

from etax_client.domain.bureau.levels import Fact
from etax_client.domain.faults import Invalid
from etax_client.domain.identity import login_names
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.sessions.own_acts import Entry, OwnAct
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.bureau import levels
from etax_client.server.services.identity import new_accounts
from etax_client.server.services.identity.registered import identity_of
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import own_log
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.why import because, of_person, unfit
from etax_client.server.store.tables import persons

_GONE = Refused(RefusalCode.session_ended, ended=EndReason.unknown)


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """`facts` are what the level rests on; `changeable_from` is the day on which the user name may be changed again, None for now."""

    identity: Identity
    login_name: str | None
    mobile: str | None
    email: str | None
    facts: tuple[Fact, ...]
    changeable_from: date | None


@dataclass(frozen=True, slots=True)
class OwnAccounts:
    """Each for a session's own account; all raise StoreError."""

    system: AccountSystem
    sessions: Sessions

    def read(self, session: Session) -> OwnAccount | Refused:
        with self.sessions.store.read() as connection:
            row = self._row(connection, session)
            if row is None:
                return _GONE
            now, until = self.sessions.clock.now(), self._changeable_from(row)
            day = None if until is None or until <= now else local_day(until)
            identity = identity_of(row, local_day(now))
            return OwnAccount(
                identity, row.login_name, row.mobile, row.email, levels.facts_of(connection, self.system, session.person_id), day
            )

    def log(self, session: Session) -> tuple[Entry, ...]:
        """日志管理: one's own logins and changes, the newest first."""
        with self.sessions.store.read() as connection:
            return own_log.read(connection, self.system, session.person_id)

    def set_name(self, session: Session, typed: str, once: Once = UNKEYED) -> str | Refused:
        """The user name from now on; setting the first one is no change of it. Raises Over."""
        rule = self.system.policy.login_name
        assert rule is not None  # noqa: S101
        name = login_names.judge(typed, rule)
        if isinstance(name, Invalid):
            return unfit("login_name", name.fault, "BJ-49")
        with self.sessions.acting(session) as connection:
            row, now = self._row(connection, session), self.sessions.clock.now()
            if row is None:
                return _GONE
            refused = None if row.login_name == name else self._refusal(connection, row, name, session.seat.address, now)
            if refused is not None:
                return once.counted(connection, of_person(refused, session.person_id))
            if row.login_name != name:
                changed_at = row.name_changed_at if row.login_name is None else now
                accounts = self.system.accounts
                mine = update(accounts).where(accounts.c.person_id == session.person_id)
                connection.execute(mine.values(login_name=name, name_changed_at=changed_at))
                own_log.note(connection, self.system, session.person_id, OwnAct.name_set, now, session.seat)
            return once.keep(connection, name)

    def _refusal(self, connection: Connection, row: Row[Any], name: str, address: str, now: datetime) -> Refused | None:
        until = self._changeable_from(row)
        if until is not None and now < until:
            too_soon = Refused(RefusalCode.login_name_too_soon, retry_after=ceil((until - now).total_seconds()), field="login_name")
            return because(too_soon, "login_name_too_soon", "BJ-49", day=local_day(until).isoformat())
        return new_accounts.told_held(connection, self.system, {"login_name": name}, address, now, "BJ-49")

    def _changeable_from(self, row: Row[Any]) -> datetime | None:
        every = self.system.policy.login_name_change
        return None if every is None or row.name_changed_at is None else login_names.changeable_from(row.name_changed_at, every)

    def _row(self, connection: Connection, session: Session) -> Row[Any] | None:
        """The account with its person; gone with its owner while the session was being looked up."""
        accounts = self.system.accounts
        joined = select(accounts, persons).join_from(accounts, persons)
        return connection.execute(joined.where(accounts.c.person_id == session.person_id)).one_or_none()
