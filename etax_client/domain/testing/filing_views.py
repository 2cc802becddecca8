"""What testers see and fix of a unit's filing: its bank, the next answers, what was sent and paid (SUB-02, PAY-01)."""

from dataclasses import dataclass
from decimal import Decimal

from etax_client.domain.filing.returns import SentReturn
from etax_client.domain.filing.taxes.payments import Agreement, BankOutcome, Payment


@dataclass(frozen=True, slots=True)
class FilingSeen:
    """`agreement` is what holds at the bank, `known_agreement` what the unit has fetched; the two `next_` are for one answer each."""

    unit_id: int
    agreement: Agreement
    known_agreement: Agreement
    bank: str
    account: str
    balance: Decimal
    next_outcome: BankOutcome | None
    next_refusal: str | None
    returns: tuple[SentReturn, ...]
    """The newest first, as many as a year may have."""
    payments: tuple[Payment, ...]
