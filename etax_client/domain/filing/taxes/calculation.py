"""税款计算: from what is filled in, who it is paid to and the year's earlier months to the tax, by the arithmetic of `withholding` (CAL).

A payee's cumulative tax is computed in two ways: in whole 分 for a unit at once (`Quickly.due`), and with all that it is made of
for whoever asks why (`Cumulated.explained`); both go by one decision (`decide`), and come to the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.filing.income import Item, Labour, ReturnKind, Use, kind_of
from etax_client.domain.filing.people import Employment
from etax_client.domain.withholding import payments, quick
from etax_client.domain.withholding.cumulative import (
    AT_ONCE,
    BASIC,
    Basic,
    Kind,
    PaidMonth,
    Withholding,
    basic_months,
    first_month,
    unbroken,
    withhold,
)
from etax_client.domain.withholding.figures import ZERO
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.payments import Kind as PaymentKind
from etax_client.domain.withholding.payments import NonResident, Payment

CUMULATIVE = (Item.wages, Item.continuing)
RULES: Mapping[Item, str] = {
    Item.wages: "CAL-02",
    Item.bonus: "CAL-04",
    Item.continuing: "CAL-06",
    **dict.fromkeys((Item.labour, Item.writing, Item.royalty), "CAL-05"),
    **{item: "CAL-07" for item in Item if kind_of(item) is ReturnKind.nonresidents},
}
"""By which rule an item's tax is computed."""
_SINGLE = {Item.labour: PaymentKind.labour, Item.writing: PaymentKind.writing, Item.royalty: PaymentKind.royalty}
_NONRESIDENT = {
    Item.nonresident_wages: NonResident.wages,
    Item.nonresident_bonus: NonResident.bonus,
    Item.nonresident_labour: NonResident.labour,
    Item.nonresident_writing: NonResident.writing,
    Item.nonresident_royalty: NonResident.royalty,
}
_CONTINUING = {
    (Labour.insurance_agent, Employment.insurance_agent): Kind.agent,
    (Labour.securities_broker, Employment.securities_broker): Kind.agent,
    (Labour.continuing, Employment.intern): Kind.intern,
    (Labour.continuing, Employment.platform_worker): Kind.platform,
}
"""By what the row says of the labour and what is known of the payee, which have to agree."""
_ONCE_A_YEAR = (Item.bonus, Item.nonresident_bonus)


class Failed(StrEnum):
    """Why a row has no tax (CAL-09); what to do about it is in the words for each."""

    not_reported = "not_reported"
    """No longer 正常 and 报送成功: the payee has to be reported first (PER-04)."""
    gap = "gap"
    """A month between those that were declared and this one was not."""
    employment = "employment"
    """The payee's 任职受雇从业类型 is none of this item's."""
    resident = "resident"
    """Who has a document of citizens is no non-resident."""
    taken = "taken"
    """A bonus was taken by itself in this year already."""
    no_wages = "no_wages"
    """A bonus that is to be added to wages that are not there."""


@dataclass(frozen=True, slots=True)
class Taxpayer:
    """What of a payee the calculation asks for; `at_once` by the choice of the year (CAL-02)."""

    employment: Employment
    employed_from: date | None = None
    left_on: date | None = None
    first_job: bool = False
    takes_basic: bool = True
    at_once: bool = False
    may_be_declared: bool = True
    is_domestic: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """What was declared for a payee in the year's earlier months, summed, in whole 分: `deducted` without what the sheet itself sums,
    `off` the reliefs and the tax withheld."""

    first: Month
    last: Month
    months: int
    income: int
    deducted: int
    off: int


@dataclass(frozen=True, slots=True)
class Now:
    """What a row brings, in whole 分; `additional` is summed since January in the sheet itself."""

    income: int
    deducted: int = 0
    additional: int = 0
    reliefs: int = 0

    def plus(self, other: "Now") -> "Now":
        return Now(
            self.income + other.income,
            self.deducted + other.deducted,
            self.additional + other.additional,
            self.reliefs + other.reliefs,
        )


@dataclass(frozen=True, slots=True)
class Cumulated:
    """How a payee's cumulative tax of a month is computed."""

    kind: Kind
    basic: Basic

    def at(self, month: Month) -> "Quickly":
        """What computes it, for as many payees as are alike in this."""
        return Quickly(quick.quick_table(month), self.kind, self._basic(month))

    def explained(self, months: Sequence[PaidMonth]) -> Withholding:
        """The same with all that it is made of; the last of `months` is this one."""
        return withhold(self.kind, months, self.basic)

    def _basic(self, month: Month) -> int:
        if not self.basic.taken:
            return 0
        return _AT_ONCE_CENTS if self.basic.at_once else _BASIC_CENTS * basic_months(self.basic, month)


@dataclass(frozen=True, slots=True)
class Quickly:
    """A month's table, and what is deducted of everyone's income, in 分."""

    table: quick.QuickTable
    kind: Kind
    basic: int

    def due(self, past: Past | None, now: Now) -> int:
        """The balance in 分; below 0 nothing is due, and it is carried on."""
        income, deducted, off = now.income, now.deducted + now.additional + self.basic, now.reliefs
        if past is not None:
            income, deducted, off = income + past.income, deducted + past.deducted, off + past.off
        return quick.balance(self.table, self.kind, income, deducted, off)


_BASIC_CENTS, _AT_ONCE_CENTS = quick.in_cents(BASIC), quick.in_cents(AT_ONCE)


def decide(payer: Taxpayer, item: Item, labour: Labour | None, month: Month, past: Past | None) -> Cumulated | Failed:
    """How the tax of a row of wages or continuing labour is computed, or why it is not (CAL-02, CAL-06, CAL-09)."""
    if not payer.may_be_declared:
        return Failed.not_reported
    kind = Kind.wages if item is Item.wages and payer.employment is Employment.employee else None
    if item is Item.continuing and labour is not None:
        kind = _CONTINUING.get((labour, payer.employment))
    if kind is None:
        return Failed.employment
    if past is not None and kind is not Kind.platform and month.since(past.first) != past.months:
        return Failed.gap
    return Cumulated(kind, _basic(payer, kind, month, past))


def counted(payer: Taxpayer, labour: Labour | None, months: Sequence[PaidMonth], this: Month) -> Sequence[PaidMonth]:
    """Of the year's earlier months of continuing labour those that count: a platform worker's without a gap before this one (CAL-06)."""
    if _CONTINUING.get((labour or Labour.continuing, payer.employment)) is not Kind.platform or not months:
        return months
    return unbroken([*months, PaidMonth(this, ZERO)])[:-1]


def summed(months: Sequence[PaidMonth]) -> Past | None:
    """Earlier months, in order, as they count for the next one."""
    if not months:
        return None
    income = deducted = off = ZERO
    for each in months:
        income += each.income
        deducted += each.exempt + each.insurance + each.other + each.permitted_taxes + each.donations
        off += each.reliefs + each.withheld
    return Past(months[0].month, months[-1].month, len(months), *map(quick.in_cents, (income, deducted, off)))


def now_of(parts: Mapping[Use, Decimal]) -> Now:
    """What a row brings, by what its amounts are there for."""
    cents = {use: quick.in_cents(amount) for use, amount in parts.items()}
    kept = (Use.income, Use.additional, Use.reliefs)
    deducted = sum(amount for use, amount in cents.items() if use not in kept)
    return Now(cents.get(Use.income, 0), deducted, cents.get(Use.additional, 0), cents.get(Use.reliefs, 0))


def month_of(month: Month, parts: Mapping[Use, Decimal], withheld: Decimal = ZERO) -> PaidMonth:
    """A row as a month's payment."""
    return PaidMonth(month, parts.get(Use.income, ZERO), **_rest(parts), withheld=withheld)


def together(month: PaidMonth, other: PaidMonth) -> PaidMonth:
    """Two payments of one month as one: wages, and a bonus that is added to them (CAL-04)."""
    return PaidMonth(
        month.month,
        month.income + other.income,
        month.exempt + other.exempt,
        month.insurance + other.insurance,
        month.additional + other.additional,
        month.other + other.other,
        month.permitted_taxes + other.permitted_taxes,
        month.donations + other.donations,
        month.reliefs + other.reliefs,
        month.withheld + other.withheld,
    )


@dataclass(frozen=True, slots=True)
class Single:
    """A row that is taxed by itself."""

    item: Item
    parts: Mapping[Use, Decimal] = field(default_factory=dict)
    labour: Labour | None = None
    merged: bool = False


def failed_single(payer: Taxpayer, row: Single, *, taken: bool, has_wages: bool) -> Failed | None:
    """Why a row that is taxed by itself has no tax (CAL-09); `taken`: such a bonus was declared in another month of the year."""
    if not payer.may_be_declared:
        return Failed.not_reported
    if row.item in _NONRESIDENT and payer.is_domestic:
        return Failed.resident
    if row.item is Item.bonus and payer.employment is not Employment.employee:
        return Failed.employment
    if row.merged:
        return None if has_wages else Failed.no_wages
    return Failed.taken if row.item in _ONCE_A_YEAR and taken else None


def must_merge(month: Month) -> bool:
    """Whether a bonus may only be added to the wages (CAL-04)."""
    return month >= payments.MERGED_ONLY_FROM


def single(row: Single, month: Month, before: Sequence[Payment] = ()) -> Withholding:
    """The tax of a row by itself; `before` are the month's earlier payments that it continues, with what was withheld of each (CAL-05)."""
    paid = [*before, payment_of(row.parts)]
    if row.item is Item.bonus:
        return payments.bonus(month, paid[-1])
    kind = _NONRESIDENT.get(row.item)
    return payments.single(_SINGLE[row.item], month, paid) if kind is None else payments.non_resident(kind, month, paid)


def payment_of(parts: Mapping[Use, Decimal], withheld: Decimal = ZERO) -> Payment:
    kept = _rest(parts)
    other = kept["other"] + kept["insurance"] + kept["additional"]
    names = ("exempt", "permitted_taxes", "donations", "reliefs")
    return Payment(parts.get(Use.income, ZERO), other=other, withheld=withheld, **{name: kept[name] for name in names})


def continues(labour: Labour | None) -> bool:
    """Whether a payee's rows of a month with this 所得项目 are one payment (CAL-05)."""
    return labour is Labour.general


def _rest(parts: Mapping[Use, Decimal]) -> dict[str, Decimal]:
    return {use.value: parts.get(use, ZERO) for use in Use if use is not Use.income}


def _basic(payer: Taxpayer, kind: Kind, month: Month, past: Past | None) -> Basic:
    begun = month if past is None else past.first
    since = begun if payer.employed_from is None or kind is Kind.platform else Month.of(payer.employed_from)
    first = first_month(month.year, date(since.year, since.month, 1), first_job_this_year=payer.first_job and kind is Kind.wages)
    last = None if payer.left_on is None or Month.of(payer.left_on) >= month else Month.of(payer.left_on)
    return Basic(first, last, payer.at_once, payer.takes_basic)
