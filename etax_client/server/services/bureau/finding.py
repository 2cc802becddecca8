"""Projects as those find them who may act for them (BJ-08, BJ-66, BJ-69)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from etax_client.domain.bureau import projects as rules
from etax_client.domain.bureau.projects import Project, ProjectKind
from etax_client.domain.bureau.ties import UnitName
from etax_client.server.services.bureau.standing import acts_for, is_open
from etax_client.server.store.tables import bureau_sessions, projects, sessions, units

COLUMNS = (
    *(projects.c.id.label("project_id"), projects.c.number, projects.c.name.label("project_name")),
    *(projects.c.kind.label("project_kind"), projects.c.authority),
)


def with_unit() -> Select[Any]:
    unit = (projects.c.unit_id, units.c.taxpayer_id, units.c.name.label("unit_name"))
    return select(*COLUMNS, *unit).join_from(projects, units)


def project_in(row: Row[Any]) -> Project:
    unit = UnitName(row.unit_id, row.taxpayer_id, row.unit_name)
    return Project(row.project_id, unit, row.number, row.project_name, ProjectKind(row.project_kind), row.authority)


def of_session(connection: Connection, session_id: int, now: datetime) -> tuple[Project | None, bool]:
    """The project that a session is for, if there is one still, and whether its person may act for it this moment (AUZ-1)."""
    acts = (is_open(now) & acts_for(sessions.c.person_id, now)).label("acts")
    carried = with_unit().add_columns(acts).join(bureau_sessions, bureau_sessions.c.project_id == projects.c.id)
    row = connection.execute(carried.join(sessions).where(bureau_sessions.c.session_id == session_id)).one_or_none()
    return (None, False) if row is None else (project_in(row), bool(row.acts))


def open_to(connection: Connection, person_id: int, now: datetime, *which: ColumnElement[bool], most: int) -> tuple[Project, ...]:
    """Of those that one may act for this moment, the newest first."""
    mine = with_unit().where(is_open(now), acts_for(person_id, now), *which).order_by(projects.c.id.desc()).limit(most)
    return tuple(map(project_in, connection.execute(mine)))


def at_unit(unit_id: int) -> ColumnElement[bool]:
    return projects.c.unit_id == unit_id


def ends_with(typed: str) -> ColumnElement[bool]:
    """Numbers that end so; what was typed has as many characters as it takes."""
    return projects.c.ending.endswith(rules.ending_of(typed), autoescape=True)
