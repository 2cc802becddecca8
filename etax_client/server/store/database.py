"""The store: one connection that reads, one that writes, and every write in a transaction that is alone from its start."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from etax_client.server.store import sqlite
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.kinds import Kind, as_store_error

Proof = Callable[[Connection], None]
"""Raises if whoever acts may not any more; asked in the transaction of each act, by a look at what is written there."""


class Store:
    """Made by `open_store`. Calls take microseconds and stand where they are made, in the event loop; nothing is awaited inside a block.

    `before_commit` is called inside every write, so that what must ride along (the high-water mark of time) does.
    """

    def __init__(self, kind: Kind, reader: Connection, writer: Connection) -> None:
        self._kind = kind
        self._reader = reader
        self._writer = writer
        # whoever holds it may read once more: a clock that testers steer is looked up inside a write
        self._turn = threading.RLock()
        self._by: Proof | None = None
        self.before_commit: Callable[[Connection], None] | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A kept connection in which each statement stands alone. Raises StoreError."""
        with self._turn, as_store_error(self._kind), self._reconnecting():
            yield self._reader

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that nobody else's write can get into: committed and on disk when the block is left. Raises StoreError."""
        with self._turn, as_store_error(self._kind), self._reconnecting(), self._writing() as connection:
            yield connection

    @contextmanager
    def write_ahead(self) -> Iterator[Connection]:
        """As `write`, of what nobody is told before a `write` follows, which brings it onto the disk: a loss of power may lose both.

        It is there for all at once, and for whoever looks after this process has ended in between. Raises StoreError.
        """
        with self._turn, as_store_error(self._kind), self._reconnecting():
            self._kind.sync_commits(self._writer, False)
            try:
                with self._writing() as connection:
                    yield connection
            finally:
                self._kind.sync_commits(self._writer, True)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            transaction = self._writer.begin()
        except OperationalError:
            self._kind.waited_in_vain(self._writer, True)
            raise
        self._kind.waited_in_vain(self._writer, False)
        with transaction:
            if self._by is not None:
                self._by(self._writer)
            yield self._writer
            if self.before_commit is not None:
                self.before_commit(self._writer)

    def acted_on(self, by: Proof) -> "Store":
        """This store in the hands of someone who acts: each write begins by asking whether they still may (ACT-1), as it did before."""
        asking, before = copy(self), self._by

        def both(connection: Connection) -> None:
            if before is not None:
                before(connection)
            by(connection)

        asking._by = both
        return asking

    @property
    def shared(self) -> bool:
        """Whether other processes may write here too."""
        return self._kind.shared

    def version(self) -> int:
        """Another number when another connection has written since the last call, this process's own writer included. Raises StoreError."""
        with self.read() as connection:
            return self._kind.version(connection)

    def wall(self) -> datetime | None:
        """The time of day by which everyone who shares the database goes; None where the machine's own will do. Raises StoreError."""
        with self.read() as connection:
            return self._kind.wall(connection)

    def close(self) -> None:
        self._reader.close()
        self._writer.close()

    @contextmanager
    def _reconnecting(self) -> Iterator[None]:
        """When one connection breaks, the other one is broken too: both are made anew when they are next used (DUR-4)."""
        try:
            yield
        except DBAPIError as error:
            if error.connection_invalidated:
                for connection in (self._reader, self._writer):
                    if not connection.invalidated:
                        connection.invalidate()
                    connection.rollback()
            raise


def open_store(database: str | None, *, make: bool = True) -> Store:
    """The store of a file or a URL, or one in memory; made if there is none, unless `make` is false, never made anew (DUR-3).

    Raises StoreError.
    """
    kind = _kind(database, make)
    with as_store_error(kind), ExitStack() as undo:
        reader, writer = kind.connect(undo)
        kind.check(reader)
        store = Store(kind, reader, writer)
        with store.write() as connection:
            if not kind.has_schema(connection):
                from etax_client.server.store import schema  # start-up budget: Alembic takes 120 ms, and only old databases need it

                schema.upgrade(connection)
        undo.pop_all()
    return store


def _kind(database: str | None, make: bool) -> Kind:
    if database is None:
        return sqlite.Sqlite(None)
    if "://" not in database:
        return sqlite.Sqlite(database, make)
    try:
        url = make_url(database)
    except ArgumentError:
        raise StoreError(StoreFault.unsupported) from None
    if url.get_backend_name() == "sqlite":
        return sqlite.Sqlite(None if url.database in (None, "", ":memory:") else url.database, make)
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    raise StoreError(StoreFault.unsupported, url.get_backend_name())


def _postgresql(url: URL) -> Kind:
    from etax_client.server.store import postgresql  # start-up budget: its driver is an extra, and few have it

    return postgresql.Postgresql(url)
