"""专项附加扣除 and 个人养老金: what each item is worth in a month, and what has fallen into months of employment (DED-01, DED-02).

大病医疗 is none of them: it is deducted in the annual return alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.withholding.figures import ZERO
from etax_client.domain.withholding.months import Month

_CHILD, _DEGREE, _CERTIFICATE, _LOAN = Decimal("2000.00"), Decimal("400.00"), Decimal("3600.00"), Decimal("1000.00")
_ELDERLY, _ELDERLY_SHARE = Decimal("3000.00"), Decimal("1500.00")
_RENT = (Decimal("1500.00"), Decimal("1100.00"), Decimal("800.00"))
_DEGREE_MONTHS, _LOAN_MONTHS = 48, 240
_PENSION = Decimal("12000.00")
_AT_THREE, _AT_SIXTY = 36, 720


class Item(StrEnum):
    """One column of the wage sheet each."""

    children = "children"
    education = "education"
    loan = "loan"
    rent = "rent"
    elderly = "elderly"
    infants = "infants"
    pension = "pension"


@dataclass(frozen=True, slots=True)
class Child:
    """子女教育: from the month of the third birthday until full-time schooling ends; `whole`, or half of it where the parents share."""

    born: date
    schooling_ends: Month | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Infant:
    """3岁以下婴幼儿照护: from the month of birth to the one before the third birthday's."""

    born: date
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Degree:
    """继续教育（学历）: for at most 48 months."""

    begins: Month
    ends: Month | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """继续教育（职业资格）: once, in the year of the certificate."""

    issued: date


@dataclass(frozen=True, slots=True)
class Loan:
    """住房贷款利息: for at most 240 months; `whole`, or half each where a couple shares."""

    begins: Month
    ends: Month | None = None
    whole: bool = True


class City(StrEnum):
    """By the size of the city where one works."""

    large = "large"
    middle = "middle"
    small = "small"


@dataclass(frozen=True, slots=True)
class Rent:
    """住房租金, by the city."""

    begins: Month
    ends: Month | None
    city: City


@dataclass(frozen=True, slots=True)
class Elder:
    """赡养老人: from the month of 60 to the end of the year in which the duty ends; `share` of at most 1,500 unless alone."""

    born: date
    share: Decimal | None = None
    duty_ended: date | None = None


@dataclass(frozen=True, slots=True)
class Voucher:
    """个人养老金, by its monthly voucher."""

    month: Month
    paid: Decimal


Claim = Child | Infant | Degree | Certificate | Loan | Rent | Elder | Voucher


def clash(claims: Sequence[Claim], month: Month) -> bool:
    """Whether someone claims both a loan's interest and a rent for a month, which may not be."""
    worth = {type(each) for each in claims if isinstance(each, Loan | Rent) and amount_in(each, month)}
    return len(worth) > 1


def amount_in(claim: Claim, month: Month) -> Decimal:
    """What a claim is worth in one month, in yuan."""
    return _AMOUNTS[type(claim)](claim, month)


def item_of(claim: Claim) -> Item:
    return _ITEMS[type(claim)]


def cumulative(claims: Iterable[Claim], employed: Sequence[Month]) -> Mapping[Item, Decimal]:
    """What each item has come to in these months of employment of one year, which are in order (DED-02)."""
    sums = dict.fromkeys(Item, ZERO)
    for kind, alike in _by_kind(claims).items():
        together = sum if kind in _ADDED_UP else max
        whole = ZERO + sum(together(amount_in(each, month) for each in alike) for month in employed)
        sums[_ITEMS[kind]] += min(whole, _A_YEAR.get(kind, whole))
    return sums


def _by_kind(claims: Iterable[Claim]) -> Mapping[type[Claim], Sequence[Claim]]:
    kinds: dict[type[Claim], list[Claim]] = {}
    for claim in claims:
        kinds.setdefault(type(claim), []).append(claim)
    return kinds


def _within(month: Month, begins: Month, ends: Month | None) -> bool:
    return begins <= month and (ends is None or month <= ends)


def _half(amount: Decimal, *, whole: bool) -> Decimal:
    return amount if whole else amount / 2


def _child(claim: Child, month: Month) -> Decimal:
    return _half(_CHILD, whole=claim.whole) if _within(month, Month.of(claim.born).plus(_AT_THREE), claim.schooling_ends) else ZERO


def _infant(claim: Infant, month: Month) -> Decimal:
    born = Month.of(claim.born)
    return _half(_CHILD, whole=claim.whole) if _within(month, born, born.plus(_AT_THREE - 1)) else ZERO


def _degree(claim: Degree, month: Month) -> Decimal:
    last = claim.begins.plus(_DEGREE_MONTHS - 1)
    return _DEGREE if _within(month, claim.begins, min(last, claim.ends or last)) else ZERO


def _certificate(claim: Certificate, month: Month) -> Decimal:
    return _CERTIFICATE if month == Month.of(claim.issued) else ZERO


def _loan(claim: Loan, month: Month) -> Decimal:
    last = claim.begins.plus(_LOAN_MONTHS - 1)
    return _half(_LOAN, whole=claim.whole) if _within(month, claim.begins, min(last, claim.ends or last)) else ZERO


def _rent(claim: Rent, month: Month) -> Decimal:
    return _RENT[list(City).index(claim.city)] if _within(month, claim.begins, claim.ends) else ZERO


def _elder(claim: Elder, month: Month) -> Decimal:
    ends = None if claim.duty_ended is None else Month(claim.duty_ended.year, 12)
    if not _within(month, Month.of(claim.born).plus(_AT_SIXTY), ends):
        return ZERO
    return _ELDERLY if claim.share is None else min(claim.share, _ELDERLY_SHARE)


def _voucher(claim: Voucher, month: Month) -> Decimal:
    return claim.paid if month == claim.month else ZERO


_AMOUNTS: dict[type[Claim], Callable[..., Decimal]] = {
    Child: _child,
    Infant: _infant,
    Degree: _degree,
    Certificate: _certificate,
    Loan: _loan,
    Rent: _rent,
    Elder: _elder,
    Voucher: _voucher,
}
_ITEMS: dict[type[Claim], Item] = {
    Child: Item.children,
    Infant: Item.infants,
    Degree: Item.education,
    Certificate: Item.education,
    Loan: Item.loan,
    Rent: Item.rent,
    Elder: Item.elderly,
    Voucher: Item.pension,
}
_ADDED_UP = (Child, Infant, Voucher)
"""For each child, and each voucher; of all else one is deducted, however many there are."""
_A_YEAR: dict[type[Claim], Decimal] = {Certificate: _CERTIFICATE, Voucher: _PENSION}
