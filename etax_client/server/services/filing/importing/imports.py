"""Spreadsheets on their way in: lines come in parts and are judged as they come; then all are taken over, or none (PER-05, FLW-06)."""

import json
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

from sqlalchemy import Connection, delete, func, insert, select

from etax_client.clock import Clock
from etax_client.domain.filing.imports import MOST_LINES, Imported, JudgedLine, Preview, SentLine, Verdict
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.filing import months
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import import_lines, imports

LIFE = timedelta(hours=2)
"""How long lines wait to be taken over."""
_IDS = 2**52
"""Drawn, not counted: the number of an import that was given up is never that of the next."""


@dataclass(frozen=True, slots=True)
class StagedLine:
    """A line with what became of it; `row_id` and `version` of what it would change."""

    number: int
    key: str
    verdict: Verdict
    texts: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    row_id: int | None = None
    version: int | None = None


class Target(Protocol):
    """Where lines go: the people of a unit, an item of a month. Both functions work in the transaction of whoever acts."""

    @property
    def name(self) -> str: ...

    def judged(self, connection: Connection, unit_id: int, lines: Sequence[SentLine]) -> Sequence[StagedLine]:
        """Each with its verdict; `twice` is not told here."""
        ...

    def put(self, connection: Connection, session: Session, unit_id: int, lines: Sequence[StagedLine]) -> Refused | None:
        """Write those that are new or changed. A refusal (outdated): somebody has changed meanwhile what they were compared with."""
        ...


@dataclass(frozen=True, slots=True)
class Imports:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    clock: Clock
    news: News

    def begin(self, session: Session, unit_id: int, target: Target, once: Once = UNKEYED) -> int:
        """A new import of this clerk's, by its number; an earlier one into the same place is given up."""
        with self.units.acting(session, unit_id) as connection:
            now = self.clock.now()
            same = (imports.c.unit_id == unit_id) & (imports.c.person_id == session.person_id) & (imports.c.target == target.name)
            connection.execute(delete(imports).where(same | (imports.c.begun_at < now - LIFE)))
            import_id = secrets.randbelow(_IDS) + 1
            row = {"id": import_id, "unit_id": unit_id, "person_id": session.person_id, "target": target.name, "begun_at": now}
            connection.execute(insert(imports).values(row))
            return once.keep(connection, import_id)

    def send(
        self, session: Session, unit_id: int, import_id: int, target: Target, lines: Sequence[SentLine], once: Once = UNKEYED
    ) -> Preview | Refused:
        """More lines of it; what was sent before under the same numbers is replaced."""
        with self.units.acting(session, unit_id) as connection:
            if not _is_there(connection, session, unit_id, import_id, target):
                return Refused(RefusalCode.not_found)
            mine = import_lines.c.import_id == import_id
            connection.execute(delete(import_lines).where(mine, import_lines.c.number.in_([line.number for line in lines])))
            if _count(connection, import_id) + len(lines) > MOST_LINES:
                return Refused(RefusalCode.too_large)
            judged = _told_apart(connection, import_id, target.judged(connection, unit_id, lines))
            rows = [
                {
                    "import_id": import_id,
                    "number": line.number,
                    "key": line.key,
                    "verdict": line.verdict.value,
                    "row_id": line.row_id,
                    "version": line.version,
                    "texts": json.dumps(dict(line.texts), ensure_ascii=False),
                }
                for line in judged
            ]
            connection.execute(insert(import_lines), rows)
            wrong = tuple(JudgedLine(line.number, line.verdict, line.faults) for line in judged if line.verdict.is_wrong)
            return once.keep(connection, Preview(_counts(connection, import_id), wrong))

    def take(
        self, session: Session, unit_id: int, import_id: int, target: Target, only_right: bool, once: Once = UNKEYED
    ) -> Imported | Refused:
        """All of it, or with `only_right` what is not wrong; nothing where a line is wrong, or was compared with what is no more."""
        with self.units.acting(session, unit_id) as connection:
            if not _is_there(connection, session, unit_id, import_id, target):
                return Refused(RefusalCode.not_found)
            counts = Counter(_counts(connection, import_id))
            if not only_right and any(verdict.is_wrong for verdict in counts):
                return Refused(RefusalCode.import_wrong)
            wanted = select(import_lines).where(
                import_lines.c.import_id == import_id, import_lines.c.verdict.in_([Verdict.new.value, Verdict.changed.value])
            )
            lines = [
                StagedLine(row.number, row.key, Verdict(row.verdict), json.loads(row.texts), row_id=row.row_id, version=row.version)
                for row in connection.execute(wanted.order_by(import_lines.c.number))
            ]
            refused = target.put(connection, session, unit_id, lines)
            if refused is not None:
                return refused
            connection.execute(delete(imports).where(imports.c.id == import_id))
            if lines:
                months.tell(connection, unit_id, self.news)
            return once.keep(connection, Imported(counts[Verdict.new], counts[Verdict.changed]))

    def drop(self, session: Session, unit_id: int, import_id: int, target: Target, once: Once = UNKEYED) -> Refused | None:
        """Given up: nothing was changed by it."""
        with self.units.acting(session, unit_id) as connection:
            if not _is_there(connection, session, unit_id, import_id, target):
                return Refused(RefusalCode.not_found)
            connection.execute(delete(imports).where(imports.c.id == import_id))
            return once.keep(connection, None)


def _is_there(connection: Connection, session: Session, unit_id: int, import_id: int, target: Target) -> bool:
    """This clerk's own, into this place: those of others do not exist."""
    mine = (imports.c.unit_id == unit_id) & (imports.c.person_id == session.person_id) & (imports.c.target == target.name)
    return connection.execute(select(imports.c.id).where(imports.c.id == import_id, mine)).first() is not None


def _count(connection: Connection, import_id: int) -> int:
    counted: int = connection.execute(
        select(func.count()).select_from(import_lines).where(import_lines.c.import_id == import_id)
    ).scalar_one()
    return counted


def _counts(connection: Connection, import_id: int) -> dict[Verdict, int]:
    verdict = import_lines.c.verdict
    found = connection.execute(select(verdict, func.count()).where(import_lines.c.import_id == import_id).group_by(verdict))
    return {Verdict(name): count for name, count in found}


def _told_apart(connection: Connection, import_id: int, lines: Sequence[StagedLine]) -> list[StagedLine]:
    """Of several lines of the same the first counts; the others, and those that are wrong, are known by their number."""
    keys = [line.key for line in lines]
    wanted = select(import_lines.c.key).where(import_lines.c.import_id == import_id, import_lines.c.key.in_(keys))
    seen = set(connection.execute(wanted).scalars())
    told: list[StagedLine] = []
    for line in lines:
        if line.verdict.is_wrong:
            told.append(replace(line, key=f"line {line.number}"))
        elif line.key in seen:
            told.append(replace(line, key=f"line {line.number}", verdict=Verdict.twice))
        else:
            seen.add(line.key)
            told.append(line)
    return told
