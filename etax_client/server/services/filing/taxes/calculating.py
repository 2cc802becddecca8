"""税款计算: a month's tax part by part, and the reasons where there is none (CAL-02, CAL-09)."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, func, select

from etax_client.clock import Clock
from etax_client.domain.filing import returns as rules
from etax_client.domain.filing.income import Item, ReturnKind, items_of
from etax_client.domain.filing.taxes.calculation import Failed
from etax_client.domain.filing.taxes.pages import Calculated, FailedRow, FailedRows
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing import months
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes.checking import MOST_SHOWN
from etax_client.server.services.filing.taxes.computing import AT_ONCE, compute, next_part
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.errors import StoreError
from etax_client.server.store.tables import income_taxes, payees

T = TypeVar("T")


@dataclass(slots=True)
class Run:
    """A calculation on its way through one return, or several in order; `correct`: one that is in force is corrected by it (SUB-03)."""

    keys: Sequence[Key]
    correct: bool = False
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    rows: int = 0
    """Of the return that it is at."""
    changed: int | None = None
    """What is computed there; None before it begins."""
    begun: datetime | None = None
    todo: list[Item] = field(default_factory=list)
    after: int = 0

    @property
    def key(self) -> Key:
        return self.keys[0]


@dataclass(frozen=True, slots=True)
class Calculations:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News

    async def calculate(self, session: Session, unit_id: int, month: Month, kind: ReturnKind, once: Once = UNKEYED) -> Calculated | Refused:
        """The tax of a whole return anew (CAL-02).

        Refused where something changes on the way, or another calculation begins.
        """
        key = Key(unit_id, month, kind)
        run = Run([key])
        return await self.run(session, unit_id, run, lambda connection: once.keep(connection, _outcome(connection, key, run.rows)))

    async def run(self, session: Session, unit_id: int, run: Run, finish: Callable[[Connection], T]) -> T | Refused:
        """Part by part, so that others go on working between two of them (FLW-06): what is small is one transaction.

        Nothing of a return holds until it is over; of several, those that are stay. `finish` is called in the last transaction.
        """
        try:
            while True:
                with self.units.acting(session, unit_id) as connection:
                    refused = self._go_on(connection, run)
                    if refused is not None:
                        return refused
                    months.tell(connection, unit_id, self.news)
                    if not run.keys:
                        return finish(connection)
                await self.clock.sleep(0)
        finally:
            self._stop(run)

    def _go_on(self, connection: Connection, run: Run) -> Refused | None:
        """As many parts as one transaction may hold."""
        left = AT_ONCE
        while run.keys and left > 0:
            refused = self._begin(connection, run) if run.changed is None else self._look(connection, run)
            if refused is not None:
                return refused
            found = next_part(connection, run.key, run.todo[0], run.after, left) if run.todo else None
            if found is not None:
                compute(connection, found[0])
                run.after, run.rows, left = found[0].last, run.rows + found[1], left - found[1]
                months.write(connection, run.key, months.read(connection, run.key), done=run.rows)
            elif run.todo:
                run.todo.pop(0)
                run.after = 0
            else:
                self._end(connection, run)
        return None

    def _begin(self, connection: Connection, run: Run) -> Refused | None:
        kept = months.read(connection, run.key)
        begun = rules.corrected(kept.progress) if run.correct else None
        progress = begun or kept.progress
        if not progress.may_be_edited:
            return Refused(RefusalCode.rows_locked)
        months.write(connection, run.key, kept, progress, running=run.token, done=0, calculated=None)
        run.changed, run.begun, run.rows = kept.changed, self.clock.now(), 0
        run.todo, run.after = list(items_of(run.key.kind)), 0
        return None

    def _look(self, connection: Connection, run: Run) -> Refused | None:
        """Whether it is still this one that goes on, over the same rows."""
        kept = months.read(connection, run.key)
        same = kept.running == run.token and kept.changed == run.changed
        return None if same else Refused(RefusalCode.calculation_stopped)

    def _end(self, connection: Connection, run: Run) -> None:
        revision, kept = months.revise(connection, run.key.unit_id), months.read(connection, run.key)
        months.write(connection, run.key, kept, running=None, changed=revision, calculated=revision, calculated_at=run.begun)
        if kept.in_force is not None:
            # later months are computed from what this one would be
            months.touch_later(connection, run.key, revision)
        run.keys, run.changed = run.keys[1:], None

    def cancel(self, session: Session, unit_id: int, month: Month, kind: ReturnKind, once: Once = UNKEYED) -> Refused | None:
        """A calculation under way stops at its next part, and nothing is computed (FLW-06)."""
        key = Key(unit_id, month, kind)
        with self.units.acting(session, unit_id) as connection:
            kept = months.read(connection, key)
            if kept.running is not None:
                months.write(connection, key, kept, running=None)
                months.tell(connection, unit_id, self.news)
            return once.keep(connection, None)

    def failed(self, session: Session, unit_id: int, month: Month, kind: ReturnKind) -> FailedRows:
        """Rows without a tax, and why (CAL-09)."""
        columns = income_taxes.c
        of_month = (columns.unit_id == unit_id, columns.period == str(month), columns.item.in_(items_of(kind)), columns.failed != "")
        wanted = select(columns.item, columns.payee_id, columns.place, columns.failed, payees.c.name)
        wanted = wanted.join_from(income_taxes, payees, payees.c.id == columns.payee_id).where(*of_month)
        with self.units.reading(session, unit_id) as connection:
            total = connection.execute(select(func.count()).select_from(income_taxes).where(*of_month)).scalar_one()
            rows = connection.execute(wanted.order_by(columns.item, columns.payee_id, columns.place).limit(MOST_SHOWN)).all()
        found = tuple(FailedRow(Item(row.item), row.payee_id, row.place, row.name, Failed(row.failed)) for row in rows)
        return FailedRows(found, total)

    def _stop(self, run: Run) -> None:
        """It is under way no more, however it ended."""
        if not run.keys or run.changed is None:
            return
        with suppress(StoreError), self.units.store.write() as connection:
            kept = months.read(connection, run.key)
            if kept.running == run.token:
                months.write(connection, run.key, kept, running=None)
                months.tell(connection, run.key.unit_id, self.news)


def _outcome(connection: Connection, key: Key, rows: int) -> Calculated:
    columns = income_taxes.c
    of_month = (columns.unit_id == key.unit_id, columns.period == key.period, columns.item.in_(items_of(key.kind)))
    failed = connection.execute(select(func.count()).select_from(income_taxes).where(*of_month, columns.failed != "")).scalar_one()
    return Calculated(rows, failed)
