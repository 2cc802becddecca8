"""税款缴纳: by agreement or by voucher; whatever is pressed how often, one debit (PAY-01, PAY-02)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.taxes import payments as rules
from etax_client.domain.filing.taxes.payments import (
    BANK_AFTER,
    CLEARS_AFTER,
    LIVE,
    TAKES,
    Agreement,
    BankAccount,
    BankOutcome,
    Method,
    Payment,
    PaymentState,
)
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.quick import in_cents, in_yuan
from etax_client.server.services.filing import answers, desks, months
from etax_client.server.services.filing.desks import Desks
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes import due_days
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import payments, tax_accounts


@dataclass(frozen=True, slots=True)
class Payments:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News
    desks: Desks

    def of_month(self, session: Session, unit_id: int, month: Month) -> tuple[Payment, ...]:
        """A month's payments of both returns, in the order in which they were ordered."""
        self.desks.answers.settle(unit_id)
        wanted = select(payments).where(payments.c.unit_id == unit_id, payments.c.period == str(month)).order_by(payments.c.id)
        with self.units.reading(session, unit_id) as connection:
            return tuple(payment_of(row) for row in connection.execute(wanted))

    def account(self, session: Session, unit_id: int) -> BankAccount:
        with self.units.reading(session, unit_id) as connection:
            return _account(connection, unit_id)

    def renew_agreement(self, session: Session, unit_id: int, once: Once = UNKEYED) -> BankAccount | Refused:
        """更新三方协议: what tax office and bank have agreed on by now."""
        with self.units.acting(session, unit_id) as connection:
            months.revise(connection, unit_id)
            mine = tax_accounts.c.unit_id == unit_id
            connection.execute(update(tax_accounts).where(mine).values(known_agreement=tax_accounts.c.agreement))
            self.news.tell(connection)
            return once.keep(connection, _account(connection, unit_id))

    def order(
        self,
        session: Session,
        unit_id: int,
        month: Month,
        kind: ReturnKind,
        method: Method,
        amount: Decimal,
        late_fee: Decimal,
        once: Once = UNKEYED,
    ) -> Payment | Refused:
        """立即缴款, or a voucher, of what was shown: another sum is due where something has changed meanwhile (FLW-04)."""
        key, now = Key(unit_id, month, kind), self.clock.now()
        with self.units.acting(session, unit_id) as connection:
            kept = months.read(connection, key)
            live = connection.execute(select(payments).where(*_of(key), payments.c.state.in_(LIVE))).one_or_none()
            if live is not None:
                return Refused(RefusalCode.payment_live, changed_by=live.asked_by, changed_at=live.asked_at)
            if kept.in_force is None or kept.progress.voiding:
                return Refused(RefusalCode.nothing_due)
            owed = self.desks.owed(connection, key, desks.sent(connection, kept.in_force).tax)
            if not owed.unpaid:
                return Refused(RefusalCode.nothing_due)
            if (amount, late_fee) != (owed.unpaid, owed.late_fee):
                return Refused(RefusalCode.outdated)
            if method is Method.agreement and _account(connection, unit_id).agreement is Agreement.none:
                return Refused(RefusalCode.no_agreement)
            months.revise(connection, unit_id)
            row = {
                **key.values,
                "method": method.value,
                "amount": in_cents(amount),
                "late_fee": in_cents(late_fee),
                "asked_at": now,
                "asked_by": session.name,
                **self._begun(connection, key, method, now),
            }
            payment_id = connection.execute(insert(payments).values(row).returning(payments.c.id)).scalar_one()
            if method is Method.voucher:
                number = f"4{unit_id:06}{payment_id:010}"
                connection.execute(update(payments).where(payments.c.id == payment_id).values(voucher=number))
            self.news.tell(connection)
            return once.keep(connection, _one(connection, payment_id))

    def query(self, session: Session, unit_id: int, payment_id: int, once: Once = UNKEYED) -> Payment | Refused:
        """What has become of a payment: an answer that was lost is told a while later (PAY-01)."""
        with self.units.acting(session, unit_id) as connection:
            row = _mine(connection, unit_id, payment_id)
            if row is None:
                return Refused(RefusalCode.not_found)
            now, state = self.clock.now(), PaymentState(row.state)
            if state is PaymentState.processing and row.answer_at <= now:
                answers.answer_payment(connection, row, now)
            lost = state is PaymentState.unknown and row.settled_at + CLEARS_AFTER <= now
            cleared = rules.cleared(state, taken=BankOutcome(row.outcome) in TAKES) if lost else None
            if cleared is not None:
                receipt = answers.receipt_of(payment_id, now) if cleared is PaymentState.paid else ""
                self._settled(connection, unit_id, payment_id, cleared, receipt)
            self.news.tell(connection)
            return once.keep(connection, _one(connection, payment_id))

    def cancel(self, session: Session, unit_id: int, payment_id: int, once: Once = UNKEYED) -> Payment | Refused:
        """A voucher that was not paid is void, so that another way may be taken."""
        with self.units.acting(session, unit_id) as connection:
            row = _mine(connection, unit_id, payment_id)
            state = None if row is None else rules.cancelled(PaymentState(row.state))
            if row is None or state is None:
                return Refused(RefusalCode.not_found if row is None else RefusalCode.not_now)
            self._settled(connection, unit_id, payment_id, state, "")
            self.news.tell(connection)
            return once.keep(connection, _one(connection, payment_id))

    def _begun(self, connection: Connection, key: Key, method: Method, now: datetime) -> dict[str, Any]:
        if method is Method.voucher:
            last = max(due_days.of(connection, key.month).day, self.desks.today())
            return {"state": PaymentState.issued.value, "pay_by": last.isoformat()}
        mine = tax_accounts.c.unit_id == key.unit_id
        planned = connection.execute(select(tax_accounts.c.next_outcome).where(mine)).scalar_one_or_none()
        connection.execute(update(tax_accounts).where(mine).values(next_outcome=None))
        return {"state": PaymentState.processing.value, "answer_at": now + BANK_AFTER, "outcome": planned}

    def _settled(self, connection: Connection, unit_id: int, payment_id: int, state: PaymentState, receipt: str) -> None:
        values = {"state": state.value, "receipt": receipt, "settled_at": self.clock.now()}
        connection.execute(update(payments).where(payments.c.id == payment_id).values(values))
        months.revise(connection, unit_id)


def _of(key: Key) -> tuple[Any, ...]:
    return payments.c.unit_id == key.unit_id, payments.c.period == key.period, payments.c.kind == key.kind.value


def _mine(connection: Connection, unit_id: int, payment_id: int) -> Any:
    return connection.execute(select(payments).where(payments.c.id == payment_id, payments.c.unit_id == unit_id)).one_or_none()


def _one(connection: Connection, payment_id: int) -> Payment:
    return payment_of(connection.execute(select(payments).where(payments.c.id == payment_id)).one())


def _account(connection: Connection, unit_id: int) -> BankAccount:
    row = connection.execute(select(tax_accounts).where(tax_accounts.c.unit_id == unit_id)).one_or_none()
    if row is None or row.known_agreement == Agreement.none.value:
        return BankAccount(Agreement.none)
    return BankAccount(Agreement(row.known_agreement), row.bank, row.account)


def payment_of(row: Any) -> Payment:
    """A row of `payments`."""
    return Payment(
        payment_id=row.id,
        period=row.period,
        kind=ReturnKind(row.kind),
        method=Method(row.method),
        state=PaymentState(row.state),
        amount=in_yuan(row.amount),
        late_fee=in_yuan(row.late_fee),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        answer_at=row.answer_at,
        settled_at=row.settled_at,
        receipt=row.receipt,
        voucher=row.voucher,
        pay_by=None if row.pay_by is None else datetime.fromisoformat(row.pay_by).date(),
    )
