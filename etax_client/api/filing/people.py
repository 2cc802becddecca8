"""人员信息采集 of an open unit, as functions of domain values: each returns what was asked for or a Refused; only Accidents are raised."""

from collections.abc import Mapping, Sequence
from types import NoneType

from etax_client.api.replies import Asker
from etax_client.domain.filing.people import Payee, PayeeField
from etax_client.domain.filing.people_list import Feedback, PayeeCounts, PayeePage, PayeeQuery, Reported, WholePayees
from etax_client.domain.filing.people_states import PersonState
from etax_client.domain.refusals import Refused
from etax_client.wire.filing import people as wire

Typed = Mapping[PayeeField, str]


class UnitPeople:
    def __init__(self, asking: Asker, unit_id: int) -> None:
        self._ask = asking.ask
        self._unit_id = unit_id

    async def page(
        self, query: PayeeQuery, *, at: int | None = None, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> PayeePage | Refused:
        """Up to `limit` rows: from place `at` (counted from 0), or next to the payee with the id `after` or `before` (PER-01)."""
        asked = {
            "text": query.text,
            "person_state": query.person or "",
            "report_state": query.report or "",
            "identity_state": query.identity or "",
            "sort": str(query.sort),
            "descending": "true" if query.descending else "",
            "limit": str(limit),
            **{name: str(place) for name, place in (("at", at), ("after", after), ("before", before)) if place is not None},
        }
        return await self._ask(
            "GET", wire.payees(self._unit_id), PayeePage, query={key: str(value) for key, value in asked.items() if value}
        )

    async def counts(self) -> PayeeCounts | Refused:
        return await self._ask("GET", wire.counts(self._unit_id), PayeeCounts)

    async def whole(self, *, after: int = 0, limit: int = 200) -> WholePayees | Refused:
        """All that is said of up to `limit` of them, after the one with this id, in the order of their entry (PER-05)."""
        return await self._ask("GET", wire.whole(self._unit_id), WholePayees, query={"after": str(after), "limit": str(limit)})

    async def one(self, payee_id: int) -> Payee | Refused:
        return await self._ask("GET", wire.payee(self._unit_id, payee_id), Payee)

    async def add(self, typed: Typed) -> Payee | Refused:
        """What was typed, judged by the server as it was here (PER-02)."""
        return await self._ask("POST", wire.payees(self._unit_id), Payee, wire.AddPayeeRequest(dict(typed)))

    async def change(self, payee_id: int, version: int, typed: Typed) -> Payee | Refused:
        """Refused(outdated) says who has changed it since `version` (FLW-04)."""
        return await self._ask("PUT", wire.payee(self._unit_id, payee_id), Payee, wire.ChangePayeeRequest(version, dict(typed)))

    async def mark(self, payee_id: int, version: int, person: PersonState) -> Payee | Refused:
        """正常 or 非正常 (PER-03)."""
        return await self._ask("PUT", wire.payee_state(self._unit_id, payee_id), Payee, wire.MarkPayeeRequest(version, person))

    async def remove(self, payee_id: int, version: int) -> Refused | None:
        """Whoever was never reported (PER-03)."""
        return await self._ask("DELETE", wire.payee(self._unit_id, payee_id), NoneType, query={"version": str(version)})

    async def report(self, chosen: Sequence[int] | None = None) -> Reported | Refused:
        """报送 of the chosen, or of all, who are 待报送 (PER-04)."""
        return await self._ask("POST", wire.reports(self._unit_id), Reported, _chosen(chosen))

    async def fetch_feedback(self) -> Feedback | Refused:
        """获取反馈 (PER-04)."""
        return await self._ask("POST", wire.feedback(self._unit_id), Feedback)

    async def verify_again(self, chosen: Sequence[int] | None = None) -> int | Refused:
        """身份验证状态更新: how many the register finds by now (PER-04)."""
        answer = await self._ask("POST", wire.verifications(self._unit_id), wire.VerifiedAgain, _chosen(chosen))
        return answer if isinstance(answer, Refused) else answer.found


def _chosen(chosen: Sequence[int] | None) -> wire.ChosenPayeesRequest:
    return wire.ChosenPayeesRequest(None if chosen is None else list(chosen))
