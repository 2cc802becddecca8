"""Lays a world into an empty store, once."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert

from etax_client.domain.lockout import Counter, LockoutRule
from etax_client.domain.secret import Secret
from etax_client.domain.units import Role
from etax_client.server.services import counters
from etax_client.server.services.bundle import Services
from etax_client.server.services.counters import Subject
from etax_client.server.services.login import ACCOUNT
from etax_client.server.services.passwords import hash_password
from etax_client.server.services.verification import UNIT
from etax_client.server.store import meta
from etax_client.server.store.tables import accounts, authorisations, listings, persons, roles, units
from etax_client.server.world_file import World, WorldPerson, WorldUnit

_LAID = "world_laid"


def lay(services: Services, world: World) -> None:
    """Put the world's people and units into a store that has none yet. Raises StoreError."""
    with services.store.read() as connection:
        if meta.get(connection, _LAID) is not None:
            return
    hashes = _Hashes(services)
    for phrase in _passwords(world):
        hashes.of(phrase)
    with services.store.write() as connection:
        # another process of the same store may have been quicker
        if meta.get(connection, _LAID) is not None:
            return
        meta.put(connection, _LAID, "1")
        _Laying(connection, services, world, hashes).lay()


class _Hashes:
    """Each password is hashed once, however many share it: the demo starts quickly, and its passwords are in the README anyway."""

    def __init__(self, services: Services) -> None:
        self._cost = services.hasher.cost
        self._made: dict[str, str] = {}

    def of(self, password: str) -> str:
        if password not in self._made:
            self._made[password] = hash_password(self._cost, Secret(password))
        return self._made[password]


def _passwords(world: World) -> set[str]:
    """Every password of the world, hashed before the transaction begins."""
    own = {unit.declaration_password for unit in world.units} | {person.password for person in world.people}
    return {world.account_password, world.declaration_password, *(password for password in own if password is not None)}


class _Laying:
    """One transaction's work, with what its steps share."""

    def __init__(self, connection: Connection, services: Services, world: World, hashes: _Hashes) -> None:
        self._connection = connection
        self._services = services
        self._world = world
        self._hashes = hashes
        self._now = services.clock.now()
        self._units: dict[str, tuple[int, WorldUnit]] = {}

    def lay(self) -> None:
        for unit in self._world.units:
            self._units[unit.taxpayer_id] = (self._lay_unit(unit), unit)
        for person in self._world.people:
            self._lay_person(person)

    def _lay_unit(self, unit: WorldUnit) -> int:
        unit_id: int = self._connection.execute(
            insert(units)
            .values(
                taxpayer_id=unit.taxpayer_id,
                name=unit.name,
                department=unit.department,
                department_filing=unit.department_filing.value,
                income_filing=unit.income_filing.value,
                business_filing=unit.business_filing.value,
                has_certificate=int(unit.has_certificate),
                declaration_hash=self._hashes.of(unit.declaration_password or self._world.declaration_password),
            )
            .returning(units.c.id)
        ).scalar_one()
        if unit.locked:
            self._lock(Subject(UNIT, str(unit_id)), self._services.policy.unit_lockout)
        return unit_id

    def _lay_person(self, person: WorldPerson) -> None:
        about = {"document_type": person.document_type.value, "document_number": person.document_number, "name": person.name}
        person_id: int = self._connection.execute(insert(persons).values(about).returning(persons.c.id)).scalar_one()
        if person.login_name is not None:
            hashed = self._hashes.of(person.password or self._world.account_password)
            values = {"login_name": person.login_name, "mobile": person.mobile, "password_hash": hashed}
            self._connection.execute(insert(accounts).values(person_id=person_id, **values))
        if person.locked:
            self._lock(Subject(ACCOUNT, str(person_id)), self._services.policy.account_lockout)
        self._lay_rights(person_id, person)

    def _lay_rights(self, person_id: int, person: WorldPerson) -> None:
        for position, number in enumerate(person.lists, 1):
            unit_id, unit = self._units[number]
            values = {"unit_id": unit_id, "position": position, "taxpayer_id": number, "name": unit.name}
            self._connection.execute(insert(listings).values(person_id=person_id, **values))
        held = {Role.legal_representative: person.legal_representative, Role.finance_officer: person.finance_officer}
        for role, numbers in held.items():
            for number in numbers:
                self._connection.execute(insert(roles).values(unit_id=self._units[number][0], person_id=person_id, role=role.value))
        for permission, numbers in {"filing": person.filing, "management": person.management}.items():
            for number in numbers:
                values = {"permission": permission, "valid_from": _start_of(self._now)}
                self._connection.execute(insert(authorisations).values(unit_id=self._units[number][0], person_id=person_id, **values))

    def _lock(self, subject: Subject, rule: LockoutRule) -> None:
        """As if the last of the failures that lock had come this moment."""
        counter = Counter(rule.tries, self._now, rule.lock.end(self._now))
        counters.save(self._connection, subject, counter, self._now)


def _start_of(now: datetime) -> datetime:
    """The demo's authorisations have been valid for a while."""
    return now - timedelta(days=30)
