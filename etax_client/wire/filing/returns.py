"""Returns as they are sent: what a clerk orders of a month's return, and what is asked of those that were sent."""

import msgspec

from etax_client.domain.filing.income import ReturnKind
from etax_client.wire.filing.income import RowVersion, filing, of_kind


class SendRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `version` that was looked at."""

    version: RowVersion


def returns(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/returns"


def answer(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/answer"


def correction(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/correction"


def voiding(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/voiding"


def marked(unit_id: int | str, year: int | str) -> str:
    return f"{filing(unit_id)}/years/{year}/marked"


def versions(unit_id: int | str, year: int | str) -> str:
    return f"{filing(unit_id)}/years/{year}/returns"


def person(unit_id: int | str, year: int | str, payee_id: int | str) -> str:
    return f"{filing(unit_id)}/years/{year}/people/{payee_id}"


def lines(unit_id: int | str, return_id: int | str) -> str:
    return f"{filing(unit_id)}/returns/{return_id}/lines"
