"""Nobody holds the server's connections for others: not by leaving answers, nor by having many (INP-3, FAIR-1); the time is handed in."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
import uvicorn
from uvicorn.server import ServerState

connections = pytest.importorskip("etax_client.server.listening.connections", reason="httptools is not there on Windows")

LARGE = b"x" * 200_000
ADDRESS = "127.0.0.2"


@dataclass
class Timer:
    at: float
    call: Callable[[], object]

    def when(self) -> float:
        return self.at

    def cancel(self) -> None:
        self.call = lambda: None


@dataclass
class Hours:
    """The loop's own tasks, by a time that goes on when it is told to."""

    now: float = 0.0
    timers: list[Timer] = field(default_factory=list)

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, call: Callable[..., object], *given: object) -> Timer:
        self.timers.append(Timer(self.now + delay, lambda: call(*given)))
        return self.timers[-1]

    def create_task(self, work: Any, **more: Any) -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(work, **more)

    async def go_on(self, seconds: float) -> None:
        self.now += seconds
        due = sorted((timer for timer in self.timers if timer.at <= self.now), key=Timer.when)
        self.timers = [timer for timer in self.timers if timer not in due]
        for timer in due:
            timer.call()
        await settled()


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class Line(asyncio.Transport):
    """What lies between the server and someone at `address`, who takes what is sent only if `takes`."""

    def __init__(self, server: "Server", address: str, *, takes: bool = True) -> None:
        super().__init__({"peername": (address, 50000), "sockname": ("127.0.0.1", 80)})
        self.takes = takes
        self.sent = b""
        self.left = b""
        self.ended = False
        self._high = 65536
        self.protocol = connections.Connection(server.config, server.state, {}, _loop=cast(Any, server.hours))
        self.protocol.connection_made(self)

    async def ask(self, path: str, times: int = 1) -> None:
        self.protocol.data_received(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * times)
        await settled()

    def take(self) -> None:
        self.sent, self.left = self.sent + self.left, b""
        self.protocol.resume_writing()

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        assert low == 0, "resumed when all has been taken, and not before"
        self._high = high or 0

    def get_write_buffer_size(self) -> int:
        return len(self.left)

    def write(self, data: Any) -> None:
        if self.takes:
            self.sent += data
            return
        self.left += data
        if len(self.left) > self._high:
            self.protocol.pause_writing()

    def is_closing(self) -> bool:
        return self.ended

    def close(self) -> None:
        if not self.left:
            self.abort()

    def abort(self) -> None:
        if not self.ended:
            self.ended = True
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Server:
    """An application that answers with little, with much, or not yet."""

    def __init__(self) -> None:
        self.hours = Hours()
        self.state = ServerState()
        self.busy = asyncio.Event()
        quiet: dict[str, Any] = {"lifespan": "off", "log_config": None, "proxy_headers": False, "ws": "none", "interface": "asgi3"}
        self.config = uvicorn.Config(cast(Any, self.answer), **quiet)
        self.config.load()

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/busy":
            await self.busy.wait()
        body = LARGE if scope["path"] == "/large" else b"{}"
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def many(self, address: str, count: int, *, takes: bool = True) -> list[Line]:
        return [Line(self, address, takes=takes) for _ in range(count)]


@pytest.fixture
async def server() -> Server:
    return Server()


@pytest.mark.parametrize("path", ["/large", "/small"])
async def test_an_answer_is_taken_in_time_or_given_up(server: Server, path: str) -> None:
    """FAIR-1: 15 seconds, however much of it there is; whoever has taken all of it has as long for the next."""
    line = Line(server, ADDRESS, takes=False)
    await line.ask(path)
    await server.hours.go_on(14)
    line.take()
    await settled()
    line.take()
    await line.ask(path)
    await server.hours.go_on(14.9)
    assert not line.ended
    await server.hours.go_on(0.2)
    assert line.ended
    await settled()
    assert line.protocol not in server.state.connections


async def test_whoever_asks_often_and_takes_nothing_has_one_answer_waiting(server: Server) -> None:
    """FAIR-1: what forty unread downloads keep in memory is one of them."""
    line = Line(server, ADDRESS, takes=False)
    await line.ask("/large", times=10)
    while line.left:
        assert len(line.left) < len(LARGE) + 1000
        line.take()
        await settled()
    assert line.sent.count(b"HTTP/1.1 200 OK") == 10


async def test_requests_are_queued_up_to_a_limit(server: Server) -> None:
    """FAIR-1: of a packet full of them nothing is kept."""
    line = Line(server, ADDRESS, takes=False)
    await line.ask("/large", times=2000)
    assert line.ended
    assert len(line.protocol.pipeline) <= connections.MOST_AHEAD


async def test_one_address_has_a_third_and_its_oldest_unused_one_gives_way(server: Server) -> None:
    """FAIR-1: two hundred that ask a tiny thing every three seconds keep nobody out, themselves included."""
    assert connections.SHARE == connections.MOST // 3
    others = server.many("127.0.0.3", 60)
    dripping = []
    for _ in range(connections.SHARE):
        dripping.append(Line(server, ADDRESS))
        await dripping[-1].ask("/small")
        await server.hours.go_on(0.01)
    one_more = Line(server, ADDRESS)
    await one_more.ask("/small")
    assert one_more.sent.startswith(b"HTTP/1.1 200 ")
    assert [line.ended for line in dripping] == [True] + [False] * (connections.SHARE - 1)
    assert not any(line.ended for line in others)


@pytest.mark.parametrize("path", ["/large", "/busy"])
async def test_what_can_give_way_does_and_a_busy_share_is_told_so(server: Server, path: str) -> None:
    """FAIR-1: an answer that is left there gives way, one that is being made doesn't; others notice neither."""
    held = server.many(ADDRESS, connections.SHARE, takes=path == "/busy")
    for line in held:
        await line.ask(path)
        await server.hours.go_on(0.01)
    one_more, other = Line(server, ADDRESS), Line(server, "127.0.0.3")
    for line in (one_more, other):
        if not line.ended:
            await line.ask("/small")
    assert other.sent.startswith(b"HTTP/1.1 200 ")
    assert one_more.sent.startswith(b"HTTP/1.1 503 " if path == "/busy" else b"HTTP/1.1 200 ")
    assert sum(line.ended for line in held) == (0 if path == "/busy" else 1)
    server.busy.set()
    await settled()


async def test_beyond_all_there_are_the_address_with_the_most_gives_way(server: Server) -> None:
    """FAIR-1, INP-3: whoever comes from a fourth address is served, and costs the largest of the others one."""
    for address, count in (("127.0.0.3", 60), ("127.0.0.4", 62), ("127.0.0.5", 10), (ADDRESS, connections.SHARE)):
        server.many(address, count)
    rest = server.many("127.0.0.6", connections.MOST - len(server.state.connections))
    assert len(server.state.connections) == connections.MOST
    newcomer = Line(server, "127.0.0.7")
    await newcomer.ask("/small")
    assert newcomer.sent.startswith(b"HTTP/1.1 200 ")
    held = [cast(Any, connection).address for connection in server.state.connections]
    assert (held.count(ADDRESS), len(held), any(line.ended for line in rest)) == (connections.SHARE - 1, connections.MOST, False)


ADDRESSES = (
    ("2001:db8::1", "2001:db8::ffff:1", True),
    ("2001:db8::1", "2001:db8:0:1::1", False),
    ("::ffff:127.0.0.2", "127.0.0.2", True),
)


@pytest.mark.parametrize(("one", "other", "same"), ADDRESSES)
async def test_a_machine_is_one_address(server: Server, one: str, other: str, same: bool) -> None:
    """FAIR-1: it has a whole /64 of the longer ones."""
    first = server.many(one, connections.SHARE)
    Line(server, other)
    await settled()
    assert any(line.ended for line in first) is same
