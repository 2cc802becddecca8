"""HTTP connections that nobody can hold by sending slowly, taking no answers, or having many of them (INP-3, FAIR-1)."""

import asyncio
from collections import Counter
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.guessing.address_limits import network
from etax_client.wire import paths, problems, spelling
from etax_client.wire.control.faults import HANG_UP

SECONDS = 15
"""The whole of a request must have arrived by then, and an answer been taken by as long after it had to wait."""
LARGEST_HEAD = 16 * 1024
_POLLED = (paths.QR_TICKET, paths.JOURNAL, paths.TRAINERS_JOURNAL)
"""Where waiting for news is done."""
MOST = 200
"""Connections of one process; beyond it one gives way, of an address that has more than others."""
SHARE = MOST // 3
"""Connections of one address, loopback's included: beyond it one of its own gives way. A class behind one address shares them."""
MOST_AHEAD = 16
"""Requests on one connection that wait for the answers to earlier ones."""


class Connection(HttpToolsProtocol):
    """uvicorn's connection with a deadline, a limit for the head of a request, and a limit of its own for their number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: asyncio.TimerHandle | None = None
        self._steps = 0
        self._head = 0
        self._in_head = True
        self._asked: float | None = None
        self._since: float | None = None
        self._untaken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # told of whatever the other side has not taken yet, and when it has taken all of it
        transport.set_write_buffer_limits(high=1, low=0)
        self._start_over()
        others = [other for other in self.connections if isinstance(other, Connection) and other is not self]
        own = [other for other in others if other.address == self.address]
        if len(own) >= SHARE:
            self._make_room(own)
        elif len(others) >= MOST:
            held = Counter(other.address for other in others)
            self._make_room([other for other in others if held[other.address] == max(held.values())])

    @property
    def address(self) -> str:
        return "" if self.client is None else network(self.client[0])

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        self._taken()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        super().shutdown()
        self._hurry()

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        steps = self._steps
        super().data_received(data)
        if self._in_head and self._steps == steps:
            # neither a head nor a request ended in it, so all of it was head
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                self._turn_away(431, RefusalCode.too_large)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._untaken is None:
            self._untaken = self.loop.call_later(SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        self._taken()
        super().resume_writing()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.pipeline:
            self._since = self.loop.time()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._start_over()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._steps += 1
        if self.transport.is_closing():
            return
        if self._waits_for_news() or len(self.pipeline) >= MOST_AHEAD:
            # one that asks on while it waits would keep its place, and much memory, by what is queued behind
            self.transport.abort()
            return
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > LARGEST_HEAD:
            self._turn_away(431, RefusalCode.too_large)
            return
        self._heed_authority()
        super().on_headers_complete()
        if self.parser.should_upgrade() and self._should_upgrade():
            return  # it becomes a web socket, and there is no answer to it here
        self.cycle.scope["extensions"] = {HANG_UP: {"call": partial(self._hang_up, self.cycle)}}

    def _heed_authority(self) -> None:
        """A target may name the server itself (`GET http://name/`), which the application doesn't see: then that name is a Host too."""
        if not self.url.startswith(b"/"):
            named = urlsplit(self.url.decode("latin-1")).netloc.encode("latin-1")
            if named and [named] != [value for name, value in self.headers if name == b"host"]:
                self.headers.append((b"host", named))

    def on_body(self, body: bytes) -> None:
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._arrived()
        self._asked = self.loop.time()
        if not self.transport.is_closing():
            super().on_message_complete()
        self._steps += 1
        self._in_head, self._head = True, 0

    def _start_over(self) -> None:
        self._arrived()
        self._since = self.loop.time()
        self._in_head, self._head = True, 0
        self._deadline = self.loop.call_later(SECONDS, self._run_out)

    def _arrived(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        self._since = None

    def _taken(self) -> None:
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None

    def _run_out(self) -> None:
        self._deadline = None
        if self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
            # an answer is on its way already; two would be none
            self.transport.close()
        else:
            self._turn_away(408, RefusalCode.malformed)

    def _make_room(self, others: list["Connection"]) -> None:
        """Have one of `others` give way: that asks for nothing just now, else that leaves its answer, else that waits for news."""
        unused = [other for other in others if other._since is not None]
        leaving = [other for other in others if other._untaken is not None]
        waiting = [other for other in others if other._waits_for_news()]
        if unused:
            min(unused, key=lambda other: other._since or 0.0)._give_way()
        elif leaving:
            min(leaving, key=lambda other: other._untaken.when() if other._untaken else 0.0)._give_way()
        elif waiting:
            first = min(waiting, key=lambda other: other._asked or 0.0)
            first.cycle.keep_alive = False
            first._hurry()
        else:
            self._turn_away(503, RefusalCode.busy)

    def _give_way(self) -> None:
        self._arrived()
        self.transport.abort()
        self.connections.discard(self)

    def _waits_for_news(self) -> bool:
        """A poll that is under way, and that nobody has hurried yet."""
        if self._asked is None or self.cycle is None or self.cycle.response_complete:
            return False
        return self.cycle.scope["method"] == "GET" and self.cycle.scope["path"].endswith(_POLLED)

    def _hurry(self) -> None:
        """Have a poll answered now: to be called on is all that its handler waits for beside news. Other requests notice nothing."""
        self._asked = None
        if self.cycle is not None:
            self.cycle.message_event.set()

    def handle_websocket_upgrade(self) -> None:
        self._arrived()
        self._taken()
        super().handle_websocket_upgrade()

    def _hang_up(self, cycle: RequestResponseCycle) -> None:
        """Break the connection under a request, as a fault on demand; what was written of the answer still goes out."""
        cycle.disconnected = True  # uvicorn learns it only in the loop's next round, and would answer 500 until then
        self.transport.close()

    def _turn_away(self, status: int, code: RefusalCode) -> None:
        if self.transport.is_closing():
            return
        self._arrived()
        body = spelling.write(problems.to_problem(Refused(code, retry_after=1 if status == 503 else None), status))
        head = (
            f"HTTP/1.1 {status} {code}\r\ncontent-type: {problems.MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
