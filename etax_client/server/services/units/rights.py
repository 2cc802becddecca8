"""What a person is and may do at a unit: roles, and authorisations while they last (AUT, AUZ-1)."""

import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, FromClause, Row, Select, bindparam, select

from etax_client.domain.numbers import normalise, visible
from etax_client.domain.units.authorisations import NOBODY, Standing, term_of
from etax_client.domain.units.units import Permission, Role
from etax_client.server.store.columns import Moment
from etax_client.server.store.tables import authorisations, roles, units

RUNNING = (Role.legal_representative.value, Role.finance_officer.value)


def role_at(connection: Connection, person_id: int, unit_id: int, now: datetime) -> Role | None:
    """The person's role; who is authorised without another role is tax staff."""
    found = connection.execute(select(roles.c.role).where(roles.c.unit_id == unit_id, roles.c.person_id == person_id)).scalar_one_or_none()
    if found is not None:
        return Role(found)
    return Role.tax_staff if unit_id in authorised_units(connection, person_id, [unit_id], now) else None


def may_enter(connection: Connection, person_id: int, unit_ids: list[int], now: datetime) -> set[int]:
    """Of these units, those that the person may act for: by role, or by an authorisation that is valid now (VER-03)."""
    by_role = connection.execute(select(roles.c.unit_id).where(roles.c.person_id == person_id, roles.c.unit_id.in_(unit_ids))).scalars()
    return {*by_role, *authorised_units(connection, person_id, unit_ids, now)}


def runners(connection: Connection, unit_id: int) -> set[int]:
    """The persons who are the unit's 法定代表人 or 财务负责人."""
    return set(connection.execute(select(roles.c.person_id).where(roles.c.unit_id == unit_id, roles.c.role.in_(RUNNING))).scalars())


def valid(now: datetime | BindParameter[datetime], given: FromClause = authorisations) -> ColumnElement[bool]:
    """An authorisation that has begun, has not run out and was not ended; `given` is where they are told, if under another name."""
    begun, unended = given.c.valid_from <= now, given.c.ended_at.is_(None)
    return begun & (given.c.valid_until.is_(None) | (given.c.valid_until > now)) & unended


def standing_of(connection: Connection, person_id: int, unit_id: int, now: datetime) -> Standing:
    """What the person is there this moment: the role, and the strongest authorisation that is valid (AUZ-1)."""
    row = connection.execute(_STANDING, {"person": person_id, "now": now, "unit": unit_id}).one_or_none()
    return NOBODY if row is None else standing_in(row)


def with_standing(chosen: Select[Any], unit_id: ColumnElement[int]) -> Select[Any]:
    """`chosen` with `STANDING` beside each row: what `person` is at the unit `now`, which are given when it is run; no row comes twice."""
    other = authorisations.alias()
    theirs = (other.c.person_id == bindparam("person")) & (other.c.unit_id == unit_id) & valid(bindparam("now", type_=Moment), other)
    # management sorts after filing
    strongest = select(other.c.id).where(theirs).order_by(other.c.permission.desc(), other.c.id).limit(1).scalar_subquery()
    held = (roles.c.unit_id == unit_id) & (roles.c.person_id == bindparam("person"))
    return chosen.outerjoin(roles, held).outerjoin(authorisations, authorisations.c.id == strongest)


STANDING = (roles.c.role, authorisations.c.permission, authorisations.c.valid_from, authorisations.c.valid_until)
_STANDING = with_standing(select(*STANDING).select_from(units), units.c.id).where(units.c.id == bindparam("unit"))


def standing_in(row: Row[Any]) -> Standing:
    """What a row tells that has the columns of `STANDING`."""
    return Standing(
        role=None if row.role is None else Role(row.role),
        permission=None if row.permission is None else Permission(row.permission),
        term=None if row.valid_from is None else term_of(row.valid_from, row.valid_until),
    )


def managed_units(person_id: int, taxpayer_id: str, name: str, now: datetime) -> Select[Any]:
    """The units that a person runs, or has 管理权限 for, whose number and name hold these parts (AUT-01)."""
    by_role = select(roles.c.unit_id).where(roles.c.person_id == person_id, roles.c.role.in_(RUNNING))
    managing = (authorisations.c.person_id == person_id) & (authorisations.c.permission == Permission.management.value)
    by_permission = select(authorisations.c.unit_id).where(managing, valid(now))
    wanted = units.c.id.in_(by_role) | units.c.id.in_(by_permission)
    return select(units).where(wanted, *named_like(taxpayer_id, name)).order_by(units.c.taxpayer_id)


def named_like(taxpayer_id: str, name: str) -> list[ColumnElement[bool]]:
    """That a unit's number and name hold these parts, of those that are given."""
    parts = [(units.c.taxpayer_id, normalise(taxpayer_id)), (units.c.name, unicodedata.normalize("NFC", visible(name).strip()))]
    return [column.icontains(part, autoescape=True) for column, part in parts if part]


def authorised_units(connection: Connection, person_id: int, unit_ids: list[int], now: datetime) -> set[int]:
    mine = (authorisations.c.person_id == person_id) & authorisations.c.unit_id.in_(unit_ids)
    return set(connection.execute(select(authorisations.c.unit_id).where(mine, valid(now))).scalars())
