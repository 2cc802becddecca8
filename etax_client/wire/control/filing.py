"""A unit's filing at the tester's door: its bank, the next answers, a voucher that somebody pays (SUB-02, PAY-01, PAY-02)."""

from datetime import date
from typing import Annotated

import msgspec

from etax_client.domain.filing.taxes.payments import Agreement, BankOutcome, Payment
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.filing_views import FilingSeen
from etax_client.domain.withholding.deadlines import Deadline
from etax_client.wire.control.verb import Order, Verb

_Text = Annotated[str, msgspec.Meta(max_length=100)]
Balance = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$", max_length=15)]


class BankRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is left out stays; `next_outcome` holds for one debit, and is fixed anew each time."""

    agreement: Agreement | None = None
    bank: _Text | None = None
    account: _Text | None = None
    balance: Balance | None = None
    next_outcome: BankOutcome | None = None


class AnswerRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the next return, or the next voiding, is refused; without a reason it is taken."""

    refused_because: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None


class DeadlineRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without a day it is the announced one again."""

    day: date | None = None


_UNKNOWN = (RefusalCode.not_found,)
READ_FILING = Verb("read_filing", "GET", "/units/{which:str}/filing", FilingSeen, refuses=_UNKNOWN)
SET_BANK = Order("set_bank", "PUT", "/units/{which:str}/bank", FilingSeen, BankRequest, refuses=_UNKNOWN)
SET_ANSWER = Order("set_answer", "PUT", "/units/{which:str}/next-answer", FilingSeen, AnswerRequest, refuses=_UNKNOWN)
SET_DEADLINE = Order("set_deadline", "PUT", "/deadlines/{period:str}", Deadline, DeadlineRequest, refuses=(RefusalCode.malformed,))
PAY_VOUCHER = Verb("pay_voucher", "POST", "/vouchers/{number:str}/payment", Payment, refuses=(RefusalCode.not_found, RefusalCode.not_now))
