"""A QR code that scans off a dark or a light terminal: half blocks or plain blanks with explicit colours in every cell (QR-06)."""

from collections.abc import Sequence

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

QUIET = 4
"""Modules of white around the code; scanners take two where space is short, none never scans."""
LEAST_QUIET = 2
SMALLEST = (1,)
"""Columns that a module is wide: at 1 a row of cells holds two rows of modules, by half blocks."""
LARGEST = (8, 7, 6, 5, 4, 3, 2, 1)
BLANKS = (8, 6, 4, 2)
"""At even scales a code is drawn without a glyph: for fonts with gaps, and for terminals in which a block is two cells wide."""
_COLOURS = (Color.parse("#ffffff"), Color.parse("#000000"))


class QrCode(Widget):
    """Draws nothing until it is told what; upper-case payloads of digits, letters and ` $%*+-./:` make the smallest codes."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """
    ALLOW_SELECT = False

    def __init__(self, payload: str | None = None, *, quiet: int = QUIET, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.payload: str | None = None
        self._quiet = max(LEAST_QUIET, quiet)
        self._scale = 1
        self._matrix: list[list[bool]] = []
        self._strips: list[Strip] = []
        if payload is not None:
            self.show(payload)

    def show(self, payload: str) -> None:
        """Draw another payload, as large and with as much white as the one before."""
        self.payload = payload
        self._matrix = matrix(payload)
        self._draw()

    @property
    def scale(self) -> int:
        return self._scale

    @property
    def columns(self) -> int:
        """Its width in cells, the white around it included."""
        return _side(self._matrix, self._quiet, self._scale)

    @property
    def rows(self) -> int:
        """Its height in cells, the white around it included."""
        return len(self._strips)

    def squeeze(self, columns: int, rows: int, scales: Sequence[int] = SMALLEST) -> bool:
        """Take the first of the scales that fits into so many cells, with as much white as fits; False if none does."""
        for scale in scales:
            for quiet in range(QUIET, LEAST_QUIET - 1, -1):
                side = _side(self._matrix, quiet, scale)
                if side <= columns and (side + 1) // 2 <= rows:
                    if (scale, quiet) != (self._scale, self._quiet):
                        self._scale, self._quiet = scale, quiet
                        self._draw()
                    return True
        return False

    def least(self, scale: int) -> tuple[int, int]:
        """The columns and rows that it takes at a scale."""
        side = _side(self._matrix, LEAST_QUIET, scale)
        return side, (side + 1) // 2

    @override
    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.columns

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.rows

    @override
    def get_line_filters(self) -> Sequence[LineFilter]:
        """None: NO_COLOR would take black and white away too, and with them the code."""
        return ()

    @override
    def render_line(self, y: int) -> Strip:
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, Style(bgcolor=_COLOURS[0]))

    def _draw(self) -> None:
        self._strips = _draw(self._matrix, self._quiet, self._scale)
        self.refresh(layout=True)


def matrix(payload: str) -> list[list[bool]]:
    """The modules of a code at level M, without white around it; True is black."""
    # Most runs never show a code, and the library takes 15 ms to import.
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    code.make()
    return [[bool(module) for module in row] for row in code.get_matrix()]


def framed(modules: list[list[bool]], quiet: int) -> list[list[bool]]:
    """Modules with so many of white around them."""
    white = [False] * (len(modules) + 2 * quiet)
    side = [False] * quiet
    return [*[white] * quiet, *(side + row + side for row in modules), *[white] * quiet]


def _side(modules: list[list[bool]], quiet: int, scale: int) -> int:
    return (len(modules) + 2 * quiet) * scale


def _draw(modules: list[list[bool]], quiet: int, scale: int) -> list[Strip]:
    lines = [line for line in framed(modules, quiet) for _ in range(scale)]
    white = [False] * len(lines[0])
    pairs = zip(lines[::2], [*lines[1::2], white], strict=False)
    return [
        Strip((_segment(above, below, scale) for above, below in zip(upper, lower, strict=True)), _side(modules, quiet, scale)).simplify()
        for upper, lower in pairs
    ]


def _segment(above: bool, below: bool, scale: int) -> Segment:
    """A column of modules in one row of cells; where both halves are alike, no glyph is needed."""
    glyph = " " if above is below else "▀"
    return Segment(glyph * scale, Style(color=_COLOURS[above], bgcolor=_COLOURS[below]))
