"""Who is logged in, as testers and trainers see it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from etax_client.clock import Clock
from etax_client.domain.channels import Channel
from etax_client.domain.sessions.sessions import Seat, SessionRule
from etax_client.domain.testing.tester_views import ActingAs, OpenedUnit, SessionSeen
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.bureau import capacities
from etax_client.server.store.database import Store
from etax_client.server.store.tables import openings, persons, sessions, units


@dataclass(frozen=True, slots=True)
class LoggedInNow:
    store: Store
    clock: Clock
    systems: tuple[AccountSystem, ...]

    def sessions(self) -> tuple[SessionSeen, ...]:
        """Every living session, the newest first. Raises StoreError."""
        now = self.clock.now()
        with self.store.read() as connection:
            found = [(row, each.policy.session) for each in self.systems for row in connection.execute(_alive(each, now))]
            opened = _opened(connection, [row.id for row, _ in found])
            acting = {row.id: acting_as(connection, row.id, now) for row, _ in found if row.channel == Channel.bureau.value}
        newest_first = sorted(found, key=lambda one: -one[0].id)
        return tuple(_seen(row, rule, opened[row.id], acting.get(row.id), now) for row, rule in newest_first)


def _alive(system: AccountSystem, now: datetime) -> Select[Any]:
    """Its living sessions, each with what its account is called."""
    rule, accounts = system.policy.session, system.accounts
    alive = sessions.c.end_reason.is_(None) & (sessions.c.started_at > now - rule.absolute) & (sessions.c.last_seen > now - rule.idle)
    joined = sessions.join(persons).outerjoin(accounts, accounts.c.person_id == persons.c.id)
    found = select(sessions, persons.c.name, accounts.c.login_name).select_from(joined)
    return found.where(alive, sessions.c.channel.in_(system.channels))


def _seen(row: Row[Any], rule: SessionRule, opened: list[OpenedUnit], acting: ActingAs | None, now: datetime) -> SessionSeen:
    return SessionSeen(
        session_id=row.id,
        person_id=row.person_id,
        name=row.name,
        login_name=row.login_name,
        channel=Channel(row.channel),
        seat=Seat(row.device, row.address),
        started_at=row.started_at,
        last_seen=row.last_seen,
        idle_seconds=int((row.last_seen + rule.idle - now).total_seconds()),
        absolute_seconds=int((row.started_at + rule.absolute - now).total_seconds()),
        opened=tuple(opened),
        acting=acting,
    )


def acting_as(connection: Connection, session_id: int, now: datetime) -> ActingAs:
    """As its own pages would say it this moment: what has ended is no more (BJ-63)."""
    capacity = capacities.of(connection, session_id, now)
    if capacity.unit is None:
        return ActingAs(capacity.kind)
    return ActingAs(capacity.kind, capacity.unit.taxpayer_id, capacity.unit.name, capacity.role)


def _opened(connection: Connection, session_ids: list[int]) -> dict[int, list[OpenedUnit]]:
    """The units that sessions have verified, in the order in which they did."""
    found: dict[int, list[OpenedUnit]] = defaultdict(list)
    joined = select(openings, units.c.taxpayer_id).join_from(openings, units).where(openings.c.session_id.in_(session_ids))
    for row in connection.execute(joined.order_by(openings.c.opened_at, openings.c.unit_id)):
        found[row.session_id].append(OpenedUnit(row.unit_id, row.taxpayer_id, row.opened_at))
    return found
