"""People of the demo in all their roles at two units, and what is asked of services.authorisations and declaration_passwords for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, insert, select

from etax_client.domain.channels import Channel
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.units.authorisations import Term
from etax_client.domain.units.units import Permission
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.units.authorisations import Authorisations
from etax_client.server.store.tables import authorisations, persons, roles
from tests.server.running import PASSWORD, Running

OWN, OTHER = 1, 6
"""Unit 1 has the demo's people in its roles; unit 6 is run by 孙磊."""
TODAY = date(2026, 11, 20)
WITHIN = Term(TODAY, date(2026, 12, 1))
BEYOND = Term(TODAY, date(2026, 12, 21))
FIXED = Term(date(2026, 11, 1), date(2026, 12, 20))
"""What the manager with a fixed term has."""
NUMBERS = {
    "李明": "440199198805120030",
    "王芳": "440199197908230027",
    "赵强": "440199197511300015",
    "陈静": "440199199103040049",
    "阿卜杜拉·买买提": "650199198606170018",
    "王𫍰": "440199199309090017",
    "孙磊": "440199198402150016",
    "JOHN SMITH": "X12345678",
}
PEOPLE = {
    "legal representative": ("wangfang", "王芳"),
    "finance officer": ("zhaoqiang", "赵强"),
    "manager long-term": ("chenjing", "陈静"),
    "manager fixed-term": ("jsmith", "JOHN SMITH"),
    "clerk with filing": ("liming", "李明"),
    "nobody": ("abdulla", "阿卜杜拉·买买提"),
    "person of another unit": ("sunlei", "孙磊"),
}
NEWCOMER, GUEST = "王𫍰", "周婷"
"""Registered and authorised nowhere; and someone with filing for both units, over a short term."""


async def session_of(server: Running, account: str) -> Session:
    """A phone's session, as the pages use it; a lock is no matter."""
    with server.services.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM guess_counters")
    logged_in = await server.services.login.by_password(account, Secret(PASSWORD), None, "", Channel.phone)
    assert isinstance(logged_in, LoggedIn)
    found = server.services.sessions.find(logged_in.token.reveal(), Channel.phone)
    assert isinstance(found, Session)
    return found


def person_id(server: Running, name: str) -> int:
    with server.services.store.read() as connection:
        return int(connection.execute(select(persons.c.id).where(persons.c.name == name)).scalar_one())


def give(server: Running, name: str, unit_id: int, term: Term, permission: Permission = Permission.filing) -> int:
    """Straight into the register; its id."""
    values: dict[str, Any] = {"unit_id": unit_id, "person_id": person_id(server, name), "permission": permission.value}
    values |= {"valid_from": term.begins_at, "valid_until": term.ends_at}
    with server.services.store.write() as connection:
        return int(connection.execute(insert(authorisations).values(values).returning(authorisations.c.id)).scalar_one())


def run(server: Running, name: str, unit_id: int) -> None:
    """From now on the unit's 法定代表人."""
    with server.services.store.write() as connection:
        connection.execute(delete(roles).where(roles.c.unit_id == unit_id, roles.c.role == "legal_representative"))
        values = {"unit_id": unit_id, "person_id": person_id(server, name), "role": "legal_representative"}
        connection.execute(insert(roles).values(values))


def register(server: Running) -> list[Row[Any]]:
    with server.services.store.read() as connection:
        return list(connection.execute(select(authorisations).order_by(authorisations.c.id)).all())


def restore(server: Running, rows: list[Row[Any]]) -> None:
    with server.services.store.write() as connection:
        connection.execute(delete(authorisations))
        connection.execute(insert(authorisations), [row._asdict() for row in rows])


@dataclass(frozen=True)
class Cast:
    """The roles' sessions, and whose authorisation is which."""

    server: Running
    sessions: dict[str, Session]
    guests: dict[int, int]
    longer: int
    managers: int
    own: dict[str, int]

    @property
    def service(self) -> Authorisations:
        return self.server.services.authorisations

    def add(self, role: str, unit_id: int, name: str, term: Term = WITHIN, permission: Permission = Permission.filing) -> str:
        kind = DocumentType.foreign_passport if NUMBERS[name].startswith("X") else DocumentType.resident_id
        whom: dict[str, Any] = {"name": name, "document_type": kind, "number": NUMBERS[name]}
        return verdict(self.service.add(self.sessions[role], unit_id, **whom, permission=permission, term=term, address=""))

    def change(self, role: str, unit_id: int, authorisation_id: int, term: Term = WITHIN) -> str:
        return verdict(self.service.change(self.sessions[role], unit_id, authorisation_id, Permission.management, term))

    def end(self, role: str, unit_id: int, authorisation_id: int) -> str:
        return verdict(self.service.end(self.sessions[role], unit_id, authorisation_id))

    def end_mine(self, role: str, authorisation_id: int) -> str:
        return verdict(self.service.end_mine(self.sessions[role], authorisation_id))


async def cast(server: Running) -> Cast:
    run(server, "孙磊", OTHER)
    give(server, "JOHN SMITH", OWN, FIXED, Permission.management)
    guests = {unit: give(server, GUEST, unit, WITHIN) for unit in (OWN, OTHER)}
    sessions = {role: await session_of(server, account) for role, (account, _) in PEOPLE.items()}
    by_person = {row.person_id: row.id for row in register(server) if row.unit_id == OWN}
    own = {role: by_person[session.person_id] for role, session in sessions.items() if session.person_id in by_person}
    return Cast(server, sessions, guests, own["clerk with filing"], own["manager long-term"], own)


def verdict(result: object) -> str:
    return _SHORT.get(result.code, result.code.value) if isinstance(result, Refused) else "ok"


_SHORT = {
    RefusalCode.unit_unknown: "404",
    RefusalCode.beyond_rights: "beyond",
    RefusalCode.already_authorised: "has one",
    RefusalCode.authorisation_unknown: "gone",
}

Act = Callable[[Cast, str, int], str]
