"""What the migrations make of an empty database, made once (tools/new_database.py): running them takes longer than all else at a start."""

import atexit
import sqlite3
from collections.abc import Iterable
from functools import cache
from importlib import resources

from sqlalchemy import Connection, inspect, text

from etax_client.server.store.tables import VERSIONS

_VERSION = f"SELECT version_num FROM {VERSIONS}"  # noqa: S608


@cache
def database() -> sqlite3.Connection:
    """In memory; each world there is a copy of it, as SQL is read ten times as slowly."""
    new = sqlite3.connect(":memory:", check_same_thread=False)
    atexit.register(new.close)
    new.executescript(resources.files(__package__).joinpath("new_database.sql").read_text(encoding="utf-8"))
    return new


def is_in(connection: Connection) -> bool:
    """Whether a database has what the newest migration makes."""
    if not inspect(connection).has_table(VERSIONS):
        return False
    return list(connection.execute(text(_VERSION)).scalars()) == [version for (version,) in database().execute(_VERSION)]


def is_empty(connection: Connection) -> bool:
    return not inspect(connection).get_table_names()


def lay(connection: Connection) -> None:
    """Into an empty database of SQLite; `connection` is in a write transaction that the caller commits."""
    for statement in _statements():
        connection.exec_driver_sql(statement)


def _statements() -> Iterable[str]:
    begin, *statements, commit = database().iterdump()
    assert (begin, commit) == ("BEGIN TRANSACTION;", "COMMIT;")  # noqa: S101
    return statements
