"""Faults on demand: what testers have asked for, kept in the world's database, so that all of its servers count down together."""

import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from sqlalchemy import delete, func, insert, select, update

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.scenarios import Scenario, parse
from etax_client.server.services.audit import audit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import faults

MOST = 100
"""At a time; each request is held against every one."""
_PENDING = select(faults).where((faults.c.remaining > 0) | faults.c.remaining.is_(None)).order_by(faults.c.id)


@dataclass(frozen=True, slots=True)
class Fault:
    """`left` requests will still meet it: None for all, 0 for none."""

    fault_id: int
    method: str
    path: str
    scenario: Scenario
    percent: int
    left: int | None


@dataclass(frozen=True, slots=True)
class Faults:
    store: Store
    rng: random.Random = field(repr=False)

    def add(self, scenario: Scenario, method: str, path: str, percent: int, count: int | None) -> Fault | Refused:
        """`method` is a name or `*`, `path` a pattern of fnmatch, `percent` 1 to 100, `count` None for all. Raises StoreError."""
        values = {"method": method, "path": path, "percent": percent, "remaining": count}
        with self.store.write() as connection:
            if connection.execute(select(func.count()).select_from(faults)).scalar_one() >= MOST:
                connection.execute(delete(faults).where(faults.c.remaining == 0))
            if connection.execute(select(func.count()).select_from(faults)).scalar_one() >= MOST:
                return Refused(RefusalCode.too_many)
            row = insert(faults).values(kind=scenario.kind.value, params=str(scenario), **values).returning(faults.c.id)
            fault_id: int = connection.execute(row).scalar_one()
        audit("control", verb="add_fault", fault=fault_id, method=method, path=path, scenario=scenario, percent=percent, count=count)
        return Fault(fault_id, method, path, scenario, percent, count)

    def all(self) -> list[Fault]:
        """Those that are used up as well, in the order in which they were asked for. Raises StoreError."""
        with self.store.read() as connection:
            rows = connection.execute(select(faults).order_by(faults.c.id)).all()
        return [Fault(row.id, row.method, row.path, parse(row.params), row.percent, row.remaining) for row in rows]

    def remove(self, fault_id: int | None = None) -> Refused | None:
        """One of them, or for None all. Raises StoreError."""
        with self.store.write() as connection:
            gone = delete(faults) if fault_id is None else delete(faults).where(faults.c.id == fault_id)
            found = connection.execute(gone).rowcount
        if fault_id is not None and not found:
            return Refused(RefusalCode.not_found)
        audit("control", verb="remove_faults", fault="all" if fault_id is None else fault_id)
        return None

    def befalling(self, method: str, path: str) -> Scenario | None:
        """What a request meets, counted as met. Raises StoreError."""
        with self.store.read() as connection:
            rows = connection.execute(_PENDING).all()
        for row in rows:
            if row.method not in ("*", method) or not fnmatchcase(path, row.path):
                continue
            if row.percent < 100 and self.rng.randrange(100) >= row.percent:
                continue
            if row.remaining is None or self._take(row.id):
                audit("fault", fault=row.id, method=row.method, path=row.path, scenario=row.params)
                return parse(row.params)
        return None

    def pause(self, scenario: Scenario) -> float:
        """Seconds to wait before anything else is done."""
        return scenario.delay + (self.rng.uniform(0, scenario.jitter) if scenario.jitter else 0)

    def _take(self, fault_id: int) -> bool:
        """One of what is left, unless another request or process was faster: never below 0."""
        one = update(faults).where(faults.c.id == fault_id, faults.c.remaining > 0).values(remaining=faults.c.remaining - 1)
        with self.store.write() as connection:
            return connection.execute(one).rowcount == 1
