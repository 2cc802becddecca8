"""Withholding units, the list of them that a person keeps, and their home (UNT, VER)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import Refused
from etax_client.domain.units import taxpayer_ids
from etax_client.domain.units.taxpayer_ids import TaxpayerId


class DepartmentFiling(StrEnum):
    """分部门申报."""

    unregistered = "unregistered"
    enabled = "enabled"


class Filing(StrEnum):
    """综合所得申报 and 经营所得: nothing to file, to be filed, or filed."""

    none = "none"
    pending = "pending"
    filed = "filed"


class Role(StrEnum):
    """What a person is at a unit."""

    legal_representative = "legal_representative"
    finance_officer = "finance_officer"
    tax_staff = "tax_staff"


class Permission(StrEnum):
    """办税权限 or 管理权限; the second includes the first, and may authorise others for that unit (AUT-03)."""

    filing = "filing"
    management = "management"


NAMING = ("lists", Role.legal_representative.value, Role.finance_officer.value, *(each.value for each in Permission))
"""How units are named with a person: each is a field of the person's, with taxpayer ids."""


class Entry(StrEnum):
    """Whether the declaration password is asked for, and why (VER-03): in phase-1 of everyone, in phase-2 of who is not authorised."""

    everyone_verifies = "everyone_verifies"
    not_authorised = "not_authorised"
    authorised = "authorised"


class OpenedBy(StrEnum):
    """How a unit was verified."""

    declaration_password = "declaration_password"  # noqa: S105
    authorisation = "authorisation"
    certificate = "certificate"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a unit is, for the list, the tester's door, a world's file, and the store, which has a column of each name but the id's."""

    unit_id: int
    taxpayer_id: str
    name: str
    department: str
    department_filing: DepartmentFiling
    income_filing: Filing
    business_filing: Filing
    has_certificate: bool


@dataclass(frozen=True, slots=True)
class Unit(UnitFacts):
    """A row of the unit list (UNT-01); `locked_seconds` while its verification is locked, `opened` if this session has verified it.

    `role`, `permission` and the `days_left` of a fixed term say what the person is there; `entry` what that is good for now.
    """

    has_certificate: bool = False
    locked_seconds: int | None = None
    opened: bool = False
    role: Role | None = None
    permission: Permission | None = None
    days_left: int | None = None
    entry: Entry = Entry.everyone_verifies


class UnitSort(StrEnum):
    """The column that a list is sorted by; `custom` is the person's own order (UNT-05)."""

    custom = "custom"
    taxpayer_id = "taxpayer_id"
    name = "name"
    department = "department"
    department_filing = "department_filing"
    income_filing = "income_filing"
    business_filing = "business_filing"


@dataclass(frozen=True, slots=True)
class UnitQuery:
    """What part of the list is asked for, and in which order (UNT-03): both texts are looked for anywhere in their column."""

    taxpayer_id: str = ""
    name: str = ""
    sort: UnitSort = UnitSort.custom
    descending: bool = False


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Units that follow one another; `total` counts all that the query matches."""

    units: tuple[Unit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EndsSoon:
    """An authorisation of one's own that runs out soon: the unit's name, and the last day."""

    unit: str
    day: date


@dataclass(frozen=True, slots=True)
class UnitTotals:
    """UNT-02, over the whole list whatever the query; with what its owner is to be told beside it.

    `unlisted` are the taxpayer ids of units that one may act for and has not in the list, as many as can be added at once.
    """

    units: int
    income_filed: int
    business_filed: int
    unlisted: tuple[str, ...]
    ends_soon: tuple[EndsSoon, ...]


@dataclass(frozen=True, slots=True)
class ListMark:
    """What a list's declarations stand at, as a text to compare: another one means that the list says something else now (FLW-03)."""

    mark: str


@dataclass(frozen=True, slots=True)
class AddedUnit:
    """The fate of one line of an addition: the unit's name, or why it was refused."""

    taxpayer_id: str
    name: str | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class UnitHome:
    """What 办税首页 shows; `tax_period` is YYYY-MM, the times are aware."""

    unit: Unit
    tax_period: str
    opened_by: OpenedBy
    opened_at: datetime
    open_until: datetime
    role: Role | None = None
    masked_person: str = ""

    def __post_init__(self) -> None:
        if self.opened_at.tzinfo is None or self.open_until.tzinfo is None:
            raise ValueError("a time without its zone")


def check_new(typed: str, confirmation: str, today: date) -> TaxpayerId | Invalid:
    """UNT-04: both must be the same, and a taxpayer id."""
    judged = taxpayer_ids.judge(typed, today)
    if isinstance(judged, Invalid):
        return judged
    return judged if normalise(confirmation) == judged.number else Invalid(Fault.different)
