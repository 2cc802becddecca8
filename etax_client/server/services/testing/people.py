"""Who and what there is in a world, as testers see it; people and units found by any of their names, and taken away."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select

from etax_client.clock import Clock
from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import normalise_identifier
from etax_client.domain.testing.tester_views import Guessing, KnownPerson, KnownUnit
from etax_client.domain.units.units import NAMING
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.guessing import counters, locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.identity import sims
from etax_client.server.services.news import News
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.account_names import has_number
from etax_client.server.services.units import rights
from etax_client.server.store import facts
from etax_client.server.store.database import Store
from etax_client.server.store.tables import authorisations, face_checks, listings, persons, roles, units

_LONGEST_ID = 10
"""Digits: what is longer is a mobile number, or a taxpayer id."""


@dataclass(frozen=True, slots=True)
class People:
    store: Store
    clock: Clock
    news: News
    system: AccountSystem
    others: tuple[AccountSystem, ...]
    """Whose accounts a person may have beside."""

    def people(self, after: int, limit: int) -> tuple[KnownPerson, ...]:
        """The next ones by id. Raises StoreError."""
        with self.store.read() as connection:
            return self._people(connection, persons.c.id > after, limit)

    def person(self, person_id: int) -> KnownPerson | Refused:
        """Raises StoreError."""
        with self.store.read() as connection:
            found = self._people(connection, persons.c.id == person_id, 1)
        return found[0] if found else Refused(RefusalCode.not_found)

    def units(self, after: int, limit: int) -> tuple[KnownUnit, ...]:
        """The next ones by id. Raises StoreError."""
        with self.store.read() as connection:
            return self._units(connection, units.c.id > after, limit)

    def unit(self, unit_id: int) -> KnownUnit | Refused:
        """Raises StoreError."""
        with self.store.read() as connection:
            found = self._units(connection, units.c.id == unit_id, 1)
        return found[0] if found else Refused(RefusalCode.not_found)

    def unit_named(self, taxpayer_id: str) -> KnownUnit | None:
        """Raises StoreError."""
        with self.store.read() as connection:
            found = self._units(connection, units.c.taxpayer_id == taxpayer_id, 1)
        return found[0] if found else None

    def remove_person(self, person_id: int) -> Refused | None:
        """Who is no more, with account, sessions, tickets, list and rights. Raises StoreError."""
        with self.store.write() as connection:
            systems = (self.system, *self.others)
            for mobile in filter(None, [messages.mobile_of(connection, each, person_id) for each in systems]):
                sims.leave(connection, mobile)
            if connection.execute(delete(persons).where(persons.c.id == person_id)).rowcount == 0:
                return Refused(RefusalCode.not_found)
            for subject in [subject for each in systems for subject in each.subjects_of(person_id)]:
                locks.forget(connection, subject)
            self.news.tell(connection)
        return None

    def remove_unit(self, unit_id: int) -> Refused | None:
        """What is no more, neither in lists nor open to anyone. Raises StoreError."""
        with self.store.write() as connection:
            if connection.execute(delete(units).where(units.c.id == unit_id)).rowcount == 0:
                return Refused(RefusalCode.not_found)
            for subject in (counters.of_unit(unit_id), counters.of_enterprise(unit_id)):
                locks.forget(connection, subject)
        return None

    def _people(self, connection: Connection, which: Any, limit: int) -> tuple[KnownPerson, ...]:
        now, accounts = self.clock.now(), self.system.accounts
        columns = (persons, accounts.c.login_name, accounts.c.mobile, face_checks.c.outcome)
        joined = persons.outerjoin(accounts).outerjoin(face_checks, face_checks.c.person_id == persons.c.id)
        rows = connection.execute(select(*columns).select_from(joined).where(which).order_by(persons.c.id).limit(limit)).all()
        ids = [row.id for row in rows]
        named = _Named(connection, ids, now)
        guessing = _guessing(connection, self.system.subject_of, ids, self.system.policy.account_lockout, now)
        return tuple(_person(row, named, guessing[row.id]) for row in rows)

    def _units(self, connection: Connection, which: Any, limit: int) -> tuple[KnownUnit, ...]:
        rows = connection.execute(select(units).where(which).order_by(units.c.id).limit(limit)).all()
        guessing = _guessing(connection, counters.of_unit, [row.id for row in rows], self.system.policy.unit_lockout, self.clock.now())
        return tuple(_unit(row, guessing[row.id]) for row in rows)


def person_id_of(connection: Connection, systems: Iterable[AccountSystem], who: str) -> int | None:
    """The person of an id, a login name or a mobile number, or the number of a 居民身份证 (LOG-02), with an account or without.

    What two people are called, each in another of the `systems`, is the one's who has it in the first.
    """
    identifier = normalise_identifier(who)
    if identifier.isascii() and identifier.isdigit() and len(identifier) <= _LONGEST_ID:
        by_id = select(persons.c.id).where(persons.c.id == int(identifier))
        return connection.execute(by_id).scalar_one_or_none()
    tables = [system.accounts for system in systems]
    for whose in (
        *(select(each.c.person_id).where(or_(each.c.login_name == identifier, each.c.mobile == identifier)) for each in tables),
        select(persons.c.id).where(has_number(identifier, (DocumentType.resident_id,))),
    ):
        found: int | None = connection.execute(whose).scalars().first()
        if found is not None:
            return found
    return None


def unit_id_of(connection: Connection, which: str) -> int | None:
    """The unit of an id or a taxpayer id."""
    number = normalise(which)
    is_id = number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID
    wanted = units.c.id == int(number) if is_id else units.c.taxpayer_id == number
    return connection.execute(select(units.c.id).where(wanted)).scalar_one_or_none()


class _Named:
    """The taxpayer ids that stand with some people: in their lists, by their roles and by their authorisations."""

    def __init__(self, connection: Connection, person_ids: Sequence[int], now: datetime) -> None:
        self._found: dict[tuple[int, str], list[str]] = defaultdict(list)
        listed = select(listings.c.person_id, listings.c.taxpayer_id).where(listings.c.person_id.in_(person_ids))
        for person_id, number in connection.execute(listed.order_by(listings.c.position, listings.c.unit_id)):
            self._found[person_id, "lists"].append(number)
        held = select(roles.c.person_id, roles.c.role, units.c.taxpayer_id).join_from(roles, units).where(roles.c.person_id.in_(person_ids))
        for person_id, role, number in connection.execute(held.order_by(units.c.id)):
            self._found[person_id, role].append(number)
        may = (
            select(authorisations.c.person_id, authorisations.c.permission, units.c.taxpayer_id)
            .join_from(authorisations, units)
            .where(authorisations.c.person_id.in_(person_ids), rights.valid(now))
        )
        for person_id, permission, number in connection.execute(may.order_by(units.c.id, authorisations.c.id)):
            self._found[person_id, permission].append(number)

    def of(self, person_id: int) -> dict[str, Any]:
        return {how: tuple(self._found.get((person_id, how), ())) for how in NAMING}


def _guessing(
    connection: Connection, counted: Callable[[int], Subject], ids: Iterable[int], rule: LockoutRule, now: datetime
) -> dict[int, Guessing]:
    found = locks.guessing(connection, [counted(each) for each in ids], rule, now)
    return {int(subject.key): guessing for subject, guessing in found.items()}


def _person(row: Row[Any], named: _Named, guessing: Guessing) -> KnownPerson:
    face = FaceOutcome(row.outcome or FaceOutcome.passed)
    return KnownPerson(**facts.read(KnownPerson, row), **named.of(row.id), person_id=row.id, guessing=guessing, face=face)


def _unit(row: Row[Any], guessing: Guessing) -> KnownUnit:
    return KnownUnit(**facts.read(KnownUnit, row), unit_id=row.id, guessing=guessing)
