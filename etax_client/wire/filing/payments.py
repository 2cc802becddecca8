"""Payments as they are sent."""

from decimal import Decimal

import msgspec

from etax_client.domain.filing.income import ReturnKind, write_amount
from etax_client.domain.filing.taxes.payments import Method
from etax_client.wire.filing.income import Amount, filing, month, of_kind


class PaymentRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sums that were shown: nothing else is paid."""

    method: Method
    amount: Amount
    late_fee: Amount


def payment(method: Method, amount: Decimal, late_fee: Decimal) -> PaymentRequest:
    return PaymentRequest(method, write_amount(amount), write_amount(late_fee))


def payments(unit_id: int | str, period: str) -> str:
    return f"{month(unit_id, period)}/payments"


def new_payment(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/payments"


def query(unit_id: int | str, payment_id: int | str) -> str:
    return f"{filing(unit_id)}/payments/{payment_id}/query"


def cancellation(unit_id: int | str, payment_id: int | str) -> str:
    return f"{filing(unit_id)}/payments/{payment_id}/cancellation"


def agreement(unit_id: int | str) -> str:
    return f"{filing(unit_id)}/agreement"
