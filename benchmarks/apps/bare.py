"""The least an ASGI server can do: a fixed answer, a page of 50 units from plain sqlite3, a synced count; no framework, no session."""

import json
import os
import sqlite3
from typing import Any

FIXED = b'{"profile":{"person_id":"1","name":"x","masked_name":"x*"},"idle_seconds":1800,"absolute_seconds":43200}'
UNITS, FAILED = "/units", "/failed"

_database = sqlite3.connect(os.environ.get("BENCH_DATABASE", ":memory:"), isolation_level=None)
_database.executescript("""
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
    CREATE TABLE units (place INTEGER PRIMARY KEY, taxpayer_id TEXT, name TEXT, department TEXT, a TEXT, b TEXT, c TEXT);
    CREATE TABLE counters (subject TEXT PRIMARY KEY, failures INTEGER);
""")
_rows = [(n, f"91440199{n:09}A", f"广东示例第{n}号有限公司", "", "unregistered", "pending", "none") for n in range(1000)]
_database.execute("BEGIN")
_database.executemany("INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?)", _rows)
_database.execute("COMMIT")
_COLUMNS = ("unit_id", "taxpayer_id", "name", "department", "department_filing", "income_filing", "business_filing")


def _page() -> bytes:
    rows = _database.execute("SELECT * FROM units ORDER BY place LIMIT 50").fetchall()
    (total,) = _database.execute("SELECT count(*) FROM units").fetchone()
    return json.dumps({"units": [dict(zip(_COLUMNS, row, strict=True)) for row in rows], "total": total}, ensure_ascii=False).encode()


def _counted(account: str) -> bytes:
    _database.execute("INSERT INTO counters VALUES (?, 1) ON CONFLICT DO UPDATE SET failures = failures + 1", (account,))
    return b'{"status":401}'


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    body = FIXED
    if scope["path"] == UNITS:
        body = _page()
    elif scope["path"] == FAILED:
        body = _counted(json.loads((await receive())["body"])["account"])
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
