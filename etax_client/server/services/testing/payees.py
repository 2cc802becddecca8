"""The people whom units pay, in testers' hands: who there are, what the register will say of one, all of them reported at once (PER-04)."""

from dataclasses import dataclass

from sqlalchemy import select, update

from etax_client.clock import Clock
from etax_client.domain.filing.people_list import Feedback, PayeeLine
from etax_client.domain.filing.people_states import Outcome
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.filing import people_reports
from etax_client.server.services.filing.people_list import IN_A_ROW, line_in
from etax_client.server.store.database import Store
from etax_client.server.store.tables import payees


@dataclass(frozen=True, slots=True)
class PayeesOfUnits:
    """All raise StoreError."""

    store: Store
    clock: Clock

    def page(self, unit_id: int, after: int, limit: int) -> tuple[PayeeLine, ...]:
        """The next ones by id."""
        wanted = IN_A_ROW.where(payees.c.unit_id == unit_id, payees.c.id > after).order_by(payees.c.id).limit(limit)
        with self.store.read() as connection:
            return tuple(map(line_in, connection.execute(wanted)))

    def one(self, unit_id: int, payee_id: int) -> PayeeLine | Refused:
        found = self.page(unit_id, payee_id - 1, 1)
        return found[0] if found and found[0].payee_id == payee_id else Refused(RefusalCode.not_found)

    def set_outcome(self, unit_id: int, number: str, outcome: Outcome | None, reason: str) -> PayeeLine | Refused:
        """What the register says of whoever has the number, from now on."""
        with self.store.write() as connection:
            known = select(payees.c.id).where(payees.c.unit_id == unit_id, payees.c.document_number == normalise(number))
            payee_id = connection.execute(known.order_by(payees.c.id).limit(1)).scalar_one_or_none()
            if payee_id is None:
                return Refused(RefusalCode.not_found)
            fixed = {"outcome": outcome, "outcome_reason": reason}
            connection.execute(update(payees).where(payees.c.id == payee_id).values(fixed))
        return self.one(unit_id, payee_id)

    def report_now(self, unit_id: int) -> Feedback:
        """报送 of all who are 待报送, and 获取反馈 of all, without the wait."""
        with self.store.write() as connection:
            people_reports.send(connection, unit_id, None, self.clock.now())
            return people_reports.feed_back(connection, unit_id, None)
