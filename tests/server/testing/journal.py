"""A server whose tester's door is open, and its journal as testers read it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from etax_client.wire import paths
from tests.server.running import HOST, Json, Running, running

TOKEN = "door-token-for-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@dataclass
class Door:
    """The tester's door of a running server."""

    server: Running

    @property
    def http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self.server.transport, base_url=HOST, headers=BEARER)

    async def rows(self, **query: object) -> list[Json]:
        reply = await self.http.get(paths.JOURNAL, params={key: str(value) for key, value in query.items()})
        assert reply.status_code == 200, reply.text
        found: list[Json] = reply.json()["rows"]
        return found

    async def last(self) -> Json:
        return (await self.rows(limit=1))[0]


@asynccontextmanager
async def door_open(**settings: Any) -> AsyncIterator[Door]:
    async with running(control=digest(Secret(TOKEN)), **settings) as server:
        yield Door(server)
