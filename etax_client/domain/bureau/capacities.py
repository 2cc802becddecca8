"""身份: as whom someone acts at the bureau, where 身份切换 leads from there, and which pages of 账户中心 there are (BJ-05, BJ-40, D-9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from etax_client.domain.bureau.projects import Project
from etax_client.domain.bureau.ties import UnitName
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.units.units import Role


class CapacityKind(StrEnum):
    """Oneself; a unit in a role; an agency, or who it acts for; a project of a unit from elsewhere."""

    person = "person"
    enterprise = "enterprise"
    agency = "agency"
    principal = "principal"
    project = "project"


RUNNING = (Role.legal_representative, Role.finance_officer)
"""The two who run a unit."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """`mark` stands in each form that is drawn in it. `ended` is the unit that it was until its tie ended, or the unit with its project's
    number until that was over; "" for one that is gone. `beside` are other projects of this unit, where it acts for one (BJ-71).

    Of a principal `unit` is for whom the `agency` acts; `role` is the one by which the person came.
    """

    kind: CapacityKind
    entrance: Entrance
    mark: str
    tie_id: int | None = None
    unit: UnitName | None = None
    role: Role | None = None
    agency: UnitName | None = None
    ended: str | None = None
    project: Project | None = None
    beside: tuple[Project, ...] = ()

    @property
    def runs_it(self) -> bool:
        return self.kind is CapacityKind.enterprise and self.role in RUNNING


_FROM: Mapping[CapacityKind, tuple[CapacityKind, ...]] = {
    CapacityKind.person: (),
    CapacityKind.enterprise: (CapacityKind.enterprise, CapacityKind.person, CapacityKind.project),
    CapacityKind.project: (CapacityKind.enterprise, CapacityKind.person, CapacityKind.project),
    CapacityKind.agency: (CapacityKind.person, CapacityKind.principal),
    CapacityKind.principal: (CapacityKind.person, CapacityKind.principal, CapacityKind.agency),
}
_FROM_SPECIAL: Mapping[CapacityKind, tuple[CapacityKind, ...]] = {CapacityKind.project: (CapacityKind.person, CapacityKind.project)}
"""Where another entrance leaves more: who came as a project's may be nothing at its unit."""


def moves(capacity: Capacity) -> tuple[CapacityKind, ...]:
    """Where one may switch to without a new login: never from oneself to anything (BJ-05, BJ-65)."""
    special = _FROM_SPECIAL if capacity.entrance is Entrance.special else {}
    return special.get(capacity.kind, _FROM[capacity.kind])


class Place(StrEnum):
    """The pages of 账户中心."""

    profile = "person"
    unit = "unit"
    staff = "staff"
    grants = "grants"
    level = "level"
    switch = "switch"
    log = "log"


class Errand(StrEnum):
    """What is done outside 账户中心, each by who acts in a way that it is for."""

    reports = "reports"
    task = "tasks/risk"


_FOR: Mapping[Errand, tuple[CapacityKind, ...]] = {
    Errand.reports: (CapacityKind.person,),
    Errand.task: (CapacityKind.person, CapacityKind.enterprise),
}


def errands(capacity: Capacity) -> tuple[Errand, ...]:
    """Those that there are for whoever acts so (BJ-54, BJ-72)."""
    return tuple(errand for errand in Errand if capacity.kind in _FOR[errand])


class Access(StrEnum):
    none = "none"
    read = "read"
    full = "full"


_ALL = dict.fromkeys(CapacityKind, Access.full)
_NOT_ONESELF: Mapping[CapacityKind, Access] = {kind: Access.read for kind in CapacityKind if kind is not CapacityKind.person}
_PLACES: Mapping[Place, Mapping[CapacityKind, Access]] = {
    Place.profile: _ALL,
    Place.unit: _NOT_ONESELF,
    Place.staff: {CapacityKind.agency: Access.read, CapacityKind.principal: Access.read},
    Place.grants: {CapacityKind.person: Access.full},
    Place.level: {CapacityKind.person: Access.full},
    Place.switch: _ALL,
    Place.log: _ALL,
}
"""But for those who run a unit, who have 人员权限管理 too."""


def access(place: Place, capacity: Capacity) -> Access:
    """What of a page there is for whoever acts so."""
    if place is Place.staff and capacity.runs_it:
        return Access.full
    return _PLACES[place].get(capacity.kind, Access.none)
