"""A pay slip: what was declared of somebody in a month, what was withheld of it, and what is left (QRY-01)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from etax_client.domain.filing.income import ITEMS, Use
from etax_client.domain.filing.taxes.records import DeclaredLine
from etax_client.domain.withholding.figures import ZERO

_KEPT_BACK = ("annuity",)
"""Paid by the employer from the wages, as social insurance and the housing fund are."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Of one payee in one month, by item; `withheld`: 三险一金 and 年金; `paid` is what is left of the income after both."""

    period: str
    lines: tuple[DeclaredLine, ...]
    income: Decimal
    withheld: Decimal
    tax: Decimal

    @property
    def paid(self) -> Decimal:
        return self.income - self.withheld - self.tax

    @property
    def name(self) -> str:
        return self.lines[0].name

    @property
    def document_number(self) -> str:
        return self.lines[0].document_number

    @property
    def work_number(self) -> str:
        return self.lines[0].work_number


def slip(period: str, lines: Sequence[DeclaredLine]) -> Slip:
    """Of lines of one payee, of which there is at least one."""
    income = sum((line.row.amount("income") for line in lines), ZERO)
    withheld = sum((_withheld(line) for line in lines), ZERO)
    return Slip(period, tuple(lines), income, withheld, sum((line.tax for line in lines), ZERO))


def slips(period: str, lines: Iterable[DeclaredLine]) -> list[Slip]:
    """One for each payee, in the order in which they first come."""
    by_payee: dict[int, list[DeclaredLine]] = {}
    for line in lines:
        by_payee.setdefault(line.row.payee_id, []).append(line)
    return [slip(period, each) for each in by_payee.values()]


def _withheld(line: DeclaredLine) -> Decimal:
    columns = ITEMS[line.item].amounts
    names = (name for name in line.row.amounts if name in columns and (columns[name].use is Use.insurance or name in _KEPT_BACK))
    return sum((line.row.amount(name) for name in names), ZERO)
