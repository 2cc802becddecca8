"""SQLite as a store: a file in WAL that is synced at each commit, or memory."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.util import LRUCache
from typing_extensions import override

from etax_client.server.store import newest
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.tables import VERSIONS

_ROLLBACK_JOURNAL = b"\x01\x01"
"""The two bytes of the header by which SQLite knows a database that is not in WAL."""
BUSY_MS = 5000
"""How long a write waits for other processes (DUR-1)."""
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}", "secure_delete=ON", "trusted_schema=OFF")
_STATEMENTS = 1000
"""What is compiled at most; the program has some hundreds."""
_FAULTS = {
    sqlite3.SQLITE_BUSY: StoreFault.busy,
    sqlite3.SQLITE_LOCKED: StoreFault.busy,
    sqlite3.SQLITE_CORRUPT: StoreFault.corrupt,
    sqlite3.SQLITE_NOTADB: StoreFault.corrupt,
    sqlite3.SQLITE_READONLY: StoreFault.not_writable,
    sqlite3.SQLITE_CANTOPEN: StoreFault.not_writable,
    sqlite3.SQLITE_FULL: StoreFault.not_writable,
    sqlite3.SQLITE_IOERR: StoreFault.not_writable,
    sqlite3.SQLITE_PERM: StoreFault.not_writable,
}


_NO_TEXT = "Could not decode to UTF-8"
"""How the driver's error begins where bytes in a text are damaged; it has no code."""


class Sqlite:
    """A file, made if `make` says so, or memory for None, in which there is one connection for everything."""

    def __init__(self, file: str | None, make: bool = True) -> None:
        self._make = make
        self._path = None if file is None else Path(file)
        self.shared = file is not None
        self._in_vain = False

    def connect(self, undo: ExitStack) -> tuple[Connection, Connection]:
        """Raises StoreError, sqlite3.Error wrapped by SQLAlchemy."""
        connect = _sharing_memory() if self._path is None else _opening(self._path, self._make)
        url = URL.create("sqlite", database=None if self._path is None else str(self._path))
        # nothing is left open to be rolled back when they are closed, and in memory both are the same connection
        # what statements hold stays out of logs and error messages, whatever level someone chooses (SEC-1)
        made = {"creator": connect, "poolclass": NullPool, "pool_reset_on_return": None, "hide_parameters": True}
        made["execution_options"] = {"compiled_cache": _compiled()}
        writer = undo.enter_context(_writing(create_engine(url, **made)).connect())
        reader = undo.enter_context(create_engine(url, isolation_level="AUTOCOMMIT", **made).connect())
        return reader, writer

    def check(self, reader: Connection) -> None:
        if self._path is None:
            return
        found = reader.execute(text("PRAGMA integrity_check(1)")).scalar_one()
        if found != "ok":
            raise StoreError(StoreFault.corrupt, str(found))

    def has_schema(self, writer: Connection) -> bool:
        if self._path is None or newest.is_in(writer):
            return True
        if not newest.is_empty(writer):
            return False
        newest.lay(writer)
        return True

    def version(self, reader: Connection) -> int:
        found: int = reader.exec_driver_sql("PRAGMA data_version").scalar_one()
        return found

    def wall(self, reader: Connection) -> datetime | None:
        return None

    def waited_in_vain(self, writer: Connection, in_vain: bool) -> None:
        """After a wait in vain for another process, writers ask only once until one succeeds: a queue of waits would stop the server."""
        if in_vain is self._in_vain:
            return
        self._in_vain = in_vain
        driver_of(writer).execute(f"PRAGMA busy_timeout={0 if in_vain else BUSY_MS}")

    def sync_commits(self, writer: Connection, yes: bool) -> None:
        """One commit follows the other in the log, so to sync it is to sync all before; a process that ends at once loses none."""
        if self._path is not None:
            driver_of(writer).execute(f"PRAGMA synchronous={'FULL' if yes else 'NORMAL'}")

    def fault(self, error: DBAPIError) -> StoreFault | None:
        return None if error.orig is None else fault_of(error.orig)


def driver_of(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101
    return driver


def fault_of(error: BaseException) -> StoreFault | None:
    """By SQLite's primary result code, or by how Python's driver speaks of text that is none."""
    if isinstance(error, UnicodeDecodeError) or str(error).startswith(_NO_TEXT):
        return StoreFault.corrupt
    return _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF) if isinstance(error, sqlite3.Error) else None


class _Compiled(LRUCache[tuple[Any, ...], Any]):
    """Statements as SQL. They are kept by dialect, and each engine has a dialect of its own; those of SQLite are all alike."""

    @override
    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(key[1:], default)

    @override
    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(key[1:], value)


@cache
def _compiled() -> _Compiled:
    """One for all databases of this process: each world would spend half of its laying on compiling what the one before it had."""
    return _Compiled(_STATEMENTS)


def _sharing_memory() -> Callable[[], sqlite3.Connection]:
    kept = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    newest.database().backup(kept)
    kept.execute("PRAGMA foreign_keys=ON")
    return lambda: kept


def _opening(path: Path, make: bool) -> Callable[[], sqlite3.Connection]:
    try:
        _prepare(path, make)
    except sqlite3.Error as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise StoreError(fault, str(error)) from error
    return lambda: _connect(path, make)


def _prepare(path: Path, make: bool) -> None:
    """Nobody else on this machine reads or writes the file or the folder made for it (DUR-1); another program's stays as it is."""
    if not is_whole(path):
        raise StoreError(StoreFault.lost)
    _check_ours(path)
    if not make and not path.exists():
        raise StoreError(StoreFault.missing)
    try:
        if make and not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | (os.O_CREAT if make else 0), 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise StoreError(StoreFault.not_writable, error.strerror or "") from None


def is_whole(path: Path) -> bool:
    """Not a log of writes without its database, which a new one would delete; SQLite writes a database's head before its log."""
    log = Path(f"{path}-wal")
    return not (log.exists() and log.stat().st_size) or (path.exists() and path.stat().st_size > 0)


def _check_ours(path: Path) -> None:
    """A look that changes nothing: the switch to WAL would be written into another program's database."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        header = file.read(20)
    if header[18:20] != _ROLLBACK_JOURNAL:
        return  # new, or in WAL already: nothing is switched, and the schema is looked at when it is open
    # immutable: without a lock that would stand in the way of one who is just making it
    look = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        names = {name for (name,) in look.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        look.close()
    if names and VERSIONS not in names:
        raise StoreError(StoreFault.foreign)


def _connect(path: Path, make: bool) -> sqlite3.Connection:
    # isolation_level=None: the driver begins nothing by itself, `_writing` does
    file = path if make else f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(file, uri=not make, isolation_level=None, check_same_thread=False)
    try:
        # first of all: the switch to WAL waits for others already
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _writing(engine: Engine) -> Engine:
    # a deferred BEGIN fails at its first write when another process has written meanwhile (security.md E3)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine
