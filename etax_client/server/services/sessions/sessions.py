"""Sessions: opaque tokens kept as hashes, ended by time, by their owner or by a newer one (SES-1)."""

import hashlib
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.channels import Channel
from etax_client.domain.masking import mask_name
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions import sessions as rules
from etax_client.domain.sessions.accounts import CurrentSession, LoggedIn, Profile
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.domain.sessions.sessions import NOWHERE, SEEN_EVERY, Seat, SessionRule
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.acting import Over
from etax_client.server.services.audit import audit
from etax_client.server.services.sessions import own_log
from etax_client.server.services.why import because, of_person
from etax_client.server.store.database import Proof, Store
from etax_client.server.store.errors import StoreError
from etax_client.server.store.tables import persons, sessions

_REMEMBERED = timedelta(hours=24)
"""How long the reason of an end can still be told."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was alive when it was looked up, and whose it is."""

    session_id: int
    person_id: int
    name: str
    started_at: datetime
    channel: Channel
    seat: Seat = NOWHERE

    @property
    def flow(self) -> str:
        """By which it is named in what is sent and proved in it (COD-1)."""
        return f"session {self.session_id}"

    @property
    def profile(self) -> Profile:
        return Profile(str(self.person_id), self.name, mask_name(self.name))


_EVERY = select(
    sessions.c.id,
    sessions.c.person_id,
    sessions.c.started_at,
    sessions.c.last_seen,
    sessions.c.end_reason,
    sessions.c.channel,
    sessions.c.device,
    sessions.c.address,
    persons.c.name,
).join_from(sessions, persons, sessions.c.person_id == persons.c.id)
_BY_TOKEN = _EVERY.where(sessions.c.token_hash == bindparam("token_hash"))
_BY_ID = _EVERY.where(sessions.c.id == bindparam("session_id"))
"""Built once: to build them takes three times as long as to run them, and every request does."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Those of one account system, in its own channels."""

    store: Store
    clock: Clock
    system: AccountSystem

    @property
    def rule(self) -> SessionRule:
        return self.system.policy.session

    def start(self, connection: Connection, person_id: int, channel: Channel = Channel.client, seat: Seat = NOWHERE) -> LoggedIn:
        """A new session inside the caller's transaction; the person's oldest ends when there are too many."""
        return self.start_with(connection, person_id, channel, secrets.token_urlsafe(32), seat)[1]

    def start_with(
        self, connection: Connection, person_id: int, channel: Channel, token: str, seat: Seat = NOWHERE
    ) -> tuple[int, LoggedIn]:
        """As `start`, with a token of the caller's, 256 random bits; the session's id beside what its owner gets."""
        if channel not in self.system.channels:
            raise ValueError(f"{channel} is another system's")
        now = self.clock.now()
        self._tidy(connection, person_id, now)
        values = {"person_id": person_id, "started_at": now, "last_seen": now, "channel": channel.value}
        values |= {"device": seat.device, "address": seat.address}
        made = connection.execute(insert(sessions).values(token_hash=_hash(token), **values).returning(sessions.c.id)).scalar_one()
        own_log.note(connection, self.system, person_id, OwnAct.logged_in, now, seat)
        name = connection.execute(select(persons.c.name).where(persons.c.id == person_id)).scalar_one()
        logged_in = LoggedIn(
            token=Secret(token),
            profile=Profile(str(person_id), name, mask_name(name)),
            idle_seconds=int(self.rule.idle.total_seconds()),
            absolute_seconds=int(self.rule.absolute.total_seconds()),
        )
        return made, logged_in

    def is_elsewhere(self, connection: Connection, person_id: int, seat: Seat) -> bool:
        """Whether a person who was logged in of late sits at a machine at which they were not: it has a name, and no session had it."""
        mine = self.ids_of(person_id).with_only_columns(sessions.c.device).where(sessions.c.channel == Channel.client.value)
        known = set(connection.execute(mine.where(sessions.c.device != "")).scalars())
        return bool(known) and seat.device not in {"", *known}

    def given(self, token: Secret, channel: Channel) -> LoggedIn | Refused:
        """What the owner of a living session was given at its start, once more."""
        found = self.find(token.reveal(), channel)
        if isinstance(found, Refused):
            return found
        current = self.current(found)
        return LoggedIn(token, found.profile, current.idle_seconds, current.absolute_seconds)

    def find(self, token: str | None, channel: Channel | None = Channel.client, *, used: bool = True) -> Session | Refused:
        """The living session of a token in a channel (None: in any of the system's); Refused(session_ended) with the reason.

        It counts as used from now on, unless it is only waited with (SES-01). Raises StoreError.
        """
        if not token:
            return because(_ended(EndReason.unknown), "session.none", "SES-01")
        now = self.clock.now()
        with self.store.read() as connection:
            row = connection.execute(_BY_TOKEN, {"token_hash": _hash(token)}).one_or_none()
        if row is None:
            return _ended(EndReason.unknown)
        if row.channel not in (self.system.channels if channel is None else {channel}):
            return of_person(because(_ended(EndReason.unknown), "session.other_channel", "SES-01"), row.person_id)
        over = self._over(row, now)
        if over is not None:
            return of_person(because(_ended(over), f"session.{over}", "SES-01"), row.person_id)
        if used and now - row.last_seen >= SEEN_EVERY:
            self._see(row.id, now)
        return _session(row)

    def acting(self, session: Session) -> AbstractContextManager[Connection]:
        """A transaction of whoever acts, in which the session is looked up once more (ACT-1). Raises Over, StoreError."""
        return self.store.acted_on(self.proof(session)).write()

    def proof(self, session: Session) -> Proof:
        """That the session has not ended since it was looked up."""

        def still(connection: Connection) -> None:
            row = connection.execute(_BY_ID, {"session_id": session.session_id}).one_or_none()
            # in a world that was laid anew the id may be another's
            same = row is not None and (row.person_id, row.started_at) == (session.person_id, session.started_at)
            over = self._over(row, self.clock.now()) if same else EndReason.unknown
            if over is not None:
                raise Over(of_person(because(_ended(over), f"session.{over}", "SES-01"), session.person_id))

        return still

    def current(self, session: Session) -> CurrentSession:
        """What is left of a session that has just been seen."""
        left = session.started_at + self.rule.absolute - self.clock.now()
        return CurrentSession(session.profile, int(self.rule.idle.total_seconds()), max(0, int(left.total_seconds())))

    def end(self, session: Session, reason: EndReason) -> None:
        """Raises StoreError."""
        with self.store.write() as connection:
            _end(connection, [session.session_id], reason, self.clock.now())
        audit("logout", person=session.person_id, session=session.session_id, reason=reason)

    def of_id(self, session_id: int) -> Session | Refused:
        """A living session by its id, for testers who act in its owner's place. Raises StoreError."""
        with self.store.read() as connection:
            row = connection.execute(_BY_ID, {"session_id": session_id}).one_or_none()
        over = EndReason.unknown if row is None else self._over(row, self.clock.now())
        if row is None or over is not None:
            return _ended(over or EndReason.unknown)
        return _session(row)

    def end_by_id(self, session_id: int, reason: EndReason) -> Refused | None:
        """As `end`, by another than its owner; one that is over keeps the reason that it has. Raises StoreError."""
        with self.store.write() as connection:
            if connection.execute(select(sessions.c.id).where(sessions.c.id == session_id)).first() is None:
                return Refused(RefusalCode.not_found)
            _end(connection, [session_id], reason, self.clock.now())
        return None

    def end_all(self, connection: Connection, person_id: int, reason: EndReason, but: int | None = None) -> None:
        """Everywhere that a person is logged in, `but` in one session if there is one to keep; inside the caller's transaction."""
        others = self.ids_of(person_id).where(sessions.c.id != (but or 0))
        _end(connection, list(connection.execute(others).scalars()), reason, self.clock.now())

    def ids_of(self, person_id: int) -> Select[Any]:
        """A person's sessions, over or not."""
        return select(sessions.c.id).where(sessions.c.person_id == person_id, sessions.c.channel.in_(self.system.channels))

    def _over(self, row: Any, now: datetime) -> EndReason | None:
        return EndReason(row.end_reason) if row.end_reason is not None else rules.ended(self.rule, row.started_at, row.last_seen, now)

    def _see(self, session_id: int, now: datetime) -> None:
        try:
            with self.store.write() as connection:
                alive = (sessions.c.id == session_id) & sessions.c.end_reason.is_(None)
                connection.execute(update(sessions).where(alive, sessions.c.last_seen < now).values(last_seen=now))
        except StoreError:
            # reading goes on while nothing can be written; the session then ends a little earlier
            return

    def _tidy(self, connection: Connection, person_id: int, now: datetime) -> None:
        connection.execute(delete(sessions).where(sessions.c.started_at <= now - self.rule.absolute - _REMEMBERED))
        alive = (
            sessions.c.end_reason.is_(None)
            & (sessions.c.started_at > now - self.rule.absolute)
            & (sessions.c.last_seen > now - self.rule.idle)
        )
        oldest_last = self.ids_of(person_id).where(alive).order_by(sessions.c.started_at.desc(), sessions.c.id.desc())
        surplus = connection.execute(oldest_last.offset(self.rule.most - 1)).scalars().all()
        if surplus:
            _end(connection, list(surplus), EndReason.replaced, now)


def _end(connection: Connection, session_ids: list[int], reason: EndReason, now: datetime) -> None:
    alive = sessions.c.id.in_(session_ids) & sessions.c.end_reason.is_(None)
    connection.execute(update(sessions).where(alive).values(ended_at=now, end_reason=reason.value))


def _session(row: Any) -> Session:
    return Session(row.id, row.person_id, row.name, row.started_at, Channel(row.channel), Seat(row.device, row.address))


def _hash(token: str) -> str:
    """256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _ended(reason: EndReason) -> Refused:
    return Refused(RefusalCode.session_ended, ended=reason)
