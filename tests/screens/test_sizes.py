"""Every screen and dialog knows the class of its size, from its first painting on and as the terminal changes (looks.md)."""

from collections.abc import Iterable

from textual.screen import Screen

from etax_client.widgets import sizes
from tests.driving import driving

_ALL = {name for _, name in (*sizes.WIDTHS, *sizes.HEIGHTS)}


def classes_of(screens: Iterable[Screen[object]]) -> list[set[str]]:
    return [set(screen.classes) & _ALL for screen in screens]


async def test_screens_and_dialogs() -> None:
    async with driving(size=(99, 29)) as etax:
        await etax.press("f1")
        for size, expected in {
            (99, 29): {sizes.NARROW, sizes.COMPACT},
            (100, 30): {sizes.WIDE, sizes.ROOMY},
            (139, 44): {sizes.WIDE, sizes.ROOMY},
            (140, 45): {sizes.BROAD, sizes.TALL},
        }.items():
            await etax.pilot.resize_terminal(*size)
            await etax.settle()
            assert classes_of(etax.app.screen_stack[1:]) == [expected, expected], size
        await etax.press("escape", "f2")
        assert classes_of([etax.app.screen]) == [{sizes.BROAD, sizes.TALL}]
