"""Figures that explain themselves: each amount with what it was made of, down to what was typed (CAL-01, CAL-08)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from etax_client.domain.withholding.months import Month

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def to_cents(amount: Decimal) -> Decimal:
    """Half up to 分."""
    return amount.quantize(CENT, ROUND_HALF_UP)


class Term(StrEnum):
    """What a figure is called; texts say it in words."""

    income = "income"
    cost = "cost"
    """费用: 20 % or 800 yuan of what was paid for labour, writings and royalties."""
    sales_cost = "sales_cost"
    """展业成本: a quarter of what is left to agents after that."""
    net_income = "net_income"
    """收入额: what is left of an income after costs."""
    exempt = "exempt"
    basic = "basic"
    basic_a_month = "basic_a_month"
    months = "months"
    insurance = "insurance"
    """专项扣除: social insurance and housing fund."""
    additional = "additional"
    """专项附加扣除, and 个人养老金, which is told in the same way."""
    other = "other"
    permitted_taxes = "permitted_taxes"
    donations = "donations"
    taxable = "taxable"
    rate = "rate"
    quick = "quick"
    spread = "spread"
    """Over how many months a sum is spread to find its rate: 12 for a bonus, 6 for a non-resident's."""
    times = "times"
    """How often the quick deduction is taken: once for a bonus, 6 times for a non-resident's."""
    tax = "tax"
    reliefs = "reliefs"
    withheld = "withheld"
    balance = "balance"
    """What would be due now; below 0 it stays for the annual return."""
    due = "due"


class How(StrEnum):
    """How a figure came out of its parts."""

    given = "given"
    sum = "sum"
    less = "less"
    """The first part less all others."""
    product = "product"
    tax = "tax"
    """taxable x rate - quick deduction x times, half up to 分."""
    not_below_zero = "not_below_zero"


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in yuan (a rate or a number of months where the term says so), how it was made and what of."""

    term: Term
    amount: Decimal
    how: How = How.given
    parts: tuple["Figure", ...] = ()
    month: Month | None = None
    """Of which month, where it is one of several that were summed."""


def given(term: Term, amount: Decimal, month: Month | None = None) -> Figure:
    return Figure(term, amount, month=month)


def made(term: Term, how: How, *parts: Figure) -> Figure:
    """A figure out of its parts."""
    return Figure(term, recomputed(how, parts), how, parts)


def summed(term: Term, parts: Sequence[Figure]) -> Figure:
    return made(term, How.sum, *parts)


def less(term: Term, first: Figure, *others: Figure) -> Figure:
    """`first` less the others, of which those that are zero are not told."""
    return made(term, How.less, first, *(each for each in others if each.amount))


def not_below_zero(term: Term, part: Figure) -> Figure:
    return made(term, How.not_below_zero, part)


def share(term: Term, whole: Figure, rate: Decimal) -> Figure:
    """`whole` x `rate`."""
    return made(term, How.product, whole, given(Term.rate, rate))


def recomputed(how: How, parts: Sequence[Figure]) -> Decimal:
    """What these parts make. Raises KeyError for what was given."""
    return _MAKING[how]([part.amount for part in parts])


def _product(amounts: list[Decimal]) -> Decimal:
    first, *others = amounts
    for each in others:
        first *= each
    return first


def _tax(amounts: list[Decimal]) -> Decimal:
    taxable, rate, quick, times = amounts
    return to_cents(taxable * rate - quick * times)


_MAKING: dict[How, Callable[[list[Decimal]], Decimal]] = {
    How.sum: lambda amounts: sum(amounts, ZERO),
    How.less: lambda amounts: amounts[0] - sum(amounts[1:], ZERO),
    How.product: _product,
    How.tax: _tax,
    How.not_below_zero: lambda amounts: max(amounts[0], ZERO),
}
