"""What is said before a calculation and holds nothing up, each of one payee's row (INC-05)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.filing.income import Item, Use

GREATEST_BASE = Decimal("35811.00")
"""Three times the average wage of the year before in Beijing: up to it housing fund and annuity are free of tax (ours, for all units)."""
HOUSING_FUND, ANNUITY = Decimal("0.12"), Decimal("0.04")
_TIMES = 3


class Warned(StrEnum):
    missing = "missing"
    """Paid last month, not 非正常, and not there."""
    twice = "twice"
    """In more than one row of the item."""
    threefold = "threefold"
    """Over three times last month's income."""
    deductions = "deductions"
    """Deductions above the income."""
    housing_fund = "housing_fund"
    annuity = "annuity"
    """Above what is free of tax."""
    new_deductions = "new_deductions"
    """The employee has filed deductions that nobody has downloaded (DED-02)."""


@dataclass(frozen=True, slots=True)
class IncomeWarning:
    item: Item
    payee_id: int
    place: int
    what: Warned
    name: str = ""


def most_of(rate: Decimal) -> Decimal:
    return GREATEST_BASE * rate


def warned(
    item: Item, parts: Mapping[Use, Decimal], amounts: Mapping[str, Decimal], last_income: Decimal | None, rows: int
) -> tuple[Warned, ...]:
    """What is to be said of a row; `last_income`: last month's in this item, `rows`: how many the payee has in it."""
    income = parts.get(Use.income, Decimal(0))
    off = sum((amount for use, amount in parts.items() if use not in (Use.income, Use.additional, Use.reliefs)), Decimal(0))
    found = (
        (Warned.twice, rows > 1),
        (Warned.threefold, last_income is not None and income > _TIMES * last_income > 0),
        (Warned.deductions, off > income),
        (Warned.housing_fund, amounts.get("housing_fund", 0) > most_of(HOUSING_FUND)),
        (Warned.annuity, amounts.get("annuity", 0) > most_of(ANNUITY)),
    )
    return tuple(what for what, holds in found if holds)
