"""What the tests of faults on demand need: a server with the tester's door open, in this process, reached as over a socket."""

import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx
from sqlalchemy import func, select

from etax_client.api.in_process import InProcess
from etax_client.clock import ManualClock
from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from etax_client.server.listening.serve import served_beside
from etax_client.server.services.guessing import passwords
from etax_client.server.settings import ServerSettings
from etax_client.server.store.tables import sessions
from etax_client.testing.lending import lent
from tests.server.running import CHEAP, HOST, Json, Running

TOKEN = Secret("the-door-of-the-tests")
FAULTS = "/control/faults"


@dataclass
class Trainer:
    """Whoever holds the token, beside the server that it opens."""

    server: Running
    http: httpx.AsyncClient

    async def fault(self, scenario: str, path: str = "*", world: str = "", **more: object) -> int:
        """Ask for a fault; its id."""
        reply = await self.http.post(world + FAULTS, json={"scenario": scenario, "path": path, **more})
        assert reply.status_code == 201, reply.text
        found: int = reply.json()["id"]
        return found

    async def left(self, world: str = "") -> list[int | None]:
        return [fault["left"] for fault in await self.faults(world)]

    async def faults(self, world: str = "") -> list[Json]:
        reply = await self.http.get(world + FAULTS)
        assert reply.status_code == 200, reply.text
        found: list[Json] = reply.json()["faults"]
        return found

    def sessions(self) -> int:
        """How many have ever begun."""
        with self.server.services.store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(sessions)).scalar_one())


@asynccontextmanager
async def open_door(over: str = "process", database: str | None = None, seed: int | None = None) -> AsyncIterator[Trainer]:
    """`over` is "process" or "socket"."""
    settings = ServerSettings(database=database, hash_cost=CHEAP, control=digest(TOKEN), seed=seed)
    clock, compared = ManualClock(), list[str]()

    def compare(phc: str, password: Secret) -> bool:
        compared.append(password.reveal())
        return passwords.matches(phc, password)

    async with lent(settings, clock, compare) as app, app.lifespan(), _line(over, app) as transport:
        server = Running(app, clock, cast(Any, transport), compared)
        async with httpx.AsyncClient(transport=transport, base_url=HOST, headers={"Authorization": f"Bearer {TOKEN.reveal()}"}) as http:
            yield Trainer(server, http)


@asynccontextmanager
async def _line(over: str, app: Any) -> AsyncIterator[httpx.AsyncBaseTransport]:
    if over == "process":
        yield InProcess(app)
        return
    with socket.create_server(("127.0.0.1", 0)) as listening:
        async with served_beside(app, listening), _Socket(listening.getsockname()[1]) as transport:
            logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # it was hushed, as beside a screen
            yield transport


class _Socket(httpx.AsyncHTTPTransport):
    """To a port of this machine, whatever the address says."""

    def __init__(self, port: int) -> None:
        super().__init__(trust_env=False, verify=False)
        self._port = port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(host="127.0.0.1", port=self._port)
        return await super().handle_async_request(request)


@contextmanager
def no_errors() -> Iterator[None]:
    """Nothing is logged as an error, by whomever."""
    found: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(f"{record.name}: {record.getMessage()}")

    root, keeping = logging.getLogger(), Keeping(logging.ERROR)
    root.addHandler(keeping)
    try:
        yield
    finally:
        root.removeHandler(keeping)
    assert not found


async def met(request: Awaitable[httpx.Response]) -> httpx.Response | str:
    """The answer, or how the connection ended."""
    try:
        return await request
    except httpx.RemoteProtocolError as error:
        return str(error).partition(" (")[0]
