"""Spreadsheets on their way to the server, as functions of domain values; only Accidents are raised (PER-05)."""

from collections.abc import Iterator, Sequence
from types import NoneType

from etax_client.api.replies import Asker
from etax_client.domain.filing.imports import Imported, Preview, SentLine
from etax_client.domain.refusals import Refused
from etax_client.wire import spelling
from etax_client.wire.filing import imports as wire

_ROOM = spelling.LARGEST_REQUEST * 3 // 4
"""Bytes of lines in one request, whatever stands around them."""


class UnitImports:
    """Into the people, or an item of a month."""

    def __init__(self, asking: Asker, unit_id: int, target: str) -> None:
        self._ask = asking.ask
        self._where = unit_id, target

    async def begin(self) -> int | Refused:
        """The number of a new import; an earlier one into the same place is given up."""
        begun = await self._ask("POST", wire.imports(*self._where), wire.Begun)
        return begun if isinstance(begun, Refused) else begun.import_id

    async def send(self, import_id: int, lines: Sequence[SentLine]) -> Preview | Refused:
        """More lines, one of `parts`; what would come of all that were sent, and what is wrong with these."""
        request = wire.SendLinesRequest([wire.Line(line.number, dict(line.texts)) for line in lines])
        return await self._ask("PUT", wire.lines(*self._where, import_id), Preview, request)

    async def take(self, import_id: int, *, only_right: bool) -> Imported | Refused:
        """All at once, or with `only_right` what is not wrong."""
        return await self._ask("POST", wire.import_(*self._where, import_id), Imported, wire.TakeRequest(only_right))

    async def drop(self, import_id: int) -> Refused | None:
        return await self._ask("DELETE", wire.import_(*self._where, import_id), NoneType)


def into_people(asking: Asker, unit_id: int) -> UnitImports:
    return UnitImports(asking, unit_id, wire.PEOPLE)


def into_item(asking: Asker, unit_id: int, period: str, item: str) -> UnitImports:
    return UnitImports(asking, unit_id, wire.item(period, item))


def parts(lines: Sequence[SentLine]) -> Iterator[Sequence[SentLine]]:
    """As many lines as a request has room for, in order."""
    part: list[SentLine] = []
    size = 0
    for line in lines:
        bytes_of = len(spelling.write({"number": line.number, "texts": dict(line.texts)})) + 1
        if part and (size + bytes_of > _ROOM or len(part) == wire.MOST_AT_ONCE):
            yield part
            part, size = [], 0
        part.append(line)
        size += bytes_of
    if part:
        yield part
