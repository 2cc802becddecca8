"""A server that is known by its pin: nothing is sent to another key, whatever stands in between (TLS-2)."""

import asyncio
import contextlib
import socket
import ssl
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etax_client.api.carrier import Unreachable, Why
from etax_client.api.etax import Etax
from etax_client.api.http import HttpCarrier, Timeouts
from etax_client.api.pinning import PinnedCarrier, carrier_to
from etax_client.domain.secret import Secret
from etax_client.domain.servers.pins import Pin, pin_of
from etax_client.domain.servers.server_info import ServerInfo
from etax_client.domain.servers.server_urls import ServerUrl, judge
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.server.app import create_app
from etax_client.server.listening.lan import open_endpoint
from etax_client.server.listening.serve import served_beside
from etax_client.server.listening.tls import ServerKey, identify
from etax_client.server.settings import ServerSettings
from tests.api.hostile import Hostile, closed_port, plain, serving
from tests.server.running import CHEAP, PASSWORD

TINY = Timeouts(connect=0.3, read=0.3)
ANSWER = plain(b"{}")
ELSEWHERE = pin_of(b"another key")


def identity_in(folder: Path, *names: str) -> ServerKey:
    return identify(folder / "tls", names, datetime.now(UTC))


def context_of(identity: ServerKey) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity.certificate, identity.key)
    return context


def url_of(text: str) -> ServerUrl:
    url = judge(text)
    assert isinstance(url, ServerUrl)
    return url


@asynccontextmanager
async def pinned(server: Hostile | str, pin: Pin, **more: Any) -> AsyncIterator[PinnedCarrier]:
    carrier = PinnedCarrier(url_of(server if isinstance(server, str) else server.url), pin, **more)
    try:
        yield carrier
    finally:
        await carrier.close()


async def fate(carrier: PinnedCarrier | HttpCarrier) -> tuple[Why, bool]:
    """What becomes of a request with a body and a token, of which nothing may leave."""
    with pytest.raises(Unreachable) as caught:
        await carrier.send("POST", "/api/sessions", body=b"canary", token=Secret("canary"))
    return caught.value.why, caught.value.sent


async def test_the_whole_way_over_a_real_socket(tmp_path: Path) -> None:
    """The demo's own way of serving, beside a client in the same loop."""
    identity = identity_in(tmp_path)
    app = create_app(ServerSettings(hash_cost=CHEAP))
    door = open_endpoint("127.0.0.1", 0, secure=True)
    proved: list[bool] = []
    async with app.lifespan(), served_beside(app, door.listening, identity):
        api = Etax(carrier_to(url_of(door.url), identity.pin, lambda: proved.append(True)), lambda: None)
        assert proved == []
        assert isinstance(await api.info(), ServerInfo)
        assert isinstance(await api.login("liming", Secret(PASSWORD), None), LoggedIn)
        assert proved == [True]
        await api.close()
    assert door.listening.fileno() == -1, "the door is closed with the block"


async def test_one_look_is_enough(tmp_path: Path) -> None:
    identity = identity_in(tmp_path)
    async with serving(ANSWER, context_of(identity)) as server, pinned(server, identity.pin) as carrier:
        replies = await asyncio.gather(*(carrier.send("GET", f"/{number}") for number in range(5)))
    assert {reply.status for reply in replies} == {200}
    assert len(server.requests) == 5
    assert server.connections == 6


async def test_another_key_is_a_hard_stop(tmp_path: Path) -> None:
    """Who has another key gets not a byte of a request, however often one tries."""
    identity = identity_in(tmp_path)
    async with serving(ANSWER, context_of(identity)) as server, pinned(server, ELSEWHERE) as carrier:
        assert [await fate(carrier) for _ in range(3)] == [(Why.pin, False)] * 3
    assert server.requests == []


async def test_a_key_that_is_swapped_while_the_client_runs(tmp_path: Path) -> None:
    identity, other = identity_in(tmp_path / "a"), identity_in(tmp_path / "b")
    context = context_of(identity)
    async with serving(ANSWER, context) as server, pinned(server, identity.pin) as carrier:
        assert (await carrier.send("GET", "/")).status == 200
        context.load_cert_chain(other.certificate, other.key)
        assert await fate(carrier) == (Why.pin, False)
        assert await fate(carrier) == (Why.pin, False)
        context.load_cert_chain(identity.certificate, identity.key)
        assert (await carrier.send("GET", "/")).status == 200, "and the right key is believed again"
    assert len(server.requests) == 2


async def test_a_key_that_is_swapped_between_the_look_and_the_request(tmp_path: Path) -> None:
    """Someone in between who lets the look pass has not got the key."""
    identity, other = identity_in(tmp_path / "a"), identity_in(tmp_path / "b")
    context, theirs, hellos = context_of(identity), context_of(other), iter(range(100))

    def answer_the_first_look_only(connection: ssl.SSLObject, *_: object) -> None:
        if next(hellos) > 0:
            connection.context = theirs

    context.sni_callback = answer_the_first_look_only
    async with serving(ANSWER, context) as server, pinned(server, identity.pin) as carrier:
        assert await fate(carrier) == (Why.pin, False)
    assert server.requests == []
    assert next(hellos) == 3


async def test_a_certificate_that_is_issued_again_for_the_same_key_is_believed(tmp_path: Path) -> None:
    identity = identity_in(tmp_path)
    context = context_of(identity)
    async with serving(ANSWER, context) as server, pinned(server, identity.pin) as carrier:
        assert (await carrier.send("GET", "/")).status == 200
        again = identity_in(tmp_path, "192.168.1.20")
        context.load_cert_chain(again.certificate, again.key)
        assert (await carrier.send("POST", "/", body=b"{}")).status == 200
    assert [request.split()[0] for request in server.requests] == [b"GET", b"POST"], "and nothing is sent twice"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere loopback has one address only")
async def test_the_right_key_under_the_wrong_name(tmp_path: Path) -> None:
    """127.0.0.2 is no name in the certificate: a pin takes no check away."""
    identity = identity_in(tmp_path)
    async with serving(ANSWER, context_of(identity), "127.0.0.2") as server, pinned(server, identity.pin) as carrier:
        assert await fate(carrier) == (Why.tls, False)
    assert server.requests == []


async def test_a_certificate_that_is_over(tmp_path: Path) -> None:
    identity = identify(tmp_path / "tls", [], datetime(2020, 1, 1, tzinfo=UTC))
    async with serving(ANSWER, context_of(identity)) as server, pinned(server, identity.pin) as carrier:
        assert await fate(carrier) == (Why.tls, False)
    assert server.requests == []


async def test_without_a_pin_an_authority_of_this_system_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A school's or company's own, in the system's list or in the file that takes its place."""
    identity = identity_in(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(identity.certificate))
    async with serving(ANSWER, context_of(identity)) as server:
        carrier = carrier_to(url_of(server.url), None)
        assert (await carrier.send("GET", "/x")).status == 200
        await carrier.close()


async def test_without_a_pin_only_the_usual_authorities_are_believed(tmp_path: Path) -> None:
    identity = identity_in(tmp_path)
    async with serving(ANSWER, context_of(identity)) as server:
        carrier = carrier_to(url_of(server.url), None)
        assert isinstance(carrier, HttpCarrier)
        assert await fate(carrier) == (Why.tls, False)
        await carrier.close()
    assert server.requests == []


async def shout(writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")


async def say_nothing(writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
    await over.wait()


async def drip(writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
    """A handshake of which each piece is in time, and the whole never comes to an end (TUI-3)."""
    writer.write(b"\x16\x03\x03\x3f\xff\x02")
    while not over.is_set():
        writer.write(b"\0")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), 0.05)


@pytest.mark.parametrize(("answer", "why"), [(shout, Why.tls), (say_nothing, Why.timeout), (drip, Why.timeout)])
async def test_who_gives_no_handshake(answer: Callable[[asyncio.StreamWriter, asyncio.Event], Awaitable[None]], why: Why) -> None:
    """A thread that is left over keeps no program from ending."""
    over = asyncio.Event()
    answered: list[asyncio.StreamWriter] = []

    async def answer_until_over(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answered.append(writer)
        await answer(writer, over)
        writer.close()

    server = await asyncio.start_server(answer_until_over, "127.0.0.1", 0)
    url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, pinned(url, ELSEWHERE, timeouts=TINY) as carrier:
        assert await fate(carrier) == (why, False)
        over.set()
        for writer in answered:
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


async def test_a_name_that_is_looked_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that is left over is one that keeps no program from ending."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(60) and [])
    async with pinned("https://etax.example.org", ELSEWHERE, timeouts=TINY) as carrier:
        assert await fate(carrier) == (Why.timeout, False)
        assert [thread.daemon for thread in threading.enumerate() if thread.name == "certificate"] == [True]
        over.set()


async def test_nobody_there() -> None:
    async with pinned(closed_port().replace("http:", "https:"), ELSEWHERE) as carrier:
        assert await fate(carrier) == (Why.refused, False)
