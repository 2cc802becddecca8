"""Lays a world into a store: once into an empty one, anew in place of what there is, or one person or unit more."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, insert, select

from etax_client.domain.bureau.projects import ending_of
from etax_client.domain.bureau.ties import BORN, end_of
from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.guessing.methods import COUNTED
from etax_client.domain.identity.identity import Identity
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.old_login import OldLogin
from etax_client.domain.units.units import Permission
from etax_client.server.services.bundle import Services
from etax_client.server.services.bureau.other_ways import old_login
from etax_client.server.services.filing.taxes import due_days
from etax_client.server.services.filing.taxes.laid import Laid, key_of
from etax_client.server.services.guessing import counters, locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.passwords import hash_password
from etax_client.server.services.identity import sims
from etax_client.server.store import facts, meta, rows
from etax_client.server.store.clocks.steered_clock import SteeredClock
from etax_client.server.store.database import Store
from etax_client.server.store.tables import (
    agreements,
    authorisations,
    bureau_units,
    claims,
    hall_records,
    listings,
    payees,
    persons,
    project_people,
    projects,
    roles,
    ties,
    units,
)
from etax_client.server.world.payee_rows import row_of as payee_row
from etax_client.server.world.world_claims import WorldClaim
from etax_client.server.world.world_claims import row_of as claim_row
from etax_client.server.world.world_file import (
    BUREAU,
    Flaw,
    World,
    WorldBureauAccount,
    WorldPerson,
    WorldUnit,
    flaw_of_person,
    flaw_of_unit,
)
from etax_client.server.world.world_payees import WorldPayee
from etax_client.server.world.world_projects import WorldProject, row_of
from etax_client.server.world.world_ties import rows_of
from etax_client.server.world.world_units import WorldAgreement, WorldBureauUnit

_LAID = "world_laid"
SOURCE, POLICY, PHASE = "world_source", "world_policy", meta.PHASE
"""What a world was made of and goes by, where that is not what the server's settings say."""

_Row = dict[str, Any]


def is_laid(store: Store) -> bool:
    """Whether people and units have been put into the store. Raises StoreError."""
    with store.read() as connection:
        return meta.get(connection, _LAID) is not None


def lay(services: Services, world: World) -> None:
    """Put the world's people and units into a store that has none yet. Raises StoreError."""
    if is_laid(services.store):
        return
    # each password once, however many share it, and on all cores: the demo starts quickly, and its passwords are in the README anyway
    wanted, cost = sorted(_passwords(world)), services.hasher.cost
    with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="lay") as pool:
        hashes = dict(zip(wanted, pool.map(lambda password: hash_password(cost, Secret(password)), wanted), strict=True))
    with services.store.write() as connection:
        # another process of the same store may have been quicker
        if meta.get(connection, _LAID) is None:
            _Laying(connection, services, world, hashes, services.clock.now()).lay()


async def lay_anew(services: Services, clock: SteeredClock, world: World, source: str | None) -> None:
    """Put the world in place of all that there is, at the true time; `source` is its text, kept for the next time. Raises StoreError."""
    hashes = await _hashed(services, _passwords(world))
    with services.store.write() as connection:
        kept = {**{key: meta.get(connection, key) for key in (POLICY, PHASE, meta.CA)}, SOURCE: source}
        rows.clear(connection)
        for key, value in kept.items():
            if value is not None:
                meta.put(connection, key, value)
        _Laying(connection, services, world, hashes, clock.release(connection)).lay()
        services.news.tell(connection)
    clock.forget()


async def add_unit(services: Services, world: World, unit: WorldUnit) -> int | Flaw:
    """A unit more in a store where `world` was laid: its id, or what is wrong with it. Raises StoreError."""
    there = None if unit.bureau is None else unit.bureau.enterprise_password or world.bureau.enterprise_password
    hashes = await _hashed(services, {unit.declaration_password or world.declaration_password, *([] if there is None else [there])})
    with services.store.write() as connection:
        known = connection.execute(select(units.c.taxpayer_id).where(units.c.taxpayer_id == unit.taxpayer_id)).scalars()
        flaw = flaw_of_unit(unit, set(known))
        return flaw or _Laying(connection, services, world, hashes, services.clock.now()).lay_units([unit])[0]


async def add_person(services: Services, world: World, person: WorldPerson) -> int | Flaw:
    """A person more, as above; the units that are named must be there."""
    own = (person.password, None if person.bureau is None else person.bureau.password)
    hashes = await _hashed(services, {each or world.account_password for each in own})
    with services.store.write() as connection:
        laying = _Laying(connection, services, world, hashes, services.clock.now())
        laying.know(person.units_named())
        laying.know_projects()
        flaw = flaw_of_person(person, laying.known(), _taken(connection, services, person), laying.projects)
        return flaw or laying.lay_people([person])[0]


async def _hashed(services: Services, passwords: Iterable[str]) -> dict[str, str]:
    return {password: await services.hasher.make(Secret(password)) for password in passwords}


def _passwords(world: World) -> set[str]:
    """Every password of the world, hashed before the transaction begins."""
    own = {unit.declaration_password for unit in world.units} | {person.password for person in world.people}
    own |= {person.bureau.password for person in world.people if person.bureau is not None}
    own |= {unit.bureau.enterprise_password or world.bureau.enterprise_password for unit in world.units if unit.bureau is not None}
    return {world.account_password, world.declaration_password, *(password for password in own if password is not None)}


def _taken(connection: Connection, services: Services, person: WorldPerson) -> set[str]:
    """Of the person's names, those that someone has."""
    names = person.names()
    same = (persons.c.document_type == person.document_type.value) & (persons.c.document_number == person.document_number)
    someones = {"document_number": select(persons.c.id).where(same)}
    for before, accounts in (("", services.system.accounts), (BUREAU, services.bureau.system.accounts)):
        for field in ("login_name", "mobile", "email"):
            column = accounts.c.get(field)
            if column is None:
                continue
            name = names.get(before + field, "").removeprefix(before)
            someones[before + field] = select(accounts.c.person_id).where(column == name)
    return {name for field, name in names.items() if connection.execute(someones[field]).first() is not None}


class _Laying:
    """One transaction's work, with what its steps share; `hashes` holds every password that they need."""

    def __init__(self, connection: Connection, services: Services, world: World, hashes: Mapping[str, str], now: datetime) -> None:
        self._connection = connection
        self._services = services
        self._world = world
        self._hashes = hashes
        self._now = now
        self._units: dict[str, tuple[int, str]] = {}
        self.projects: dict[str, int] = {}

    def lay(self) -> None:
        meta.put(self._connection, _LAID, "1")
        bureau = self._world.bureau
        old_login.keep(self._connection, OldLogin(bureau.old_login, bureau.old_login_until))
        due_days.keep(self._connection, self._world.deadlines)
        laid = zip(self._world.units, self.lay_units(self._world.units), strict=True)
        self._units = {unit.taxpayer_id: (unit_id, unit.name) for unit, unit_id in laid}
        self._lay_projects(self._world.projects)
        self.lay_people(self._world.people)
        self._put(agreements, (self._agreed(each) for each in self._world.agreements))

    def know(self, numbers: set[str]) -> None:
        """Find the units of these taxpayer ids."""
        found = select(units.c.taxpayer_id, units.c.id, units.c.name).where(units.c.taxpayer_id.in_(numbers))
        self._units = {row.taxpayer_id: (row.id, row.name) for row in self._connection.execute(found)}

    def know_projects(self) -> None:
        """Find all that there are, by their numbers as they are compared."""
        self.projects = {row.ending: row.id for row in self._connection.execute(select(projects.c.ending, projects.c.id))}

    def known(self) -> set[str]:
        return set(self._units)

    def lay_units(self, laid: Sequence[WorldUnit]) -> list[int]:
        """Their ids, in turn."""
        passwords = [unit.declaration_password or self._world.declaration_password for unit in laid]
        values = [facts.columns(unit, units) | {"declaration_hash": self._hashes[own]} for unit, own in zip(laid, passwords, strict=True)]
        unit_ids = self._ids(units, values, "taxpayer_id")
        known = [(unit_id, unit.bureau) for unit, unit_id in zip(laid, unit_ids, strict=True) if unit.bureau is not None]
        self._put(bureau_units, (self._unit_there(unit_id, unit) for unit_id, unit in known))
        for unit_id, there in known:
            if there.locked:
                self._lock(counters.of_enterprise(unit_id), self._services.bureau.system.policy.account_lockout)
        for unit, unit_id in zip(laid, unit_ids, strict=True):
            if unit.locked:
                self._lock(counters.of_unit(unit_id), self._services.policy.unit_lockout)
        for unit, unit_id in zip(laid, unit_ids, strict=True):
            if unit.months or unit.bank is not None:
                kept = msgspec.json.encode(Laid(unit.months, unit.bank)).decode()
                meta.put(self._connection, key_of(unit_id), kept)
        self.lay_payees([(unit_id, payee) for unit, unit_id in zip(laid, unit_ids, strict=True) for payee in unit.payees])
        for unit, unit_id in zip(laid, unit_ids, strict=True):
            if unit.claims:
                self._lay_claims(unit_id, unit.claims)
        return unit_ids

    def _lay_projects(self, laid: Sequence[WorldProject]) -> None:
        self._ids(projects, [row_of(project, self._units[project.unit][0], self._now) for project in laid])
        self.know_projects()

    def lay_payees(self, laid: Sequence[tuple[int, WorldPayee]]) -> None:
        """Whom units pay, each with the unit's id."""
        self._put(payees, (payee_row(payee, unit_id, self._now) for unit_id, payee in laid))

    def _lay_claims(self, unit_id: int, laid: Sequence[WorldClaim]) -> None:
        found = select(payees.c.document_number, payees.c.id).where(payees.c.unit_id == unit_id)
        ids = {row.document_number: row.id for row in self._connection.execute(found)}
        self._put(claims, (claim_row(claim, ids[claim["payee"]], self._now) for claim in laid))

    def lay_people(self, laid: Sequence[WorldPerson]) -> list[int]:
        """Their ids, in turn."""
        person_ids = self._ids(persons, [facts.columns(person, persons) for person in laid], "document_type", "document_number")
        people = list(zip(person_ids, laid, strict=True))
        registered = (self._account(person_id, person) for person_id, person in people if person.login_name is not None)
        self._put(self._services.system.accounts, registered)
        self._lay_bureau(people)
        mobiles = (person.mobile for _, person in people if person.login_name is not None)
        sims.leave(self._connection, *(each for each in mobiles if each is not None))
        for person_id, person in people:
            if person.hall_code is not None:
                identity = Identity(person.document_type, person.document_number, person.name)
                self._services.hall_codes.issue(self._connection, identity, Secret(person.hall_code), self._now)
            if person.locked:
                self._lock(self._services.system.subject_of(person_id), self._services.policy.account_lockout)
        self._put(listings, (row for person_id, person in people for row in self._listed(person_id, person)))
        self._put(roles, (row for person_id, person in people for row in self._held(person_id, person)))
        self._put(ties, (row for person_id, person in people for row in self._tied(person_id, person)))
        self._put(project_people, (row for person_id, person in people for row in self._named(person_id, person)))
        self._put(authorisations, (row for person_id, person in people for row in self._permitted(person_id, person)))
        return person_ids

    def _lay_bureau(self, people: Sequence[tuple[int, WorldPerson]]) -> None:
        """The accounts at the second system, and what the hall has for it."""
        bureau = self._services.bureau
        found = [(person_id, person.bureau) for person_id, person in people if person.bureau is not None]
        self._put(bureau.system.accounts, (self._at_bureau(person_id, account) for person_id, account in found))
        collected = [(person_id, person.hall) for person_id, person in people if person.hall is not None]
        held = ({"person_id": person_id, "mobile": record.mobile, "collected_at": self._now} for person_id, record in collected)
        self._put(hall_records, held)
        reached = [address for _, account in found for address in (account.mobile, account.email) if address is not None]
        sims.leave(self._connection, *reached)
        for person_id, account in found:
            if account.locked is not None:
                self._lock(Subject(COUNTED[account.locked], str(person_id)), bureau.system.policy.account_lockout)

    def _at_bureau(self, person_id: int, account: WorldBureauAccount) -> _Row:
        hashed = None if account.no_password else self._hashes[account.password or self._world.account_password]
        rests_on = {"is_old": int(account.old), "face_at": self._now if account.face else None}
        columns = facts.columns(account, self._services.bureau.system.accounts)
        return {**columns, **rests_on, "person_id": person_id, "password_hash": hashed}

    def _unit_there(self, unit_id: int, unit: WorldBureauUnit) -> _Row:
        password = unit.enterprise_password or self._world.bureau.enterprise_password
        hashed = None if password is None else self._hashes[password]
        return {**facts.columns(unit, bureau_units), "unit_id": unit_id, "is_agency": int(unit.agency), "enterprise_hash": hashed}

    def _agreed(self, agreement: WorldAgreement) -> _Row:
        ids = {"agency_id": self._units[agreement.agency][0], "principal_id": self._units[agreement.principal][0]}
        return {**ids, "ends_at": end_of(agreement.until)}

    def _ids(self, table: Table, values: list[_Row], *named: str) -> list[int]:
        """Of new rows, in turn; by the columns that are `named` each is told from all others of its table."""
        if not values:
            return []
        # all by one statement: if they are to come back in turn, SQLite is asked for one after the other
        made = self._connection.execute(insert(table).returning(table.c.id, *[table.c[name] for name in named]), values)
        ids: dict[tuple[Any, ...], int] = {tuple(row[1:]): row[0] for row in made}
        return [ids[tuple(each[name] for name in named)] for each in values]

    def _put(self, table: Table, values: Iterable[_Row]) -> None:
        found = list(values)
        if found:
            self._connection.execute(insert(table), found)

    def _account(self, person_id: int, person: WorldPerson) -> _Row:
        hashed = self._hashes[person.password or self._world.account_password]
        return {**facts.columns(person, self._services.system.accounts), "person_id": person_id, "password_hash": hashed}

    def _listed(self, person_id: int, person: WorldPerson) -> Iterator[_Row]:
        for position, number in enumerate(person.lists, 1):
            unit_id, name = self._units[number]
            yield {"person_id": person_id, "unit_id": unit_id, "position": position, "taxpayer_id": number, "name": name}

    def _held(self, person_id: int, person: WorldPerson) -> Iterator[_Row]:
        for role in BORN:
            for number in person.naming()[role.value]:
                yield {"unit_id": self._units[number][0], "person_id": person_id, "role": role.value}

    def _tied(self, person_id: int, person: WorldPerson) -> Iterator[_Row]:
        named = [(number, role) for role in BORN for number in person.naming()[role.value]]
        for number, row in rows_of(() if person.bureau is None else person.bureau.ties, named, self._now):
            yield {"unit_id": self._units[number][0], "person_id": person_id, **row}

    def _named(self, person_id: int, person: WorldPerson) -> Iterator[_Row]:
        for named in () if person.bureau is None else person.bureau.projects:
            yield {"project_id": self.projects[ending_of(named.number)], "person_id": person_id, "role": named.role.value}

    def _permitted(self, person_id: int, person: WorldPerson) -> Iterator[_Row]:
        valid_from = _start_of(self._now)
        for permission in (each.value for each in Permission):
            for number in person.naming()[permission]:
                unit_id = self._units[number][0]
                yield {"unit_id": unit_id, "person_id": person_id, "permission": permission, "valid_from": valid_from}

    def _lock(self, subject: Subject, rule: LockoutRule) -> None:
        locks.lock(self._connection, subject, rule, self._now)


def _start_of(now: datetime) -> datetime:
    """A world's authorisations have been valid for a while."""
    return now - timedelta(days=30)
