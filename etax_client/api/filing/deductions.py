"""专项附加扣除信息采集 of an open unit, as functions of domain values (DED-01, DED-02)."""

from types import NoneType

from etax_client.api.replies import Asker
from etax_client.domain.filing.deductions.claims import KeptClaim, Texts
from etax_client.domain.filing.deductions.sums import DeductionPage, Downloaded, PayeeClaims, PrefillPage, WaitingClaims
from etax_client.domain.refusals import Refused
from etax_client.wire.filing import deductions as wire


class UnitDeductions:
    """Each returns what was asked for or a Refused, only Accidents are raised; a month is YYYY-MM."""

    def __init__(self, asking: Asker, unit_id: int) -> None:
        self._asking = asking
        self._unit_id = unit_id

    async def page(
        self, period: str, text: str = "", *, at: int | None = None, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> DeductionPage | Refused:
        """Up to `limit` payees: from place `at` (counted from 0), or next to the one with the id `after` or `before`."""
        places = {name: str(place) for name, place in (("at", at), ("after", after), ("before", before)) if place is not None}
        query = {"limit": str(limit), **({"text": text} if text else {}), **places}
        return await self._asking.ask("GET", wire.deductions(self._unit_id, period), DeductionPage, query=query)

    async def one(self, period: str, payee_id: int) -> PayeeClaims | Refused:
        return await self._asking.ask("GET", wire.of_payee(self._unit_id, period, payee_id), PayeeClaims)

    async def waiting(self) -> WaitingClaims | Refused:
        """What employees have filed and nobody has downloaded."""
        return await self._asking.ask("GET", wire.waiting(self._unit_id), WaitingClaims)

    async def download(self) -> Downloaded | Refused:
        """下载更新."""
        return await self._asking.ask("POST", wire.waiting(self._unit_id), Downloaded)

    async def add(self, payee_id: int, typed: Texts) -> KeptClaim | Refused:
        """What was typed, judged by the server as it was here."""
        return await self._asking.ask("POST", wire.claims(self._unit_id, payee_id), KeptClaim, wire.AddClaimRequest(dict(typed)))

    async def change(self, payee_id: int, claim_id: int, version: int, typed: Texts) -> KeptClaim | Refused:
        """Refused(outdated) says who has changed it since `version` (FLW-04)."""
        request = wire.ChangeClaimRequest(version, dict(typed))
        return await self._asking.ask("PUT", wire.claim(self._unit_id, payee_id, claim_id), KeptClaim, request)

    async def remove(self, payee_id: int, claim_id: int, version: int) -> Refused | None:
        path, query = wire.claim(self._unit_id, payee_id, claim_id), {"version": str(version)}
        return await self._asking.ask("DELETE", path, NoneType, query=query)

    async def prefill(self, period: str, *, after: int | None = None) -> PrefillPage | Refused:
        """预填: which rows of wages would say something else, those after a payee; nothing is changed."""
        query = {} if after is None else {"after": str(after)}
        return await self._asking.ask("GET", wire.prefill(self._unit_id, period), PrefillPage, query=query)
