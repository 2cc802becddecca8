"""附表填写: the lines of an annex, read by pages and saved in blocks; what differs from the incomes is told by payee (SUB-01, FLW-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, literal, select, tuple_

from etax_client.clock import Clock
from etax_client.domain.filing.annexes.annexes import Annex, AnnexLine, AnnexPage, Differences, LineChange, judge
from etax_client.domain.filing.income import ReturnKind, RowKey
from etax_client.domain.filing.periods import fileable
from etax_client.domain.filing.taxes.pages import RowRemoval, Saved
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing import months
from etax_client.server.services.filing.annexes import comparing
from etax_client.server.services.filing.annexes.kept import columns_of, kept_line
from etax_client.server.services.filing.months import Kept, Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import Unfit, misfilled
from etax_client.server.store.tables import annex_lines, payees, return_annex_lines, returns

_BY_KEY = (annex_lines.c.payee_id, annex_lines.c.place)
_LINES = select(annex_lines, payees.c.name, payees.c.document_number).join_from(annex_lines, payees, payees.c.id == annex_lines.c.payee_id)


@dataclass(frozen=True, slots=True)
class Annexes:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News

    def differences(self, session: Session, unit_id: int, month: Month, kind: ReturnKind) -> Differences:
        """Each by payee and amount."""
        with self.units.reading(session, unit_id) as connection:
            return comparing.differences(connection, Key(unit_id, month, kind))

    def page(
        self, session: Session, unit_id: int, month: Month, kind: ReturnKind, annex: Annex, *, after: RowKey | None, limit: int
    ) -> AnnexPage:
        """Up to `limit` lines by payee, from the first on or `after` one."""
        mine = _of(Key(unit_id, month, kind), annex)
        wanted = _LINES.where(*mine).order_by(*_BY_KEY).limit(limit)
        if after is not None:
            wanted = wanted.where(tuple_(*_BY_KEY) > tuple_(literal(after.payee_id), literal(after.place)))
        with self.units.reading(session, unit_id) as connection:
            total = connection.execute(select(func.count()).select_from(annex_lines).where(*mine)).scalar_one()
            found = connection.execute(wanted).all()
        return AnnexPage(tuple(kept_line(annex, row) for row in found), total)

    def sent(
        self, session: Session, unit_id: int, return_id: int, annex: Annex, *, after: RowKey | None, limit: int
    ) -> AnnexPage | Refused:
        """The lines of a version, as they were sent (SUB-03)."""
        columns = return_annex_lines.c
        mine, by_key = (columns.return_id == return_id, columns.annex == annex.value), (columns.payee_id, columns.place)
        wanted = select(return_annex_lines).where(*mine).order_by(*by_key).limit(limit)
        if after is not None:
            wanted = wanted.where(tuple_(*by_key) > tuple_(literal(after.payee_id), literal(after.place)))
        with self.units.reading(session, unit_id) as connection:
            of_unit = select(returns.c.id).where(returns.c.id == return_id, returns.c.unit_id == unit_id)
            if connection.execute(of_unit).one_or_none() is None:
                return Refused(RefusalCode.not_found)
            total = connection.execute(select(func.count()).select_from(return_annex_lines).where(*mine)).scalar_one()
            found = connection.execute(wanted).all()
        return AnnexPage(tuple(kept_line(annex, row) for row in found), total)

    def save(
        self,
        session: Session,
        unit_id: int,
        month: Month,
        kind: ReturnKind,
        annex: Annex,
        changes: Sequence[LineChange],
        removals: Sequence[RowRemoval] = (),
        once: Once = UNKEYED,
    ) -> Saved | Refused:
        """A block of lines, all of it or nothing: one that somebody has changed meanwhile is told with who and when (FLW-04)."""
        key = Key(unit_id, month, kind)
        with self.units.acting(session, unit_id) as connection:
            refused = _misfilled(key, annex, changes, removals)
            if refused is not None:
                return refused
            if month not in fileable(local_day(self.clock.now())):
                return Refused(RefusalCode.month_not_open)
            kept = months.read(connection, key)
            if not kept.progress.may_be_edited:
                return Refused(RefusalCode.rows_locked)
            seen = {change.line.key: change.version for change in changes} | {
                RowKey(each.payee_id, each.place): each.version for each in removals
            }
            refused = _outdated(connection, key, annex, seen) or _strangers(connection, key, changes)
            if refused is not None:
                return refused
            places = [(each.payee_id, each.place) for each in seen]
            connection.execute(delete(annex_lines).where(*_of(key, annex), tuple_(*_BY_KEY).in_(places)))
            return once.keep(connection, self._put(connection, session, key, kept, annex, [change.line for change in changes], len(seen)))

    def _put(
        self, connection: Connection, session: Session, key: Key, kept: Kept, annex: Annex, lines: Sequence[AnnexLine], count: int
    ) -> Saved:
        version = months.revise(connection, key.unit_id)
        who = {**key.values, "annex": annex.value, "version": version, "changed_at": self.clock.now(), "changed_by": session.name}
        if lines:
            connection.execute(insert(annex_lines), [who | columns_of(annex, line) for line in lines])
        # another thing is sent now than was looked at; no tax depends on it
        holds = kept.calculated is not None and kept.calculated >= kept.changed
        who_did = months.by(session.name, self.clock.now())
        months.write(connection, key, kept, changed=version, calculated=version if holds else kept.calculated, **who_did)
        self.news.tell(connection)
        return Saved(version, count)


def _of(key: Key, annex: Annex) -> tuple[Any, ...]:
    return (*comparing.of_return(key), annex_lines.c.annex == annex.value)


def _misfilled(key: Key, annex: Annex, changes: Sequence[LineChange], removals: Sequence[RowRemoval]) -> Refused | None:
    """All that is wrong in a block, each by the place of its line."""
    wrong = {
        f"lines[{place}].{each.column}": Unfit(each.invalid.fault, "SUB-01")
        for place, change in enumerate(changes)
        for each in judge(annex, change.line, key.kind, key.month)
    }
    keys = [change.line.key for change in changes] + [RowKey(each.payee_id, each.place) for each in removals]
    if len(set(keys)) != len(keys):
        wrong["lines"] = Unfit("twice", "INC-01")
    return misfilled(wrong) if wrong else None


def _outdated(connection: Connection, key: Key, annex: Annex, seen: dict[RowKey, int]) -> Refused | None:
    places = [(each.payee_id, each.place) for each in seen]
    columns = (*_BY_KEY, annex_lines.c.version, annex_lines.c.changed_by, annex_lines.c.changed_at)
    rows = connection.execute(select(*columns).where(*_of(key, annex), tuple_(*_BY_KEY).in_(places)))
    there = {RowKey(row.payee_id, row.place): row for row in rows}
    for each, version in seen.items():
        found = there.get(each)
        if found is None and version:
            return Refused(RefusalCode.outdated)
        if found is not None and found.version != version:
            return Refused(RefusalCode.outdated, changed_by=found.changed_by, changed_at=found.changed_at)
    return None


def _strangers(connection: Connection, key: Key, changes: Sequence[LineChange]) -> Refused | None:
    wanted = {change.line.payee_id for change in changes}
    mine = select(func.count()).select_from(payees).where(payees.c.unit_id == key.unit_id, payees.c.id.in_(sorted(wanted)))
    known = connection.execute(mine).scalar_one()
    return None if known == len(wanted) else Refused(RefusalCode.payee_unknown)
