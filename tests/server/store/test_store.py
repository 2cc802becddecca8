"""The store: how it is opened, what it refuses to open, what it promises of a write (DUR-1, DUR-3, LCK-11)."""

import contextlib
import os
import sqlite3
import stat
import threading
import time
from pathlib import Path
from typing import Any, cast

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, CursorResult, create_engine, literal, select, text
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import IntegrityError

from etax_client.server.store import meta, newest, schema, tables
from etax_client.server.store import sqlite as database_module
from etax_client.server.store.database import open_store
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.tables import metadata
from tests.server.running import PASSWORD, WRONG, Running, Start, code
from tools.new_database import migrate

_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def fault_of(database: str | Path) -> StoreFault:
    with pytest.raises(StoreError) as raised:
        open_store(str(database))
    return raised.value.fault


def in_schema(database: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]


def raw(database: Path, *statements: str) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that was made and closed."""
    open_store(str(tmp_path / "made" / "etax.sqlite3")).close()
    return tmp_path / "made" / "etax.sqlite3"


def test_each_connection_is_set_up_for_durability(file: Path) -> None:
    """DUR-1."""
    store = open_store(str(file))
    with store.read() as reader:
        found = {name: reader.execute(text(f"PRAGMA {name}")).scalar_one() for name in _PRAGMAS}
    assert found == _PRAGMAS
    with store.write() as writer:
        assert {name: writer.execute(text(f"PRAGMA {name}")).scalar_one() for name in _PRAGMAS} == _PRAGMAS
    store.close()


def test_nobody_else_can_read_the_file(file: Path) -> None:
    """DUR-1: also when it was made with other rights, and for the files beside it."""
    file.chmod(0o644)
    store = open_store(str(file))
    with store.write() as connection:
        meta.put(connection, "x", "y")
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}
    assert len(list(file.parent.iterdir())) == 3
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    store.close()


def test_tables_are_strict_and_checked(file: Path) -> None:
    """DUR-1."""
    connection = sqlite3.connect(file)
    listed = connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'").fetchall()
    connection.close()
    assert {name for name, strict in listed if not strict} == {"alembic_version"}
    assert {name for name, strict in listed} - {"alembic_version"} == set(metadata.tables)
    store = open_store(str(file))
    for statement in (
        "INSERT INTO persons (id, document_type, document_number, name) VALUES (1, 'no such type', '1', 'x')",
        "INSERT INTO persons (id, document_type, document_number, name) VALUES (1, 'resident_id', '1', '')",
        "INSERT INTO persons (id, document_type, document_number, name) VALUES ('one', 'resident_id', '1', 'x')",
        "INSERT INTO accounts (person_id, login_name, password_hash) VALUES (99, 'x', '$argon2id$')",
        "INSERT INTO guess_counters (kind, subject, failures, reservations, touched_at) VALUES ('account', '1', -1, '[]', 0)",
    ):
        with pytest.raises(IntegrityError), store.write() as writer:
            writer.execute(text(statement))
    store.close()


def test_migrations_make_what_the_services_use(file: Path) -> None:
    """Tables and migrations are written apart, and mean the same."""
    migrate(file)
    store = open_store(str(file))
    with store.write() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [found for found in compare_metadata(context, metadata) if "alembic_version" not in str(found)]
    assert differences == []
    store.close()


def test_a_new_one_has_what_the_migrations_make_and_is_a_store_of_its_own(file: Path, tmp_path: Path) -> None:
    """DUR-3: on SQLite it begins with what they made once; `python -m tools.new_database` makes it anew."""
    migrate(file)
    schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    found, versions = [], []
    for store in (open_store(str(file)), open_store(str(tmp_path / "new.db")), open_store(None), open_store(None)):
        with contextlib.closing(store), store.write() as connection:
            found.append([tuple(row) for row in connection.execute(text(schema))])
            versions.append(connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all())
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
            assert meta.get(connection, "mine") is None
            meta.put(connection, "mine", "1")
    assert found == found[:1] * 4 != [[]] * 4
    assert versions == versions[:1] * 4 != [[]] * 4


def test_a_block_that_fails_leaves_nothing(file: Path) -> None:
    store = open_store(str(file))
    with contextlib.suppress(RuntimeError), store.write() as connection:
        meta.put(connection, "x", "y")
        raise RuntimeError
    with store.read() as connection:
        assert meta.get(connection, "x") is None
    store.close()


def test_it_is_opened_again_as_it_was(file: Path) -> None:
    store = open_store(str(file))
    key = meta.install_key(store)
    store.close()
    store = open_store(f"sqlite:///{file}")
    assert meta.install_key(store) == key
    store.close()


def test_a_newer_schema_is_refused_and_left_alone(file: Path) -> None:
    """DUR-3."""
    raw(file, "UPDATE alembic_version SET version_num = '9999'", "PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.read_bytes()
    assert fault_of(file) is StoreFault.newer
    assert file.read_bytes() == before


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    """DUR-3."""
    file = tmp_path / "theirs.db"
    raw(file, "CREATE TABLE bookmarks (id INTEGER)", "INSERT INTO bookmarks VALUES (1)")
    file.chmod(0o644)
    before = file.read_bytes()
    assert fault_of(file) is StoreFault.foreign
    assert file.read_bytes() == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    text_file = tmp_path / "notes.txt"
    text_file.write_text("dear diary, " * 1000, encoding="utf-8")
    assert fault_of(text_file) is StoreFault.corrupt
    assert text_file.read_text(encoding="utf-8") == "dear diary, " * 1000


@pytest.mark.parametrize("damage", ["head", "middle", "cut"])
def test_a_damaged_file_is_refused_and_left_alone(file: Path, damage: str) -> None:
    """DUR-3: never made anew."""
    content = bytearray(file.read_bytes())
    if damage == "head":
        content[:100] = os.urandom(100)
    elif damage == "middle":
        content[8192:] = os.urandom(len(content) - 8192)
    else:
        del content[len(content) // 2 :]
    file.write_bytes(content)
    assert fault_of(file) is StoreFault.corrupt
    assert file.read_bytes() == content


def test_a_text_that_is_damaged_is_a_damaged_database(file: Path) -> None:
    """DUR-3: the driver's own words for it can't be read either."""
    content = file.read_bytes()
    file.write_bytes(content.replace(b"CREATE TABLE persons", b"CREATE \xff\xfeBLE persons"))
    assert content != file.read_bytes()
    assert fault_of(file) is StoreFault.corrupt
    file.write_bytes(content)
    raw(file, "INSERT INTO meta VALUES ('key', CAST(X'C3' AS TEXT))")
    store = open_store(str(file))
    with pytest.raises(StoreError) as raised:
        meta.install_key(store)
    store.close()
    assert raised.value.fault is StoreFault.corrupt


@pytest.mark.parametrize("left", [b"", None])
def test_a_database_that_is_gone_beside_its_log_is_not_made_anew(file: Path, left: bytes | None) -> None:
    """DUR-3: what was written last is in the log, and a new world would delete it without a word."""
    log = file.with_name(f"{file.name}-wal")
    log.write_bytes(b"x" * 5000)
    file.unlink() if left is None else file.write_bytes(left)
    assert fault_of(file) is StoreFault.lost
    assert log.stat().st_size == 5000
    assert (file.read_bytes() if file.exists() else None) == left


def test_what_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DUR-3: a folder, a file in the way, and a disk that says no."""
    assert fault_of(tmp_path) is StoreFault.not_writable
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert fault_of(tmp_path / "file" / "etax.sqlite3") is StoreFault.not_writable

    def read_only(path: Path, *_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", read_only)
    assert fault_of(tmp_path / "etax.sqlite3") is StoreFault.not_writable


@pytest.mark.parametrize("database", ["mysql://x", "://", "sqlite2://x"])
def test_a_database_of_an_unknown_kind_is_refused(database: str) -> None:
    assert fault_of(database) is StoreFault.unsupported


def test_a_database_that_another_holds_is_waited_for_and_then_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DUR-3: five seconds; here less."""
    monkeypatch.setattr(database_module, "BUSY_MS", 50)
    monkeypatch.setattr(database_module, "_PRAGMAS", ("foreign_keys=ON", "busy_timeout=50"))
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert fault_of(file) is StoreFault.busy
    holder.execute("COMMIT")
    holder.close()
    open_store(str(file)).close()


def test_lists_of_before_are_sorted_by_pinyin_from_now_on() -> None:
    """UNT-03: what a name is sorted by is filled in where there are lists already."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        schema.upgrade(connection, "0009")
        for row in (
            "persons (id, document_type, document_number, name) VALUES (1, 'resident_id', '1', '甲')",
            "units VALUES (7, 'X', '广东', '', 'enabled', 'none', 'none', 0, '$argon2id$')",
            "listings (person_id, unit_id, position, taxpayer_id, name) VALUES (1, 7, 1, 'X', '广东')",
        ):
            connection.execute(text(f"INSERT INTO {row}"))
        schema.upgrade(connection)
        assert connection.execute(text("SELECT name_order FROM listings")).scalar_one() == "~guang303广~dong105东"
    engine.dispose()


def test_migrations_are_kept_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DUR-3: the process dies between two steps of a migration."""
    file = tmp_path / "etax.sqlite3"
    migrate(file, "0001")
    before = in_schema(file)
    steps = 0
    create_index = Operations.create_index

    def die_at_the_third(self: Operations, *args: Any, **kwargs: Any) -> object:
        nonlocal steps
        steps += 1
        if steps == 3:
            raise KeyboardInterrupt
        return create_index(self, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(Operations, "create_index", die_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            open_store(str(file))
    assert in_schema(file) == before
    open_store(str(file)).close()
    assert len(in_schema(file)) > len(before)


def test_a_new_schema_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DUR-3: the process dies while a new database is given its tables."""
    file = tmp_path / "etax.sqlite3"
    lay = newest.lay

    def die_at_the_end(connection: Connection) -> None:
        lay(connection)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(newest, "lay", die_at_the_end)
        with pytest.raises(KeyboardInterrupt):
            open_store(str(file))
    assert in_schema(file) == []
    open_store(str(file)).close()
    assert in_schema(file) != []


def test_two_that_open_a_new_file_at_once_both_get_it(tmp_path: Path) -> None:
    """CON-2: the second waits for the first one's migration and finds nothing left to do."""
    failures: list[BaseException] = []

    def open_one() -> None:
        try:
            open_store(str(tmp_path / "etax.sqlite3")).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


async def test_a_guess_that_cannot_be_counted_is_not_looked_at(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LCK-11: another process holds the database; 503 in time, nothing compared, and afterwards all is as it was."""
    monkeypatch.setattr(database_module, "BUSY_MS", 100)
    monkeypatch.setattr(database_module, "_PRAGMAS", ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=100"))
    file = tmp_path / "etax.sqlite3"
    server = await start(database=str(file))
    inside = await server.signed_in()
    server.compared.clear()
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    for caller, ask in ((server.caller(), "login"), (inside, "verify")):
        for password in (PASSWORD, WRONG, WRONG):
            reply = await (caller.login(password=password) if ask == "login" else caller.verify(1, password))
            assert (reply.status_code, code(reply), reply.json()["retry_after"]) == (503, "unavailable", 1)
    assert time.monotonic() - begun < 2, "only the first waits in vain; a queue of waits would stop the server"
    assert (await inside.get("/api/units")).status_code == 200
    holder.execute("ROLLBACK")
    holder.close()
    assert server.compared == []
    assert (await server.caller().login(password=WRONG)).json()["attempts_left"] == 4


async def test_a_store_that_cannot_be_written_lets_nobody_in(server: Running) -> None:
    """LCK-11: 503 for known and unknown accounts alike, nothing compared, and who is in goes on reading."""
    inside = await server.signed_in("wangfang")

    def set_read_only(state: str) -> None:
        # in memory the reading and the writing connection are the same one
        with server.services.store.read() as connection:
            connection.exec_driver_sql(f"PRAGMA query_only={state}")

    server.compared.clear()
    set_read_only("ON")
    await server.manual.advance(1)
    for account in ("liming", "nobody_has_it"):
        reply = await server.caller().login(account)
        assert (reply.status_code, code(reply)) == (503, "unavailable")
    assert code(await inside.http.delete("/api/units/1")) == "unavailable"
    assert (await inside.get("/api/units")).status_code == 200
    assert server.compared == []
    set_read_only("OFF")
    assert (await server.caller().login()).status_code == 201


async def test_a_right_guess_that_cannot_be_settled_is_not_admitted(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """LCK-11: compared, but not on record: no session; the slot runs out and counts, as after a crash."""
    verify = server.services.hasher.verify

    def refuse(*_: object) -> None:
        raise StoreError(StoreFault.not_writable)

    async def verify_then_fill_the_disk(phc: str | None, password: object) -> bool:
        right = await verify(phc, password)  # type: ignore[arg-type]
        monkeypatch.setattr(server.services.store, "before_commit", refuse)
        return right

    monkeypatch.setattr(type(server.services.hasher), "verify", lambda self, *given: verify_then_fill_the_disk(*given))
    reply = await server.caller().login()
    assert (reply.status_code, code(reply)) == (503, "unavailable")
    monkeypatch.undo()
    await server.manual.advance(10)
    assert (await server.caller().solved_login(password=WRONG)).json()["attempts_left"] == 3


def test_statements_are_compiled_once_for_all_databases(tmp_path: Path) -> None:
    """P26: worlds come and go by the hundred, and half of laying one was compiling."""
    stores = [open_store(None), open_store(None), open_store(str(tmp_path / "etax.sqlite3"))]
    hits = []
    for store in stores:
        for connecting in (store.read, store.write):
            with connecting() as connection:
                asked = select(tables.meta.c.value, literal(7).label("asked_by_nobody_else"))
                result = cast(CursorResult[Any], connection.execute(asked))
                result.all()
                hits.append(result.context.cache_hit)
        store.close()
    assert hits == [CacheStats.CACHE_MISS, *[CacheStats.CACHE_HIT] * 5]
