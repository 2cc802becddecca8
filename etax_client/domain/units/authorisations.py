"""Authorisations: who may give which permission to whom, for how long, and what became of them (AUT-01 to AUT-05, AUZ-2, AUZ-3)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.spans import SHANGHAI
from etax_client.domain.units.units import Permission, Role

LAST_DAY = date(2999, 12, 31)
"""No term reaches beyond it: the calendar has an end."""
SOON = timedelta(days=7)
"""So long before an authorisation runs out its holder is told."""
_ONE_DAY = timedelta(days=1)


class AuthorisationState(StrEnum):
    """有效, 未生效, 已到期, 已解除."""

    valid = "valid"
    not_yet = "not_yet"
    expired = "expired"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class Term:
    """定期 with both days, the last one included, or 长期 with a start alone; days at the tax office, whatever the server's zone."""

    start: date
    end: date | None = None

    @property
    def begins_at(self) -> datetime:
        """00:00:00 of the first day (AUZ-3)."""
        return _midnight(self.start)

    @property
    def ends_at(self) -> datetime | None:
        """The moment after 23:59:59 of the last day, None for 长期."""
        return None if self.end is None else _midnight(self.end + _ONE_DAY)

    def within(self, other: "Term") -> bool:
        """Whether another term is at least as long, at both ends."""
        return other.start <= self.start and (other.end is None or (self.end is not None and self.end <= other.end))


def term_of(begins_at: datetime, ends_at: datetime | None) -> Term:
    """The days of a term that is kept as moments."""
    return Term(local_day(begins_at), None if ends_at is None else local_day(ends_at - timedelta(microseconds=1)))


class TermFault(StrEnum):
    """What can be wrong with a term that was typed."""

    start_past = "start_past"
    end_past = "end_past"
    end_before_start = "end_before_start"
    too_far = "too_far"


def term_fault(term: Term, today: date, before: Term | None = None) -> TermFault | None:
    """The end is neither before the start nor in the past (AUT-02); a start in the past is only one that stands already, in `before`."""
    if term.start < today and (before is None or term.start != before.start):
        return TermFault.start_past
    if term.end is not None and term.end < term.start:
        return TermFault.end_before_start
    if max(term.start, term.end or term.start) > LAST_DAY:
        return TermFault.too_far
    return TermFault.end_past if term.end is not None and term.end < today else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone is at a unit: a role of the register, and the permission and term of an authorisation that is valid now."""

    role: Role | None = None
    permission: Permission | None = None
    term: Term | None = None

    @property
    def runs_it(self) -> bool:
        """法定代表人 or 财务负责人: they see 企业办税权限 and reset the declaration password (AUT-01, DPW-01)."""
        return self.role in (Role.legal_representative, Role.finance_officer)

    @property
    def may_see_others(self) -> bool:
        return self.runs_it or self.permission is Permission.management

    @property
    def may_enter(self) -> bool:
        """Without the declaration password, where the phase lets one (VER-03)."""
        return self.runs_it or self.permission is not None

    def may_give(self, term: Term) -> bool:
        """Whoever runs the unit gives any term, 管理权限 none beyond its own; 办税权限 gives nothing (AUZ-2)."""
        if self.runs_it:
            return True
        return self.permission is Permission.management and self.term is not None and term.within(self.term)


NOBODY = Standing()


@dataclass(frozen=True, slots=True)
class ManagedUnit:
    """A unit in 企业办税权限: what the asker is there, and how many people are authorised now or from a later day on."""

    unit_id: int
    taxpayer_id: str
    name: str
    standing: Standing
    authorised: int


@dataclass(frozen=True, slots=True)
class ManagedList:
    """企业办税权限: those that one may see of."""

    units: tuple[ManagedUnit, ...]


@dataclass(frozen=True, slots=True)
class AuthorisedPerson:
    """A row of 已授权: `may_change` is whether the asker may change or end it (AUT-04)."""

    authorisation_id: int
    name: str
    document_type: DocumentType
    masked_number: str
    permission: Permission
    term: Term
    state: AuthorisationState
    may_change: bool


@dataclass(frozen=True, slots=True)
class MyAuthorisation:
    """A row of 我的办税权限 (AUT-05); `days_left` counts today, None for 长期 and for what is not valid."""

    authorisation_id: int
    taxpayer_id: str
    unit_name: str
    permission: Permission
    term: Term
    state: AuthorisationState
    days_left: int | None


@dataclass(frozen=True, slots=True)
class PasswordReset:
    """What the page of a reset shows: the unit, the number that a code goes to, and the seconds until another may be sent."""

    unit_id: int
    taxpayer_id: str
    name: str
    masked_mobile: str
    resend: int


def state_of(term: Term, ended: bool, now: datetime) -> AuthorisationState:
    if ended:
        return AuthorisationState.ended
    if now < term.begins_at:
        return AuthorisationState.not_yet
    return AuthorisationState.valid if term.ends_at is None or now < term.ends_at else AuthorisationState.expired


def days_left(term: Term, now: datetime) -> int | None:
    """The days that a fixed term still has, today included."""
    return None if term.end is None else max(0, (term.end - local_day(now)).days + 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(SHANGHAI)).astimezone(UTC)
