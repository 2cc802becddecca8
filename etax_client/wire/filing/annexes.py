"""附表 as they are sent: a line's texts and amounts by the names of their columns (SUB-01)."""

from decimal import Decimal
from typing import Annotated

import msgspec

from etax_client.domain.filing.annexes.annexes import LONGEST, Annex, AnnexLine, LineChange
from etax_client.domain.filing.income import Item, ReturnKind, write_amount
from etax_client.wire.filing.income import Amount, Place, RowVersion, SentRemoval, filing, of_kind
from etax_client.wire.filing.people import PayeeId

MOST_SAVED = 100
_Name = Annotated[str, msgspec.Meta(max_length=32)]


class SentLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line as it shall be; `version` 0 is a line that there was not."""

    payee_id: PayeeId
    item: Item
    texts: Annotated[dict[_Name, Annotated[str, msgspec.Meta(max_length=LONGEST)]], msgspec.Meta(max_length=10)]
    amounts: Annotated[dict[_Name, Amount], msgspec.Meta(max_length=10)]
    version: RowVersion = 0
    place: Place = 1


class SaveLinesRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it or nothing."""

    lines: Annotated[list[SentLine], msgspec.Meta(max_length=MOST_SAVED)]
    removed: Annotated[list[SentRemoval], msgspec.Meta(max_length=MOST_SAVED)] = []


def change_of(sent: SentLine) -> LineChange:
    amounts = {name: Decimal(amount) for name, amount in sent.amounts.items()}
    return LineChange(AnnexLine(sent.payee_id, sent.item, sent.texts, amounts, sent.place), sent.version)


def spelled(change: LineChange) -> SentLine:
    line = change.line
    amounts = {name: write_amount(amount) for name, amount in line.amounts.items()}
    return SentLine(line.payee_id, line.item, dict(line.texts), amounts, change.version, line.place)


def differences(unit_id: int | str, period: str, kind: ReturnKind | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/annex-differences"


def lines(unit_id: int | str, period: str, kind: ReturnKind | str, annex: Annex | str) -> str:
    return f"{of_kind(unit_id, period, kind)}/annexes/{annex}"


def sent(unit_id: int | str, return_id: int | str, annex: Annex | str) -> str:
    return f"{filing(unit_id)}/returns/{return_id}/annexes/{annex}"
