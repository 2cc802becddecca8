"""Long polls over sockets: answered when another process has news, when the server ends, and when others need the place (QR-02, CON-2)."""

import json
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from etax_client.wire import paths
from tests.server.others import NO_TLS, OtherServer
from tests.server.running import PASSWORD, Json

Other = Callable[..., OtherServer]
WAIT = 20
SOON = 4
"""Seconds, on a machine that does something else as well: what is answered by then did not wait for `WAIT` to be over."""
PEOPLE = ("liming", "wangfang", "chenjing")


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def ask(server: OtherServer) -> Json:
    ticket: Json = server.http.post(paths.QR_TICKETS, json={"device": "desk"}).json()
    return ticket


def log_in_phone(server: OtherServer, account: str = "liming") -> dict[str, str]:
    reply = server.http.post(paths.SESSIONS, json={"account": account, "password": PASSWORD, "channel": "phone"})
    return bearer(reply.json()["token"])


def poll(server: OtherServer, ticket: Json, seen: str) -> Json:
    """By a connection of its own."""
    with httpx.Client(base_url=server.url, trust_env=False, verify=NO_TLS, timeout=60) as http:
        found: Json = http.get(paths.QR_TICKET, params={"seen": seen, "wait": WAIT}, headers=bearer(ticket["poll_secret"])).json()
        return found


def polls_made(database: Path) -> int:
    connection = sqlite3.connect(database)
    made: int = connection.execute("SELECT count(polled_at) + count(polled_before) FROM qr_tickets").fetchone()[0]
    connection.close()
    return made


def until(true: Callable[[], bool]) -> None:
    """Processes do not tell each other how far they are."""
    pause, end = threading.Event(), time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        pause.wait(0.01)


def test_news_from_another_process_come_at_once(other: Other, tmp_path: Path) -> None:
    """QR-02, CON-2: the client waits at one server while the phone talks to the other, at each step of the way."""
    database = tmp_path / "etax.sqlite3"
    clients, phones = other(database), other(database)
    headers, ticket = log_in_phone(phones), ask(clients)
    with ThreadPoolExecutor(1) as pool:

        def waiting(seen: str, made: int) -> "Future[Json]":
            future = pool.submit(poll, clients, ticket, seen)
            until(lambda: polls_made(database) == made)
            return future

        future = waiting("waiting", 1)
        shown = phones.http.post(paths.PHONE_SCANS, json={"code": ticket["scan_id"]}, headers=headers).json()
        begun = time.monotonic()
        scanned = future.result(WAIT)
        assert (scanned["state"], time.monotonic() - begun < SOON) == ("scanned", True)
        future = waiting("scanned", 2)
        decision = {"decision": "confirm", "number": scanned["number"]}
        decided = phones.http.post(paths.phone_decision(shown["ticket_id"]), json=decision, headers=headers)
        assert decided.json()["state"] == "confirmed"
        begun = time.monotonic()
        assert (future.result(WAIT)["state"], time.monotonic() - begun < SOON) == ("confirmed", True)
    # and whichever server is asked lets the client in
    assert phones.http.post(paths.QR_SESSION, headers=bearer(ticket["poll_secret"])).status_code == 201


def test_two_processes_let_one_client_in_once(other: Other, tmp_path: Path) -> None:
    """QRT-2, CON-2: redeemed twenty times at once over two servers."""
    database = tmp_path / "etax.sqlite3"
    servers = [other(database), other(database)]
    headers, ticket = log_in_phone(servers[0]), ask(servers[0])
    shown = servers[1].http.post(paths.PHONE_SCANS, json={"code": ticket["short_code"]}, headers=headers).json()
    number = poll(servers[0], ticket, "waiting")["number"]
    decision = {"decision": "confirm", "number": number}
    servers[1].http.post(paths.phone_decision(shown["ticket_id"]), json=decision, headers=headers)
    barrier = threading.Barrier(20)

    def redeem(turn: int) -> str:
        with httpx.Client(base_url=servers[turn % 2].url, trust_env=False, verify=NO_TLS, timeout=60) as http:
            barrier.wait()
            reply = http.post(paths.QR_SESSION, headers=bearer(ticket["poll_secret"]))
        assert reply.status_code == 201, reply.text
        token: str = reply.json()["token"]
        return token

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(redeem, range(20)))) == 1
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT count(*) FROM sessions WHERE channel = 'client'").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM messages").fetchone() == (1,)
    connection.close()


def test_a_server_that_is_told_to_stop_answers_who_waits_and_stops(other: Other, tmp_path: Path) -> None:
    """Ctrl+C is not held up by long polls: uvicorn alone would wait five seconds, then cut them off."""
    database = tmp_path / "etax.sqlite3"
    server = other(database)
    tickets = [ask(server) for _ in range(20)]
    with ThreadPoolExecutor(len(tickets)) as pool:
        futures = [pool.submit(poll, server, ticket, "waiting") for ticket in tickets]
        until(lambda: polls_made(database) == len(tickets))
        begun = time.monotonic()
        server.process.terminate()
        assert {future.result(30)["state"] for future in futures} == {"waiting"}
        server.process.wait(30)
    assert time.monotonic() - begun < SOON


def connect(server: OtherServer, *tickets: Json) -> socket.socket:
    """A connection on which these are polled, one request behind the other in one packet."""
    parts = urlsplit(server.url)
    assert parts.hostname
    one = socket.create_connection((parts.hostname, parts.port), timeout=30)
    path = f"{paths.QR_TICKET}?seen=waiting&wait={WAIT}"
    one.sendall(
        b"".join(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {t['poll_secret']}\r\n\r\n".encode() for t in tickets)
    )
    return one


def answer(one: socket.socket) -> tuple[int, Any]:
    """Status and body of the next answer."""
    with one.makefile("rb", buffering=0) as reader:
        status, length = int(reader.readline().split()[1]), 0
        while (line := reader.readline().strip().lower()) != b"":
            if line.startswith(b"content-length:"):
                length = int(line.split()[1])
        return status, json.loads(reader.read(length))


def test_polls_give_way_when_the_places_run_out(other: Other, tmp_path: Path) -> None:
    """INP-3: whoever waits for news longest is answered for now, so that no number of them shuts the others out."""
    database = tmp_path / "etax.sqlite3"
    server = other(database, most=5)
    server.http.headers["Connection"] = "close"
    tickets = [ask(server) for _ in range(5)]
    with ExitStack() as stack:
        waiting: list[socket.socket] = []

        def wait(ticket: Json) -> None:
            made = polls_made(database)
            waiting.append(stack.enter_context(closing(connect(server, ticket))))
            until(lambda: polls_made(database) > made)

        for ticket in tickets:
            wait(ticket)
        begun = time.monotonic()
        for oldest, ticket in zip(waiting[:2], tickets, strict=False):
            assert server.http.get(paths.INFO).status_code == 200
            status, told = answer(oldest)
            assert (status, told["state"]) == (200, "waiting")
            assert oldest.recv(1) == b"", "its place is free now"
            wait(ticket)
        assert time.monotonic() - begun < SOON
        for newer in waiting[2:]:
            newer.settimeout(0)
            with pytest.raises(BlockingIOError):
                newer.recv(1)


def test_who_asks_on_while_waiting_is_cut_off(other: Other, tmp_path: Path) -> None:
    """INP-3: a poll that gives way must not be hidden behind a request that was sent after it."""
    server = other(tmp_path / "etax.sqlite3", most=3)
    begun = time.monotonic()
    for _ in range(3):
        ticket = ask(server)
        with closing(connect(server, ticket, ticket)) as one, suppress(ConnectionResetError):
            assert one.recv(1) == b""
    assert server.http.get(paths.INFO).status_code == 200
    assert time.monotonic() - begun < SOON
