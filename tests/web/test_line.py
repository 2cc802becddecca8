"""Whoever takes nothing of what is drawn is let go after the deadline of other answers, and whoever takes it is not (FAIR-1)."""

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from etax_client.server.listening.connections import SECONDS

pytest.importorskip("websockets", reason="websockets is not installed (the extra `web`)")
from etax_client.web.line import Line


class Transport(asyncio.Transport):
    aborted = False

    def close(self) -> None:
        """It is lost already."""

    def abort(self) -> None:
        self.aborted = True


async def nobody(scope: object, receive: object, send: object) -> None:
    """Nothing is ever asked."""


def a_line(loop: asyncio.AbstractEventLoop) -> tuple[Line, Transport]:
    transport = Transport()
    line = Line(uvicorn.Config(nobody, log_config=None), ServerState(), {}, loop)
    line.connection_made(transport)
    return line, transport


async def test_it_has_so_long_to_take_what_is_drawn() -> None:
    loop = asyncio.get_running_loop()
    line, transport = a_line(loop)
    line.pause_writing()
    first = line._untaken
    assert first is not None
    assert SECONDS - 1 < first.when() - loop.time() <= SECONDS
    line.pause_writing()
    assert line._untaken is first, "it does not begin anew"
    assert not transport.aborted
    first._run()
    assert transport.aborted, "and then it is over"
    line.resume_writing()
    assert first.cancelled()
    line.pause_writing()
    again = line._untaken
    assert again is not None
    line.connection_lost(None)
    assert again.cancelled()
