"""Projects of a unit away from home: their numbers, who may act for one, and what becomes of it (BJ-08, BJ-66, BJ-68 to BJ-73)."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from etax_client.domain.bureau.ties import UnitName
from etax_client.domain.numbers import normalise
from etax_client.domain.units.units import Role


class ProjectKind(StrEnum):
    """跨区域报验户, which was reported at home and is checked in here; 跨区域税源登记纳税人, which was registered here."""

    reported = "reported"
    source = "source"


class ProjectState(StrEnum):
    """Reported by the office at home, 已报验, over (BJ-73)."""

    reported = "reported"
    checked_in = "checked_in"
    closed = "closed"


class ProjectRole(StrEnum):
    """Whom the 《跨区域涉税事项报告表》 names: 经办人 and 联系人, tied to the project alone and not to its unit."""

    handler = "handler"
    contact = "contact"


REPORTING = (Role.legal_representative, Role.finance_officer)
"""Of those who are tied to the unit, who may check a project in; and whoever the report names (BJ-72)."""
SHORTEST_ENDING = 4
"""Characters by which a project is found (BJ-08)."""
LONGEST_NUMBER = 64
LONGEST_TEXT = 100
"""Of a project's name, where it is, and who is in charge of it."""
MOST_HITS = 50
MOST_BESIDE = 10
"""Of 项目切换主管税务机关 in the head of each page; all of them are on the page of 身份切换."""
_DROPPED = frozenset({"Zs", "Cc", "Ps", "Pe", "Pi", "Pf"})
"""Blanks and brackets of any kind, by their categories in Unicode."""
_LAST = "号"
"""That it is a number, in Chinese, at its end."""


@dataclass(frozen=True, slots=True)
class Project:
    """As those see it who may act for it: `authority` is who is in charge of it here (主管税务机关)."""

    project_id: int
    unit: UnitName
    number: str
    name: str
    kind: ProjectKind
    authority: str


@dataclass(frozen=True, slots=True)
class Named:
    """Someone whom a report names, masked."""

    role: ProjectRole
    masked_name: str


@dataclass(frozen=True, slots=True)
class Report:
    """跨区域涉税事项报告 as the office at home has laid it; `until` is its last day, None for 长期."""

    project: Project
    place: str
    state: ProjectState
    since: date
    until: date | None
    people: tuple[Named, ...]


def ending_of(number: str) -> str:
    """A number, or the end of one, as it is compared: without blanks, brackets and 号 at its end (BJ-08)."""
    kept = "".join(each for each in normalise(number) if unicodedata.category(each) not in _DROPPED)
    return kept.removesuffix(_LAST)


def state_at(state: ProjectState, ends_at: datetime | None, now: datetime) -> ProjectState:
    """What it is now: with the end of its last day it is over by itself, whoever has noticed (BJ-73)."""
    return ProjectState.closed if ends_at is not None and ends_at <= now else state
