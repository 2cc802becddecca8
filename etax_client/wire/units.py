"""The unit list, unit verification and the unit's home, as they are sent."""

from typing import Annotated

import msgspec

from etax_client.domain.secret import Secret
from etax_client.domain.units.units import AddedUnit, UnitSort
from etax_client.wire.login import Captcha

MOST_IN_A_PAGE = 200
MOST_ADDED = 200
MOST_MOVED = 2000

UnitId = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
TypedId = Annotated[str, msgspec.Meta(max_length=64)]


class NewUnit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    taxpayer_id: TypedId
    confirmation: TypedId


class AddUnitsRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    units: Annotated[list[NewUnit], msgspec.Meta(min_length=1, max_length=MOST_ADDED)]


class AddUnitsReply(msgspec.Struct, frozen=True):
    """The fate of each line, in the order of the request."""

    units: tuple[AddedUnit, ...]


class UnitOrderRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keep the list in this order from now on: sorted so, then these units in this order in the places they hold together (UNT-05)."""

    sort: UnitSort
    descending: bool
    moved: Annotated[list[UnitId], msgspec.Meta(max_length=MOST_MOVED)]


class VerificationRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    declaration_password: Secret
    captcha: Captcha | None = None
