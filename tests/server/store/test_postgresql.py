"""PostgreSQL as a store: the same rules, and what only a database server can do to us (DUR-4, CON-2)."""

import asyncio
import logging
import threading
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.server.store import meta, postgresql
from etax_client.server.store.database import Store, open_store
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.tables import metadata
from etax_client.wire import paths
from tests.postgresql import Cluster
from tests.server.running import WRONG, code, running


@pytest.fixture
def store(postgres: Cluster) -> Iterator[Store]:
    made = open_store(postgres.fresh())
    yield made
    made.close()


def fault_of(url: str) -> StoreFault:
    with pytest.raises(StoreError) as raised:
        open_store(url)
    return raised.value.fault


def test_migrations_make_what_the_services_use(store: Store) -> None:
    """As on SQLite."""
    with store.write() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_text_is_sorted_by_code_point(store: Store) -> None:
    """A page of a list is found by comparing: whatever language the server has, the order is SQLite's."""
    with store.write() as connection:
        for key in ("b", "B", "ä", "厂", "一", "a"):
            meta.put(connection, key, "")
        rows = connection.execute(text("SELECT key FROM meta WHERE length(key) = 1 ORDER BY key")).scalars().all()
    assert rows == sorted(rows)


def test_what_is_no_database_of_ours_is_refused(postgres: Cluster) -> None:
    """DUR-3."""
    assert fault_of("postgresql://etax@127.0.0.1:1/postgres") is StoreFault.unreachable
    assert fault_of(f"postgresql://etax@127.0.0.1:{postgres.port}/nowhere") is StoreFault.unreachable
    theirs = postgres.fresh()
    ours = open_store(theirs)
    with ours.write() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    ours.close()
    assert fault_of(theirs) is StoreFault.foreign
    newer = postgres.fresh()
    ours = open_store(newer)
    with ours.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ours.close()
    assert fault_of(newer) is StoreFault.newer


def test_several_that_open_a_new_database_at_once_all_get_it(postgres: Cluster) -> None:
    """CON-2: the migration is made once."""
    url = postgres.empty()
    failures: list[BaseException] = []

    def open_one() -> None:
        try:
            open_store(url).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_write_waits_for_another_and_then_gives_up(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """DUR-1: one writer at a time; five seconds, here less."""
    monkeypatch.setitem(postgresql._OPTIONS, "lock_timeout", "100ms")
    url = postgres.fresh()
    first, second = open_store(url), open_store(url)
    with first.write() as connection:
        meta.put(connection, "x", "1")
        with pytest.raises(StoreError) as raised, second.write():
            raise AssertionError("two writers at once")
    assert raised.value.fault is StoreFault.busy
    with second.write() as connection:
        assert meta.get(connection, "x") == "1"
    first.close()
    second.close()


def test_others_writes_are_noticed(postgres: Cluster) -> None:
    """QR-02: what a long poll looks at."""
    url = postgres.fresh()
    first, second = open_store(url), open_store(url)
    before = second.version()
    assert second.version() == before
    with first.write() as connection:
        meta.put(connection, "x", "1")
    assert second.version() != before
    first.close()
    second.close()


def test_a_server_that_may_lose_what_it_acknowledged_is_warned_of(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """DUR-4."""
    caplog.set_level(logging.WARNING)
    with store.read() as connection:
        connection.execute(text("SET synchronous_commit = off"))
        postgresql.Postgresql(connection.engine.url).check(connection)
    assert "synchronous_commit off" in caplog.text


async def test_two_servers_count_as_one(postgres: Cluster) -> None:
    """LCK-2, CON-2: 40 parallel guesses over two servers on one database: five are compared, and all answers say so."""
    url = postgres.fresh()
    async with running(url) as one, running(url) as two:
        callers = [(one, two)[number % 2].caller(f"{number}") for number in range(40)]
        # without a captcha only the first of them can be compared, so each brings one
        first = await callers[0].login("liming", WRONG)
        assert code(first) == "wrong_credentials"
        captchas = [await caller.captcha() for caller in callers]
        replies = await asyncio.gather(*(caller.login("liming", WRONG, one) for caller, one in zip(callers, captchas, strict=True)))
        assert len(one.compared) + len(two.compared) == LockoutRule().tries
        assert {code(reply) for reply in replies} <= {"wrong_credentials", "locked", "busy"}
        assert code(await two.caller().solved_login("liming")) == "locked"


async def test_the_server_recovers_when_the_database_does(postgres: Cluster) -> None:
    """DUR-4, LCK-11: while it is away nothing is compared and nothing is admitted; afterwards all goes on, without a restart."""
    async with running(postgres.fresh()) as server:
        caller = await server.signed_in()
        compared = len(server.compared)
        postgres.stop("immediate")
        try:
            assert [code(await caller.login()), code(await caller.get(paths.UNITS))] == ["unavailable", "unavailable"]
            assert len(server.compared) == compared
        finally:
            postgres.start()
        assert (await caller.get(paths.UNITS)).status_code == 200
        assert (await server.caller().login()).status_code == 201
