"""A number large enough to compare with a phone's at a glance, drawn from blanks (QR-04)."""

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

_DIGITS = (
    ("###", "# #", "# #", "# #", "###"),
    (" # ", "## ", " # ", " # ", "###"),
    ("###", "  #", "###", "#  ", "###"),
    ("###", "  #", "###", "  #", "###"),
    ("# #", "# #", "###", "  #", "  #"),
    ("###", "#  ", "###", "  #", "###"),
    ("###", "#  ", "###", "# #", "###"),
    ("###", "  #", "  #", "  #", "  #"),
    ("###", "# #", "###", "# #", "###"),
    ("###", "# #", "###", "  #", "###"),
)
_ROWS = 5
_DOT = 2
"""Columns a dot: two cells are about a square."""
_GAP = "  "


class BigNumber(Widget):
    """Shows a number that is not negative, or nothing; its colour is that of its text."""

    DEFAULT_CSS = """
    BigNumber { width: auto; height: 5; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines = [""] * _ROWS

    def show(self, number: int | None) -> None:
        digits = [] if number is None else [_DIGITS[int(digit)] for digit in str(number)]
        self._lines = [_GAP.join(digit[row] for digit in digits) for row in range(_ROWS)]
        self.refresh(layout=True)

    @override
    def get_content_width(self, container: Size, viewport: Size) -> int:
        return len(self._lines[0]) * _DOT

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _ROWS

    @override
    def render_line(self, y: int) -> Strip:
        line = self._lines[y] if y < _ROWS else ""
        ground = self.rich_style
        ink = ground + Style(reverse=True)  # blanks in the colour of the text, whatever the theme calls it
        return Strip(Segment(" " * _DOT, ink if dot == "#" else ground) for dot in line).simplify()
