"""PGS-08, from a page's HTML to its paint beside a page down in the unit list, and F9 beside hello: `uv run python -m benchmarks.pages`."""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Label

from benchmarks.apps.table import Ours
from benchmarks.goals import tell
from benchmarks.rare_characters import SIZE, page_down
from etax_client.clock import SystemClock
from etax_client.domain.pages.markup import parse
from etax_client.domain.pages.reading import read_page
from etax_client.screens.pages.phone_panel import PhonePanel
from etax_client.texts.catalogue import words
from etax_client.widgets.pages.page_view import PageView
from etax_client.widgets.themes import THEMES
from tests.driving import driving

ROUNDS = 15
_APART = 0.05
"""Seconds since what was painted before: nobody presses two keys within a frame, and the second would wait for the next one."""
AT = "/app/units/1"
_PERSON = (
    '<li><h3><bdi>李明</bdi> <span class="state">有效</span></h3><dl><dt>证件号码</dt><dd>4401**********0030</dd><dt>权限类型</dt>'
    "<dd>办税权限</dd><dt>授权期限</dt><dd>长期，自 2026-01-01 起</dd></dl><div class=twins>"
    '<a class="button" href="/app/units/1/people/1">变更</a><a class="button" href="/app/units/1/people/1/end">解除授权</a></div></li>'
)
HTML = f'<html lang="zh"><body class="phone"><main><h1>单位</h1><ul class="cards">{_PERSON * 14}</ul></main></body></html>'.encode()
"""200 elements, as the page of a unit where fourteen people are authorised."""


class Reader(App[None]):
    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "etax-light"

    def compose(self) -> ComposeResult:
        yield PageView(words(), SystemClock())

    async def show(self) -> float:
        """Milliseconds from HTML to paint, in place of what was shown."""
        done = asyncio.Event()
        start = time.perf_counter()
        await self.query_one(PageView).show(read_page(HTML, AT))
        self.call_after_refresh(done.set)
        await done.wait()
        return 1000 * (time.perf_counter() - start)


class Hello(App[None]):
    """A key, and another word."""

    keys = 0

    def compose(self) -> ComposeResult:
        yield Label("Hello")

    def on_key(self) -> None:
        self.keys += 1
        self.query_one(Label).update(f"Hello {self.keys}")


async def pressed(app: App[Any], until: Callable[[], bool]) -> float:
    """Milliseconds from a key to what it paints; `until` says that it is there."""
    await asyncio.sleep(_APART)
    start = time.perf_counter()
    app.post_message(Key("f9", None))
    while not until():
        await asyncio.sleep(0.0002)  # keys are handed on once the loop is idle
    done = asyncio.Event()
    app.call_after_refresh(done.set)
    await done.wait()
    return 1000 * (time.perf_counter() - start)


async def hello() -> float:
    app, times = Hello(), []
    async with app.run_test(size=SIZE) as pilot:
        for turn in range(ROUNDS):
            await pilot.pause()
            times.append(await pressed(app, lambda turn=turn: app.keys > turn))
    return statistics.median(times)


async def phone() -> float:
    times = []
    async with driving(size=SIZE) as etax:
        await etax.press("f9")
        panel = etax.app.screen.query_one(PhonePanel)
        await etax.press("f9")  # once loaded
        for _ in range(ROUNDS):
            times.append(await pressed(etax.app, lambda: panel.display and panel.pane.view.has_focus))
            assert "李明" in etax.text()
            await etax.settle()
            await etax.press("f9")
    return statistics.median(times)


def read() -> float:
    start = time.perf_counter()
    read_page(HTML, AT)
    return 1000 * (time.perf_counter() - start)


async def main() -> int:
    units, reader = Ours(10_000), Reader()
    async with units.run_test(size=SIZE) as pilot:
        await page_down(units, pilot)
        down = statistics.median([await page_down(units, pilot) for _ in range(ROUNDS)])
    async with reader.run_test(size=SIZE):
        await reader.show()
        painted = statistics.median([await reader.show() for _ in range(ROUNDS)])
    alone = statistics.median(read() for _ in range(ROUNDS))
    print(
        f"       {len(parse(HTML).elements)} elements read in {alone:.1f} ms, {alone / down:.2f} x a page down ({down:.1f} ms)", flush=True
    )
    results = [
        tell("PGS-08", "a page of 200 elements read and painted / page down", painted / down, 1.5),
        tell("PGS-08", "F9 to its first page / hello's key to paint", await phone() / await hello(), 3),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
