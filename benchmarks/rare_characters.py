"""P20, from radical and strokes to the grid being painted: `uv run python -m benchmarks.rare_characters`."""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from benchmarks.apps.table import Ours
from benchmarks.goals import tell
from etax_client.reference import hanzi
from etax_client.reference.hanzi import Table
from etax_client.widgets.glyph_grid import GlyphGrid, Group
from etax_client.widgets.themes import THEMES
from etax_client.widgets.units.unit_table import UnitTable

ROUNDS, SIZE = 40, (80, 24)
GRASS, WATER = (140, 0), (85, 0)
"""The two radicals with the most characters."""


class Picker(App[None]):
    """The grid alone, at the size that it has in the dialog."""

    CSS = "GlyphGrid { width: 43; height: 17; }"

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "etax-light"

    def compose(self) -> ComposeResult:
        yield GlyphGrid()

    def find(self, table: Table, key: tuple[int, int], strokes: int) -> None:
        radical = table.radical(*key)
        assert radical is not None
        rows = table.narrow(table.under(radical), strokes, beside=False)
        self.query_one(GlyphGrid).show([Group([table.char(row) for row in rows], 2)])


async def painted(app: App[Any], pilot: Pilot[Any], act: Callable[[], object]) -> float:
    """Milliseconds from an act to its paint."""
    await pilot.pause()
    done = asyncio.Event()
    start = time.perf_counter()
    act()
    app.call_after_refresh(done.set)
    await done.wait()
    return 1000 * (time.perf_counter() - start)


async def page_down(app: Ours, pilot: Pilot[Any]) -> float:
    return await painted(app, pilot, lambda: app.query_one(UnitTable).action_page(1))


async def main() -> int:
    table = hanzi.load()
    list_of_units, picker = Ours(10_000), Picker()
    paging, finding, searching = [], [], []
    async with list_of_units.run_test(size=SIZE) as pilot:
        await page_down(list_of_units, pilot)
        paging = [await page_down(list_of_units, pilot) for _ in range(ROUNDS)]
    async with picker.run_test(size=SIZE) as pilot:
        for turn in range(ROUNDS):
            key, strokes = (GRASS, WATER)[turn % 2], 9 + turn % 8
            finding.append(await painted(picker, pilot, lambda key=key, strokes=strokes: picker.find(table, key, strokes)))
    for turn in range(ROUNDS):
        radical = table.radical(*(GRASS, WATER)[turn % 2])
        assert radical is not None
        start = time.perf_counter()
        table.narrow(table.under(radical), 9 + turn % 8, beside=False)
        searching.append(1000 * (time.perf_counter() - start))
    page, found, searched = (statistics.median(times) for times in (paging, finding, searching))
    print(f"      a page down {page:.1f} ms, radical and strokes {found:.1f} ms, the search alone {searched:.1f} ms")
    return 0 if tell("P20", "radical + strokes to grid painted / page down in the list", found / page, 1) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
