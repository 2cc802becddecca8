"""What a world brings of a unit's filing, kept until somebody first looks at it: few units are entered, and it has to be computed."""

from typing import Annotated

import msgspec

Income = dict[str, Annotated[str, msgspec.Meta(max_length=200)]]
"""`payee` is a document's number, `item` and `labour` are codes; the other fields are amounts by name, and the remark."""


class WorldMonth(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A month, so many before the current 税款所属月份; `filed`: its return is in force."""

    back: Annotated[int, msgspec.Meta(ge=0, le=11)]
    incomes: tuple[Income, ...] = ()
    filed: bool = True


class WorldBank(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """三方协议 and balance; the unit knows of the agreement."""

    bank: Annotated[str, msgspec.Meta(max_length=100)] = ""
    account: Annotated[str, msgspec.Meta(max_length=100)] = ""
    balance: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")] = "0.00"


class Laid(msgspec.Struct, frozen=True, omit_defaults=True):
    """Both, as they are kept."""

    months: tuple[WorldMonth, ...] = ()
    bank: WorldBank | None = None


def key_of(unit_id: int) -> str:
    """Under which it is kept among the facts of a store."""
    return f"filing_laid_{unit_id}"
