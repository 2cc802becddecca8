"""PostgreSQL as a store, for servers on several machines; one writer at a time, as with SQLite, so that each rule holds on both alike."""

import logging
from contextlib import ExitStack
from datetime import datetime

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from etax_client.server.store import newest
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.kinds import as_store_error

_log = logging.getLogger(__name__)

CONNECT_SECONDS = 3
LOCK_MS = 5000
"""How long a write waits for others, as with SQLite (DUR-1)."""
_OPTIONS = {
    "lock_timeout": f"{LOCK_MS}ms",
    "statement_timeout": f"{2 * LOCK_MS}ms",
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
}
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('etax-client ' || current_schema()))"
"""At the start of each write: what follows needs no retry, as nobody else writes in this schema (E4, LCK-2)."""
_FAULTS = {
    "55P03": StoreFault.busy,  # lock_not_available
    "57014": StoreFault.busy,  # query_canceled: by its time
    "40001": StoreFault.busy,
    "40P01": StoreFault.busy,
    "25006": StoreFault.not_writable,  # read_only_sql_transaction
    "42501": StoreFault.not_writable,  # insufficient_privilege
    "53100": StoreFault.not_writable,  # disk_full
    "XX001": StoreFault.corrupt,
    "XX002": StoreFault.corrupt,
}


class Postgresql:
    shared = True

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")

    def connect(self, undo: ExitStack) -> tuple[Connection, Connection]:
        """Raises StoreError when the driver is not installed, or there is no such server."""
        asked = self._url.query.get("options", "")
        options = " ".join([*([asked] if isinstance(asked, str) else asked), *(f"-c {name}={value}" for name, value in _OPTIONS.items())])
        # prepare_threshold: a pooler between us and the server would mix prepared statements up
        arguments = {"connect_timeout": CONNECT_SECONDS, "options": options, "prepare_threshold": None}
        made = {"connect_args": arguments, "poolclass": NullPool, "hide_parameters": True}  # as with SQLite
        try:
            writer = undo.enter_context(_writing(create_engine(self._url, **made)).connect())
            reader = undo.enter_context(create_engine(self._url, isolation_level="AUTOCOMMIT", **made).connect())
        except (NoSuchModuleError, ModuleNotFoundError):
            raise StoreError(StoreFault.no_driver) from None
        return reader, writer

    def check(self, reader: Connection) -> None:
        """Warn of a server that acknowledges what it may lose (DUR-4)."""
        encoding = reader.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise StoreError(StoreFault.unsupported, f"server_encoding {encoding}")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            if reader.execute(text(f"SHOW {setting}")).scalar_one() == "off":
                _log.warning("PostgreSQL runs with %s off: what it has acknowledged may be lost", setting)

    def has_schema(self, writer: Connection) -> bool:
        return newest.is_in(writer)

    def version(self, reader: Connection) -> int:
        found: int = reader.exec_driver_sql("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").scalar_one()
        return found

    def wall(self, reader: Connection) -> datetime | None:
        found: datetime = reader.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return found

    def waited_in_vain(self, writer: Connection, in_vain: bool) -> None:
        """Each write waits its time: the server's queue is a fair one."""

    def sync_commits(self, writer: Connection, yes: bool) -> None:
        """Each does: this server goes on when the database's does not, and what was not on disk then would be missing under it."""

    def fault(self, error: DBAPIError) -> StoreFault | None:
        code: str | None = getattr(error.orig, "sqlstate", None)
        if code in _FAULTS:
            return _FAULTS[code]
        # no code: the server could not be reached; 08: the connection broke; 28, 3D: it won't have us; 53, 57: it has no room, or stops
        if code is None or error.connection_invalidated or code[:2] in ("08", "28", "3D", "53", "57"):
            return StoreFault.unreachable
        return None


def _writing(engine: Engine) -> Engine:
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(_ALONE))
    return engine


def schemas(url: URL, beginning: str) -> list[str]:
    """The schemas whose names begin so. Raises StoreError."""
    kind = Postgresql(url)
    with as_store_error(kind), ExitStack() as undo:
        reader, _ = kind.connect(undo)
        found = reader.execute(text("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, :beginning)"), {"beginning": beginning})
        return [name for (name,) in found]


def do(url: URL, statement: str) -> None:
    """One statement about schemas, outside every store. Raises StoreError."""
    kind = Postgresql(url)
    with as_store_error(kind), ExitStack() as undo:
        reader, _ = kind.connect(undo)
        reader.execute(text(statement))
