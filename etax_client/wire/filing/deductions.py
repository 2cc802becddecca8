"""专项附加扣除信息采集 as it is sent: what is claimed goes as it was typed, field by field, and both sides judge it alike (DED-01)."""

from typing import Annotated

import msgspec

from etax_client.domain.filing.deductions.claims import ClaimField
from etax_client.wire.filing.income import filing, month
from etax_client.wire.filing.people import Version, payee

Typed = dict[ClaimField, Annotated[str, msgspec.Meta(max_length=200)]]
"""A field that is not there is empty."""


class AddClaimRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    claim: Typed


class ChangeClaimRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that it says, from the version that was looked at."""

    version: Version
    claim: Typed


def deductions(unit_id: int | str, period: str) -> str:
    return f"{month(unit_id, period)}/deductions"


def of_payee(unit_id: int | str, period: str, payee_id: int | str) -> str:
    return f"{deductions(unit_id, period)}/{payee_id}"


def prefill(unit_id: int | str, period: str) -> str:
    return f"{month(unit_id, period)}/prefill"


def claims(unit_id: int | str, payee_id: int | str) -> str:
    return f"{payee(unit_id, payee_id)}/claims"


def claim(unit_id: int | str, payee_id: int | str, claim_id: int | str) -> str:
    return f"{claims(unit_id, payee_id)}/{claim_id}"


def waiting(unit_id: int | str) -> str:
    return f"{filing(unit_id)}/claims"
