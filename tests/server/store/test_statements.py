"""What the database is told stays out of the log, also for whoever has every statement logged (SEC-1)."""

import logging
from pathlib import Path

import pytest

from tests.server.running import Start


async def test_statements_are_logged_without_what_they_hold(start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")
    server = await start(database=str(tmp_path / "etax.sqlite3"))
    solved = await server.caller().captcha()
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("sqlalchemy"))
    assert "INSERT INTO captchas" in said
    assert solved["answer"] not in said
    assert solved["captcha_id"] not in said
