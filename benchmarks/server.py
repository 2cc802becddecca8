"""P12 and P15 to P17 over loopback, against a server process of its own: `uv run python -m benchmarks.server`."""

import asyncio
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.goals import tell
from etax_client.domain.secret import Secret
from etax_client.server.services.guessing import passwords
from etax_client.server.settings import HashCost

LOGIN = {"account": "liming", "password": "Etax@2026"}
SOMEONE_ELSE = {"account": "wangfang", "password": "Etax@2026"}
CONNECTIONS = 32
SECONDS = 5.0


@contextmanager
def serving(*command: str, port: int) -> Iterator[str]:
    """A server process until the block ends; it is ended by its own id."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def get(path: str, token: str = "") -> Callable[[], bytes]:
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}\r\n".encode()
    return lambda: request


async def rate(port: int, request: Callable[[], bytes], status: int = 200, seconds: float = SECONDS) -> float:
    """Answers a second over keep-alive connections, each asking again as soon as it has its answer."""
    end = time.perf_counter() + seconds

    async def one() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        count = 0
        while time.perf_counter() < end:
            writer.write(request())
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            body = await reader.readexactly(length)
            assert head.startswith(f"HTTP/1.1 {status}".encode()), head + body
            count += 1
        writer.close()
        return count

    return sum(await asyncio.gather(*(one() for _ in range(CONNECTIONS)))) / seconds


async def logins(client: httpx.AsyncClient, count: int) -> list[float]:
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        reply = await client.post("/api/sessions", json=LOGIN)
        assert reply.status_code in (200, 201), reply.text
        taken.append(1000 * (time.perf_counter() - start))
    return taken


async def gets_in_a_storm(url: str, token: str) -> float:
    """The 99th percentile, in ms, of a GET each 10 ms while eight clients log in again and again."""
    async with (
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as others,
    ):
        storm = [asyncio.create_task(logins(others, 12)) for _ in range(8)]
        taken = []
        while not all(task.done() for task in storm):
            start = time.perf_counter()
            (await client.get("/api/units/totals", headers={"Authorization": f"Bearer {token}"})).raise_for_status()
            taken.append(1000 * (time.perf_counter() - start))
            await asyncio.sleep(0.01)
        await asyncio.gather(*storm)
        return statistics.quantiles(taken, n=100)[-1]


def one_hash() -> float:
    """Milliseconds of one Argon2id verification at the shipped cost, the median of 15."""
    known = passwords.hash_password(HashCost(), Secret("Etax@2026"))
    taken = []
    for _ in range(15):
        start = time.perf_counter()
        assert passwords.matches(known, Secret("Etax@2026"))
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def hashes_a_second(threads: int = 2, each: int = 20) -> float:
    """What so many threads hash at best, with nothing else to do."""
    known = passwords.hash_password(HashCost(), Secret("Etax@2026"))

    def some(_: int) -> None:
        for _ in range(each):
            assert passwords.matches(known, Secret("Etax@2026"))

    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(some, range(threads)))
    return threads * each / (time.perf_counter() - start)


async def logins_a_second(url: str, clients: int = 8, each: int = 8) -> float:
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
        start = time.perf_counter()
        await asyncio.gather(*(logins(client, each) for _ in range(clients)))
        return clients * each / (time.perf_counter() - start)


async def measure(url: str, port: int, bare_port: int) -> list[bool]:
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
        reply = await client.post("/api/sessions", json=SOMEONE_ELSE)  # the storm's own sessions end each other beyond fifty
        token = json.loads(reply.content)["token"]
        alone = statistics.median(await logins(client, 20))
    checked = await rate(port, get("/api/sessions/current", token))
    bare = await rate(bare_port, get("/"))
    eight = [(await logins_a_second(url)) / hashes_a_second() for _ in range(5)]
    print(f"P12   GET with a session check: {checked:.0f}/s, {checked / bare:.2f} x a bare ASGI answer without a database (prism not run)")
    return [
        tell("P15", "login alone p50 / one hash", alone / one_hash(), 1.3),
        tell("P16", "logins at 8 connections / what two threads hash", statistics.median(eight), 0.8, at_least=True),
        tell("P17", "GET p99 during a login storm", await gets_in_a_storm(url, token), 10, unit="ms"),
    ]


def main() -> int:
    port, bare_port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "bench.sqlite3")
        with (
            serving("-m", "etax_client", "serve", "--port", str(port), "--database", database, port=port) as url,
            serving("-m", "uvicorn", "benchmarks.apps.bare:app", "--port", str(bare_port), "--no-access-log", port=bare_port),
        ):
            return 0 if all(asyncio.run(measure(url, port, bare_port))) else 1


if __name__ == "__main__":
    sys.exit(main())
