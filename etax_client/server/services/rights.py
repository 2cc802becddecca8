"""What a person is and may do at a unit: roles, and authorisations while they last (AUT, AUZ-1)."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from etax_client.domain.units import Role
from etax_client.server.store.tables import authorisations, roles


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


def authorised_units(connection: Connection, person_id: int, unit_ids: list[int], now: datetime) -> set[int]:
    mine = (authorisations.c.person_id == person_id) & authorisations.c.unit_id.in_(unit_ids)
    return set(connection.execute(select(authorisations.c.unit_id).where(mine, valid(now))).scalars())


def valid(now: datetime) -> ColumnElement[bool]:
    """An authorisation that has begun, has not run out and was not ended."""
    return (
        (authorisations.c.valid_from <= now)
        & (authorisations.c.valid_until.is_(None) | (authorisations.c.valid_until > now))
        & authorisations.c.ended_at.is_(None)
    )
