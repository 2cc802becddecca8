"""What employees file as 专项附加扣除 in the APP, by a tester's hand (DED-02)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from etax_client.clock import Clock
from etax_client.domain.filing.deductions.claims import ClaimField
from etax_client.domain.filing.deductions.sums import WaitingClaims
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.filing import months
from etax_client.server.services.filing.deductions.claims import filed
from etax_client.server.services.news import News
from etax_client.server.store.database import Store
from etax_client.server.store.tables import claims, payees


@dataclass(frozen=True, slots=True)
class ClaimsOfUnits:
    """Raises StoreError."""

    store: Store
    clock: Clock
    news: News

    def file(self, unit_id: int, number: str, texts: Mapping[ClaimField, str]) -> WaitingClaims | Refused:
        """By whoever has the document's number, judged before; what of the unit waits to be downloaded."""
        with self.store.write() as connection:
            known = select(payees.c.id).where(payees.c.unit_id == unit_id, payees.c.document_number == normalise(number))
            payee_id = connection.execute(known.order_by(payees.c.id).limit(1)).scalar_one_or_none()
            if payee_id is None:
                return Refused(RefusalCode.not_found)
            connection.execute(insert(claims).values(filed(payee_id, texts, self.clock.now())))
            months.revise(connection, unit_id)
            self.news.tell(connection)
            counted = select(func.count(claims.c.payee_id.distinct()), func.count()).join(payees)
            people, count = connection.execute(counted.where(payees.c.unit_id == unit_id, claims.c.taken_at.is_(None))).one()
            return WaitingClaims(people, count)
