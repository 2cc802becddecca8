"""Incomes that are taxed each by itself: bonuses, single payments, and all of non-residents (CAL-04, CAL-05, CAL-07)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.withholding.cumulative import BASIC, Withholding
from etax_client.domain.withholding.figures import ZERO, Figure, Term, given, less, not_below_zero, share, summed
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.rates import TableName, taxed

MERGED_ONLY_FROM = Month(2028, 1)
"""From then on a bonus is added to the wages [30]."""
_SMALL, _FLAT_COST, _COST = Decimal(4000), Decimal("800.00"), Decimal("0.20")
_WRITING = Decimal("0.70")


class Kind(StrEnum):
    """What was paid for."""

    labour = "labour"
    writing = "writing"
    """稿酬."""
    royalty = "royalty"
    """特许权使用费."""


class NonResident(StrEnum):
    """What a non-resident was paid for."""

    wages = "wages"
    bonus = "bonus"
    """数月奖金, once a year."""
    labour = "labour"
    writing = "writing"
    royalty = "royalty"


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid and is deducted from it, in yuan; of several in a month that are one, the later ones carry what was withheld."""

    income: Decimal
    exempt: Decimal = ZERO
    other: Decimal = ZERO
    permitted_taxes: Decimal = ZERO
    donations: Decimal = ZERO
    reliefs: Decimal = ZERO
    withheld: Decimal = ZERO


def bonus(month: Month, paid: Payment) -> Withholding:
    """全年一次性奖金 by itself: a twelfth of it finds the rate. Raises ValueError once bonuses are merged only."""
    if month >= MERGED_ONLY_FROM:
        raise ValueError(month)
    return _due(month, given(Term.income, paid.income), [paid], TableName.month, spread=12)


def single(kind: Kind, month: Month, payments: Sequence[Payment]) -> Withholding:
    """One payment to a resident, or all of a month's that continue one another and so are one."""
    income = _income(payments)
    cost = given(Term.cost, _FLAT_COST) if income.amount <= _SMALL else share(Term.cost, income, _COST)
    net = not_below_zero(Term.net_income, less(Term.net_income, income, cost))
    table = TableName.labour if kind is Kind.labour else TableName.flat
    return _due(month, _writing(net) if kind is Kind.writing else net, payments, table)


def non_resident(kind: NonResident, month: Month, payments: Sequence[Payment]) -> Withholding:
    """What a non-resident was paid in a month, by the monthly table [35]."""
    income = _income(payments)
    if kind is NonResident.bonus:
        return _due(month, income, payments, TableName.month, spread=6, times=6)
    if kind is NonResident.wages:
        return _due(month, less(Term.net_income, income, given(Term.basic, BASIC)), payments, TableName.month)
    net = less(Term.net_income, income, share(Term.cost, income, _COST))
    return _due(month, _writing(net) if kind is NonResident.writing else net, payments, TableName.month)


def _due(month: Month, net: Figure, payments: Sequence[Payment], table: TableName, *, spread: int = 1, times: int = 1) -> Withholding:
    taxable = less(
        Term.taxable,
        net,
        _sum_of(Term.exempt, [each.exempt for each in payments]),
        _sum_of(Term.other, [each.other for each in payments]),
        _sum_of(Term.permitted_taxes, [each.permitted_taxes for each in payments]),
        _sum_of(Term.donations, [each.donations for each in payments]),
    )
    reliefs = _sum_of(Term.reliefs, [each.reliefs for each in payments])
    withheld = _sum_of(Term.withheld, [each.withheld for each in payments])
    balance = less(Term.balance, taxed(taxable, table, month, spread=spread, times=times), reliefs, withheld)
    return Withholding(not_below_zero(Term.due, balance), min(balance.amount, ZERO))


def _income(payments: Sequence[Payment]) -> Figure:
    return _sum_of(Term.income, [each.income for each in payments])


def _sum_of(term: Term, amounts: Sequence[Decimal]) -> Figure:
    return summed(term, [given(term, each) for each in amounts])


def _writing(net: Figure) -> Figure:
    return share(Term.net_income, net, _WRITING)
