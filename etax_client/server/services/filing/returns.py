"""申报表报送: a month's return is sent, answered, corrected, voided; each step one transaction, each version kept (SUB-02, SUB-03)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.filing import returns as rules
from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.returns import ANSWER_AFTER, MonthReturn, Progress, ReturnState, ReturnType, Unready
from etax_client.domain.filing.taxes.payments import LIVE, PaymentState, collectable
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.figures import ZERO
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.quick import in_cents
from etax_client.server.services.filing import answers, desks, months
from etax_client.server.services.filing.annexes import comparing
from etax_client.server.services.filing.annexes import kept as kept_annexes
from etax_client.server.services.filing.desks import Desks
from etax_client.server.services.filing.incomes import has_later
from etax_client.server.services.filing.months import Kept, Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes.lines import keep_lines, restore_lines
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import payments, returns, tax_accounts


@dataclass(frozen=True, slots=True)
class Returns:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News
    desks: Desks

    def send(
        self, session: Session, unit_id: int, month: Month, kind: ReturnKind, version: int, once: Once = UNKEYED
    ) -> MonthReturn | Refused:
        """发送申报: the whole of what was looked at, in `version` (FLW-04); the answer comes later."""
        key = Key(unit_id, month, kind)
        with self.units.acting(session, unit_id) as connection:
            kept = months.read(connection, key)
            items = desks.sums(connection, key, computed=kept.calculated is not None)
            annexes = comparing.sums(connection, key)
            why = desks.unready(connection, key, kept, items, annexes, outdated=months.is_outdated(kept))
            progress = rules.sent(kept.progress)
            if progress is None or Unready.not_now in why:
                return _not_now(connection, key, kept)
            if kept.changed != version:
                return months.told(RefusalCode.outdated, kept)
            if why:
                return Refused(RefusalCode.unready, field=why[0].value)
            row = {
                "unit_id": unit_id,
                "period": key.period,
                "kind": kind.value,
                "number": _next_number(connection, key),
                "type": (progress.on_way or ReturnType.normal).value,
                "state": ReturnState.processing.value,
                "people": desks.people(connection, key),
                "income": in_cents(sum((each.income for each in items), ZERO)),
                "tax": in_cents(sum((each.tax or ZERO for each in items), ZERO)),
                "sent_at": self.clock.now(),
                "sent_by": session.name,
                "answer_at": self.clock.now() + ANSWER_AFTER,
                "refused_because": _planned(connection, unit_id),
            }
            return_id = connection.execute(insert(returns).values(row).returning(returns.c.id)).scalar_one()
            keep_lines(connection, key, return_id)
            kept_annexes.keep_lines(connection, key, return_id)
            return self._moved(connection, session, key, kept, progress, once)

    def answer(self, session: Session, unit_id: int, month: Month, kind: ReturnKind, once: Once = UNKEYED) -> MonthReturn | Refused:
        """立即获取: the answer to what is on its way, now; where nothing is, all stays as it is."""
        key = Key(unit_id, month, kind)
        with self.units.acting(session, unit_id) as connection:
            states = (ReturnState.processing.value, ReturnState.voiding.value)
            waiting = select(returns).where(*_of(key), returns.c.state.in_(states))
            for row in connection.execute(waiting).all():
                answers.answer_return(connection, row, self.clock.now())
            self.news.tell(connection)
            return once.keep(connection, self.desks.one(connection, key))

    def correct(self, session: Session, unit_id: int, month: Month, kind: ReturnKind, once: Once = UNKEYED) -> MonthReturn | Refused:
        """更正: the rows in force may be changed, until they are sent or it is withdrawn."""
        key = Key(unit_id, month, kind)
        with self.units.acting(session, unit_id) as connection:
            kept = months.read(connection, key)
            progress = rules.corrected(kept.progress)
            return _not_now(connection, key, kept) if progress is None else self._moved(connection, session, key, kept, progress, once)

    def withdraw(self, session: Session, unit_id: int, month: Month, kind: ReturnKind, once: Once = UNKEYED) -> MonthReturn | Refused:
        """撤销更正: rows, versions and taxes are those of the return in force again."""
        key = Key(unit_id, month, kind)
        with self.units.acting(session, unit_id) as connection:
            kept = months.read(connection, key)
            progress = rules.withdrawn(kept.progress)
            if progress is None or kept.in_force is None:
                return _not_now(connection, key, kept)
            restore_lines(connection, key, kept.in_force)
            kept_annexes.restore_lines(connection, key, kept.in_force)
            revision = months.revise(connection, unit_id)
            # who was paid may be another now than when it was computed: a next correction computes it anew
            more = {"changed": revision, "calculated": kept.calculated or 0, "calculated_at": self.clock.now(), "running": None}
            months.touch_later(connection, key, revision)
            return self._moved(connection, session, key, kept, progress, once, **more)

    def void(self, session: Session, unit_id: int, month: Month, kind: ReturnKind, once: Once = UNKEYED) -> MonthReturn | Refused:
        """作废: of 正常申报 alone, unpaid, with no later month filed; the answer comes later."""
        key = Key(unit_id, month, kind)
        with self.units.acting(session, unit_id) as connection:
            kept = months.read(connection, key)
            if kept.in_force is None:
                return _not_now(connection, key, kept)
            force, later = desks.sent(connection, kept.in_force), has_later(connection, key)
            paid = bool(collectable(force.tax)) and _is_paid(connection, key)
            progress = rules.void_asked(kept.progress, force.type, paid=paid, later_filed=later)
            if progress is None:
                if paid or later:
                    return Refused(RefusalCode.already_paid if paid else RefusalCode.later_filed)
                return _not_now(connection, key, kept)
            values = {"state": ReturnState.voiding.value, "answer_at": self.clock.now() + ANSWER_AFTER}
            values["refused_because"] = _planned(connection, unit_id)
            connection.execute(update(returns).where(returns.c.id == kept.in_force).values(values))
            return self._moved(connection, session, key, kept, progress, once)

    def _moved(
        self, connection: Connection, session: Session, key: Key, kept: Kept, progress: Progress, once: Once, **more: Any
    ) -> MonthReturn:
        months.write(connection, key, kept, progress, **months.by(session.name, self.clock.now()), **more)
        months.revise(connection, key.unit_id)
        self.news.tell(connection)
        return once.keep(connection, self.desks.one(connection, key))


def _not_now(connection: Connection, key: Key, kept: Kept) -> Refused:
    """What somebody else has done since (FLW-04); of months kept before that was noted, who sent the last version."""
    if kept.changed_at is not None:
        return months.told(RefusalCode.not_now, kept)
    row = connection.execute(select(returns).where(*_of(key)).order_by(returns.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        return Refused(RefusalCode.not_now)
    return Refused(RefusalCode.not_now, changed_by=row.sent_by, changed_at=row.sent_at)


def _of(key: Key) -> tuple[Any, ...]:
    return returns.c.unit_id == key.unit_id, returns.c.period == key.period, returns.c.kind == key.kind.value


def _next_number(connection: Connection, key: Key) -> int:
    return int(connection.execute(select(func.coalesce(func.max(returns.c.number), 0)).where(*_of(key))).scalar_one()) + 1


def _planned(connection: Connection, unit_id: int) -> str | None:
    """Why a tester wants the next answer to be no; for once."""
    mine = tax_accounts.c.unit_id == unit_id
    planned = connection.execute(select(tax_accounts.c.next_refusal).where(mine)).scalar_one_or_none()
    if planned is not None:
        connection.execute(update(tax_accounts).where(mine).values(next_refusal=None))
    return planned


def _is_paid(connection: Connection, key: Key) -> bool:
    """Paid, or being paid."""
    columns, states = payments.c, [PaymentState.paid.value, *(state.value for state in LIVE)]
    of_return = (columns.unit_id == key.unit_id, columns.period == key.period, columns.kind == key.kind.value)
    return connection.execute(select(columns.id).where(*of_return, columns.state.in_(states)).limit(1)).first() is not None
