"""The picture of a captcha, drawn with half blocks or without; a click asks for another one (CAP-01)."""

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from etax_client.texts.words import Words
from etax_client.widgets.fitting import is_plain

COLUMNS = 44
MOST_COLUMNS = 64
MOST_ROWS = 16
"""In pixels; what is wider or higher is no captcha."""
_INK, _PAPER = Color.parse("#10253f"), Color.parse("#ffffff")
"""Dark on light in every theme: a picture is no text of ours."""
_PLAIN_HALVES = {("1", "0"): '"', ("0", "1"): "_"}
"""What stands for half a cell of ink where half blocks may not be drawn (terminal.md)."""


class CaptchaView(Widget):
    """`rows` of 0 and 1 in, `Wanted` out; without a picture it says how to get one."""

    DEFAULT_CSS = """
    CaptchaView { width: auto; height: 4; background: $panel; color: $quiet; content-align: center middle; pointer: pointer; }
    """
    ALLOW_SELECT = False
    rows = 4
    """How many cells it is high."""

    class Wanted(Message):
        """The user wants another picture."""

        def __init__(self, view: "CaptchaView") -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> "CaptchaView":
            return self.view

    def __init__(self, words: Words, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._words = words
        self._strips: list[Strip] = []
        self._instead = "captcha.ask"

    @property
    def has_picture(self) -> bool:
        return bool(self._strips)

    def show(self, rows: tuple[str, ...]) -> None:
        """Draw rows of 0 and 1, a character a pixel, two rows to a line; what is no such picture is not drawn at all."""
        if not rows or len(rows) > MOST_ROWS or not 0 < len(rows[0]) <= MOST_COLUMNS or not all(_is_row(row, len(rows[0])) for row in rows):
            self._say_instead("captcha.garbled")
            return
        draw = _draw_plainly if is_plain(self) else _draw
        self._strips = [draw(upper, lower) for upper, lower in zip(rows[::2], [*rows[1::2], "0" * len(rows[0])], strict=False)]
        self.refresh(layout=True)

    def hide_picture(self) -> None:
        """Take the picture away and say how to get one."""
        self._say_instead("captcha.ask")

    def _say_instead(self, key: str) -> None:
        self._strips = []
        self._instead = key
        self.refresh(layout=True)

    def reword(self) -> None:
        self.refresh()

    @property
    def columns(self) -> int:
        """How many cells it takes."""
        return max(COLUMNS, *(strip.cell_length for strip in self._strips)) if self._strips else COLUMNS

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.columns

    def render(self) -> Content:
        return Content(self._words.say(self._instead))

    def render_line(self, y: int) -> Strip:
        if not self._strips:
            return super().render_line(y)
        width = self.size.width
        if y >= len(self._strips):
            return Strip.blank(width, Style(bgcolor=_PAPER))
        return self._strips[y].adjust_cell_length(width, Style(bgcolor=_PAPER))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Wanted(self))


def _is_row(row: str, columns: int) -> bool:
    return len(row) == columns and set(row) <= {"0", "1"}


def _draw(upper: str, lower: str) -> Strip:
    colours = {"0": _PAPER, "1": _INK}
    return Strip(
        (Segment("▀", Style(color=colours[above], bgcolor=colours[below])) for above, below in zip(upper, lower, strict=True)), len(upper)
    ).simplify()


def _draw_plainly(upper: str, lower: str) -> Strip:
    """By the grounds of whole cells, and by what looks most like half of one."""
    inked, blank = Style(color=_PAPER, bgcolor=_INK), Style(color=_INK, bgcolor=_PAPER)
    pairs = zip(upper, lower, strict=True)
    return Strip((Segment(_PLAIN_HALVES.get(pair, " "), inked if pair == ("1", "1") else blank) for pair in pairs), len(upper)).simplify()
