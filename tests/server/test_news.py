"""News: told at once in a process and looked up between processes, by whoever waits and only while someone does (QR-02)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from etax_client.clock import ManualClock
from etax_client.server.services.news import News
from etax_client.server.store import meta
from etax_client.server.store.database import Store, open_store
from etax_client.server.store.errors import StoreError, StoreFault


class Looked:
    """A store that counts the looks for other processes' writes, and can fail at them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.looks = 0
        self.failing = False

    def version(self) -> int:
        self.looks += 1
        if self.failing:
            raise StoreError(StoreFault.busy)
        return self._store.version()

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def looked(self, times: int) -> None:
        """So many looks more; they are made in real time."""
        until = self.looks + times
        async with asyncio.timeout(30):
            while self.looks < until:
                await asyncio.sleep(0.001)


class Here:
    """This process's side, and another one's."""

    def __init__(self, database: str) -> None:
        self.clock = ManualClock()
        self.stores = (open_store(database), open_store(database))
        self.looked = Looked(self.stores[0])
        self.mine = News(self.looked, self.clock)  # type: ignore[arg-type]
        self.theirs = News(self.stores[1], self.clock)

    def wait(self, seconds: float = 25, gone: "asyncio.Future[None] | None" = None) -> "asyncio.Task[bool]":
        return asyncio.create_task(self.mine.wait(self.mine.mark(), seconds, gone))

    def news_elsewhere(self) -> None:
        with self.stores[1].write() as connection:
            self.theirs.tell(connection)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Here]:
    one = Here(str(tmp_path / "etax.sqlite3"))
    yield one
    await one.mine.close()
    for store in one.stores:
        store.close()


async def test_news_of_another_process_wake_and_other_writes_do_not(here: Here) -> None:
    """A hundred clients that wait are not woken by each write of a busy server."""
    waiting = [here.wait() for _ in range(3)]
    await here.looked.looked(2)
    with here.stores[1].write() as connection:
        meta.put(connection, "something", "else")
    await here.looked.looked(3)
    assert not any(task.done() for task in waiting)
    here.news_elsewhere()
    assert await asyncio.wait_for(asyncio.gather(*waiting), 30) == [True] * 3


async def test_news_between_the_reading_and_the_waiting_are_not_missed(here: Here) -> None:
    """Be it the first to wait, or a later one."""
    first = here.wait()
    mark = here.mine.mark()
    here.news_elsewhere()
    assert await asyncio.wait_for(here.mine.wait(mark, 25), 30)
    assert await asyncio.wait_for(first, 30)
    mark = here.mine.mark()
    with here.stores[0].write() as connection:
        here.mine.tell(connection)
    assert await asyncio.wait_for(here.mine.wait(mark, 25), 30)


async def test_nobody_looks_while_nobody_waits(here: Here) -> None:
    before = asyncio.all_tasks()
    waiting = here.wait(5)
    await here.looked.looked(2)
    await here.clock.advance(5)
    assert await asyncio.wait_for(waiting, 30)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_a_store_that_cannot_be_read_for_a_moment_is_looked_at_again(here: Here) -> None:
    waiting = here.wait()
    await here.looked.looked(1)
    here.looked.failing = True
    here.news_elsewhere()
    await here.looked.looked(3)
    assert not waiting.done()
    here.looked.failing = False
    assert await asyncio.wait_for(waiting, 30)


async def test_waiting_on_is_of_no_use_when_the_asker_is_gone_or_the_server_ends(here: Here) -> None:
    gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    left, staying = here.wait(gone=gone), here.wait()
    await here.looked.looked(1)
    gone.set_result(None)
    assert not await asyncio.wait_for(left, 30)
    assert not staying.done()
    await asyncio.wait_for(here.mine.close(), 30)
    assert staying.done()
    assert not staying.result()
    assert not await here.wait()


async def test_a_waiter_that_is_cancelled_leaves_nothing_behind(here: Here) -> None:
    before = asyncio.all_tasks()
    waiting = here.wait()
    await here.looked.looked(2)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
