"""What the tax office and the bank answer, when their time has come by the world's clock, whoever looks first (SUB-02, PAY-01)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, exists, func, or_, select, update

from etax_client.clock import Clock
from etax_client.domain.filing import returns as rules
from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.returns import ReturnState
from etax_client.domain.filing.taxes import payments as pay
from etax_client.domain.filing.taxes.payments import Agreement, BankOutcome, PaymentState
from etax_client.domain.local_time import local_day
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.domain.units.tax_period import tax_period
from etax_client.domain.units.units import Filing
from etax_client.domain.withholding.months import read_month
from etax_client.domain.withholding.quick import in_yuan
from etax_client.server.services.filing import months
from etax_client.server.services.filing.months import Key
from etax_client.server.services.news import News
from etax_client.server.store import meta
from etax_client.server.store.database import Store
from etax_client.server.store.errors import StoreError
from etax_client.server.store.tables import filing_months, payments, returns, tax_accounts, units

_ON_WAY = (ReturnState.processing.value, ReturnState.voiding.value)
SHOWN = "filing_period"
"""For which month the unit list's 综合所得申报 is said (FLW-03); a world laid anew says it for the month in which it is laid."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All raise StoreError."""

    store: Store
    clock: Clock
    news: News

    def settle(self, unit_id: int | None = None) -> None:
        """Everything whose time has come, of one unit or of all; and the unit list's column, when another month has begun."""
        now = self.clock.now()
        with self.store.read() as connection:
            waits = connection.execute(select(_due(now, returns, unit_id).exists() | _due(now, payments, unit_id).exists())).scalar_one()
            turned = meta.get(connection, SHOWN) != tax_period(now)
        if not waits and not turned:
            return
        # what can't be written now is answered later; whoever reads goes on reading
        with suppress(StoreError), self.store.write() as connection:
            for row in connection.execute(_due(now, returns, unit_id)).all():
                answer_return(connection, row, now)
            for row in connection.execute(_due(now, payments, unit_id)).all():
                answer_payment(connection, row, now)
            _turn(connection, now)
            self.news.tell(connection)

    def until_next(self, unit_id: int | None = None) -> float:
        """Seconds until something of a unit, or of any, is answered, as far as anybody waits for it."""
        with self.store.read() as connection:
            wanted = (select(func.min(table.c.answer_at)).where(_waiting(table), *_of(table, unit_id)) for table in (returns, payments))
            moments = [connection.execute(each).scalar_one() for each in wanted]
        first = min((each for each in moments if each is not None), default=None)
        return LONGEST_WAIT if first is None else max(0.0, (first - self.clock.now()).total_seconds())


def answer_return(connection: Connection, row: Any, now: datetime) -> None:
    """The tax office's answer to a return, or to the wish to void one: yes, unless a tester has fixed a refusal."""
    key = Key(row.unit_id, read_month(row.period), ReturnKind(row.kind))
    kept, accepted, revision = months.read(connection, key), row.refused_because is None, months.revise(connection, key.unit_id)
    state = _state_after(ReturnState(row.state), accepted)
    receipt = row.receipt or (f"{local_day(now):%Y%m%d}{row.id:010}" if state is ReturnState.accepted else "")
    values = {"state": state.value, "answer_at": None, "reason": row.refused_because or "", "receipt": receipt, "refused_because": None}
    connection.execute(update(returns).where(returns.c.id == row.id).values(values))
    if row.state == ReturnState.voiding.value:
        progress = rules.void_answered(kept.progress, accepted=accepted)
        in_force = None if accepted else kept.in_force
    else:
        progress = rules.answered(kept.progress, accepted=accepted)
        in_force = row.id if accepted else kept.in_force
        if accepted and kept.in_force is not None:
            replaced = {"state": ReturnState.replaced.value}
            connection.execute(update(returns).where(returns.c.id == kept.in_force).values(replaced))
    months.write(connection, key, kept, progress or kept.progress, in_force=in_force)
    if accepted:
        months.mark_later(connection, key)
    if accepted and (kept.in_force is None or in_force is None):
        # by a correction nothing changes for them: it was computed from since it was computed itself
        months.touch_later(connection, key, revision)
    show(connection, key.unit_id, now)


def _state_after(state: ReturnState, accepted: bool) -> ReturnState:
    if state is ReturnState.voiding:
        return ReturnState.voided if accepted else ReturnState.accepted
    return ReturnState.accepted if accepted else ReturnState.failed


def answer_payment(connection: Connection, row: Any, now: datetime) -> None:
    """The bank's answer to a debit: the one place where money is taken, and only of a debit that has no answer yet (PAY-01)."""
    account = connection.execute(select(tax_accounts).where(tax_accounts.c.unit_id == row.unit_id)).one()
    total = row.amount + row.late_fee
    natural = pay.outcome_of(Agreement(account.agreement), in_yuan(account.balance), in_yuan(total))
    outcome = natural if row.outcome is None else BankOutcome(row.outcome)
    state = pay.answered(PaymentState(row.state), outcome)
    if state is None:
        return
    paid = state is PaymentState.paid
    values = {"state": state.value, "outcome": outcome.value, "answer_at": None, "receipt": receipt_of(row.id, now) if paid else ""}
    settled = update(payments).where(payments.c.id == row.id, payments.c.state == PaymentState.processing.value)
    # of a debit whose answer is lost the time is kept: a while after it a query tells what became of it
    if connection.execute(settled.values(**values, settled_at=now)).rowcount == 1 and outcome in pay.TAKES:
        mine = tax_accounts.c.unit_id == row.unit_id
        connection.execute(update(tax_accounts).where(mine).values(balance=tax_accounts.c.balance - total))
    months.revise(connection, row.unit_id)


def receipt_of(payment_id: int, now: datetime) -> str:
    """完税凭证号码."""
    return f"3{local_day(now):%y%m%d}{payment_id:011}"


def show(connection: Connection, unit_id: int, now: datetime) -> None:
    """The unit list's column, from what is in force of the current 税款所属月份 (FLW-03)."""
    declared = months.read(connection, Key(unit_id, read_month(tax_period(now)), ReturnKind.residents)).progress
    state = Filing.filed if declared.in_force else Filing.pending
    connection.execute(update(units).where(units.c.id == unit_id).values(income_filing=state.value))


def _turn(connection: Connection, now: datetime) -> None:
    """Another month: whoever has something to declare has to declare that one now."""
    period, before = tax_period(now), meta.get(connection, SHOWN)
    if period == before:
        return
    meta.put(connection, SHOWN, period)
    if before is None:
        return
    in_force = exists().where(
        filing_months.c.unit_id == units.c.id,
        filing_months.c.period == period,
        filing_months.c.kind == ReturnKind.residents.value,
        filing_months.c.in_force.is_not(None),
    )
    state = case((in_force, Filing.filed.value), else_=Filing.pending.value)
    connection.execute(update(units).where(or_(units.c.income_filing != Filing.none.value, in_force)).values(income_filing=state))


def _waiting(table: Any) -> Any:
    states = _ON_WAY if table is returns else (PaymentState.processing.value,)
    return table.c.state.in_(states)


def _due(now: datetime, table: Any, unit_id: int | None) -> Any:
    return select(table).where(table.c.answer_at <= now, _waiting(table), *_of(table, unit_id)).order_by(table.c.id)


def _of(table: Any, unit_id: int | None) -> tuple[Any, ...]:
    return () if unit_id is None else (table.c.unit_id == unit_id,)
