"""What is only read of a page: all that stands between two things to go to, drawn by one widget."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.visual import RenderOptions
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.pages.page import Countdown, Facts, Heading, Paragraph
from etax_client.widgets.pages.parts import Drawn
from etax_client.widgets.pages.typeset import Line, lines_of


class Prose(Widget):
    DEFAULT_CSS = """
    Prose { height: auto; width: 100%; text-wrap: nowrap; color: $foreground; }
    """

    def __init__(self, drawn: Sequence[Drawn]) -> None:
        super().__init__()
        self._drawn = tuple(drawn)
        self._passed = 0.0
        self._set: tuple[tuple[int, float], list[Line]] | None = None

    def pass_time(self, passed: float) -> None:
        """So many seconds have gone by since the page came."""
        if any(_counts(one) for one in self._drawn):
            self._passed = passed
            self.refresh()

    def _lines(self, width: int) -> list[Line]:
        if self._set is None or self._set[0] != (width, self._passed):
            self._set = (width, self._passed), lines_of(self._drawn, max(2, width), self._passed)
        return self._set[1]

    @override
    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max((line.cell_length for line in self._lines(container.width)), default=0)

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    @override
    def render(self) -> Content:
        """All of it; what is seen is drawn line by line, as most of a long page is not."""
        return Content("\n").join(self._lines(self.content_size.width))

    @override
    def render_line(self, y: int) -> Strip:
        if self.text_selection is not None:
            return super().render_line(y)
        width, lines = self.content_size.width, self._lines(self.content_size.width)
        if y >= len(lines):
            return Strip.blank(width, self.visual_style.rich_style)
        [strip] = lines[y].render_strips(width, 1, self.visual_style, RenderOptions(self._get_style, self.styles.get_rules()))
        return strip.adjust_cell_length(width, self.visual_style.rich_style).apply_offsets(0, y)


def _counts(one: Drawn) -> bool:
    block = one.block
    parts = block.parts if isinstance(block, Heading | Paragraph) else ()
    values = [part for row in block.rows for part in row.value] if isinstance(block, Facts) else ()
    return any(isinstance(part, Countdown) for part in (*parts, *values))
