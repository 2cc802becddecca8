"""Ties between people and the bureau's units at the tester's door: the hall's acts, and the register (BJ-56, BJ-57, BJ-62)."""

from datetime import date
from enum import StrEnum
from types import NoneType

import msgspec

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.bureau_views import TieSeen
from etax_client.wire.control.people import Identifier
from etax_client.wire.control.verb import Order, Verb


class Registered(StrEnum):
    """The roles that the register gives."""

    legal_representative = "legal_representative"
    finance_officer = "finance_officer"


class TiesView(msgspec.Struct, frozen=True):
    """The newest first."""

    ties: tuple[TieSeen, ...]


class TieRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`unit` by id or taxpayer id, `person` by id or any identifier; `until` is the last day, none for no end."""

    unit: Identifier
    person: Identifier
    until: date | None = None


class Decision(StrEnum):
    """What a tie that waits becomes: confirmed or declined as by whom it ties, withdrawn as by who runs the unit."""

    confirm = "confirm"
    decline = "decline"
    withdraw = "withdraw"


class DecisionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    decision: Decision


class RegisterRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who has the role from now on; nobody, without a `person`."""

    unit: Identifier
    role: Registered
    person: Identifier | None = None


LIST_TIES = Verb("list_ties", "GET", "/bureau/ties", TiesView, refuses=(RefusalCode.not_found, RefusalCode.malformed))
ADD_TIE = Order(
    "add_tie",
    "POST",
    "/bureau/ties",
    TieSeen,
    TieRequest,
    refuses=(RefusalCode.not_found, RefusalCode.already_tied, RefusalCode.too_many_ties),
    status=201,
)
DECIDE_TIE = Order(
    "decide_tie",
    "POST",
    "/bureau/ties/{tie_id:int}/decision",
    TieSeen,
    DecisionRequest,
    refuses=(RefusalCode.not_found, RefusalCode.tie_over, RefusalCode.not_withdrawable),
)
END_TIE = Verb("end_tie", "DELETE", "/bureau/ties/{tie_id:int}", NoneType, refuses=(RefusalCode.tie_over,))
NAME_IN_REGISTER = Order("name_in_register", "PUT", "/bureau/register", NoneType, RegisterRequest, refuses=(RefusalCode.not_found,))
