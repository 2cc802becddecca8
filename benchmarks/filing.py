"""P22 and P24, the tax of many people, computed and kept: `uv run python -m benchmarks.filing`, with `--long` for 100,000."""

import asyncio
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from sqlalchemy import insert

from benchmarks.goals import tell
from etax_client.domain.filing.income import AMOUNTS, IncomeRow, Item, ReturnKind
from etax_client.server.services.filing.taxes.rows import columns_of
from etax_client.server.store.tables import income_rows, payees
from tests.server.filing.books import OCTOBER, Books, books
from tests.server.running import running

PEOPLE, MANY, RUNS = 10_000, 100_000, 5
FIRST = 1_000_001
"""Beyond those that the demo's world has."""


def bare(folder: Path, run: int, rows: list[tuple[object, ...]]) -> float:
    """The same rows in one transaction by sqlite3 alone."""
    connection = sqlite3.connect(folder / f"bare{run}.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = full")
    columns = ["unit_id", "period", "item", "payee_id", "place", "version", *AMOUNTS]
    key = "PRIMARY KEY (unit_id, period, item, payee_id, place)"
    connection.execute(f"CREATE TABLE income_rows ({', '.join(columns)}, {key}) WITHOUT ROWID")
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO income_rows VALUES ({', '.join('?' * len(columns))})", rows)
    connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return took


def paid(place: int) -> IncomeRow:
    amounts = {
        "income": Decimal(8_000 + place % 40_000),
        "pension": Decimal("640.00"),
        "medical": Decimal("160.50"),
        "children": Decimal(2_000),
    }
    return IncomeRow(place, amounts)


def filled(ours: Books, count: int) -> list[tuple[object, ...]]:
    """So many payees with a row of wages each, and what bare sqlite3 gets of them."""
    now = ours.server.clock.now()
    said = {"unit_id": ours.unit, "employment": "employee", "employed_from": "2020-03-01", "report_state": "accepted"}
    named = {"name": "员工", "document_type": "resident_id", "changed_at": now, "changed_by": "", "name_order": "", "search": ""}
    key = {"unit_id": ours.unit, "period": str(OCTOBER), "item": Item.wages.value, "version": 1, "changed_at": now, "changed_by": ""}
    rows = [key | columns_of(paid(place)) for place in range(FIRST, FIRST + count)]
    with ours.server.services.store.write() as connection:
        connection.execute(
            insert(payees), [{**said, **named, "id": place, "document_number": f"{place:018}"} for place in range(FIRST, FIRST + count)]
        )
        connection.execute(insert(income_rows), rows)
    return [tuple(row[name] for name in ("unit_id", "period", "item", "payee_id", "place", "version", *AMOUNTS)) for row in rows]


async def calculated(ours: Books) -> float:
    began = time.perf_counter()
    found = await ours.filing.calculations.calculate(ours.session, ours.unit, OCTOBER, ReturnKind.residents)
    assert not hasattr(found, "code"), found
    return time.perf_counter() - began


async def measure(many: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with running(str(folder / "ours.sqlite3")) as server:
            ours = await books(server)
            rows = filled(ours, MANY if many else PEOPLE)
            if many:
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                await calculated(ours)
                grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
                tell("P24", "memory of the server over 100,000 people computed, MiB", grown, 150)
                return
            ratios = [(await calculated(ours)) / bare(folder, run, rows) for run in range(RUNS)]
            tell("P22", "10,000 people computed and kept / the same rows inserted by bare sqlite3", statistics.median(ratios), 3)


if __name__ == "__main__":
    asyncio.run(measure("--long" in sys.argv))
