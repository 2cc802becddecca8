"""A unit's month as the desk shows it: both returns with their sums, what is to be done, what is paid; and news of it (FLW-01, FLW-04)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from etax_client.clock import Clock
from etax_client.domain.filing.annexes.annexes import AnnexSums
from etax_client.domain.filing.income import Item, ReturnKind, Use, items_of
from etax_client.domain.filing.returns import ItemSums, MonthDesk, MonthReturn, ReturnState, ReturnType, SentReturn, Unready
from etax_client.domain.filing.taxes import payments as pay
from etax_client.domain.filing.taxes.payments import PaymentState
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.domain.withholding.deadlines import late_days, late_fee
from etax_client.domain.withholding.figures import ZERO
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.quick import in_yuan
from etax_client.server.services.filing import months
from etax_client.server.services.filing.annexes import comparing
from etax_client.server.services.filing.answers import Answers
from etax_client.server.services.filing.months import Kept, Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes import due_days
from etax_client.server.services.filing.taxes.rows import of_month, sum_of
from etax_client.server.services.news import News
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import filing_months, income_rows, income_taxes, payments, returns

_SAME = and_(*(income_taxes.c[name] == income_rows.c[name] for name in ("unit_id", "period", "item", "payee_id", "place")))
_DEDUCTIONS = tuple(use for use in Use if use not in (Use.income, Use.reliefs))
_SUMS = select(
    income_rows.c.item,
    func.count(income_rows.c.payee_id.distinct()).label("people"),
    func.count().label("rows"),
    func.sum(sum_of(income_rows, Use.income)).label("income"),
    func.sum(sum_of(income_rows, *_DEDUCTIONS)).label("deductions"),
    func.sum(income_taxes.c.due).label("tax"),
    func.sum(case((income_taxes.c.failed != "", 1), else_=0)).label("failed"),
).select_from(income_rows.outerjoin(income_taxes, _SAME))


@dataclass(frozen=True, slots=True)
class Owed:
    """What a return's tax comes to beside what was paid for it."""

    paid: Decimal
    unpaid: Decimal
    refund: Decimal
    late_days: int
    late_fee: Decimal


@dataclass(frozen=True, slots=True)
class Desks:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News
    answers: Answers

    def month(self, session: Session, unit_id: int, month: Month) -> MonthDesk:
        self.answers.settle(unit_id)
        with self.units.reading(session, unit_id) as connection:
            revision = months.revision(connection, unit_id)
            found = tuple(self.one(connection, Key(unit_id, month, kind)) for kind in ReturnKind)
            due = due_days.of(connection, month)
        return MonthDesk(str(month), revision, due.day, due.announced, found)

    async def watch(
        self,
        look: Callable[[], Session | Refused],
        unit_id: int,
        month: Month,
        seen: int | None,
        *,
        wait: float,
        gone: "asyncio.Future[None] | None" = None,
    ) -> MonthDesk | Refused:
        """The month as soon as the unit's revision is another than `seen`, or after `wait` seconds (FLW-04).

        `look` gives the session without counting as its use (SES-01).
        """
        until, goes_on = self.clock.monotonic() + min(wait, LONGEST_WAIT), True
        while True:
            mark, session = self.news.mark(), look()
            if isinstance(session, Refused):
                return session
            self.answers.settle(unit_id)
            with self.units.reading(session, unit_id) as connection:
                revision = months.revision(connection, unit_id)
            left = until - self.clock.monotonic()
            if seen is None or revision != seen or left <= 0 or not goes_on:
                return self.month(session, unit_id, month)
            goes_on = await self.news.wait(mark, min(left, self.answers.until_next(unit_id)), gone)

    def one(self, connection: Connection, key: Key) -> MonthReturn:
        kept = months.read(connection, key)
        items = _items(connection, key, computed=kept.calculated is not None)
        outdated = months.is_outdated(kept)
        in_force = None if kept.in_force is None else sent(connection, kept.in_force)
        owed = self.owed(connection, key, ZERO if in_force is None else in_force.tax)
        computed, annexes = [each.tax for each in items if each.tax is not None], comparing.sums(connection, key)
        return MonthReturn(
            kind=key.kind,
            version=kept.changed,
            progress=kept.progress,
            items=items,
            people=_people(connection, key),
            income=sum((each.income for each in items), ZERO),
            tax=sum(computed, ZERO) if kept.calculated is not None else None,
            calculated_at=None if kept.calculated is None else kept.calculated_at,
            outdated=outdated,
            running=kept.done if kept.running is not None else None,
            unready=tuple(unready(connection, key, kept, items, annexes, outdated=outdated)),
            last=_last(connection, key),
            in_force=in_force,
            paid=owed.paid,
            unpaid=owed.unpaid,
            refund=owed.refund,
            late_days=owed.late_days,
            late_fee=owed.late_fee,
            annexes=annexes,
        )

    def owed(self, connection: Connection, key: Key, tax: Decimal) -> Owed:
        """What is left to be paid of a return's tax, and what is too much (SUB-03, SUB-04)."""
        columns = payments.c
        of_return = (columns.unit_id == key.unit_id, columns.period == key.period, columns.kind == key.kind.value)
        settled = select(func.sum(columns.amount)).where(*of_return, columns.state == PaymentState.paid.value)
        paid = in_yuan(int(connection.execute(settled).scalar_one() or 0))
        unpaid = pay.collectable(max(tax - paid, ZERO))
        days = late_days(due_days.of(connection, key.month).day, self.today()) if unpaid else 0
        return Owed(paid, unpaid, max(paid - tax, ZERO), days, late_fee(unpaid, days))

    def today(self) -> date:
        return local_day(self.clock.now())


def unready(
    connection: Connection, key: Key, kept: Kept, items: tuple[ItemSums, ...], annexes: tuple[AnnexSums, ...], *, outdated: bool
) -> list[Unready]:
    """是否可申报: all that is in the way (SUB-02)."""
    found = (
        (Unready.not_now, not kept.progress.may_be_edited),
        (Unready.empty, not any(each.rows for each in items)),
        (Unready.not_calculated, kept.calculated is None),
        (Unready.outdated, outdated),
        (Unready.failed_rows, any(each.failed for each in items)),
        (Unready.annexes, any(each.differences for each in annexes)),
        (Unready.earlier_month, _earlier_waits(connection, key)),
    )
    return [why for why, holds in found if holds]


def sums(connection: Connection, key: Key, *, computed: bool) -> tuple[ItemSums, ...]:
    return _items(connection, key, computed=computed)


def people(connection: Connection, key: Key) -> int:
    return _people(connection, key)


def sent(connection: Connection, return_id: int) -> SentReturn:
    return sent_of(connection.execute(select(returns).where(returns.c.id == return_id)).one())


def sent_of(row: Any) -> SentReturn:
    """A row of `returns`."""
    return SentReturn(
        return_id=row.id,
        period=row.period,
        kind=ReturnKind(row.kind),
        number=row.number,
        type=ReturnType(row.type),
        state=ReturnState(row.state),
        people=row.people,
        income=in_yuan(row.income),
        tax=in_yuan(row.tax),
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        answer_at=row.answer_at,
        receipt=row.receipt,
        reason=row.reason,
    )


def _last(connection: Connection, key: Key) -> SentReturn | None:
    columns = returns.c
    of_return = (columns.unit_id == key.unit_id, columns.period == key.period, columns.kind == key.kind.value)
    row = connection.execute(select(returns).where(*of_return).order_by(columns.number.desc()).limit(1)).one_or_none()
    return None if row is None else sent_of(row)


def _items(connection: Connection, key: Key, *, computed: bool) -> tuple[ItemSums, ...]:
    items = items_of(key.kind)
    rows = {
        row.item: row for row in connection.execute(_SUMS.where(*of_month(key.unit_id, key.period, items)).group_by(income_rows.c.item))
    }
    return tuple(_item(item, rows.get(item.value), computed) for item in items)


def _item(item: Item, row: Any, computed: bool) -> ItemSums:
    if row is None:
        return ItemSums(item, 0, 0, ZERO, ZERO, ZERO if computed else None)
    tax = in_yuan(int(row.tax or 0)) if computed else None
    amounts = in_yuan(int(row.income)), in_yuan(int(row.deductions))
    return ItemSums(item, row.people, row.rows, *amounts, tax, int(row.failed or 0) if computed else 0)


def _people(connection: Connection, key: Key) -> int:
    counted = select(func.count(income_rows.c.payee_id.distinct())).where(*of_month(key.unit_id, key.period, items_of(key.kind)))
    return connection.execute(counted).scalar_one()


def _earlier_waits(connection: Connection, key: Key) -> bool:
    """Whether an earlier month of the year is to be sent again, or on its way: later ones are sent after it (SUB-03)."""
    if key.kind is not ReturnKind.residents:
        return False
    columns, begins = filing_months.c, str(Month(key.month.year, 1))
    of_year = (columns.unit_id == key.unit_id, columns.kind == key.kind.value, columns.period >= begins, columns.period < key.period)
    waits = (columns.redo == 1) | (columns.correcting == 1) | (columns.voiding == 1) | columns.on_way.is_not(None)
    return connection.execute(select(columns.period).where(*of_year, waits).limit(1)).first() is not None
