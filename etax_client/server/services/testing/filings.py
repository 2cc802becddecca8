"""What testers see and fix of a unit's filing, on either side of what its clerks do (SUB-02, PAY-01, PAY-02)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select, update

from etax_client.clock import Clock
from etax_client.domain.filing.taxes import payments as rules
from etax_client.domain.filing.taxes.payments import Agreement, BankOutcome, Payment, PaymentState
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.filing_views import FilingSeen
from etax_client.domain.withholding.deadlines import Deadline, is_deadline
from etax_client.domain.withholding.months import read_month
from etax_client.domain.withholding.quick import in_cents, in_yuan
from etax_client.server.services.filing import answers, months
from etax_client.server.services.filing.desks import sent_of
from etax_client.server.services.filing.payments import payment_of
from etax_client.server.services.filing.taxes import due_days
from etax_client.server.services.news import News
from etax_client.server.services.why import unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import payments, returns, tax_accounts

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Filings:
    """All raise StoreError."""

    store: Store
    clock: Clock
    news: News

    def seen(self, unit_id: int) -> FilingSeen:
        with self.store.read() as connection:
            return _seen(connection, unit_id)

    def set_bank(self, unit_id: int, given: dict[str, Any], *, natural: bool = False) -> FilingSeen:
        """What is known of the unit's bank by these names; amounts in yuan. `natural`: agreement and balance decide the next debit."""
        values = {name: value for name, value in given.items() if value is not None} | ({"next_outcome": None} if natural else {})
        if "balance" in values:
            values["balance"] = in_cents(Decimal(values["balance"]))
        return self._put(unit_id, **values)

    def set_answer(self, unit_id: int, refused_because: str | None) -> FilingSeen:
        """For the next return that is sent, or the next voiding, and for one that waits for its answer now."""
        with self.store.write() as connection:
            waiting = returns.c.answer_at.is_not(None) & (returns.c.unit_id == unit_id)
            fixed = update(returns).where(waiting).values(refused_because=refused_because)
            later = connection.execute(fixed).rowcount == 0
        return self._put(unit_id, next_refusal=refused_because if later else None)

    def set_deadline(self, period: str, day: date | None) -> Deadline | Refused:
        """Another day for a month of all units; None: the announced one again (FLW-01)."""
        if not is_deadline(period, date.max if day is None else day):
            return unfit("day", "deadline", "FLW-01")
        with self.store.write() as connection:
            connection.execute(update(tax_accounts).values(revision=tax_accounts.c.revision + 1))
            self.news.tell(connection)
            return due_days.change(connection, read_month(period), day)

    def pay_voucher(self, number: str) -> Payment | Refused:
        """At the bank, by whoever has it (PAY-02)."""
        with self.store.write() as connection:
            row = connection.execute(select(payments).where(payments.c.voucher == number)).one_or_none()
            if row is None or not number:
                return Refused(RefusalCode.not_found, field="number")
            state = rules.collected(PaymentState(row.state))
            if state is None:
                return Refused(RefusalCode.not_now)
            now = self.clock.now()
            values = {"state": state.value, "settled_at": now, "receipt": answers.receipt_of(row.id, now)}
            connection.execute(update(payments).where(payments.c.id == row.id).values(values))
            months.revise(connection, row.unit_id)
            self.news.tell(connection)
            return payment_of(connection.execute(select(payments).where(payments.c.id == row.id)).one())

    def _put(self, unit_id: int, **values: Any) -> FilingSeen:
        with self.store.write() as connection:
            months.revise(connection, unit_id)
            if values:
                connection.execute(update(tax_accounts).where(tax_accounts.c.unit_id == unit_id).values(values))
            self.news.tell(connection)
            return _seen(connection, unit_id)


def _seen(connection: Connection, unit_id: int) -> FilingSeen:
    row = connection.execute(select(tax_accounts).where(tax_accounts.c.unit_id == unit_id)).one_or_none()
    sent = connection.execute(select(returns).where(returns.c.unit_id == unit_id).order_by(returns.c.id.desc()).limit(_SHOWN)).all()
    paid = connection.execute(select(payments).where(payments.c.unit_id == unit_id).order_by(payments.c.id.desc()).limit(_SHOWN)).all()
    outcome = None if row is None else row.next_outcome
    return FilingSeen(
        unit_id,
        Agreement.none if row is None else Agreement(row.agreement),
        Agreement.none if row is None else Agreement(row.known_agreement),
        "" if row is None else row.bank,
        "" if row is None else row.account,
        in_yuan(0 if row is None else row.balance),
        None if outcome is None else BankOutcome(outcome),
        None if row is None else row.next_refusal,
        tuple(sent_of(each) for each in sent),
        tuple(payment_of(each) for each in paid),
    )
