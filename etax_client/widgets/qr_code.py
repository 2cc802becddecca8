"""A QR code that scans off a dark or a light terminal: half blocks with explicit colours in every cell (QR-06)."""

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

QUIET = 4
"""Modules of white around the code; scanners take two where space is short, none never scans."""
LEAST_QUIET = 2
_COLOURS = (Color.parse("#ffffff"), Color.parse("#000000"))


class QrCode(Widget):
    """Upper-case payloads of digits, letters and ` $%*+-./:` make the smallest codes."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """
    ALLOW_SELECT = False

    def __init__(self, payload: str, *, quiet: int = QUIET, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._quiet = max(LEAST_QUIET, quiet)
        self.show(payload)

    def show(self, payload: str) -> None:
        """Draw another payload."""
        self._matrix = matrix(payload)
        self._strips = _draw(self._matrix, self._quiet)
        self.refresh(layout=True)

    @property
    def columns(self) -> int:
        """Its width in cells, the white around it included."""
        return len(self._matrix) + 2 * self._quiet

    @property
    def rows(self) -> int:
        """Its height in cells, the white around it included."""
        return len(self._strips)

    def squeeze(self, columns: int, rows: int) -> bool:
        """Take as much white as fits into so many cells; False if the code does not fit at all."""
        for quiet in range(QUIET, LEAST_QUIET - 1, -1):
            side = len(self._matrix) + 2 * quiet
            if side <= columns and (side + 1) // 2 <= rows:
                self._quiet = quiet
                self._strips = _draw(self._matrix, quiet)
                self.refresh(layout=True)
                return True
        return False

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.columns

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.rows

    def render_line(self, y: int) -> Strip:
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, Style(bgcolor=_COLOURS[0]))


def matrix(payload: str) -> list[list[bool]]:
    """The modules of a code at level M, without white around it; True is black."""
    # Most runs never show a code, and the library takes 15 ms to import.
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    code.make()
    return [[bool(module) for module in row] for row in code.get_matrix()]


def _draw(modules: list[list[bool]], quiet: int) -> list[Strip]:
    side = len(modules) + 2 * quiet
    white = [False] * side
    framed = [*[white] * quiet, *([False] * quiet + row + [False] * quiet for row in modules), *[white] * quiet]
    lines = zip(framed[::2], [*framed[1::2], white], strict=False)
    return [
        Strip(
            (Segment("▀", Style(color=_COLOURS[above], bgcolor=_COLOURS[below])) for above, below in zip(upper, lower, strict=True)), side
        ).simplify()
        for upper, lower in lines
    ]
