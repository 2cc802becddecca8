"""The store: one connection that reads, one that writes, and every write in a transaction that holds the database from its start."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from etax_client.server.store import schema
from etax_client.server.store.errors import StoreError, StoreFault

_ROLLBACK_JOURNAL = b"\x01\x01"
"""The two bytes of the header by which SQLite knows a database that is not in WAL."""
BUSY_MS = 5000
"""How long a write waits for other processes (DUR-1)."""
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}", "secure_delete=ON", "trusted_schema=OFF")


class Store:
    """Made by `open_store`. Calls take microseconds and stand where they are made, in the event loop; nothing is awaited inside a block.

    `before_commit` is called inside every write, so that what must ride along (the high-water mark of time) does.
    """

    def __init__(self, reader: Connection, writer: Connection, *, shared: bool) -> None:
        self._reader = reader
        self._writer = writer
        self._shared = shared
        self._turn = threading.Lock()
        self._impatient = False
        self.before_commit: Callable[[Connection], None] | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A kept connection in which each statement stands alone. Raises StoreError."""
        with self._turn, _as_store_error():
            yield self._reader

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that nobody else's write can get into: committed and on disk when the block is left. Raises StoreError.

        After a wait in vain for another process, writers ask only once until one succeeds: a queue of waits would stop the whole server.
        """
        with self._turn, _as_store_error():
            try:
                transaction = self._writer.begin()
            except OperationalError:
                self._be_impatient(True)
                raise
            if self._impatient:
                self._be_impatient(False)
            with transaction:
                yield self._writer
                if self.before_commit is not None:
                    self.before_commit(self._writer)

    @property
    def shared(self) -> bool:
        """Whether other processes may write here too."""
        return self._shared

    def version(self) -> int:
        """Another number when another connection has written since the last call, this process's own writer included. Raises StoreError."""
        with self.read() as connection:
            found: int = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        return found

    def close(self) -> None:
        self._reader.close()
        self._writer.close()

    def _be_impatient(self, impatient: bool) -> None:
        self._impatient = impatient
        driver = self._writer.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101
        driver.execute(f"PRAGMA busy_timeout={0 if impatient else BUSY_MS}")


def open_store(database: str | None) -> Store:
    """The store of a file or a URL, or one in memory; made if there is none, never made anew (DUR-3). Raises StoreError."""
    url = _url(database)
    with _as_store_error():
        connect = _sharing_memory() if url.database is None else _opening(Path(url.database))
        with ExitStack() as undo:
            # nothing is left open to be rolled back when they are closed, and in memory both are the same connection
            made = {"creator": connect, "poolclass": NullPool, "pool_reset_on_return": None}
            writer = undo.enter_context(_writing(create_engine(url, **made)).connect())
            reader = undo.enter_context(create_engine(url, isolation_level="AUTOCOMMIT", **made).connect())
            _check_whole(reader)
            store = Store(reader, writer, shared=url.database is not None)
            with store.write() as connection:
                schema.upgrade(connection)
            undo.pop_all()
    return store


def _sharing_memory() -> Callable[[], sqlite3.Connection]:
    kept = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    kept.execute("PRAGMA foreign_keys=ON")
    return lambda: kept


def _opening(path: Path) -> Callable[[], sqlite3.Connection]:
    _prepare(path)
    return lambda: _connect(path)


def _url(database: str | None) -> URL:
    if database is None:
        return URL.create("sqlite")
    if "://" not in database:
        return URL.create("sqlite", database=database)
    try:
        url = make_url(database)
    except ArgumentError:
        raise StoreError(StoreFault.unsupported) from None
    if url.get_backend_name() != "sqlite":
        raise StoreError(StoreFault.unsupported, url.get_backend_name())
    return url.set(database=None) if url.database in ("", ":memory:") else url


def _prepare(path: Path) -> None:
    """Nobody else on this machine reads or writes the file or the folder made for it (DUR-1); another program's stays as it is."""
    _check_ours(path)
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise StoreError(StoreFault.not_writable, error.strerror or "") from None


def _check_ours(path: Path) -> None:
    """A look that changes nothing: the switch to WAL would be written into another program's database."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        header = file.read(20)
    if header[18:20] != _ROLLBACK_JOURNAL:
        return  # new, or in WAL already: nothing is switched, and the schema is looked at when it is open
    look = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        look.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        names = {name for (name,) in look.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        look.close()
    if names and schema.VERSIONS not in names:
        raise StoreError(StoreFault.foreign)


def _connect(path: Path) -> sqlite3.Connection:
    # isolation_level=None: the driver begins nothing by itself, `_writing` does
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
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


def _check_whole(connection: Connection) -> None:
    found = connection.execute(text("PRAGMA integrity_check(1)")).scalar_one()
    if found != "ok":
        raise StoreError(StoreFault.corrupt, str(found))


@contextmanager
def _as_store_error() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        cause = error.orig
        if isinstance(cause, sqlite3.Error) and (fault := _fault(cause)) is not None:
            raise StoreError(fault, str(cause)) from error
        raise
    except sqlite3.Error as error:
        fault = _fault(error)
        if fault is None:
            raise
        raise StoreError(fault, str(error)) from error


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


def _fault(error: sqlite3.Error) -> StoreFault | None:
    """What SQLite's primary result code means for us; None for mistakes in our own statements."""
    return _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
