"""累计预扣法: what is withheld from wages and continuing labour, summed from the year's first month on (CAL-02, CAL-06)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.withholding.figures import ZERO, Figure, How, Term, given, less, made, not_below_zero, share, summed
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.rates import TableName, taxed

BASIC = Decimal("5000.00")
"""减除费用 of a month."""
AT_ONCE = Decimal("60000.00")
"""That of a year, deducted from January on for those of whom it is known that it will be all they need [19]."""
_MONTHS = 12
_COST, _SALES_COST = Decimal("0.20"), Decimal("0.25")


class Kind(StrEnum):
    """Incomes that are withheld from by cumulative sums."""

    wages = "wages"
    intern = "intern"
    platform = "platform"
    agent = "agent"
    """保险营销员, 证券经纪人."""


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """What was paid to someone in a month and is deducted from it, in yuan; `withheld` once the month's return is there."""

    month: Month
    income: Decimal
    exempt: Decimal = ZERO
    insurance: Decimal = ZERO
    additional: Decimal = ZERO
    """专项附加扣除 and 个人养老金 summed from the first month to this one, as the sheet asks for them: not added up again."""
    other: Decimal = ZERO
    permitted_taxes: Decimal = ZERO
    donations: Decimal = ZERO
    reliefs: Decimal = ZERO
    withheld: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Basic:
    """How 减除费用 counts: from `first` to `last` (None: to the month that is computed), 60,000 at once, or not at all (a second job)."""

    first: Month
    last: Month | None = None
    at_once: bool = False
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Withholding:
    """What is withheld now and why; `carried` is below 0 where too much was withheld before: it stays for the annual return."""

    due: Figure
    carried: Decimal = ZERO


def first_month(year: int, employed_since: date, *, first_job_this_year: bool) -> Month:
    """From which month of the year 减除费用 counts; from January for whoever takes a first job in it [13]."""
    january = Month(year, 1)
    return january if first_job_this_year else max(january, Month.of(employed_since))


def may_deduct_at_once(last_year: Mapping[Month, Decimal]) -> bool:
    """Whether 60,000 may be deducted at once (CAL-02): paid by this unit in all twelve months of last year, no more than that in all.

    Takes all that was paid in each month, bonuses and exempt income included, before any deduction.
    """
    return len(last_year) == _MONTHS and sum(last_year.values(), ZERO) <= AT_ONCE


def unbroken(months: Sequence[PaidMonth]) -> Sequence[PaidMonth]:
    """The last of these months and those before it without a gap: what counts for platform workers [16] (that a gap starts anew: ours)."""
    start = len(months) - 1
    while start > 0 and months[start].month.since(months[start - 1].month) == 1:
        start -= 1
    return months[max(start, 0) :]


def withhold(kind: Kind, months: Sequence[PaidMonth], basic: Basic) -> Withholding:
    """What is withheld for the last of a year's `months`, which are in order; those before it carry what was withheld then."""
    this = months[-1].month
    taxable = less(
        Term.taxable,
        _NET[kind](_sum_of(Term.income, months, lambda each: each.income)),
        _sum_of(Term.exempt, months, lambda each: each.exempt),
        _basic(basic, this),
        _sum_of(Term.insurance, months, lambda each: each.insurance),
        given(Term.additional, months[-1].additional, this),
        _sum_of(Term.other, months, lambda each: each.other),
        _sum_of(Term.permitted_taxes, months, lambda each: each.permitted_taxes),
        _sum_of(Term.donations, months, lambda each: each.donations),
    )
    balance = less(
        Term.balance,
        taxed(taxable, TableName.year, this),
        _sum_of(Term.reliefs, months, lambda each: each.reliefs),
        _sum_of(Term.withheld, months[:-1], lambda each: each.withheld),
    )
    return Withholding(not_below_zero(Term.due, balance), min(balance.amount, ZERO))


def basic_months(basic: Basic, this: Month) -> int:
    """For how many months of the year 减除费用 counts up to this one."""
    return max(min(this, basic.last or this).since(basic.first) + 1, 0)


def _sum_of(term: Term, months: Sequence[PaidMonth], part: Callable[[PaidMonth], Decimal]) -> Figure:
    return summed(term, [given(term, part(each), each.month) for each in months])


def _basic(basic: Basic, this: Month) -> Figure:
    if not basic.taken:
        return given(Term.basic, ZERO)
    if basic.at_once:
        return given(Term.basic, AT_ONCE)
    return made(Term.basic, How.product, given(Term.basic_a_month, BASIC), given(Term.months, Decimal(basic_months(basic, this))))


def _labour(income: Figure) -> Figure:
    return less(Term.net_income, income, share(Term.cost, income, _COST))


def _agent(income: Figure) -> Figure:
    net = _labour(income)
    return less(Term.net_income, net, share(Term.sales_cost, net, _SALES_COST))


_NET: dict[Kind, Callable[[Figure], Figure]] = {
    Kind.wages: lambda income: income,
    Kind.intern: _labour,
    Kind.platform: _labour,
    Kind.agent: _agent,
}
