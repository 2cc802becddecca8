"""税款缴纳: a payment from its order to the bank's answer, as functions of the old state (PAY-01, PAY-02)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.filing.income import ReturnKind

BANK_AFTER = timedelta(seconds=5)
"""The bank takes so long to answer, by the world's clock."""
CLEARS_AFTER = timedelta(seconds=60)
"""After so long a query tells what became of a debit that got no answer."""
FREE = Decimal("1.00")
"""Up to this sum nothing is collected (PAY-02)."""


class Method(StrEnum):
    """三方协议缴税, 银行端查询缴税."""

    agreement = "agreement"
    voucher = "voucher"


class PaymentState(StrEnum):
    processing = "processing"
    paid = "paid"
    insufficient = "insufficient"
    """余额不足."""
    invalid = "invalid"
    """协议无效."""
    unknown = "unknown"
    """扣款状态不明: the bank could not be reached, and may have taken the money all the same."""
    not_taken = "not_taken"
    """It turned out that nothing was taken."""
    issued = "issued"
    """A voucher that nobody has paid yet."""
    cancelled = "cancelled"


class BankOutcome(StrEnum):
    """What a tester makes of the next debit; without one the agreement and the balance decide."""

    paid = "paid"
    insufficient = "insufficient"
    invalid = "invalid"
    unreachable_taken = "unreachable_taken"
    unreachable_not_taken = "unreachable_not_taken"


class Agreement(StrEnum):
    """三方协议 between unit, bank and tax office."""

    none = "none"
    valid = "valid"
    invalid = "invalid"


LIVE = frozenset({PaymentState.processing, PaymentState.unknown, PaymentState.issued})
"""While a payment is one of these, no other is ordered."""
_ANSWERS = {
    BankOutcome.paid: PaymentState.paid,
    BankOutcome.insufficient: PaymentState.insufficient,
    BankOutcome.invalid: PaymentState.invalid,
    BankOutcome.unreachable_taken: PaymentState.unknown,
    BankOutcome.unreachable_not_taken: PaymentState.unknown,
}
TAKES = frozenset({BankOutcome.paid, BankOutcome.unreachable_taken})
"""With these the money is gone from the balance."""


def outcome_of(agreement: Agreement, balance: Decimal, amount: Decimal) -> BankOutcome:
    """What the bank makes of a debit by itself."""
    if agreement is not Agreement.valid:
        return BankOutcome.invalid
    return BankOutcome.paid if balance >= amount else BankOutcome.insufficient


def answered(old: PaymentState, outcome: BankOutcome) -> PaymentState | None:
    """The bank's answer to a debit."""
    return _ANSWERS[outcome] if old is PaymentState.processing else None


def cleared(old: PaymentState, *, taken: bool) -> PaymentState | None:
    """What a query tells of a debit that got no answer."""
    if old is not PaymentState.unknown:
        return None
    return PaymentState.paid if taken else PaymentState.not_taken


def collected(old: PaymentState) -> PaymentState | None:
    """A voucher that is paid at a bank."""
    return PaymentState.paid if old is PaymentState.issued else None


def cancelled(old: PaymentState) -> PaymentState | None:
    """A voucher that was not paid, for another way to pay."""
    return PaymentState.cancelled if old is PaymentState.issued else None


def collectable(unpaid: Decimal) -> Decimal:
    """Of a sum of 1 yuan or less nothing is collected: 无需缴款."""
    return unpaid if unpaid > FREE else Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount` is the tax, `late_fee` comes on top; `number`: of the receipt once it is paid, or of the voucher (凭证序号)."""

    payment_id: int
    period: str
    kind: ReturnKind
    method: Method
    state: PaymentState
    amount: Decimal
    late_fee: Decimal
    asked_at: datetime
    asked_by: str
    answer_at: datetime | None = None
    settled_at: datetime | None = None
    receipt: str = ""
    voucher: str = ""
    pay_by: date | None = None
    """限缴日期 of a voucher."""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """What the unit knows of its agreement since 更新三方协议 was last pressed."""

    agreement: Agreement
    bank: str = ""
    account: str = ""
