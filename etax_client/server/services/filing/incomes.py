"""收入及减除填写: a month's rows of income, read by pages, saved in blocks, cleared, copied, made (INC-01, INC-04, FLW-04)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, literal, or_, select, tuple_

from etax_client.clock import Clock
from etax_client.domain.filing.income import AMOUNTS, ITEMS, IncomeRow, Item, ReturnKind, RowKey, Use, judge, kind_of
from etax_client.domain.filing.people import Employment
from etax_client.domain.filing.people_states import PersonState, ReportState
from etax_client.domain.filing.periods import fileable
from etax_client.domain.filing.taxes.calculation import Failed, must_merge
from etax_client.domain.filing.taxes.pages import EarlierRows, IncomeLine, IncomePage, IncomeSums, RowChange, RowRemoval, Saved
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.quick import in_yuan
from etax_client.server.services.filing import months
from etax_client.server.services.filing.months import Kept, Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes.rows import FILLED_IN, USES, columns_of, row_of
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import Unfit, misfilled
from etax_client.server.store.tables import filing_months, income_rows, income_taxes, payees

_SAME = and_(*(income_taxes.c[name] == income_rows.c[name] for name in ("unit_id", "period", "item", "payee_id", "place")))
_LINES = (
    select(
        income_rows,
        *(payees.c[name] for name in ("name", "document_type", "document_number", "work_number")),
        income_taxes.c.due,
        income_taxes.c.carried,
        income_taxes.c.failed,
    )
    .join_from(income_rows, payees, payees.c.id == income_rows.c.payee_id)
    .outerjoin(income_taxes, _SAME)
)
_BY_KEY = (income_rows.c.payee_id, income_rows.c.place)
T = TypeVar("T")
_AT_ONCE = 5_000
_MONTHS_BACK = 24
"""As far back as returns may be filed, last year's."""
_COPIED = tuple(name for name in AMOUNTS if USES[name] is not Use.additional)
"""Not what is summed since January: that is filled in anew each month (DED-02)."""


@dataclass(frozen=True, slots=True)
class Incomes:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News

    def page(
        self, session: Session, unit_id: int, month: Month, item: Item, *, after: RowKey | None = None, at: int = 0, limit: int
    ) -> IncomePage:
        """Up to `limit` rows by payee: from place `at` on, or those `after` a row."""
        mine = _of(unit_id, month, item)
        wanted = _LINES.where(*mine).order_by(*_BY_KEY).limit(limit)
        if after is None:
            wanted = wanted.offset(at)
        else:
            wanted = wanted.where(tuple_(*_BY_KEY) > tuple_(literal(after.payee_id), literal(after.place)))
        with self.units.reading(session, unit_id) as connection:
            total = connection.execute(select(func.count()).select_from(income_rows).where(*mine)).scalar_one()
            found = connection.execute(wanted).all()
        return IncomePage(tuple(line_of(item, row) for row in found), total)

    def one(self, session: Session, unit_id: int, month: Month, item: Item, key: RowKey) -> IncomeLine | Refused:
        """A row as it is now."""
        with self.units.reading(session, unit_id) as connection:
            row = connection.execute(_LINES.where(*_of(unit_id, month, item), *_keyed([key]))).one_or_none()
        return Refused(RefusalCode.not_found) if row is None else line_of(item, row)

    def sums(self, session: Session, unit_id: int, month: Month, item: Item) -> IncomeSums:
        """What stands below the sheet."""
        names = tuple(ITEMS[item].amounts)
        added = select(func.count(), *(func.coalesce(func.sum(income_rows.c[name]), 0) for name in names)).where(*_of(unit_id, month, item))
        taxed = select(func.sum(income_taxes.c.due)).where(*_of(unit_id, month, item, income_taxes))
        with self.units.reading(session, unit_id) as connection:
            rows, *amounts = connection.execute(added).one()
            tax = connection.execute(taxed).scalar_one()
        found = {name: in_yuan(int(cents)) for name, cents in zip(names, amounts, strict=True)}
        return IncomeSums(rows, found, None if tax is None else in_yuan(int(tax)))

    def earlier(self, session: Session, unit_id: int, month: Month, item: Item) -> tuple[EarlierRows, ...]:
        """The months before that have rows of an item, the newest first."""
        columns = income_rows.c
        mine = (columns.unit_id == unit_id, columns.item == item.value, columns.period < str(month))
        wanted = select(columns.period, func.count().label("rows")).where(*mine).group_by(columns.period).order_by(columns.period.desc())
        with self.units.reading(session, unit_id) as connection:
            return tuple(EarlierRows(row.period, row.rows) for row in connection.execute(wanted.limit(_MONTHS_BACK)))

    def save(
        self,
        session: Session,
        unit_id: int,
        month: Month,
        item: Item,
        changes: Sequence[RowChange],
        removals: Sequence[RowRemoval] = (),
        once: Once = UNKEYED,
    ) -> Saved | Refused:
        """A block of rows, all of it or nothing: a row that somebody has changed meanwhile is told with who and when (FLW-04)."""
        with self.units.acting(session, unit_id) as connection:
            saved = self.replaced(connection, session, unit_id, month, item, changes, removals)
            return saved if isinstance(saved, Refused) else once.keep(connection, saved)

    def replaced(
        self,
        connection: Connection,
        session: Session,
        unit_id: int,
        month: Month,
        item: Item,
        changes: Sequence[RowChange],
        removals: Sequence[RowRemoval] = (),
    ) -> Saved | Refused:
        """As `save`, in the transaction of whoever acts there."""
        wrong = _misfilled(item, changes, removals)
        if wrong is not None:
            return wrong
        kept = self._editable(connection, Key(unit_id, month, kind_of(item)))
        if isinstance(kept, Refused):
            return kept
        seen = {change.row.key: change.version for change in changes}
        seen |= {RowKey(each.payee_id, each.place): each.version for each in removals}
        there = self.there(connection, unit_id, month, item, list(seen))
        for key, version in seen.items():
            found = there.get(key)
            if (0 if found is None else found.version) != version:
                return _outdated(found)
        rows = [change.row for change in changes]
        refused = self._fits(connection, Key(unit_id, month, kind_of(item)), kept, item, rows, there)
        if refused is not None:
            return refused
        for part in _parts(list(seen)):
            connection.execute(delete(income_rows).where(*_of(unit_id, month, item), *_keyed(part)))
        return self._put(connection, session, unit_id, month, item, rows, len(seen))

    def there(self, connection: Connection, unit_id: int, month: Month, item: Item, keys: Sequence[RowKey]) -> dict[RowKey, Row[Any]]:
        """The rows that there are under these keys."""
        found = (row for part in _parts(keys) for row in connection.execute(_stored(unit_id, month, item, part)))
        return {RowKey(row.payee_id, row.place): row for row in found}

    def clear(self, session: Session, unit_id: int, month: Month, item: Item, once: Once = UNKEYED) -> Saved | Refused:
        """清除数据: all rows of an item."""
        with self.units.acting(session, unit_id) as connection:
            kept = self._editable(connection, Key(unit_id, month, kind_of(item)))
            if isinstance(kept, Refused):
                return kept
            gone = connection.execute(delete(income_rows).where(*_of(unit_id, month, item))).rowcount
            return once.keep(connection, self._put(connection, session, unit_id, month, item, [], gone))

    def copy(self, session: Session, unit_id: int, month: Month, item: Item, source: Month, once: Once = UNKEYED) -> Saved | Refused:
        """复制往期数据: the rows of an earlier month for whoever has none in this one and may be declared."""
        with self.units.acting(session, unit_id) as connection:
            kept = self._editable(connection, Key(unit_id, month, kind_of(item)))
            if isinstance(kept, Refused):
                return kept
            taken = [income_rows.c[name] for name in ("payee_id", "place", "labour", "remark", *_COPIED)]
            wanted = select(*taken).join(payees, payees.c.id == income_rows.c.payee_id).where(*_of(unit_id, source, item), *_DECLARABLE)
            return once.keep(connection, self._made(connection, session, unit_id, month, item, kept, wanted))

    def zeros(self, session: Session, unit_id: int, month: Month, once: Once = UNKEYED) -> Saved | Refused:
        """生成零工资记录: a row without income for every employee, where nothing was ever filled in before (INC-04)."""
        item = Item.wages
        with self.units.acting(session, unit_id) as connection:
            kept = self._editable(connection, Key(unit_id, month, kind_of(item)))
            if isinstance(kept, Refused):
                return kept
            earlier = select(income_rows.c.payee_id).where(
                income_rows.c.unit_id == unit_id, income_rows.c.item == item.value, income_rows.c.period < str(month)
            )
            if connection.execute(earlier.limit(1)).first() is not None:
                return Refused(RefusalCode.earlier_data)
            wanted = select(payees.c.id.label("payee_id"), literal(1).label("place")).where(
                payees.c.unit_id == unit_id, payees.c.employment == Employment.employee.value, *_DECLARABLE
            )
            return once.keep(connection, self._made(connection, session, unit_id, month, item, kept, wanted))

    def _editable(self, connection: Connection, key: Key) -> Kept | Refused:
        """Where the month's return is, if its rows may be changed now."""
        if key.month not in fileable(local_day(self.clock.now())):
            return Refused(RefusalCode.month_not_open)
        kept = months.read(connection, key)
        return kept if kept.progress.may_be_edited else months.told(RefusalCode.rows_locked, kept)

    def _fits(
        self, connection: Connection, key: Key, kept: Kept, item: Item, rows: Sequence[IncomeRow], there: dict[RowKey, Row[Any]]
    ) -> Refused | None:
        """They are of this unit; and a correction of an earlier month adds nobody and changes no 累计专项附加扣除 (SUB-03)."""
        wanted = sorted({row.payee_id for row in rows})
        mine = select(func.count()).select_from(payees).where(payees.c.unit_id == key.unit_id)
        known = sum(connection.execute(mine.where(payees.c.id.in_(part))).scalar_one() for part in _parts(wanted))
        if known != len(wanted):
            return Refused(RefusalCode.payee_unknown)
        if not (kept.progress.correcting and key.kind is ReturnKind.residents and has_later(connection, key)):
            return None
        summed = [name for name, column in ITEMS[item].amounts.items() if column.use is Use.additional]
        for row in rows:
            old = there.get(row.key)
            if old is None and not self._was_declared(connection, key, row.payee_id):
                return Refused(RefusalCode.correction_limited, field="payee_id")
            before = IncomeRow(row.payee_id) if old is None else row_of(item, old)
            changed = next((name for name in summed if row.amount(name) != before.amount(name)), None)
            if changed is not None:
                return Refused(RefusalCode.correction_limited, field=changed)
        return None

    def _was_declared(self, connection: Connection, key: Key, payee_id: int) -> bool:
        other = select(income_rows.c.payee_id).where(
            income_rows.c.unit_id == key.unit_id, income_rows.c.period == key.period, income_rows.c.payee_id == payee_id
        )
        return connection.execute(other.limit(1)).first() is not None

    def _put(
        self, connection: Connection, session: Session, unit_id: int, month: Month, item: Item, rows: Sequence[IncomeRow], count: int
    ) -> Saved:
        version = months.revise(connection, unit_id)
        who = months.by(session.name, self.clock.now())
        given = {"unit_id": unit_id, "period": str(month), "item": item.value, "version": version, **who}
        if rows:
            connection.execute(insert(income_rows), [given | columns_of(row) | _merging(item, month, row.merged) for row in rows])
        months.touch(connection, Key(unit_id, month, kind_of(item)), version, **who)
        self.news.tell(connection)
        return Saved(version, count)

    def _made(
        self, connection: Connection, session: Session, unit_id: int, month: Month, item: Item, kept: Kept, wanted: Any
    ) -> Saved | Refused:
        """The rows that `wanted` gives, for whoever has none yet."""
        if kept.progress.correcting and has_later(connection, Key(unit_id, month, kind_of(item))):
            return Refused(RefusalCode.correction_limited, field="payee_id")
        version = months.revise(connection, unit_id)
        found = wanted.subquery()
        new = income_rows.alias()
        there = exists().where(*_of(unit_id, month, item, new), new.c.payee_id == found.c.payee_id)
        given = {"unit_id": unit_id, "period": str(month), "item": item.value, "version": version, "changed_by": session.name}
        columns = {name: literal(value) for name, value in given.items()}
        columns["changed_at"] = literal(self.clock.now(), income_rows.c.changed_at.type)
        columns |= {name: literal(value) for name, value in _merging(item, month, False).items()}
        chosen = select(*columns.values(), *found.c).where(~there)
        connection.execute(insert(income_rows).from_select([*columns, *found.c.keys()], chosen))
        new_ones = select(func.count()).select_from(income_rows).where(*_of(unit_id, month, item), income_rows.c.version == version)
        made = connection.execute(new_ones).scalar_one()
        months.touch(connection, Key(unit_id, month, kind_of(item)), version, **months.by(session.name, self.clock.now()))
        self.news.tell(connection)
        return Saved(version, made)


_DECLARABLE = (payees.c.person_state == PersonState.normal.value, payees.c.report_state == ReportState.accepted.value)


def _merging(item: Item, month: Month, chosen: bool) -> dict[str, int]:
    """Whether a bonus is added to the wages: by choice, and from 2028 on always (CAL-04)."""
    return {"merged": int(item is Item.bonus and (chosen or must_merge(month)))}


def has_later(connection: Connection, key: Key) -> bool:
    """Whether a later month of the year is in force."""
    later = select(filing_months.c.period).where(
        filing_months.c.unit_id == key.unit_id,
        filing_months.c.kind == key.kind.value,
        filing_months.c.period > key.period,
        filing_months.c.in_force.is_not(None),
    )
    return connection.execute(later.limit(1)).first() is not None


def line_of(item: Item, row: Row[Any]) -> IncomeLine:
    """A row that was selected with its payee and its tax."""
    computed = row.due is not None and not row.failed
    return IncomeLine(
        row_of(item, row),
        row.version,
        row.name,
        DocumentType(row.document_type),
        row.document_number,
        row.work_number,
        row.changed_by,
        row.changed_at,
        in_yuan(row.due) if computed else None,
        in_yuan(row.carried) if computed else None,
        Failed(row.failed) if row.failed else None,
    )


def _parts(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many as one statement may name on either database."""
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _of(unit_id: int, month: Month, item: Item, source: Any = income_rows) -> tuple[Any, ...]:
    return source.c.unit_id == unit_id, source.c.period == str(month), source.c.item == item.value


def _keyed(keys: Sequence[RowKey]) -> tuple[Any, ...]:
    """Each of the keys: one payee has several places where payments are told apart, else one."""
    several = [key for key in keys if key.place != 1]
    first = and_(income_rows.c.payee_id.in_([key.payee_id for key in keys if key.place == 1]), income_rows.c.place == 1)
    if not several:
        return (first,)
    others = tuple_(*_BY_KEY).in_([(key.payee_id, key.place) for key in several])
    return (or_(first, others),)


def _stored(unit_id: int, month: Month, item: Item, keys: Sequence[RowKey]) -> Any:
    columns = [income_rows.c[name] for name in ("payee_id", "place", *FILLED_IN)]
    return select(*columns).where(*_of(unit_id, month, item), *_keyed(keys))


def _misfilled(item: Item, changes: Sequence[RowChange], removals: Sequence[RowRemoval]) -> Refused | None:
    """All that is wrong in a block, each by the place of its row (INC-02)."""
    wrong = {
        f"rows[{place}].{each.column}": Unfit(each.invalid.fault, "INC-02")
        for place, change in enumerate(changes)
        for each in judge(item, change.row)
    }
    keys = [change.row.key for change in changes] + [RowKey(each.payee_id, each.place) for each in removals]
    if len(set(keys)) != len(keys):
        wrong["rows"] = Unfit("twice", "INC-01")
    return misfilled(wrong) if wrong else None


def _outdated(found: Row[Any] | None) -> Refused:
    """FLW-04: of a row that is gone nobody knows who took it away."""
    if found is None:
        return Refused(RefusalCode.outdated)
    return Refused(RefusalCode.outdated, changed_by=found.changed_by, changed_at=found.changed_at)
