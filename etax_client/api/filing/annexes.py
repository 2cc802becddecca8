"""附表填写 of a return, as functions of domain values; only Accidents are raised (SUB-01)."""

from collections.abc import Sequence

from etax_client.api.replies import Asker
from etax_client.domain.filing.annexes.annexes import Annex, AnnexPage, Differences, LineChange
from etax_client.domain.filing.income import ReturnKind, RowKey
from etax_client.domain.filing.taxes.pages import RowRemoval, Saved
from etax_client.domain.refusals import Refused
from etax_client.wire.filing import annexes as wire
from etax_client.wire.filing.income import spelled_removal


class UnitAnnexes:
    """Of one unit; a month as YYYY-MM."""

    def __init__(self, asking: Asker, unit_id: int) -> None:
        self._ask = asking.ask
        self._unit_id = unit_id

    async def page(
        self, period: str, kind: ReturnKind, annex: Annex, *, after: RowKey | None = None, limit: int = 50
    ) -> AnnexPage | Refused:
        """Up to `limit` lines by payee, from the first or `after` one."""
        return await self._ask("GET", wire.lines(self._unit_id, period, kind, annex), AnnexPage, query=_query(after, limit))

    async def differences(self, period: str, kind: ReturnKind) -> Differences | Refused:
        """By payee and amount."""
        return await self._ask("GET", wire.differences(self._unit_id, period, kind), Differences)

    async def save(
        self, period: str, kind: ReturnKind, annex: Annex, changes: Sequence[LineChange], removals: Sequence[RowRemoval] = ()
    ) -> Saved | Refused:
        """A block of lines, all of it or nothing (FLW-04)."""
        request = wire.SaveLinesRequest([wire.spelled(each) for each in changes], [spelled_removal(each) for each in removals])
        return await self._ask("POST", wire.lines(self._unit_id, period, kind, annex), Saved, request)

    async def sent(self, return_id: int, annex: Annex, *, after: RowKey | None = None, limit: int = 50) -> AnnexPage | Refused:
        """Those of a version, as they were sent (SUB-03)."""
        return await self._ask("GET", wire.sent(self._unit_id, return_id, annex), AnnexPage, query=_query(after, limit))


def _query(after: RowKey | None, limit: int) -> dict[str, str]:
    return {"limit": str(limit), **({} if after is None else {"after": str(after.payee_id), "after_place": str(after.place)})}
