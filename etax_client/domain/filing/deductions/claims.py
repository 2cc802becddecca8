"""What an employee claims as 专项附加扣除 or 个人养老金: how it is typed, judged and spelled, item by item (DED-01)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.income import read_amount, write_amount
from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.numbers import normalise, plain
from etax_client.domain.safe_text import is_clean
from etax_client.domain.withholding.deductions import (
    Certificate,
    Child,
    City,
    Claim,
    Degree,
    Elder,
    Infant,
    Loan,
    Rent,
    Voucher,
    clash,
)
from etax_client.domain.withholding.months import Month, read_month

LONGEST_NAME = 50
GREATEST_SHARE = Decimal("1500.00")
"""Of what is deducted for an old parent, where brothers and sisters share it."""
GREATEST_PENSION = Decimal("12000.00")
YES, NO = "yes", "no"


class ClaimKind(StrEnum):
    """What is claimed; several may belong to one item."""

    child = "child"
    infant = "infant"
    degree = "degree"
    certificate = "certificate"
    loan = "loan"
    rent = "rent"
    elder = "elder"
    pension = "pension"


ILLNESS = "illness"
"""大病医疗: asked for like the others, and never here."""


class ClaimField(StrEnum):
    """What is asked of a claim, in the order of the form."""

    kind = "kind"
    person = "person"
    """Whose name: the child's, or the old parent's."""
    born = "born"
    begins = "begins"
    """The month from which it holds; of a certificate or a voucher its month."""
    ends = "ends"
    """The last month of it, or of schooling; of an old parent the month in which the duty ended."""
    whole = "whole"
    city = "city"
    amount = "amount"
    """The share of one who is not alone with an old parent; what a voucher says was paid."""


class Misfit(StrEnum):
    """What is wrong with a value that is well formed."""

    not_offered = "not_offered"
    annual_only = "annual_only"
    """大病医疗 is deducted in the annual return alone (DED-01)."""
    in_future = "in_future"
    too_early = "too_early"
    """It ends before it begins."""
    nothing = "nothing"


Texts = Mapping[ClaimField, str]
"""What was typed; a field that is not there is empty."""
ClaimFaults = Mapping[ClaimField, Invalid | Misfit]

_F = ClaimField
FIELDS: Mapping[ClaimKind, tuple[ClaimField, ...]] = MappingProxyType(
    {
        ClaimKind.child: (_F.person, _F.born, _F.ends, _F.whole),
        ClaimKind.infant: (_F.person, _F.born, _F.whole),
        ClaimKind.degree: (_F.begins, _F.ends),
        ClaimKind.certificate: (_F.begins,),
        ClaimKind.loan: (_F.begins, _F.ends, _F.whole),
        ClaimKind.rent: (_F.begins, _F.ends, _F.city),
        ClaimKind.elder: (_F.person, _F.born, _F.amount, _F.ends),
        ClaimKind.pension: (_F.begins, _F.amount),
    }
)
"""Which fields each kind has beside its name."""


def is_required(kind: ClaimKind, field: ClaimField) -> bool:
    """An end may be open; whoever says nothing takes the whole; no share is all of it."""
    return field in (_F.person, _F.born, _F.begins, _F.city) or (field, kind) == (_F.amount, ClaimKind.pension)


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim as it is kept, with what would be typed for it.

    `filed_at`: by the employee, in the APP; `taken_at`: since when it counts here, None while it is not downloaded.
    """

    claim_id: int
    version: int
    texts: Mapping[ClaimField, str]
    filed_at: datetime | None
    taken_at: datetime | None
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """`claim` is there, and `texts` as they are spelled, if nothing is wrong; else `faults` says what, field by field."""

    claim: Claim | None
    texts: Mapping[ClaimField, str]
    faults: ClaimFaults


def judge(texts: Texts, today: date) -> JudgedClaim:
    """What was typed, by the rules of its kind; what belongs to other kinds does not count."""
    named = plain(texts.get(_F.kind, ""))
    if named not in set(ClaimKind):
        return JudgedClaim(None, {}, {_F.kind: _fault_of_kind(named)})
    kind = ClaimKind(named)
    values: dict[ClaimField, Any] = {}
    faults: dict[ClaimField, Invalid | Misfit] = {}
    for field in FIELDS[kind]:
        typed = plain(texts.get(field, ""))
        if typed:
            read = _read(kind, field, typed, today)
            (faults if isinstance(read, Invalid | Misfit) else values)[field] = read
        elif is_required(kind, field):
            faults[field] = Invalid(Fault.empty)
    begun = values[_F.begins] if _F.begins in values else Month.of(values[_F.born]) if _F.born in values else None
    if begun is not None and _F.ends in values and values[_F.ends] < begun:
        faults[_F.ends] = Misfit.too_early
    if faults:
        return JudgedClaim(None, {}, {field: faults[field] for field in ClaimField if field in faults})
    told = {_F.kind: kind.value, **{field: _spell(value) for field, value in values.items()}}
    return JudgedClaim(_MADE[kind](values), told, {})


def claim_in(texts: Texts) -> Claim:
    """The claim of a spelling that was judged before; not judged again."""
    kind = ClaimKind(texts[_F.kind])
    return _MADE[kind]({field: _READ[field](texts[field]) for field in FIELDS[kind] if texts.get(field)})


def clashes(claims: Iterable[Claim]) -> bool:
    """Whether a loan's interest and a rent are claimed for one month, which may not be (DED-01)."""
    given = list(claims)
    loans, rents = [each for each in given if isinstance(each, Loan)], [each for each in given if isinstance(each, Rent)]
    # if they meet at all, they do when the later one begins
    return any(clash((loan, rent), max(loan.begins, rent.begins)) for loan in loans for rent in rents)


def same_child(one: Texts, other: Texts) -> bool:
    """Whether two claims are for one child, and of one kind: it would be deducted twice."""
    kinds = (ClaimKind.child.value, ClaimKind.infant.value)
    told = (_F.kind, _F.person, _F.born)
    return one.get(_F.kind) in kinds and all(one.get(field) == other.get(field) for field in told)


def _fault_of_kind(named: str) -> Invalid | Misfit:
    if not named:
        return Invalid(Fault.empty)
    return Misfit.annual_only if named == ILLNESS else Misfit.not_offered


def _read(kind: ClaimKind, field: ClaimField, typed: str, today: date) -> Any:
    if field is _F.amount:
        amount = read_amount(typed, GREATEST_SHARE if kind is ClaimKind.elder else GREATEST_PENSION)
        return Misfit.nothing if amount == 0 else amount
    read = _READ[field](typed)
    return Misfit.in_future if field is _F.born and isinstance(read, date) and read > today else read


def _name(typed: str) -> str | Invalid:
    if len(typed) > LONGEST_NAME:
        return Invalid(Fault.too_long)
    return typed if is_clean(typed) else Invalid(Fault.character)


def _day(typed: str) -> date | Invalid:
    return read_day(typed) or Invalid(Fault.form)


def _month(typed: str) -> Month | Invalid:
    try:
        return read_month(normalise(typed))
    except ValueError:
        return Invalid(Fault.form)


_READ: Mapping[ClaimField, Callable[[str], Any]] = {
    _F.person: _name,
    _F.born: _day,
    _F.begins: _month,
    _F.ends: _month,
    _F.whole: lambda typed: {YES: True, NO: False}.get(typed, Misfit.not_offered),
    _F.city: lambda typed: City(typed) if typed in set(City) else Misfit.not_offered,
    _F.amount: read_amount,
}


def _spell(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return write_amount(value) if isinstance(value, Decimal) else str(value)


def _whole(said: Mapping[ClaimField, Any]) -> bool:
    return bool(said.get(_F.whole, True))


def _first_of(month: Month) -> date:
    return date(month.year, month.month, 1)


def _elder(said: Mapping[ClaimField, Any]) -> Elder:
    ended = said.get(_F.ends)
    return Elder(said[_F.born], said.get(_F.amount), None if ended is None else _first_of(ended))


_MADE: Mapping[ClaimKind, Callable[[Mapping[ClaimField, Any]], Claim]] = {
    ClaimKind.child: lambda said: Child(said[_F.born], said.get(_F.ends), _whole(said)),
    ClaimKind.infant: lambda said: Infant(said[_F.born], _whole(said)),
    ClaimKind.degree: lambda said: Degree(said[_F.begins], said.get(_F.ends)),
    ClaimKind.certificate: lambda said: Certificate(_first_of(said[_F.begins])),
    ClaimKind.loan: lambda said: Loan(said[_F.begins], said.get(_F.ends), _whole(said)),
    ClaimKind.rent: lambda said: Rent(said[_F.begins], said.get(_F.ends), said[_F.city]),
    ClaimKind.elder: _elder,
    ClaimKind.pension: lambda said: Voucher(said[_F.begins], said[_F.amount]),
}
