"""Every accident on the way to a server and back, against a hostile one on loopback (TUI-3, TUI-5, SEC-4, TLS-2)."""

import asyncio
import contextlib
import gzip
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from etax_client.api.carrier import Garbled, Reply, Unreachable, Why
from etax_client.api.http import HttpCarrier, Timeouts
from etax_client.domain.secret import Secret
from etax_client.wire.paths import CLIENT_HEADER
from etax_client.wire.spelling import LARGEST_REPLY
from tests.api.hostile import Answer, closed_port, plain, reset, serving, silence

USUAL = Timeouts()
TINY = Timeouts(connect=5.0, read=0.05)


@contextlib.asynccontextmanager
async def carrier(url: str, timeouts: Timeouts = USUAL, trust: ssl.SSLContext | None = None) -> AsyncIterator[HttpCarrier]:
    made = HttpCarrier(url, timeouts=timeouts, trust=trust)
    try:
        yield made
    finally:
        await made.close()


async def fate(answer: Answer | bytes, timeouts: Timeouts = USUAL) -> Reply | Unreachable | Garbled:
    """What one POST comes to; it is sent exactly once, whatever happens to it (TUI-5)."""
    async with serving(answer) as server, carrier(server.url, timeouts) as client:
        try:
            return await client.send("POST", "/x", body=b"{}")
        except (Unreachable, Garbled) as accident:
            return accident
        finally:
            assert server.connections == len(server.requests) == 1


def assert_unreachable(outcome: object, why: Why, *, sent: bool) -> None:
    assert isinstance(outcome, Unreachable)
    assert (outcome.why, outcome.sent) == (why, sent)


async def test_a_reply_is_handed_over_as_it_came() -> None:
    assert await fate(plain(b'{"a":1}', "404 Nope", "Application/Problem+JSON; charset=utf-8")) == Reply(
        404, "application/problem+json", b'{"a":1}'
    )


async def test_what_is_sent() -> None:
    async with serving(plain(b"")) as server, carrier(server.url) as client, carrier(server.url) as other:
        await client.send("POST", "/api/x", query={"name": "某&[/]"}, body=b'{"a":1}', token=Secret("abc.DEF-1_2~"))
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        assert head.startswith(b"POST /api/x?name=%E6%9F%90%26%5B%2F%5D HTTP/1.1\r\n")
        assert body == b'{"a":1}'
        assert server.header("Authorization") == "Bearer abc.DEF-1_2~"
        assert server.header("Content-Type") == "application/json"
        assert server.header("Accept-Encoding") == "identity"
        mark = server.header(CLIENT_HEADER)
        assert mark is not None
        assert len(bytes.fromhex(mark)) == 16
        await client.send("GET", "/api/x")
        assert server.header(CLIENT_HEADER) == mark
        assert server.header("Authorization") is None
        assert server.header("Content-Type") is None
        await other.send("GET", "/api/x")
        assert server.header(CLIENT_HEADER) != mark


async def test_nobody_there() -> None:
    async with carrier(closed_port()) as client:
        with pytest.raises(Unreachable) as caught:
            await client.send("POST", "/x", body=b"{}")
    assert_unreachable(caught.value, Why.refused, sent=False)


@pytest.mark.parametrize("url", ["http://a..b", "http://" + "x" * 64 + ".invalid"])
async def test_a_host_that_cannot_be(url: str) -> None:
    async with carrier(url) as client:
        with pytest.raises(Unreachable) as caught:
            await client.send("GET", "/x")
    assert_unreachable(caught.value, Why.refused, sent=False)


async def test_a_server_that_hangs() -> None:
    assert_unreachable(await fate(silence, TINY), Why.timeout, sent=True)


async def test_a_server_that_hangs_in_the_middle_of_its_answer() -> None:
    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(plain(b"0123456789")[:-5])
        await silence(reader, writer)

    assert_unreachable(await fate(half, TINY), Why.timeout, sent=True)


@pytest.mark.parametrize("drop", [b"HTTP/1.1 100 Continue\r\n\r\n", b""])
async def test_a_server_that_never_comes_to_an_end(drop: bytes) -> None:
    """Each byte is in time, the whole is not: endless interim answers, and a body that drips."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not drop:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not reader.at_eof():
            writer.write(drop or b"1\r\n.\r\n")
            await writer.drain()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), 0.005)

    assert_unreachable(await fate(drip, Timeouts(connect=0.1, read=0.1)), Why.timeout, sent=True)


async def test_a_whole_exchange_has_one_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """To connect and to wait for the answer, together, however the bytes come."""
    given: list[float | None] = []
    limit = asyncio.timeout

    def noted(seconds: float | None) -> asyncio.Timeout:
        given.append(seconds)
        return limit(seconds)

    monkeypatch.setattr(asyncio, "timeout", noted)
    async with serving(plain(b"1")) as server, carrier(server.url, Timeouts(connect=5, read=15)) as client:
        await client.send("GET", "/x")
        await client.send("GET", "/x", patience=30)
    assert given == [20, 35]


async def test_patience_lasts_for_one_request() -> None:
    """A long poll may wait longer than others, and makes no other request wait longer."""

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.2)
        writer.write(plain(b"1"))

    async with serving(slow) as server, carrier(server.url, TINY) as client:
        assert (await client.send("GET", "/x", patience=10)).body == b"1"
        with pytest.raises(Unreachable) as caught:
            await client.send("GET", "/x")
    assert_unreachable(caught.value, Why.timeout, sent=True)


@pytest.mark.parametrize(
    "answer",
    [
        reset,
        b"",
        plain(b"0123456789")[:-3],
        b"HTTP/1.1 200 OK\r\nContent-",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
    ids=["reset", "nothing", "body cut", "head cut", "chunk cut"],
)
async def test_an_answer_that_is_lost(answer: Answer | bytes) -> None:
    assert_unreachable(await fate(answer), Why.lost, sent=True)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"\x00\xff\x1b]52;c;eA==\x1b\\" * 50 + b"\r\n\r\n",
        b"HTTP/1.1 999999 Big\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX-Big: " + b"x" * 1_000_000 + b"\r\n\r\n",
    ],
    ids=["ssh", "bytes", "status", "negative length", "huge length", "two lengths", "bad chunk", "huge header"],
)
async def test_an_answer_that_is_not_http(answer: bytes) -> None:
    assert isinstance(await fate(answer), Garbled)


async def test_a_body_may_be_as_large_as_the_cap_and_no_larger() -> None:
    whole = await fate(plain(b"x" * LARGEST_REPLY))
    assert isinstance(whole, Reply)
    assert len(whole.body) == LARGEST_REPLY
    assert isinstance(await fate(plain(b"x" * (LARGEST_REPLY + 1))), Garbled)


async def test_fifty_megabytes_without_a_length_are_cut_off() -> None:
    written = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(800):
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await writer.drain()
            written += 65536

    assert isinstance(await fate(flood), Garbled)
    assert written < 50_000_000 * 0.9


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP", "identity, gzip", "x-unknown"])
async def test_an_encoded_body_is_refused(encoding: str) -> None:
    """1,000 to 1: a bomb is never unfolded."""
    bomb = gzip.compress(b"0" * 10_000_000)
    assert isinstance(await fate(plain(bomb, "200 OK", "application/json", f"Content-Encoding: {encoding}")), Garbled)


async def test_redirects_are_not_followed() -> None:
    async with serving(plain(b"{}")) as elsewhere:
        reply = await fate(plain(b"", "307 Moved", "text/html", f"Location: {elsewhere.url}/steal"))
        assert isinstance(reply, Reply)
        assert reply.status == 307
        assert elsewhere.connections == 0


async def test_cookies_are_neither_kept_nor_sent() -> None:
    async with serving(plain(b"{}", "200 OK", "application/json", "Set-Cookie: a=b; Path=/")) as server, carrier(server.url) as client:
        await client.send("GET", "/x")
        await client.send("GET", "/x")
        assert server.header("Cookie") is None


@pytest.mark.parametrize("token", ["a b", "a\r\nX-Evil: 1", "票", "\ufffd", ""])
async def test_a_token_that_no_header_can_hold_is_never_sent(token: str) -> None:
    """A hostile server chooses the token that the client has to send back."""
    async with serving(plain(b"{}")) as server, carrier(server.url) as client:
        with pytest.raises(Garbled):
            await client.send("GET", "/x", token=Secret(token))
        assert server.connections == 0


@pytest.mark.parametrize("typed", ["x" * 100_000, "\ud800"], ids=["endless", "surrogate"])
async def test_a_query_that_no_address_can_hold_is_never_sent(typed: str) -> None:
    async with serving(plain(b"{}")) as server, carrier(server.url) as client:
        with pytest.raises(Unreachable) as caught:
            await client.send("GET", "/x", query={"name": typed})
        assert_unreachable(caught.value, Why.refused, sent=False)
        assert server.connections == 0


async def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SEC-4: httpx would send even requests to 127.0.0.1 through a proxy, and passwords from a .netrc to any server."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    async with serving(plain(b"{}")) as proxy, serving(plain(b"{}")) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
            monkeypatch.setenv(name.upper(), proxy.url)
        async with carrier(server.url) as client:
            assert (await client.send("GET", "/x")).status == 200
        assert proxy.connections == 0
        assert server.header("Authorization") is None


async def test_no_request_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """SEC-4: httpx logs every address at INFO, httpcore every header at DEBUG."""
    caplog.set_level(logging.DEBUG)
    async with serving(plain(b"{}")) as server, carrier(server.url) as client:
        await client.send("GET", "/x", query={"taxpayer_id": "canary-in-query"}, token=Secret("canary-token"))
    assert "canary" not in caplog.text


async def test_an_accident_holds_nothing_of_the_request() -> None:
    """SEC-1: an accident may reach a crash report; httpx's own errors carry the request, and so the token."""
    async with carrier(closed_port()) as client:
        with pytest.raises(Unreachable) as caught:
            await client.send("GET", "/x", token=Secret("canary"))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert not hasattr(caught.value, "request")


async def test_one_connection_serves_request_after_request() -> None:
    async def twice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kept = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        writer.write(kept)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(kept)

    async with serving(twice) as server, carrier(server.url) as client:
        await client.send("GET", "/x")
        await client.send("GET", "/x")
        assert server.connections == 1


async def test_a_transport_can_take_the_networks_place() -> None:
    async def answer(scope: MutableMapping[str, Any], receive: object, send: Callable[[MutableMapping[str, Any]], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    client = HttpCarrier("http://127.0.0.1:1", transport=httpx.ASGITransport(answer))
    assert await client.send("GET", "/api/info") == Reply(200, "text/plain", b"/api/info")
    await client.close()


async def test_an_application_in_process_that_hangs() -> None:
    """httpx's in-process transport has no timeouts of its own."""

    async def hang(scope: object, receive: object, send: object) -> None:
        await asyncio.get_running_loop().create_future()

    client = HttpCarrier("http://127.0.0.1:1", transport=httpx.ASGITransport(hang), timeouts=Timeouts(0.05, 0.01))
    with pytest.raises(Unreachable) as caught:
        await client.send("GET", "/x")
    assert_unreachable(caught.value, Why.timeout, sent=True)
    await client.close()


def certificate(folder: Path) -> Path:
    """A self-made certificate for 127.0.0.1 and its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "simulated")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


async def test_only_a_trusted_certificate_is_believed(tmp_path: Path) -> None:
    """TLS-2: an unknown certificate ends it before anything is sent; the one that is handed in is believed."""
    pem = certificate(tmp_path)
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(pem)
    async with serving(plain(b"{}"), server_side) as server:
        async with carrier(server.url) as client:
            with pytest.raises(Unreachable) as caught:
                await client.send("POST", "/x", body=b"secret")
        assert_unreachable(caught.value, Why.tls, sent=False)
        assert server.requests == []
        async with carrier(server.url, trust=ssl.create_default_context(cafile=pem)) as client:
            assert (await client.send("POST", "/x", body=b"{}")).status == 200


async def test_tls_asked_of_a_server_that_has_none() -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise AssertionError("no request can be understood")

    async with serving(greet) as server, carrier(server.url.replace("http:", "https:"), Timeouts(0.2, 0.2)) as client:
        with pytest.raises(Unreachable) as caught:
            await client.send("GET", "/x")
    assert not caught.value.sent
