"""A unit's months as they are kept: where each return is, and the revision that grows with every change (FLW-04)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.returns import EMPTY, Progress, ReturnType, earlier_changed
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.news import News
from etax_client.server.store.tables import filing_months, tax_accounts


@dataclass(frozen=True, slots=True)
class Key:
    """A return of a month."""

    unit_id: int
    month: Month
    kind: ReturnKind

    @property
    def period(self) -> str:
        return str(self.month)

    @property
    def values(self) -> dict[str, Any]:
        return {"unit_id": self.unit_id, "period": self.period, "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store keeps of a return; `calculated` is the `changed` that its tax was computed at."""

    progress: Progress = EMPTY
    in_force: int | None = None
    changed: int = 0
    calculated: int | None = None
    calculated_at: datetime | None = None
    running: str | None = None
    done: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None
    there: bool = field(default=False, compare=False)


def revise(connection: Connection, unit_id: int) -> int:
    """The unit's next revision, for whatever this transaction writes."""
    mine = tax_accounts.c.unit_id == unit_id
    grown = update(tax_accounts).where(mine).values(revision=tax_accounts.c.revision + 1).returning(tax_accounts.c.revision)
    found = connection.execute(grown).scalar_one_or_none()
    if found is None:
        connection.execute(insert(tax_accounts).values(unit_id=unit_id, revision=1))
        return 1
    return int(found)


def tell(connection: Connection, unit_id: int, news: News) -> None:
    """Whoever follows the unit is told that something in it has changed, by its next revision (FLW-04)."""
    revise(connection, unit_id)
    news.tell(connection)


def revision(connection: Connection, unit_id: int) -> int:
    return connection.execute(select(tax_accounts.c.revision).where(tax_accounts.c.unit_id == unit_id)).scalar_one_or_none() or 0


def read(connection: Connection, key: Key) -> Kept:
    row = connection.execute(select(filing_months).where(*_is(key))).one_or_none()
    if row is None:
        return Kept()
    on_way = None if row.on_way is None else ReturnType(row.on_way)
    progress = Progress(row.in_force is not None, on_way, bool(row.correcting), bool(row.voiding), bool(row.redo))
    who = row.changed_by, row.changed_at
    return Kept(progress, row.in_force, row.changed, row.calculated, row.calculated_at, row.running, row.done, *who, True)


def write(connection: Connection, key: Key, kept: Kept, progress: Progress | None = None, **more: Any) -> None:
    """`progress` from now on, and what else is said of it."""
    values: dict[str, Any] = dict(more)
    if progress is not None:
        on_way = None if progress.on_way is None else progress.on_way.value
        values |= {"on_way": on_way, "correcting": progress.correcting, "voiding": progress.voiding, "redo": progress.redo}
    values = {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}
    if kept.there:
        connection.execute(update(filing_months).where(*_is(key)).values(values))
    else:
        connection.execute(insert(filing_months).values(**key.values, **values))


def touch(connection: Connection, key: Key, changed: int, **who: Any) -> None:
    """Something has changed that its tax depends on: what was computed is outdated (CAL-09)."""
    write(connection, key, read(connection, key), changed=changed, **who)


def by(name: str, now: datetime) -> dict[str, Any]:
    """Who has done it, for `write` and `touch`."""
    return {"changed_by": name, "changed_at": now}


def told(code: RefusalCode, kept: Kept) -> Refused:
    """With who was there before, and when (FLW-04)."""
    return Refused(code, changed_by=kept.changed_by or None, changed_at=kept.changed_at)


def touch_later(connection: Connection, key: Key, changed: int) -> None:
    """As `touch`, of the year's later months, whose tax is computed from this one's (CAL-02)."""
    if key.kind is ReturnKind.residents:
        connection.execute(update(filing_months).where(*_later(key)).values(changed=changed))


def mark_later(connection: Connection, key: Key) -> None:
    """The year's later months that are in force have to be computed and sent again (SUB-03)."""
    if key.kind is ReturnKind.residents:
        marked = int(earlier_changed(Progress(in_force=True)).redo)
        connection.execute(update(filing_months).where(*_later(key), filing_months.c.in_force.is_not(None)).values(redo=marked))


def in_force(connection: Connection, unit_id: int, kind: ReturnKind, year: int, before: Month | None = None) -> list[Month]:
    """The year's months whose return is in force, in order."""
    wanted = select(filing_months.c.period).where(
        filing_months.c.unit_id == unit_id,
        filing_months.c.kind == kind.value,
        filing_months.c.in_force.is_not(None),
        filing_months.c.period >= str(Month(year, 1)),
        filing_months.c.period <= str(Month(year, 12)),
    )
    found = connection.execute(wanted.order_by(filing_months.c.period)).scalars()
    months = [Month(int(period[:4]), int(period[5:])) for period in found]
    return [month for month in months if before is None or month < before]


def is_outdated(kept: Kept) -> bool:
    """Whether what was computed holds no longer, where it is to be sent (CAL-09); what is in force was computed and stands."""
    return kept.progress.may_be_edited and kept.calculated is not None and kept.calculated < kept.changed


def values_of(row: Any) -> Mapping[str, Any]:
    """A row's columns by name."""
    found: Mapping[str, Any] = row._mapping
    return found


def _is(key: Key) -> tuple[ColumnElement[bool], ...]:
    columns = filing_months.c
    return columns.unit_id == key.unit_id, columns.period == key.period, columns.kind == key.kind.value


def _later(key: Key) -> tuple[ColumnElement[bool], ...]:
    columns, end = filing_months.c, str(Month(key.month.year, 12))
    return columns.unit_id == key.unit_id, columns.kind == key.kind.value, columns.period > key.period, columns.period <= end
