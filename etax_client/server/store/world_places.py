"""Where the databases of named worlds are: files beside the main one, or schemas of the same PostgreSQL; memory keeps no such places."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from etax_client.domain.servers.world_names import is_name
from etax_client.server.store.database import Store
from etax_client.server.store.errors import StoreError, StoreFault

_SCHEMA = "etax_world_"


def place(database: str | None, name: str) -> str | None:
    """The database of the world `name` beside `database`; None if that is memory, where each store is one of its own."""
    url = _url(database)
    if url is None:
        return None
    if url.get_backend_name() == "postgresql":
        return url.update_query_dict({"options": f"-csearch_path={_schema(name)}"}).render_as_string(hide_password=False)
    return str(_folder(url) / f"{name}.sqlite3")


def mark(main: Store, database: str | None, name: str) -> int | None:
    """What tells the world from an earlier one of that name, None if no process has made it; `main` is the store of `database`.

    Quick, as it is asked at every request. Raises StoreError.
    """
    url = _url(database)
    if url is None:
        return None
    if url.get_backend_name() == "postgresql":
        with main.read() as connection:
            found = text("SELECT oid::bigint FROM pg_namespace WHERE nspname = :name")
            return connection.execute(found, {"name": _schema(name)}).scalar_one_or_none()
    try:
        # an open file keeps its number to itself, also when it is gone from its folder
        return (_folder(url) / f"{name}.sqlite3").stat().st_ino
    except OSError:
        return None


def names(database: str | None) -> list[str]:
    """Every world that there is beside `database`, sorted; none for memory. Raises StoreError."""
    url = _url(database)
    if url is None:
        return []
    if url.get_backend_name() == "postgresql":
        return sorted(schema.removeprefix(_SCHEMA).replace("_", "-") for schema in _schemas(url))
    return sorted(file.stem for file in _folder(url).glob("*.sqlite3"))


def make(database: str | None, name: str) -> None:
    """Make room for a world; its tables are made when it is opened. Raises StoreError."""
    url = _url(database)
    if url is not None and url.get_backend_name() == "postgresql":
        _do(url, f"CREATE SCHEMA {_schema(name)}")


def remove(database: str | None, name: str) -> None:
    """Raises StoreError."""
    url = _url(database)
    if url is None:
        return
    if url.get_backend_name() == "postgresql":
        _do(url, f"DROP SCHEMA IF EXISTS {_schema(name)} CASCADE")
        return
    try:
        for ending in ("", "-wal", "-shm"):
            (_folder(url) / f"{name}.sqlite3{ending}").unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(StoreFault.not_writable, error.strerror or "") from None


def _url(database: str | None) -> URL | None:
    if database is None:
        return None
    if "://" not in database:
        return URL.create("sqlite", database=database)
    url = make_url(database)
    return None if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:") else url


def _folder(url: URL) -> Path:
    return Path(f"{url.database}.worlds")


def _schema(name: str) -> str:
    # the names that are let in hold nothing that would have to be quoted but the hyphen
    if not is_name(name):
        raise ValueError(name)
    return _SCHEMA + name.replace("-", "_")


def _schemas(url: URL) -> list[str]:
    from etax_client.server.store import postgresql  # start-up budget: its driver is an extra, and few have it

    return postgresql.schemas(url, _SCHEMA)


def _do(url: URL, statement: str) -> None:
    from etax_client.server.store import postgresql  # start-up budget: as above

    postgresql.do(url, statement)
