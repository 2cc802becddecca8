"""Wakes whoever waits for news in the store, at once, whichever process wrote it (QR-02)."""

import asyncio
from dataclasses import dataclass

from etax_client.clock import Clock
from etax_client.server.store.database import Store
from etax_client.server.store.errors import StoreError

_LOOK = 0.005
"""Real seconds between two looks for what other processes wrote; a look takes some 20 µs, and only while someone waits."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment, taken before something is read: news after it are not missed."""

    told: asyncio.Event
    version: int


class Tidings:
    """`mark`, read, `wait`; who writes calls `tell` after the commit."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._told = asyncio.Event()
        self._waiting = 0
        self._watcher: asyncio.Task[None] | None = None

    def mark(self) -> Mark:
        """Raises StoreError."""
        return Mark(self._told, self._store.version() if self._store.shared else 0)

    def tell(self) -> None:
        """Something was written in this process."""
        self._told.set()
        self._told = asyncio.Event()

    async def wait(self, mark: Mark, seconds: float) -> None:
        """Return when there may be news since `mark`, or after so many seconds of the server's clock."""
        self._waiting += 1
        try:
            if self._watcher is None and self._store.shared:
                self._watcher = asyncio.create_task(self._watch(mark.version))
            told, over = asyncio.create_task(mark.told.wait()), asyncio.create_task(self._clock.sleep(seconds))
            try:
                await asyncio.wait((told, over), return_when=asyncio.FIRST_COMPLETED)
            finally:
                told.cancel()
                over.cancel()
        finally:
            self._waiting -= 1
            if not self._waiting and self._watcher is not None:
                self._watcher.cancel()
                self._watcher = None

    async def _watch(self, seen: int) -> None:
        while True:
            try:
                found = self._store.version()
            except StoreError:
                found = seen  # looked for again in a moment; whoever waits comes to an end by time
            if found != seen:
                seen = found
                self.tell()
            await asyncio.sleep(_LOOK)
