"""Rows of income and their tax as they are sent: amounts are texts with two decimals at most, never numbers (INC-02)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

import msgspec

from etax_client.domain.filing.income import LONGEST_REMARK, IncomeRow, Item, Labour, ReturnKind, write_amount
from etax_client.domain.filing.taxes.pages import RowChange, RowRemoval
from etax_client.wire import paths
from etax_client.wire.filing.people import MOST_CHOSEN, PayeeId
from etax_client.wire.units import MOST_IN_A_PAGE as MOST_IN_A_PAGE

MOST_SAVED = 100
"""Rows in one block: each may name every amount, and a request is read whole."""
Amount = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,8}(\.[0-9]{1,2})?(?![\s\S])", max_length=11)]
Place = Annotated[int, msgspec.Meta(ge=1, le=9)]
RowVersion = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
PERIOD = r"^20[0-9]{2}-(0[1-9]|1[0-2])(?![\s\S])"
"""`$` would let a last line break pass."""
Period = Annotated[str, msgspec.Meta(pattern=PERIOD, max_length=7)]


class SentRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A row as it shall be; `version` 0 is a row that there was not."""

    payee_id: PayeeId
    amounts: Annotated[dict[Annotated[str, msgspec.Meta(max_length=32)], Amount], msgspec.Meta(max_length=40)]
    version: RowVersion = 0
    place: Place = 1
    labour: Labour | None = None
    remark: Annotated[str, msgspec.Meta(max_length=LONGEST_REMARK)] = ""
    merged: bool = False


class SentRemoval(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    payee_id: PayeeId
    version: RowVersion
    place: Place = 1


class SaveRowsRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it or nothing."""

    rows: Annotated[list[SentRow], msgspec.Meta(max_length=MOST_SAVED)]
    removed: Annotated[list[SentRemoval], msgspec.Meta(max_length=MOST_SAVED)] = []


class CopyRowsRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: Period


class ChoiceRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether these are deducted 60,000 at once (CAL-02)."""

    payees: Annotated[list[PayeeId], msgspec.Meta(min_length=1, max_length=MOST_CHOSEN)]
    at_once: bool


def change_of(row: SentRow) -> RowChange:
    amounts = {name: Decimal(amount) for name, amount in row.amounts.items()}
    return RowChange(IncomeRow(row.payee_id, amounts, row.labour, row.remark, row.place, row.merged), row.version)


def removal_of(row: SentRemoval) -> RowRemoval:
    return RowRemoval(row.payee_id, row.place, row.version)


def spelled(change: RowChange) -> SentRow:
    row = change.row
    return SentRow(row.payee_id, _written(row.amounts), change.version, row.place, row.labour, row.remark, row.merged)


def spelled_removal(removal: RowRemoval) -> SentRemoval:
    return SentRemoval(removal.payee_id, removal.version, removal.place)


def _written(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: write_amount(amount) for name, amount in amounts.items()}


def filing(unit_id: int | str) -> str:
    return f"{paths.unit(unit_id)}/filing"


def month(unit_id: int | str, period: str) -> str:
    return f"{filing(unit_id)}/months/{period}"


def item(unit_id: int | str, period: str, name: Item | str) -> str:
    return f"{month(unit_id, period)}/items/{name}"


def sums(unit_id: int | str, period: str, name: Item | str) -> str:
    return f"{item(unit_id, period, name)}/sums"


def rows(unit_id: int | str, period: str, name: Item | str) -> str:
    return f"{item(unit_id, period, name)}/rows"


def copies(unit_id: int | str, period: str, name: Item | str) -> str:
    return f"{item(unit_id, period, name)}/copies"


def explanation(unit_id: int | str, period: str, name: Item | str, payee_id: int | str, place: int | str) -> str:
    return f"{rows(unit_id, period, name)}/{payee_id}/{place}/explanation"


def at_once(unit_id: int | str, year: int | str) -> str:
    return f"{filing(unit_id)}/years/{year}/at-once"


def zero_wages(unit_id: int | str, period: str) -> str:
    return f"{month(unit_id, period)}/zero-wages"


def of_kind(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{month(unit_id, period)}/{kind}"


def calculation(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/calculation"


def failures(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/failures"


def warnings(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/warnings"
