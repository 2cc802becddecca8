"""A part of the server that is put together when it is first asked for: a start needs none of its modules and routes (P27, P29)."""

import asyncio
from collections.abc import Callable

from litestar import Litestar
from litestar.types import Receive, Scope, Send

from etax_client.server.world.worlds import Worlds


class LatePart:
    """An application inside another one; `make` is called in a thread, once for all who wait for it, and again only if it fails.

    `open` is told the worlds at the start of each of the outer application's lifespans, which may be in another event loop than the last.
    """

    def __init__(self, make: Callable[[], Litestar]) -> None:
        self._make = make
        self._app: Litestar | None = None

    def open(self, worlds: Worlds) -> None:
        self._worlds = worlds
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._turn:
            if self._app is None:
                self._app = await asyncio.to_thread(self._make)
        self._app.state.worlds = self._worlds
        await self._app(scope, receive, send)
