"""A tester at the door of a running server: the verbs of the tester's door as one calls them, in one world."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select

from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from etax_client.server.services.bundle import Services
from etax_client.server.store import rows
from etax_client.server.store.tables import snapshots
from etax_client.wire import paths
from tests.server.running import HOST, PASSWORD, Caller, Json, Running, running
from tests.server.sessions.qr import Client, Phone

TOKEN = Secret("the-doors-token-for-tests")
BEARER = {"Authorization": f"Bearer {TOKEN.reveal()}"}


@dataclass
class AtDoor:
    """`world` is "" for the main one; paths are within the door, `/clock`."""

    server: Running
    world: str = ""

    @property
    def root(self) -> str:
        return f"{HOST}/w/{self.world}" if self.world else HOST

    @property
    def services(self) -> Services:
        found: Services = self.server.app.state.worlds.of(self.world)
        return found

    async def ask(self, method: str, path: str, body: object = None, **query: object) -> httpx.Response:
        async with httpx.AsyncClient(transport=self.server.transport, base_url=f"{self.root}/control", headers=BEARER) as http:
            params = {key: str(value) for key, value in query.items()}
            return await http.request(method, path, json=body, params=params)

    async def get(self, path: str, **query: object) -> Json:
        return _done(await self.ask("GET", path, **query))

    async def post(self, path: str, body: object = None) -> Json:
        return _done(await self.ask("POST", path, body))

    async def put(self, path: str, body: object) -> Json:
        return _done(await self.ask("PUT", path, body))

    async def delete(self, path: str, **query: object) -> Json:
        return _done(await self.ask("DELETE", path, **query))

    async def advance(self, seconds: float) -> None:
        await self.post("/clock", {"advance": seconds})

    def caller(self, client: str | None = None) -> Caller:
        """A client in this world."""
        caller = self.server.caller(client)
        caller.http.base_url = httpx.URL(self.root)
        return caller

    async def signed_in(self, account: str = "liming", password: str = PASSWORD) -> Caller:
        caller = self.caller()
        await caller.sign_in(account, password)
        return caller

    async def asking(self, device: str = "desk-3") -> Client:
        """A client with a QR ticket."""
        caller = self.caller()
        reply = await caller.http.post(paths.QR_TICKETS, json={"device": device})
        assert reply.status_code == 201, reply.text
        return Client(caller, reply.json())

    async def phone(self, account: str = "liming") -> Phone:
        caller = self.caller()
        reply = await caller.http.post(paths.SESSIONS, json={"account": account, "password": PASSWORD, "channel": "phone"})
        assert reply.status_code == 201, reply.text
        return Phone(caller, {"Authorization": f"Bearer {reply.json()['token']}"})

    def dump(self) -> rows.Rows:
        """All that the world holds."""
        with self.services.store.write() as connection:
            return rows.dump(connection)

    def kept(self, name: str) -> str:
        """What a snapshot holds, as it is kept."""
        with self.services.store.read() as connection:
            found: str = connection.execute(select(snapshots.c.content).where(snapshots.c.name == name)).scalar_one()
        return found


def _done(reply: httpx.Response) -> Json:
    assert reply.is_success, f"{reply.status_code} {reply.text}"
    found: Json = reply.json() if reply.content else {}
    return found


@asynccontextmanager
async def at_the_door(**settings: Any) -> AsyncIterator[AtDoor]:
    """A server whose door is open, as `running` starts it."""
    async with running(control=digest(TOKEN), **settings) as server:
        yield AtDoor(server)
