"""Two servers over one database behave as one, and what was answered outlives a kill (CON-2, LCK-2, LCK-9, DUR-2, INP-3)."""

import contextlib
import hashlib
import random
import secrets
import socket
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from etax_client.server.listening import connections
from etax_client.server.services.seals import Seal
from etax_client.wire import paths
from tests.server.others import NO_TLS, OtherServer
from tests.server.running import PASSWORD, WRONG

Other = Callable[..., OtherServer]
TRIES = 100


def body(account: str, password: str, captcha: dict[str, str] | None = None) -> dict[str, Any]:
    return {"account": account, "password": password, "captcha": captcha}


def captchas_for(database: Path, clients: list[str]) -> list[dict[str, str]]:
    """A solved captcha for each client, sealed and put where the server keeps them."""
    connection = sqlite3.connect(database)
    soon = int((time.time() + 240) * 1_000_000)
    [(key,)] = connection.execute("SELECT value FROM meta WHERE key = 'key'").fetchall()
    seal = Seal(bytes.fromhex(key), "captcha")
    drawn = []
    for client in clients:
        captcha_id, mark = secrets.token_hex(8), hashlib.sha256(client.encode()).hexdigest()
        drawn.append((captcha_id, mark, "login", "good", seal.close(b"ACDE\n0", f"{captcha_id} {mark} login"), soon))
    with connection:
        connection.executemany("INSERT INTO captchas (id, client, purpose, state, sealed, expires_at) VALUES (?, ?, ?, ?, ?, ?)", drawn)
    connection.close()
    return [{"captcha_id": row[0], "answer": "ACDE"} for row in drawn]


def login(server: OtherServer, account: str, password: str, captcha: dict[str, str] | None = None, client: str = "") -> httpx.Response:
    headers = {paths.CLIENT_HEADER: client} if client else {}
    return server.http.post(paths.SESSIONS, json=body(account, password, captcha), headers=headers)


def race(servers: list[OtherServer], asks: list[tuple[str, str, dict[str, str] | None, str]]) -> Counter[str]:
    """All asks at once, spread over the servers; the codes of the answers."""
    barrier = threading.Barrier(len(asks))

    def one(number: int) -> str:
        account, password, captcha, client = asks[number]
        with httpx.Client(base_url=servers[number % len(servers)].url, trust_env=False, verify=NO_TLS, timeout=60) as http:
            barrier.wait()
            reply = http.post(paths.SESSIONS, json=body(account, password, captcha), headers={paths.CLIENT_HEADER: client})
        return "in" if reply.status_code == 201 else str(reply.json()["code"])

    with ThreadPoolExecutor(len(asks)) as pool:
        return Counter(pool.map(one, range(len(asks))))


def test_two_servers_compare_five_of_a_hundred_and_let_fifty_in(other: Other, tmp_path: Path) -> None:
    """LCK-2, LCK-3, CON-2: over one SQLite file, with a right captcha for each wrong try."""
    database = tmp_path / "etax.sqlite3"
    servers = [other(database), other(database)]
    for account in ("liming", "nobody_has_it"):
        before = servers[0].compared()
        clients = [f"{account}-{number}" for number in range(TRIES)]
        solved = zip(clients, captchas_for(database, clients), strict=True)
        verdicts = race(servers, [(account, WRONG, captcha, client) for client, captcha in solved])
        assert verdicts == {"wrong_credentials": 4, "locked": TRIES - 4}
        assert servers[0].compared() - before == 5
    assert race(servers, [("chenjing", PASSWORD, None, f"right-{number}") for number in range(50)]) == {"in": 50}
    for server in servers:
        assert login(server, "liming", PASSWORD).json()["code"] == "locked"


def test_failures_and_locks_outlive_a_kill(other: Other, tmp_path: Path) -> None:
    """LCK-9, LOG-10: an answer was read, the server was killed at once, and the next one goes on from there."""
    database = tmp_path / "etax.sqlite3"
    for left in ([4, 3], [2, 1, 0]):
        server = other(database)
        for expected in left:
            [captcha] = captchas_for(database, ["one"])
            reply = login(server, "liming", WRONG, captcha, "one").json()
            assert (reply["code"], reply["attempts_left"]) == ("wrong_credentials" if expected else "locked", expected)
        server.kill()
    reply = login(other(database), "liming", PASSWORD).json()
    assert reply["code"] == "locked"
    assert 7200 - 120 < reply["retry_after"] <= 7200


def test_no_answer_is_lost_by_a_kill_at_any_moment(other: Other, tmp_path: Path) -> None:
    """DUR-2: under a stream of additions and removals, whatever was answered is there and nothing else is."""
    database = tmp_path / "etax.sqlite3"
    number = {"taxpayer_id": "91440199MA0QJ0506W", "confirmation": "91440199MA0QJ0506W"}
    rng = random.Random(11)
    for _ in range(3):
        server = other(database)
        token = login(server, "wangfang", PASSWORD).json()["token"]
        server.http.headers["Authorization"] = f"Bearer {token}"
        listed = {unit["unit_id"] for unit in server.http.get(paths.UNITS).json()["units"]}
        killer = threading.Timer(rng.uniform(0.05, 0.4), server.process.kill)
        killer.start()
        # what the last answer said, and what an unanswered request may have done
        known = attempted = 5 in listed
        try:
            while True:
                attempted = not known
                if known:
                    reply = server.http.delete(paths.unit(5))
                    assert reply.status_code == 204
                else:
                    reply = server.http.post(paths.UNITS, json={"units": [number]})
                    assert reply.json()["units"][0]["refused"] is None
                known = attempted
        except httpx.TransportError:
            killer.join()
            server.kill()
        connection = sqlite3.connect(database)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute("SELECT count(*) FROM listings WHERE person_id = 2 AND unit_id = 5").fetchone()[0] == 1
        connection.close()
        assert found in (known, attempted)


def connect(server: OtherServer) -> socket.socket:
    parts = urlsplit(server.url)
    assert parts.hostname
    return socket.create_connection((parts.hostname, parts.port), timeout=30)


def test_slow_requests_are_cut_off_and_others_go_on(other: Other, tmp_path: Path) -> None:
    """INP-3: two hundred connections that send next to nothing, while others work; each is ended in time (here a shorter one)."""
    assert connections.SECONDS == 15
    deadline = 8
    server = other(tmp_path / "etax.sqlite3", deadline=deadline)
    begun = time.monotonic()
    slow = [connect(server) for _ in range(connections.MOST)]
    for number, one in enumerate(slow):
        one.sendall(b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\n" if number % 2 else b"G")
    for _ in range(20):
        assert server.http.get(paths.INFO).status_code == 200
    assert time.monotonic() - begun < deadline, "the others were served in the meantime, not afterwards"
    trickling = connect(server)
    trickling.sendall(b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{")
    trickling_begun = time.monotonic()
    answer = trickling.recv(4096)
    assert b" 408 " in answer.splitlines()[0]
    assert b"application/problem+json" in answer
    assert deadline - 1 < time.monotonic() - trickling_begun < deadline + 30
    for one in slow:
        one.settimeout(30)
        try:
            rest = one.recv(4096)
        except ConnectionResetError:
            rest = b""
        assert rest == b"" or b" 408 " in rest.splitlines()[0]
        one.close()
    trickling.close()


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET /api/info HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Big: " + b"a" * 20_000 + b"\r\n\r\n",
        b"GET /api/info HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Endless: " + b"a" * 40_000,
        b"GET /api/info HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(3000)) + b"\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
    ids=["header", "endless", "many", "url"],
)
def test_long_heads_are_turned_away(shared: OtherServer, request_head: bytes) -> None:
    """INP-3: 16 KiB."""
    with connect(shared) as one:
        one.sendall(request_head)
        assert b" 431 " in one.recv(4096).splitlines()[0]
    assert shared.http.get(paths.INFO).status_code == 200


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("*", "127.0.0.1", 400),
        ("http://127.0.0.1/api/info", "127.0.0.1", 200),
        ("http://evil.example/api/info", "127.0.0.1", 421),
        ("http://127.0.0.1@evil.example/api/info", "127.0.0.1", 421),
        ("http://127.0.0.1/api/info", "evil.example", 421),
        ("//evil.example/api/info", "127.0.0.1", 404),
    ],
)
def test_a_target_that_names_a_server_names_this_one(shared: OtherServer, target: str, host: str, status: int) -> None:
    """WEB-1, INP-1."""
    with connect(shared) as one:
        one.sendall(f"OPTIONS {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".replace("OPTIONS http", "GET http").encode())
        assert one.recv(4096).startswith(f"HTTP/1.1 {status} ".encode())


def test_long_bodies_are_turned_away_without_being_read(shared: OtherServer) -> None:
    """INP-1: 64 KiB, announced or not."""
    with connect(shared) as one:
        one.sendall(
            b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n"
        )
        assert b" 413 " in one.recv(4096).splitlines()[0]

    def chunks() -> Any:
        for _ in range(100):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    # it may be cut off while it is still sending
    with httpx.Client(trust_env=False, verify=NO_TLS) as http, contextlib.suppress(httpx.WriteError):
        assert http.post(shared.url + paths.SESSIONS, content=chunks(), headers=headers).status_code == 413


def test_several_requests_on_one_connection_and_in_one_packet(shared: OtherServer) -> None:
    """The limits start over with each request of a connection."""
    one_request = b"GET /api/info HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Fill: " + b"a" * 9000 + b"\r\n\r\n"
    with connect(shared) as one:
        for _ in range(3):
            one.sendall(one_request * 2)
            seen = b""
            while seen.count(b"HTTP/1.1 200 OK") < 2 or not seen.endswith(b"}"):
                seen += one.recv(65536)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("shared")
    server = OtherServer(folder / "etax.sqlite3", folder)
    yield server
    server.end()
