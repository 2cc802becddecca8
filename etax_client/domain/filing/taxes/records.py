"""查询统计: what was declared, by return, by payee and by month (QRY-01)."""

from dataclasses import dataclass
from decimal import Decimal

from etax_client.domain.filing.income import IncomeRow, Item
from etax_client.domain.filing.returns import SentReturn
from etax_client.domain.identity.documents import DocumentType


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """A row of a version, with whom it was for when it was sent."""

    item: Item
    row: IncomeRow
    name: str
    document_type: DocumentType
    document_number: str
    work_number: str
    tax: Decimal
    carried: Decimal


@dataclass(frozen=True, slots=True)
class DeclaredLines:
    """Lines of one item of a version that follow one another, by payee; `total` counts all of the item."""

    version: SentReturn
    lines: tuple[DeclaredLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """What is in force of a payee in one month and item: a pay slip has one of each item."""

    period: str
    receipt: str
    line: DeclaredLine


@dataclass(frozen=True, slots=True)
class PersonYear:
    """个人扣缴明细: a payee's months of one year that are in force, in order, and what they come to."""

    payee_id: int
    months: tuple[PersonMonth, ...]
    income: Decimal
    tax: Decimal
