"""A carrier that is made when it is first needed, so that nothing of HTTP is imported before the first paint (P1)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Unpack

from etax_client.api.carrier import Carrier, How, Reply, Unreachable, Why


class LateCarrier:
    """Makes the real carrier at the first request, once for all who wait for it; a failed making is tried again at the next request."""

    def __init__(self, make: Callable[[], Awaitable[Carrier]]) -> None:
        self._make = make
        self._making: asyncio.Task[Carrier] | None = None
        self._closed = False

    async def send(self, method: str, path: str, **how: Unpack[How]) -> Reply:
        carrier = await self._carrier()
        return await carrier.send(method, path, **how)

    async def close(self) -> None:
        """Close what was made, and make nothing any more."""
        self._closed = True
        if self._making is None:
            return
        await asyncio.wait([self._making])
        if not _has_failed(self._making):
            await self._making.result().close()

    async def _carrier(self) -> Carrier:
        if self._closed:
            raise Unreachable(Why.lost, sent=False)
        if self._making is None or _has_failed(self._making):
            self._making = asyncio.create_task(self._made())
        try:
            return await asyncio.shield(self._making)  # one who gives up takes it from nobody else
        except Exception as error:
            raise Unreachable(Why.refused, sent=False) from error

    async def _made(self) -> Carrier:
        return await self._make()


def _has_failed(making: asyncio.Task[Carrier]) -> bool:
    return making.done() and (making.cancelled() or making.exception() is not None)
