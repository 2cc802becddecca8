"""Worlds in memory begin with what the migrations made: whoever adds one makes that anew."""

import re

from tests.architecture.sources import PACKAGE

STORE = PACKAGE / "server" / "store"


def test_a_new_database_is_of_the_newest_version() -> None:
    """DUR-3: `uv run python -m tools.new_database` makes it; test_store.py holds the rest together."""
    newest = max(path.name[1:5] for path in (STORE / "migrations" / "versions").glob("m*.py"))
    script = (STORE / "new_database.sql").read_text(encoding="utf-8")
    assert re.findall(r"""INSERT INTO "alembic_version" VALUES\('([0-9]+)'\)""", script) == [newest]
