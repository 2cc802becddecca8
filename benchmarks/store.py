"""P13 and P14, what the store costs beside plain sqlite3 without a framework: `uv run python -m benchmarks.store`."""

import asyncio
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import httpx

from benchmarks.apps.bare import FAILED, UNITS
from benchmarks.goals import tell
from benchmarks.server import LOGIN, free_port, get, rate, serving
from etax_client.wire import paths

ROUNDS = 5
SECONDS = 3.0


def failed_login(path: str) -> Callable[[], bytes]:
    """Each time another account that nobody has, and another client, so that no lock and no captcha answers in the count's place."""
    numbers = count()

    def request() -> bytes:
        number = next(numbers)
        body = json.dumps({"account": f"nobody{number}", "password": "Wrong@2026"}).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Etax-Client: {number:032x}\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    return request


async def measure(url: str, port: int, bare: int) -> list[bool]:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        token = json.loads((await client.post(paths.SESSIONS, json=LOGIN)).raise_for_status().content)["token"]
    page, its_page = get(paths.UNITS + "?limit=50", token), get(UNITS)
    fail, its_fail = failed_login(paths.SESSIONS), failed_login(FAILED)
    pages, its_pages, failed, its_failed = [], [], [], []
    for _ in range(ROUNDS):
        pages.append(await rate(port, page, seconds=SECONDS))
        its_pages.append(await rate(bare, its_page, seconds=SECONDS))
        failed.append(await rate(port, fail, status=401, seconds=SECONDS))
        its_failed.append(await rate(bare, its_fail, seconds=SECONDS))
    return [
        told("P13", "a page of 50 units / bare ASGI on sqlite3", pages, its_pages, 0.5),
        told("P14", "durable failed login / bare ASGI, one synced commit", failed, its_failed, 0.7),
    ]


def told(number: str, what: str, ours: list[float], its: list[float], goal: float) -> bool:
    print(f"      ours {statistics.median(ours):.0f}/s, bare {statistics.median(its):.0f}/s")
    return tell(number, what, statistics.median(a / b for a, b in zip(ours, its, strict=True)), goal, at_least=True)


def main() -> int:
    port, bare = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BENCH_DATABASE"] = str(Path(folder) / "bare.sqlite3")
        with (
            serving("-m", "benchmarks.apps.ours", str(port), folder, port=port) as url,
            serving("-m", "uvicorn", "benchmarks.apps.bare:app", "--port", str(bare), "--no-access-log", port=bare),
        ):
            return 0 if all(asyncio.run(measure(url, port, bare))) else 1


if __name__ == "__main__":
    sys.exit(main())
