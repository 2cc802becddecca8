"""The server of a test: in this process or behind a socket, with as many lines to it as there are clients and phones."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from litestar import Litestar

from etax_client.api.carrier import Carrier
from etax_client.api.http import HttpCarrier
from etax_client.api.in_process import InProcess
from etax_client.domain.servers.world_names import MAIN, prefix
from etax_client.domain.sessions.qr_login import NOWHERE
from etax_client.server.listening.lan import listen
from etax_client.server.listening.serve import served_beside

PROCESS, SOCKET = "process", "socket"


@dataclass(frozen=True)
class Server:
    """`url` is where its main world is reached."""

    app: Litestar
    url: str
    _transport: httpx.AsyncBaseTransport | None

    def carrier(self, world: str = MAIN) -> Carrier:
        """A line of a client's own; whoever asks for it closes it."""
        return HttpCarrier(self.url + prefix(world), transport=self._transport)


@asynccontextmanager
async def served(app: Litestar, over: str = PROCESS) -> AsyncIterator[Server]:
    """A server as long as the block lasts; `over` is "process", or "socket": a free port of loopback. Raises StoreError."""
    if over not in (PROCESS, SOCKET):
        raise ValueError(f"over: {PROCESS} or {SOCKET}, not {over}")
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.lifespan())
        if over == PROCESS:
            yield Server(app, NOWHERE, InProcess(app))
            return
        listening = stack.enter_context(listen("127.0.0.1", 0))
        await stack.enter_async_context(served_beside(app, listening))
        yield Server(app, f"http://127.0.0.1:{listening.getsockname()[1]}", None)
