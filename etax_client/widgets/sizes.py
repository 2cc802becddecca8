"""The sizes that every screen is drawn for: three widths and three heights (looks.md).

Textual puts one class of each on every screen and dialog. In a style sheet a rule without one is for what is in the middle and above
(wide, roomy); `.-narrow` and `.-compact` take something back, `.-broad` and `.-tall` add something.
"""

from typing import Any

from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen

NARROW, WIDE, BROAD = "-narrow", "-wide", "-broad"
COMPACT, ROOMY, TALL = "-compact", "-roomy", "-tall"
WIDTHS = [(0, NARROW), (100, WIDE), (140, BROAD)]
"""From how many columns on."""
HEIGHTS = [(0, COMPACT), (30, ROOMY), (45, TALL)]
"""From how many rows on."""


def classes(size: Size) -> dict[str, bool]:
    """Which classes a screen of this size has, and which it has not."""
    width = max(least for least, _ in WIDTHS if size.width >= least)
    height = max(least for least, _ in HEIGHTS if size.height >= least)
    return {name: least == width for least, name in WIDTHS} | {name: least == height for least, name in HEIGHTS}


def room(screen: Screen[Any]) -> Size:
    """What is left of a screen beside what lies there."""
    taken = (screen.HORIZONTAL_BREAKPOINTS or WIDTHS)[1][0] - WIDTHS[1][0]
    return screen.size - (taken, 0)


def take(screen: Screen[Any], columns: int) -> None:
    """So many columns of it are somebody else's from now on: its classes go by what is left, and it is told as of another size."""
    breakpoints = [(least + columns if least else 0, name) for least, name in WIDTHS]
    if breakpoints == (screen.HORIZONTAL_BREAKPOINTS or WIDTHS):
        return
    setattr(screen, "HORIZONTAL_BREAKPOINTS", breakpoints)  # noqa: B010
    screen.update_classes(classes(screen.app.size - (columns, 0)))
    screen.post_message(Resize(screen.app.size, screen.app.size))
