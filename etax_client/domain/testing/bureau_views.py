"""What testers see of the Beijing bureau: its accounts, how they are guessed at, who is on the way in, and its ties (BJ-42, BJ-62)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from etax_client.domain.bureau.levels import LOWEST, Fact
from etax_client.domain.bureau.projects import ProjectKind, ProjectRole, ProjectState
from etax_client.domain.bureau.ties import TieOrigin, TieState
from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import AttemptStep, Entrance
from etax_client.domain.guessing.methods import Method
from etax_client.domain.testing.tester_views import Guessing
from etax_client.domain.units.units import Role


@dataclass(frozen=True, slots=True)
class BureauAccountSeen:
    """Someone's account there; without `has_password` none was ever set. A lock by one method is the account's.

    `level` is the real-name level, `facts` what it rests on, the strongest first (BJ-03).
    """

    person_id: int
    name: str
    login_name: str | None
    mobile: str | None
    has_password: bool
    guessing: Mapping[Method, Guessing]
    email: str | None = None
    level: int = LOWEST
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptSeen:
    """Someone on the way in: by which entrance, what is due, and who, once a password was right or a phone has confirmed."""

    attempt_id: int
    channel: Channel
    entrance: Entrance
    step: AttemptStep
    person_id: int | None
    name: str | None
    taxpayer_id: str
    seconds: int


@dataclass(frozen=True, slots=True)
class TieSeen:
    """A tie between a person and a unit, live or not; `until` is its last day, None for 长期."""

    tie_id: int
    taxpayer_id: str
    unit_name: str
    person_id: int
    person_name: str
    role: Role
    origin: TieOrigin
    state: TieState
    until: date | None


@dataclass(frozen=True, slots=True)
class BureauUnitSeen:
    """A unit there; `guessing` is at its 企业密码, `principals` are the taxpayer ids of those that an agency acts for."""

    unit_id: int
    taxpayer_id: str
    name: str
    province: str | None
    authority: str
    is_agency: bool
    has_password: bool
    guessing: Guessing
    principals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectPerson:
    """Whom a report names."""

    person_id: int
    name: str
    role: ProjectRole


@dataclass(frozen=True, slots=True)
class ProjectSeen:
    """A project of a unit away from home, over or not; `until` is its last day, None for 长期."""

    project_id: int
    taxpayer_id: str
    unit_name: str
    number: str
    name: str
    kind: ProjectKind
    place: str
    authority: str
    state: ProjectState
    until: date | None
    people: tuple[ProjectPerson, ...]
