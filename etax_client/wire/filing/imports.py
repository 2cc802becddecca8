"""Imports as they are sent: lines as they were typed, in parts, and judged as they come (PER-05)."""

from typing import Annotated

import msgspec

from etax_client.wire import paths

MOST_AT_ONCE = 500
_Number = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
_Name = Annotated[str, msgspec.Meta(max_length=40)]
_Text = Annotated[str, msgspec.Meta(max_length=200)]


class Begun(msgspec.Struct, frozen=True):
    import_id: int


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: _Number
    texts: Annotated[dict[_Name, _Text], msgspec.Meta(max_length=64)]


class SendLinesRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: Annotated[list[Line], msgspec.Meta(min_length=1, max_length=MOST_AT_ONCE)]


class TakeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With `only_right`, what is wrong is left out; without, nothing is taken where anything is."""

    only_right: bool = False


PEOPLE = "people"


def item(period: str, name: str) -> str:
    """The target that an item of a month is."""
    return f"filing/months/{period}/items/{name}"


def imports(unit_id: int | str, target: str) -> str:
    """`target`: people, or an item of a month."""
    return f"{paths.unit(unit_id)}/{target}/imports"


def import_(unit_id: int | str, target: str, import_id: int | str) -> str:
    return f"{imports(unit_id, target)}/{import_id}"


def lines(unit_id: int | str, target: str, import_id: int | str) -> str:
    return f"{import_(unit_id, target, import_id)}/lines"
