"""The line between client and server in a test: it knows what is under way, and can be held, cut, or made to lose a request."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Unpack

from etax_client.api.carrier import Accident, Carrier, How, Reply, Unreachable, Why


class WatchedCarrier:
    """`sent` is every request, as method and path, in turn; `fail` are accidents of the next ones; `gate` holds all until it is set."""

    def __init__(self, inner: Carrier) -> None:
        self._inner = inner
        self._cut = asyncio.Event()
        self.under_way = 0
        """Requests without an answer yet; long polls, which are answered when there is news, not counted."""
        self.polls = Counter[str]()
        """Long polls without an answer yet, by path."""
        self.sent: list[tuple[str, str]] = []
        self.fail: list[Exception] = []
        self.gate: asyncio.Event | None = None

    def fail_next(self, accident: Accident | None = None, times: int = 1) -> None:
        """The next requests never leave: nothing listens at the other end, unless another `accident` is given. Long polls take none."""
        self.fail += [accident or Unreachable(Why.refused, sent=False)] * times

    def hold(self) -> None:
        """Requests wait from now on, as on a line that is very slow."""
        self.gate = asyncio.Event()

    def release(self) -> None:
        """Whatever waits goes on its way."""
        if self.gate is not None:
            self.gate.set()
            self.gate = None

    def cut(self) -> None:
        """The server is gone: requests that are under way get no answer, and no other one leaves."""
        self._cut.set()

    def mend(self) -> None:
        """It is there again."""
        self._cut.clear()

    @property
    def is_open(self) -> bool:
        """Neither held nor cut."""
        return self.gate is None and not self._cut.is_set()

    async def send(self, method: str, path: str, **how: Unpack[How]) -> Reply:
        poll = how.get("patience") is not None
        self.polls[path] += poll
        self.under_way += not poll
        self.sent.append((method, path))
        try:
            if self._cut.is_set():
                raise Unreachable(Why.refused, sent=False)
            return await self._unless_cut(lambda: self._inner.send(method, path, **how), spared=poll)
        finally:
            self.polls[path] -= poll
            self.under_way -= not poll

    async def close(self) -> None:
        await self._inner.close()

    async def _unless_cut(self, send: Callable[[], Awaitable[Reply]], *, spared: bool) -> Reply:
        async def ask() -> Reply:
            if self.gate is not None:
                await self.gate.wait()
            if self.fail and not spared:
                raise self.fail.pop(0)
            return await send()

        asking, breaking = asyncio.create_task(ask()), asyncio.create_task(self._cut.wait())
        try:
            await asyncio.wait((asking, breaking), return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise Unreachable(Why.lost, sent=True)
            return asking.result()
        finally:
            asking.cancel()
            breaking.cancel()
