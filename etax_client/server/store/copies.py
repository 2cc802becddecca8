"""Whole copies of SQLite databases: made while others write to them, and put in the place of one that nobody has open (DUR-3)."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine import make_url

from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.sqlite import fault_of
from etax_client.server.store.tables import VERSIONS

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; left to another one, it would damage that."""


def file_of(database: str) -> Path:
    """The file of a SQLite database. Raises StoreError for one that is in no file."""
    url = make_url(database) if "://" in database else None
    if url is None:
        return Path(database)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        raise StoreError(StoreFault.unsupported, url.get_backend_name())
    return Path(str(url.database))


@contextmanager
def copied(source: Path, folder: Path) -> Iterator[Path]:
    """A copy of a database of ours as it is at one moment, in a folder; gone at the end unless it was put elsewhere. Raises StoreError."""
    if not source.is_file():
        raise StoreError(StoreFault.missing, str(source))
    try:
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".etax-", suffix=".sqlite3", dir=folder)
    except OSError as error:
        raise StoreError(StoreFault.not_writable, error.strerror or "") from None
    os.close(handle)
    try:
        with _as_store_error():
            _copy(source, name)
        yield Path(name)
    finally:
        for ending in ("", *BESIDE):
            with suppress(OSError):
                os.unlink(name + ending)


def put(copy: Path, target: Path) -> None:
    """Put a closed copy in the place of a database, damaged or not, that nobody has open. Raises StoreError: nothing has changed then."""
    if target.exists():
        with _as_store_error():
            _let_go(target)
    try:
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        for ending in BESIDE:
            Path(f"{target}{ending}").unlink(missing_ok=True)
        os.replace(copy, target)
    except OSError as error:
        raise StoreError(StoreFault.not_writable, error.strerror or "") from None


def _copy(source: Path, name: str) -> None:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)) as kept:
        kept.execute("PRAGMA busy_timeout=5000")
        tables = {table for (table,) in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if VERSIONS not in tables:
            raise StoreError(StoreFault.foreign)
        with closing(sqlite3.connect(name, isolation_level=None)) as copy:
            kept.backup(copy)
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise StoreError(StoreFault.corrupt, str(found))
            fold(copy)


def fold(connection: sqlite3.Connection) -> None:
    """Leave one file and nothing beside it; only when nobody else has it open. Raises sqlite3.Error."""
    connection.execute("PRAGMA journal_mode=DELETE")


def _let_go(target: Path) -> None:
    try:
        with closing(sqlite3.connect(target, isolation_level=None, timeout=0)) as kept:
            fold(kept)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # what is damaged is what one puts a copy in place of
        if fault_of(error) is not StoreFault.corrupt:
            raise


@contextmanager
def _as_store_error() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise StoreError(fault, str(error)) from None
