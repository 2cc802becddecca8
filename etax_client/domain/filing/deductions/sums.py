"""What claims have come to by a month, payee by payee, as it is listed and put into the wages (DED-02)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from etax_client.domain.filing.deductions.claims import KeptClaim
from etax_client.domain.filing.income import IncomeRow
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.withholding.deductions import Item
from etax_client.domain.withholding.months import Month

COLUMNS: Mapping[Item, str] = MappingProxyType({item: "private_pension" if item is Item.pension else item.value for item in Item})
"""The column of the wages that an item's cumulative amount stands in (INC-02)."""


def employed(month: Month, since: date | None, until: date | None) -> tuple[Month, ...]:
    """The year's months of employment up to `month`: from January, or the first; up to the last."""
    first = Month(month.year, 1) if since is None else max(Month(month.year, 1), Month.of(since))
    last = month if until is None else min(month, Month.of(until))
    return tuple(first.plus(after) for after in range(last.since(first) + 1))


@dataclass(frozen=True, slots=True)
class DeductionLine:
    """A payee in the list: what each item has come to; an item that is nothing is left out; `waiting` claims are not downloaded."""

    payee_id: int
    name: str
    document_type: DocumentType
    document_number: str
    amounts: Mapping[Item, Decimal]
    claims: int
    waiting: int


@dataclass(frozen=True, slots=True)
class DeductionPage:
    """Payees who follow one another; `total` counts all that the query matches."""

    lines: tuple[DeductionLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PayeeClaims:
    """All that one payee claims: what counts, in order; how many claims wait to be downloaded is in the line."""

    line: DeductionLine
    claims: tuple[KeptClaim, ...]


@dataclass(frozen=True, slots=True)
class WaitingClaims:
    """What employees have filed and nobody has downloaded yet: so many claims, of so many people."""

    people: int
    claims: int


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What 下载更新 brought: so many claims of so many people; `clashing` ones stay, as a loan and a rent would be in one month."""

    people: int
    claims: int
    clashing: int


@dataclass(frozen=True, slots=True)
class Prefill:
    """A row of wages that would say something else: the row as it is, and the amounts that it would have."""

    row: IncomeRow
    version: int
    name: str
    amounts: Mapping[str, Decimal]

    def changed(self, columns: Collection[str]) -> Mapping[str, Decimal]:
        """Of these columns, those that would say something else."""
        return {name: amount for name, amount in self.amounts.items() if name in columns and amount != self.row.amount(name)}

    def filled(self, columns: Collection[str]) -> IncomeRow:
        """The row as it would be, these columns filled in."""
        amounts = {**self.row.amounts, **{name: self.amounts[name] for name in columns}}
        return replace(self.row, amounts={name: amount for name, amount in amounts.items() if amount or name == "income"})


@dataclass(frozen=True, slots=True)
class PrefillPage:
    """Of the rows that were looked at, those that would change; `after`: from whom on more are looked at, None at the end."""

    lines: tuple[Prefill, ...]
    looked_at: int
    after: int | None
