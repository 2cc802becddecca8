"""Projects of units from elsewhere in a world's file, whom they name, and as they are laid (docs/worlds.md)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from etax_client.domain.bureau.projects import (
    LONGEST_NUMBER,
    LONGEST_TEXT,
    SHORTEST_ENDING,
    ProjectKind,
    ProjectRole,
    ProjectState,
    ending_of,
)
from etax_client.domain.local_time import local_day
from etax_client.domain.safe_text import is_clean
from etax_client.domain.units.authorisations import Term


class WorldProject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of a unit from another province; `since` is the day on which the world is laid, unless another is given."""

    unit: str
    number: str
    name: str
    kind: ProjectKind = ProjectKind.reported
    state: ProjectState = ProjectState.reported
    place: str = ""
    authority: str = ""
    since: date | None = None
    until: date | None = None


class WorldProjectRole(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a project names someone, as 经办人 or 联系人."""

    number: str
    role: ProjectRole = ProjectRole.handler


def flaw_of_project(project: WorldProject, from_elsewhere: Collection[str], numbers: Collection[str]) -> tuple[str, str] | None:
    """The first field that is wrong with a project, and why; `numbers` are the ends of those before it."""
    if project.unit not in from_elsewhere:
        return "unit", f"there is no unit {project.unit!r} with a province"
    for field in ("number", "name", "place", "authority"):
        text, least = getattr(project, field), field in ("number", "name")
        most = LONGEST_NUMBER if field == "number" else LONGEST_TEXT
        if not least <= len(text) <= most or not is_clean(text):
            return field, f"must have {int(least)} to {most} characters"
    if len(ending_of(project.number)) < SHORTEST_ENDING:
        return "number", f"must have {SHORTEST_ENDING} characters that count"
    if ending_of(project.number) in numbers:
        return "number", f"{project.number!r} is used twice"
    if project.kind is ProjectKind.source and project.state is ProjectState.reported:
        return "state", "a source is registered here, and not reported"
    if project.until is not None and project.since is not None and project.until < project.since:
        return "until", "is before it begins"
    return None


def flaw_of_roles(given: Sequence[WorldProjectRole], numbers: Collection[str]) -> str | None:
    """The first thing that is wrong with the projects that name a person."""
    named = [(ending_of(each.number), each.role) for each in given]
    for each in given:
        if ending_of(each.number) not in numbers:
            return f"there is no project {each.number!r}"
    return "a project is named twice in one role" if len(set(named)) < len(named) else None


def row_of(project: WorldProject, unit_id: int, now: datetime) -> dict[str, Any]:
    """Its columns."""
    term = Term(project.since or local_day(now), project.until)
    told = {field: getattr(project, field) for field in ("number", "name", "place", "authority")}
    came = project.state is not ProjectState.reported
    return {
        **told,
        "unit_id": unit_id,
        "ending": ending_of(project.number),
        "kind": project.kind.value,
        "state": project.state.value,
        "begins_at": term.begins_at,
        "ends_at": term.ends_at,
        "checked_in_at": now if came else None,
    }
