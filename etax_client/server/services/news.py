"""Wakes whoever waits for news in the store, at once, whichever process wrote them (QR-02)."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from etax_client.clock import Clock
from etax_client.server.store import meta
from etax_client.server.store.database import Store
from etax_client.server.store.errors import StoreError

_LOOK = 0.005
"""Real seconds between two looks for what other processes wrote; a look takes some 20 µs, and only while someone waits."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment, taken before something is read: news after it are not missed."""

    told: asyncio.Event
    latest: str | None


class News:
    """Readers: `mark`, read, `wait`. Writers: `tell`, inside the transaction."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._told = asyncio.Event()
        self._waiting = 0
        self._watcher: asyncio.Task[None] | None = None
        self._closed = False

    def mark(self) -> Mark:
        """Raises StoreError."""
        return Mark(self._told, self._latest() if self._store.shared else None)

    def tell(self, connection: Connection) -> None:
        """Of what this transaction writes: who waits here looks when it is over, as it awaits nothing; other processes look it up."""
        if self._store.shared:
            meta.put(connection, meta.NEWS, secrets.token_hex(8))
        self._wake()

    async def wait(self, mark: Mark, seconds: float, gone: "asyncio.Future[None] | None" = None) -> bool:
        """Return when there may be news since `mark`, or after so many seconds of the server's clock.

        False: there is no use in waiting on, as whoever asked is `gone` or the server comes to its end.
        """
        self._waiting += 1
        try:
            if not self._closed:
                await self._wait(mark, seconds, gone)
        finally:
            self._waiting -= 1
            if not self._waiting and self._watcher is not None:
                self._watcher.cancel()
                self._watcher = None
        return not self._closed and (gone is None or not gone.done())

    async def close(self) -> None:
        """Nobody waits any more, from now on."""
        self._closed = True
        self._wake()
        while self._waiting:
            await asyncio.sleep(0)

    async def _wait(self, mark: Mark, seconds: float, gone: "asyncio.Future[None] | None") -> None:
        if self._watcher is None and self._store.shared:
            self._watcher = asyncio.create_task(self._watch(mark.latest))
        own: set[asyncio.Future[Any]] = {asyncio.create_task(mark.told.wait()), asyncio.create_task(self._clock.sleep(seconds))}
        try:
            await asyncio.wait(own if gone is None else own | {gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in own:
                task.cancel()

    async def _watch(self, latest: str | None) -> None:
        seen: int | None = None
        while True:
            try:
                version = self._store.version()
                if version != seen:
                    found = self._latest()
                    if found != latest:
                        self._wake()
                    seen, latest = version, found
            except StoreError:
                pass  # looked for again in a moment; whoever waits comes to an end by time
            await asyncio.sleep(_LOOK)

    def _wake(self) -> None:
        self._told.set()
        self._told = asyncio.Event()

    def _latest(self) -> str | None:
        with self._store.read() as connection:
            return meta.get(connection, meta.NEWS)
