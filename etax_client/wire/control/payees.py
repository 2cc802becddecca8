"""The people whom units pay at the tester's door, as they are sent (PER-01, PER-04)."""

from typing import Annotated

import msgspec

from etax_client.domain.filing.deductions.sums import WaitingClaims
from etax_client.domain.filing.people_list import Feedback, PayeeLine
from etax_client.domain.filing.people_states import Outcome
from etax_client.domain.refusals import RefusalCode
from etax_client.wire.control.verb import Order, Verb


class PayeesView(msgspec.Struct, frozen=True):
    """In the order in which they were added; `after` the last one come the next."""

    payees: tuple[PayeeLine, ...]


_Field = Annotated[str, msgspec.Meta(max_length=40)]
_Text = Annotated[str, msgspec.Meta(max_length=200)]


class AddPayeeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Someone as in a world's file (docs/worlds.md)."""

    payee: Annotated[dict[_Field, _Text], msgspec.Meta(max_length=80)]


class OutcomeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the register will say of someone; without an outcome it decides by the world's people again."""

    outcome: Outcome | None = None
    reason: Annotated[str, msgspec.Meta(max_length=100)] = ""


class FileDeductionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A deduction as in a world's file (docs/worlds.md); a field that is not there is empty."""

    claim: Annotated[dict[_Field, _Text], msgspec.Meta(max_length=80)]


_UNKNOWN = (RefusalCode.not_found,)
_AT = "/units/{which:str}/people"
LIST_PAYEES = Verb("list_payees", "GET", _AT, PayeesView, refuses=(*_UNKNOWN, RefusalCode.malformed))
ADD_PAYEE = Order("add_payee", "POST", _AT, PayeeLine, AddPayeeRequest, refuses=_UNKNOWN, status=201)
SET_OUTCOME = Order("set_outcome", "PUT", "/units/{which:str}/people/{number:str}/outcome", PayeeLine, OutcomeRequest, refuses=_UNKNOWN)
REPORT_PAYEES_NOW = Verb("report_payees_now", "POST", "/units/{which:str}/people/reports", Feedback, refuses=_UNKNOWN)
FILE_DEDUCTION = Order(
    "file_deduction", "POST", "/units/{which:str}/people/{number:str}/deductions", WaitingClaims, FileDeductionRequest, refuses=_UNKNOWN
)
