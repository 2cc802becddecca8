"""Hands for the pages of authorisations and declaration passwords, and a look at what stands in the register."""

from typing import Any

from sqlalchemy import Row, select

from etax_client.server.store.tables import authorisations, persons, roles, units
from tests.pages.surfing import Surfer
from tests.server.running import Running

SITES = ("/app", "/portal")
TODAY = "2026-11-20"
"""The day on the clock of the tests."""
ABDULLA = {"document_type": "resident_id", "number": "650199198606170018", "name": "阿卜杜拉·买买提"}
LIMING = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}
CHENJING = {"document_type": "resident_id", "number": "440199199103040049", "name": "陈静"}
WANGFANG = {"document_type": "resident_id", "number": "440199197908230027", "name": "王芳"}
LONG = {"permission": "filing", "kind": "long", "start": TODAY, "end": ""}
FIXED = {"permission": "filing", "kind": "fixed", "start": TODAY, "end": "2026-12-31"}


def given(server: Running, account_name: str, unit_id: int) -> list[Row[Any]]:
    """Every authorisation of a person, by name, at a unit."""
    wanted = (persons.c.name == account_name) & (authorisations.c.unit_id == unit_id)
    with server.services.store.read() as connection:
        found = select(authorisations).join_from(authorisations, persons).where(wanted).order_by(authorisations.c.id)
        return list(connection.execute(found).all())


def authorisation_of(server: Running, name: str, unit_id: int = 1) -> int:
    """The id of the only one."""
    (row,) = given(server, name, unit_id)
    return int(row.id)


def make_runner(server: Running, name: str, unit_id: int, role: str = "legal_representative") -> None:
    """In the register of the unit, whoever had that role before."""
    with server.services.store.write() as connection:
        person_id = connection.execute(select(persons.c.id).where(persons.c.name == name)).scalar_one()
        connection.execute(roles.delete().where(roles.c.unit_id == unit_id, roles.c.role == role))
        connection.execute(roles.insert().values(unit_id=unit_id, person_id=person_id, role=role))


def rename(server: Running, unit_id: int, name: str) -> None:
    with server.services.store.write() as connection:
        connection.execute(units.update().where(units.c.id == unit_id).values(name=name))


async def added(someone: Surfer, site: str, **typed: str) -> Surfer:
    """新增授权人员 from the page of unit 1."""
    await someone.open(f"{site}/units/1/new")
    return await someone.send(f"{site}/units/1/new", **{**ABDULLA, **LONG, **typed})
