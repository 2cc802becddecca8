"""人员信息采集 as it is sent: what is said of someone goes as it was typed, field by field, and both sides judge it alike (PER-02)."""

from typing import Annotated

import msgspec

from etax_client.domain.filing.people import PayeeField
from etax_client.domain.filing.people_states import PersonState
from etax_client.wire import paths
from etax_client.wire.units import MOST_IN_A_PAGE as MOST_IN_A_PAGE

MOST_CHOSEN = 2000

PayeeId = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
Version = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
Typed = dict[PayeeField, Annotated[str, msgspec.Meta(max_length=200)]]
"""A field that is not there is empty."""
Chosen = Annotated[list[PayeeId], msgspec.Meta(min_length=1, max_length=MOST_CHOSEN)]


class AddPayeeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    facts: Typed


class ChangePayeeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is said of someone, from the version that was looked at."""

    version: Version
    facts: Typed


class MarkPayeeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: Version
    person: PersonState


class ChosenPayeesRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Those whom it is about; all whom it may be about, if none are named."""

    payees: Chosen | None = None


class VerifiedAgain(msgspec.Struct, frozen=True):
    """How many the register finds by now."""

    found: int


def payees(unit_id: int | str) -> str:
    return f"{paths.unit(unit_id)}/people"


def whole(unit_id: int | str) -> str:
    return f"{payees(unit_id)}/whole"


def counts(unit_id: int | str) -> str:
    return f"{payees(unit_id)}/counts"


def payee(unit_id: int | str, payee_id: int | str) -> str:
    return f"{payees(unit_id)}/{payee_id}"


def payee_state(unit_id: int | str, payee_id: int | str) -> str:
    return f"{payee(unit_id, payee_id)}/state"


def reports(unit_id: int | str) -> str:
    return f"{payees(unit_id)}/reports"


def feedback(unit_id: int | str) -> str:
    return f"{payees(unit_id)}/feedback"


def verifications(unit_id: int | str) -> str:
    return f"{payees(unit_id)}/verifications"
