"""特定主体: of a unit's projects the one that somebody comes for, chosen before the second factor (BJ-69, BJ-70)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection

from etax_client.domain.bureau.projects import MOST_HITS, SHORTEST_ENDING, Project, ending_of
from etax_client.domain.flows.attempt import Attempt
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.bureau import finding
from etax_client.server.services.why import because, unfit
from etax_client.server.store.tables import projects, units


@dataclass(frozen=True, slots=True)
class Choice:
    """What was `typed` of a number, what there is to choose by it, and what was chosen; `is_none` whether nothing can be."""

    typed: str
    hits: tuple[Project, ...]
    chosen: Project | None
    is_none: bool


def choice_of(connection: Connection, attempt: Attempt, now: datetime) -> Choice:
    hits = _open(connection, attempt, now, finding.ends_with(attempt.number)) if attempt.number else ()
    chosen = _chosen(connection, attempt, now)
    return Choice(attempt.number, hits, chosen, not hits and (bool(attempt.number) or not _open(connection, attempt, now, most=1)))


def search(connection: Connection, attempt: Attempt, typed: str, now: datetime) -> Attempt | Refused:
    """查询: what is found by the end of a number; the only one is chosen at once."""
    if len(ending_of(typed)) < SHORTEST_ENDING:
        return unfit("number", "ending_short" if typed.strip() else "empty", "BJ-08")
    found = _open(connection, attempt, now, finding.ends_with(typed))
    return replace(attempt, number=typed, project_id=found[0].project_id if len(found) == 1 else None)


def choose(connection: Connection, attempt: Attempt, project_id: int, now: datetime) -> Attempt | Refused:
    """One of those that were found; what is none of them is none at all."""
    chosen = replace(attempt, project_id=project_id)
    return _required() if _chosen(connection, chosen, now) is None else chosen


def entered_for(connection: Connection, attempt: Attempt, now: datetime) -> int | Refused:
    """The id of what one enters for, if it is chosen and still there to be entered."""
    project = _chosen(connection, attempt, now)
    return _required() if project is None else project.project_id


def _chosen(connection: Connection, attempt: Attempt, now: datetime) -> Project | None:
    if attempt.project_id is None:
        return None
    return next(iter(_open(connection, attempt, now, projects.c.id == attempt.project_id, most=1)), None)


def _open(
    connection: Connection, attempt: Attempt, now: datetime, *which: ColumnElement[bool], most: int = MOST_HITS
) -> tuple[Project, ...]:
    assert attempt.person_id is not None  # noqa: S101
    here = units.c.taxpayer_id == normalise(attempt.taxpayer_id)
    return finding.open_to(connection, attempt.person_id, now, here, *which, most=most)


def _required() -> Refused:
    return because(Refused(RefusalCode.project_required, field="number"), "project.required", "BJ-70")
