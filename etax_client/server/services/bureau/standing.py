"""What is in force at the bureau this moment, inside a query: ties, units from elsewhere, and projects (AUZ-1)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, exists

from etax_client.domain.bureau.projects import ProjectState
from etax_client.domain.bureau.ties import TieState
from etax_client.server.store.tables import agreements, bureau_units, project_people, projects, ties

Now = datetime | ColumnElement[datetime]


def in_force(now: Now, among: FromClause = ties) -> ColumnElement[bool]:
    """Ties that are confirmed, and have not run out."""
    return (among.c.state == TieState.confirmed.value) & (among.c.ends_at.is_(None) | (among.c.ends_at > now))


def agreed(now: Now) -> ColumnElement[bool]:
    """Agreements of agencies that have not run out."""
    return agreements.c.ends_at.is_(None) | (agreements.c.ends_at > now)


def known_here(unit_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Units that the bureau knows: its own, and those from elsewhere of which a project was checked in (BJ-68)."""
    came = projects.alias()
    from_elsewhere = exists().where(bureau_units.c.unit_id == unit_id, bureau_units.c.province.is_not(None))
    return ~from_elsewhere | exists().where(came.c.unit_id == unit_id, came.c.checked_in_at.is_not(None))


def is_open(now: Now) -> ColumnElement[bool]:
    """Projects that one can act for: checked in, and not over (BJ-73)."""
    return (projects.c.state == ProjectState.checked_in.value) & (projects.c.ends_at.is_(None) | (projects.c.ends_at > now))


def is_named(person_id: int | ColumnElement[Any]) -> ColumnElement[bool]:
    """Projects that name a person as 经办人 or 联系人."""
    return exists().where(project_people.c.project_id == projects.c.id, project_people.c.person_id == person_id)


def acts_for(person_id: int | ColumnElement[Any], now: Now) -> ColumnElement[bool]:
    """Projects that a person is tied to: by any role at their unit, or named in them (BJ-66)."""
    held = ties.alias()
    tied = exists().where(held.c.person_id == person_id, held.c.unit_id == projects.c.unit_id, in_force(now, held))
    return tied | is_named(person_id)
