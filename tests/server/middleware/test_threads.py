"""No request is handed to a thread on its way: only passwords are worked on beside the loop (P13)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from etax_client.wire import paths
from tests.server.testing.journal import door_open


class NoThreads(ThreadPoolExecutor):
    """Takes no work."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> "Future[Any]":
        raise AssertionError(f"{work} was handed to a thread")


async def test_requests_stay_in_the_loop() -> None:
    """The tester's door, the client's and the pages: a thread per request is slow, and its turn comes at no certain time."""
    async with door_open() as door:
        caller = door.server.caller()
        for first in (door.http.get(paths.JOURNAL), caller.http.get("/app")):
            await first  # the door and the pages are put together beside the loop, once, when they are first asked for
        asyncio.get_running_loop().set_default_executor(NoThreads())
        assert (await caller.login()).status_code == 201
        for path in (paths.JOURNAL, f"{paths.CONTROL}/clock", f"{paths.CONTROL}/openapi.json"):
            reply = await door.http.get(path)
            assert reply.status_code == 200, reply.text
        for path in (paths.UNITS, paths.OPENAPI, f"{paths.OPENAPI}x", "/", "/app", "/portal", "/control/page"):
            assert (await caller.http.get(path)).status_code < 500, path
