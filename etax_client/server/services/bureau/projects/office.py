"""Projects as tax offices have them: what the one at home reports, and what is closed (BJ-73); here at the tester's door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.bureau import projects as rules
from etax_client.domain.bureau.projects import ProjectKind, ProjectRole, ProjectState
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.bureau_views import ProjectPerson, ProjectSeen
from etax_client.domain.units.authorisations import Term, term_of
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import finding
from etax_client.server.services.why import unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import bureau_units, persons, project_people, projects

Named = Iterable[tuple[int, ProjectRole]]
"""Whom a report names, by id."""


@dataclass(frozen=True, slots=True)
class ProjectOffice:
    """All raise StoreError."""

    store: Store
    clock: Clock

    def seen(self, unit_id: int | None, limit: int) -> tuple[ProjectSeen, ...]:
        """Those of a unit, or of all; the newest first."""
        with self.store.read() as connection:
            return self._seen(connection, limit, *([] if unit_id is None else [finding.at_unit(unit_id)]))

    def report(
        self, unit_id: int, number: str, name: str, place: str, authority: str, until: date | None, named: Named
    ) -> ProjectSeen | Refused:
        """A report of a unit from elsewhere, which waits to be checked in."""
        now, ending = self.clock.now(), rules.ending_of(number)
        if len(ending) < rules.SHORTEST_ENDING:
            return unfit("number", "ending_short", "BJ-08")
        if until is not None and until < local_day(now):
            return unfit("until", "term.end_past", "BJ-73")
        with self.store.write() as connection:
            from_elsewhere = (bureau_units.c.unit_id == unit_id) & bureau_units.c.province.is_not(None)
            if connection.execute(select(bureau_units.c.unit_id).where(from_elsewhere)).first() is None:
                return unfit("unit", "not_from_elsewhere", "BJ-72")
            if connection.execute(select(projects.c.id).where(projects.c.ending == ending)).first() is not None:
                return unfit("number", "number_taken", "BJ-72")
            term = Term(local_day(now), until)
            told = {"unit_id": unit_id, "number": number, "ending": ending, "name": name, "place": place, "authority": authority}
            state = {"kind": ProjectKind.reported.value, "state": ProjectState.reported.value}
            new = insert(projects).values(**told, **state, begins_at=term.begins_at, ends_at=term.ends_at)
            project_id = int(connection.execute(new.returning(projects.c.id)).scalar_one())
            people = [{"project_id": project_id, "person_id": person_id, "role": role.value} for person_id, role in dict.fromkeys(named)]
            if people:
                connection.execute(insert(project_people), people)
            [found] = self._seen(connection, 1, projects.c.id == project_id)
        audit("project", project=project_id, unit=unit_id, outcome=ProjectState.reported)
        return found

    def close(self, project_id: int) -> Refused | None:
        """At once, in open sessions too; what is closed stays so."""
        with self.store.write() as connection:
            this = update(projects).where(projects.c.id == project_id).values(state=ProjectState.closed.value)
            if connection.execute(this).rowcount == 0:
                return Refused(RefusalCode.not_found)
        audit("project", project=project_id, outcome=ProjectState.closed)
        return None

    def _seen(self, connection: Connection, limit: int, *which: ColumnElement[bool]) -> tuple[ProjectSeen, ...]:
        now = self.clock.now()
        more = (projects.c.place, projects.c.state, projects.c.begins_at, projects.c.ends_at)
        whole = finding.with_unit().add_columns(*more).where(*which).order_by(projects.c.id.desc()).limit(limit)
        rows = connection.execute(whole).all()
        people = _people(connection, [row.project_id for row in rows])
        return tuple(
            ProjectSeen(
                project_id=row.project_id,
                taxpayer_id=row.taxpayer_id,
                unit_name=row.unit_name,
                number=row.number,
                name=row.project_name,
                kind=ProjectKind(row.project_kind),
                place=row.place,
                authority=row.authority,
                state=rules.state_at(ProjectState(row.state), row.ends_at, now),
                until=term_of(row.begins_at, row.ends_at).end,
                people=people.get(row.project_id, ()),
            )
            for row in rows
        )


def _people(connection: Connection, of: list[int]) -> dict[int, tuple[ProjectPerson, ...]]:
    named: Any = select(project_people, persons.c.name).join_from(project_people, persons).where(project_people.c.project_id.in_(of))
    found: dict[int, tuple[ProjectPerson, ...]] = {}
    for row in connection.execute(named.order_by(project_people.c.role.desc(), project_people.c.person_id)):
        found[row.project_id] = (*found.get(row.project_id, ()), ProjectPerson(row.person_id, row.name, ProjectRole(row.role)))
    return found
