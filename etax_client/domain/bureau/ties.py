"""人企关联关系: what ties a person to a unit in a role, who made it, and what may become of it (BJ-04, BJ-56 to BJ-61, BJ-63)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.units.authorisations import LAST_DAY, Term
from etax_client.domain.units.units import Role


class TieOrigin(StrEnum):
    """By whom it was made: the register, one of the two who run the unit, or the tax hall."""

    register = "register"
    online = "online"
    hall = "hall"


class TieState(StrEnum):
    """待确认, 已确认; all others are ends, and final."""

    pending = "pending"
    confirmed = "confirmed"
    declined = "declined"
    withdrawn = "withdrawn"
    removed = "removed"
    expired = "expired"
    register_ended = "register_ended"


LIVE = (TieState.pending, TieState.confirmed)
"""Of a person, a unit and a role there is one at most."""


class TieAct(StrEnum):
    """确认 and 拒绝 by whom it ties; 撤回 and 删除 by one of the two who run the unit."""

    confirm = "confirm"
    decline = "decline"
    withdraw = "withdraw"
    remove = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """What an act makes of a tie: it must be in the state `before`; what is in another one by then has been dealt with."""

    before: TieState
    after: TieState


CHANGES: Mapping[TieAct, Change] = {
    TieAct.confirm: Change(TieState.pending, TieState.confirmed),
    TieAct.decline: Change(TieState.pending, TieState.declined),
    TieAct.withdraw: Change(TieState.pending, TieState.withdrawn),
    TieAct.remove: Change(TieState.confirmed, TieState.removed),
}
BY_ONESELF = (TieAct.confirm, TieAct.decline)
MOST_OF_UNIT, MOST_OF_PERSON = 500, 200
"""Live ties."""
MOST_SHOWN = 200
"""Of each list of one's own: the register may name a person at any number of units, who are found by name or number (BJ-64)."""
MOST_OFFERED = 10
"""In 24 hours, by one unit to one person: as many as codes to a number."""
BORN: Mapping[Role, TieState] = {Role.legal_representative: TieState.confirmed, Role.finance_officer: TieState.pending}
"""What the register makes by itself of those whom it names (BJ-56, BJ-57)."""


@dataclass(frozen=True, slots=True)
class UnitName:
    unit_id: int
    taxpayer_id: str
    name: str


@dataclass(frozen=True, slots=True)
class MyTie:
    """As the person sees it who is tied: `since` it stands as it does; `until` is its last day, None for 长期."""

    tie_id: int
    unit: UnitName
    role: Role
    origin: TieOrigin
    state: TieState
    since: datetime
    until: date | None


@dataclass(frozen=True, slots=True)
class TiedPerson:
    """As those see it who run the unit: the whole name, a masked document (S-6). `acts` are what they may do with it."""

    tie_id: int
    name: str
    document_type: DocumentType
    masked_number: str
    role: Role
    origin: TieOrigin
    state: TieState
    since: datetime
    until: date | None
    acts: tuple[TieAct, ...] = ()


def state_at(state: TieState, ends_at: datetime | None, now: datetime) -> TieState:
    """What it is now: what has an end has run out by itself, whoever has noticed (BJ-63)."""
    return TieState.expired if state in LIVE and ends_at is not None and ends_at <= now else state


def acts_on(role: Role, state: TieState) -> tuple[TieAct, ...]:
    """What the two who run the unit are offered: the tax staff alone, however added, for they can't end one another's (BJ-60, BJ-61)."""
    if role is not Role.tax_staff:
        return ()
    return tuple(act for act in (TieAct.withdraw, TieAct.remove) if CHANGES[act].before is state)


def why_not(act: TieAct, origin: TieOrigin) -> RefusalCode | None:
    """What was added at the hall is not withdrawn online (BJ-60); it is removed like any other once it is confirmed."""
    return RefusalCode.not_withdrawable if act is TieAct.withdraw and origin is TieOrigin.hall else None


def end_of(until: date | None) -> datetime | None:
    """The moment after 23:59:59 of its last day at the tax office, None for 长期 (BJ-63)."""
    return None if until is None else Term(until, until).ends_at


def until_fault(until: date, today: date) -> str | None:
    """What is wrong with 有效期止."""
    return "end_past" if until < today else "too_far" if until > LAST_DAY else None
