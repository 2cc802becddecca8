"""P12, P15 and P17 over loopback, against a server process of its own: `uv run python -m benchmarks.server`."""

import asyncio
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
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


async def rate(port: int, path: str, token: str = "") -> float:
    """Answers a second over keep-alive connections, each asking again as soon as it has its answer."""
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}\r\n".encode()
    end = time.perf_counter() + SECONDS

    async def one() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        count = 0
        while time.perf_counter() < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(length)
            count += 1
        writer.close()
        return count

    return sum(await asyncio.gather(*(one() for _ in range(CONNECTIONS)))) / SECONDS


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
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
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


async def measure(url: str, port: int, bare_port: int) -> list[bool]:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        reply = await client.post("/api/sessions", json=SOMEONE_ELSE)  # the storm's own sessions end each other beyond fifty
        token = json.loads(reply.content)["token"]
        alone = statistics.median(await logins(client, 20))
    checked = await rate(port, "/api/sessions/current", token)
    bare = await rate(bare_port, "/")
    print(f"P12   GET with a session check: {checked:.0f}/s, {checked / bare:.2f} x a bare ASGI answer without a database (prism not run)")
    return [
        tell("P15", "login alone p50 / one hash", alone / one_hash(), 1.3),
        tell("P17", "GET p99 during a login storm", await gets_in_a_storm(url, token), 25, unit="ms"),
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
