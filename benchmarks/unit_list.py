"""P5 and P6, from the data being there to the list being painted: `uv run python -m benchmarks.unit_list`."""

import asyncio
import statistics
import sys
import time

from benchmarks.apps.table import Ours, Theirs
from benchmarks.goals import tell

RUNS = 7


async def painted(app: Ours | Theirs) -> float:
    """Milliseconds from data to paint, once the app has shown its list before."""
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        done = asyncio.Event()
        start = time.perf_counter()
        app.show()
        app.call_after_refresh(done.set)
        await done.wait()
        return 1000 * (time.perf_counter() - start)


async def main() -> int:
    ours, theirs, small, large = [], [], [], []
    for _ in range(RUNS):
        ours.append(await painted(Ours(10_000)))
        theirs.append(await painted(Theirs(10_000)))
        small.append(await painted(Ours(100)))
        large.append(await painted(Ours(100_000)))
    results = [
        tell("P5", "10,000 units painted / DataTable", statistics.median(ours) / statistics.median(theirs), 1 / 100),
        tell("P6", "100,000 units painted / 100 units", statistics.median(large) / statistics.median(small), 1.1),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
