"""P26: a run of `etax_run`, second and later in a process; P28: the tests. `uv run python -m benchmarks.testing [--suite]`.

Processor time, which tells less of how busy the machine is. `--suite` runs the tests as README gives the command: minutes.
"""

import argparse
import asyncio
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from textual.app import App, ComposeResult
from textual.widgets import Static

from benchmarks.goals import tell
from etax_client.testing.running import run

SUITE = 1366.0
"""Processor seconds of the tests at commit eb72860, where P28 begins; another machine's are given by `--before`."""


class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Hello")


async def hello() -> None:
    async with Hello().run_test() as pilot:
        await pilot.pause(0)


async def shown() -> None:
    async with run():
        pass


async def logged_in() -> None:
    async with run(person="liming"):
        pass


def cost(what: Callable[[], Awaitable[None]], times: int) -> float:
    """Median processor seconds of the second run and later ones."""

    async def once() -> float:
        began = time.process_time()
        await what()
        return time.process_time() - began

    asyncio.run(once())
    return statistics.median(asyncio.run(once()) for _ in range(times))


def suite() -> float:
    """Processor seconds of all processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with suppress(subprocess.CalledProcessError):
        subprocess.run(["uv", "run", "pytest", "-q"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--suite", action="store_true")
    parser.add_argument("--before", type=float, default=SUITE)
    given = parser.parse_args()
    one = cost(hello, given.times)
    met = [
        tell("P26", "etax_run / hello under run_test", cost(shown, given.times) / one, 8),
        tell("P26", "etax_run with a person logged in / hello", cost(logged_in, given.times) / one, 14),
    ]
    if given.suite:
        met.append(tell("P28", "processor time of the tests / that of eb72860", suite() / given.before, 0.25))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
