"""What a clerk does with claims: looks at them by payee, downloads, adds, changes, removes (DED-01, DED-02, FLW-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.faults import Invalid
from etax_client.domain.filing.deductions.claims import ClaimField, KeptClaim, Texts, claim_in, clashes, judge, same_child
from etax_client.domain.filing.deductions.sums import DeductionLine, DeductionPage, Downloaded, PayeeClaims, WaitingClaims
from etax_client.domain.filing.people_list import PayeeLine, PayeeQuery
from etax_client.domain.filing.people_states import PersonState
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing import months
from etax_client.server.services.filing.deductions.kept import NOTHING, Claimed, claim_of, columns_of, of_one, of_some
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.people_list import find_line, page_of
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import Unfit, misfilled
from etax_client.server.store.tables import claims, payees

_WAITING = claims.c.taken_at.is_(None)


@dataclass(frozen=True, slots=True)
class Claims:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News

    def page(
        self,
        session: Session,
        unit_id: int,
        month: Month,
        text: str = "",
        *,
        at: int | None = None,
        after: int | None = None,
        before: int | None = None,
        limit: int,
    ) -> DeductionPage | Refused:
        """Up to `limit` of those who are not 非正常, with what each item has come to by the month."""
        query = PayeeQuery(text, PersonState.normal)
        with self.units.reading(session, unit_id) as connection:
            page = page_of(connection, unit_id, query, at=at, after=after, before=before, limit=limit)
            if isinstance(page, Refused):
                return page
            claimed = of_some(connection, [each.payee_id for each in page.payees])
        lines = tuple(_line(each, claimed.get(each.payee_id, NOTHING), month) for each in page.payees)
        return DeductionPage(lines, page.total)

    def one(self, session: Session, unit_id: int, month: Month, payee_id: int) -> PayeeClaims | Refused:
        with self.units.reading(session, unit_id) as connection:
            payee = find_line(connection, unit_id, payee_id)
            if isinstance(payee, Refused):
                return payee
            claimed = of_one(connection, payee_id)
        return PayeeClaims(_line(payee, claimed, month), tuple(claimed.counted))

    def waiting(self, session: Session, unit_id: int) -> WaitingClaims:
        """What employees have filed and nobody has downloaded (INC-05)."""
        counted = select(func.count(claims.c.payee_id.distinct()), func.count()).join(payees).where(payees.c.unit_id == unit_id, _WAITING)
        with self.units.reading(session, unit_id) as connection:
            people, count = connection.execute(counted).one()
        return WaitingClaims(people, count)

    def download(self, session: Session, unit_id: int, once: Once = UNKEYED) -> Downloaded:
        """【下载更新】: what employees filed counts from now on; a rent beside a loan stays until one of them is ended."""
        with self.units.acting(session, unit_id) as connection:
            wanted = select(claims.c.payee_id).distinct().join(payees).where(payees.c.unit_id == unit_id, _WAITING)
            found = [(payee_id, of_one(connection, payee_id)) for payee_id in connection.execute(wanted).scalars().all()]
            taken = {payee_id: chosen for payee_id, claimed in found if (chosen := _fitting(claimed))}
            ids = [claim_id for chosen in taken.values() for claim_id in chosen]
            if ids:
                values = {"taken_at": self.clock.now(), "changed_at": self.clock.now(), "changed_by": session.name}
                taking = update(claims).where(claims.c.id == bindparam("claim")).values(values)
                connection.execute(taking, [{"claim": claim_id} for claim_id in ids])
                self._tell(connection, unit_id)
            clashing = sum(len(claimed.waiting) for _, claimed in found) - len(ids)
            return once.keep(connection, Downloaded(len(taken), len(ids), clashing))

    def add(self, session: Session, unit_id: int, payee_id: int, texts: Texts, once: Once = UNKEYED) -> KeptClaim | Refused:
        with self.units.acting(session, unit_id) as connection:
            payee = find_line(connection, unit_id, payee_id)
            if isinstance(payee, Refused):
                return payee
            judged = self._judged(texts, of_one(connection, payee_id).counted)
            if isinstance(judged, Refused):
                return judged
            row = {**columns_of(judged), "payee_id": payee_id, "taken_at": self.clock.now(), **self._who(session)}
            claim_id = connection.execute(insert(claims).values(row).returning(claims.c.id)).scalar_one()
            return self._kept(connection, unit_id, claim_id, once)

    def change(
        self, session: Session, unit_id: int, payee_id: int, claim_id: int, version: int, texts: Texts, once: Once = UNKEYED
    ) -> KeptClaim | Refused:
        """All that it says anew, from the `version` that was looked at; to end it is to say its last month."""
        with self.units.acting(session, unit_id) as connection:
            old = _as_seen(connection, unit_id, payee_id, claim_id, version)
            if isinstance(old, Refused):
                return old
            others = [each for each in of_one(connection, payee_id).counted if each.claim_id != claim_id]
            judged = self._judged(texts, others)
            if isinstance(judged, Refused):
                return judged
            row = {**columns_of(judged), "version": version + 1, **self._who(session)}
            connection.execute(update(claims).where(claims.c.id == claim_id).values(row))
            return self._kept(connection, unit_id, claim_id, once)

    def remove(self, session: Session, unit_id: int, payee_id: int, claim_id: int, version: int, once: Once = UNKEYED) -> Refused | None:
        with self.units.acting(session, unit_id) as connection:
            old = _as_seen(connection, unit_id, payee_id, claim_id, version)
            if isinstance(old, Refused):
                return old
            connection.execute(delete(claims).where(claims.c.id == claim_id))
            self._tell(connection, unit_id)
            return once.keep(connection, None)

    def _judged(self, texts: Texts, others: list[KeptClaim]) -> Mapping[ClaimField, str] | Refused:
        """By itself, and beside what the payee claims already."""
        judged = judge(texts, local_day(self.clock.now()))
        if judged.claim is None:
            faults = {field.value: Unfit(_code(fault), "DED-01") for field, fault in judged.faults.items()}
            return misfilled(faults)
        if any(same_child(judged.texts, each.texts) for each in others):
            return Refused(RefusalCode.claim_listed)
        if clashes([judged.claim, *(claim_in(each.texts) for each in others)]):
            return Refused(RefusalCode.claims_clash)
        return judged.texts

    def _who(self, session: Session) -> dict[str, Any]:
        return {"changed_at": self.clock.now(), "changed_by": session.name}

    def _kept(self, connection: Connection, unit_id: int, claim_id: int, once: Once) -> KeptClaim:
        self._tell(connection, unit_id)
        return once.keep(connection, claim_of(connection.execute(select(claims).where(claims.c.id == claim_id)).one()))

    def _tell(self, connection: Connection, unit_id: int) -> None:
        months.revise(connection, unit_id)
        self.news.tell(connection)


def filed(payee_id: int, texts: Texts, now: datetime) -> dict[str, Any]:
    """The row of what an employee files in the APP, judged before."""
    return {**columns_of(texts), "payee_id": payee_id, "filed_at": now, "changed_at": now}


def _line(payee: PayeeLine, claimed: Claimed, month: Month) -> DeductionLine:
    amounts = claimed.amounts(month, payee.employed_from, payee.left_on)
    who = payee.payee_id, payee.name, payee.document_type, payee.document_number
    return DeductionLine(*who, amounts, len(claimed.counted), len(claimed.waiting))


def _fitting(claimed: Claimed) -> list[int]:
    """Which of those that wait may be taken, in the order in which they were filed."""
    taken, there, chosen = claimed.in_words, list(claimed.counted), []
    for each in claimed.waiting:
        claim = claim_in(each.texts)
        if not clashes([*taken, claim]) and not any(same_child(each.texts, other.texts) for other in there):
            taken.append(claim)
            there.append(each)
            chosen.append(each.claim_id)
    return chosen


def _code(fault: object) -> str:
    return fault.fault.value if isinstance(fault, Invalid) else str(fault)


def _as_seen(connection: Connection, unit_id: int, payee_id: int, claim_id: int, version: int) -> KeptClaim | Refused:
    """A claim that counts, if nobody has changed it since it was looked at (FLW-04); what waits is not seen yet."""
    mine = (payees.c.unit_id == unit_id, claims.c.payee_id == payee_id, claims.c.id == claim_id, ~_WAITING)
    row = connection.execute(select(claims).join(payees).where(*mine)).one_or_none()
    if row is None:
        return Refused(RefusalCode.claim_unknown)
    if row.version != version:
        return Refused(RefusalCode.outdated, changed_by=row.changed_by, changed_at=row.changed_at)
    return claim_of(row)
