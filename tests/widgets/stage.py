"""An app with nothing but the widgets under test: it keeps what they post and what they paint."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.app import App, ComposeResult
from textual.events import Event, InputEvent, Paste
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from typing_extensions import override

from etax_client.widgets.themes import THEMES
from etax_client.widgets.typing_ahead import TypingAhead

M = TypeVar("M", bound=Message)

ESC = "\x1b"
HOSTILE = (
    "广东示例[/]科技公司",
    "[@click=app.quit]点这里[/]",
    "[bold red on green]红[/bold",
    "{name} %s $foreground",
    f"{ESC}]0;title{ESC}\\公司",
    f"{ESC}]52;c;aGVsbG8={ESC}\\",
    f"{ESC}[2J{ESC}[31m",
    "\x9b31m\x9d0;title\x9c",
    "a\x07\x08\x7f\x00b",
    "右\u202e到左\u2066\u2069\u200f\u061c",
    "零\u200b宽\ufeff",
    "一\n二\r三\t四\u2028五",
    "\ud800孤",
    "长" * 5000,
)
"""Text as an enemy would have it (E6, E7)."""
_BIDI = "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff"
FORBIDDEN = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *_BIDI, "\ud800"}


@dataclass(frozen=True)
class Paint:
    """One update of the terminal: the lines that it touched (None: all of the screen) and its size."""

    lines: frozenset[int] | None
    size: int


class Stage(App[None]):
    def __init__(self, *widgets: Widget, theme: str = "etax-light") -> None:
        super().__init__()
        self._widgets = widgets
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme
        self.ahead = TypingAhead(self, lambda _: (), lambda: None)
        self.posted: list[Message] = []
        self.paints: list[Paint] = []
        self._painter = Console(force_terminal=True, color_system="truecolor", width=200)

    @override
    def compose(self) -> ComposeResult:
        yield from self._widgets

    @override
    async def on_event(self, event: Event) -> None:
        typed = isinstance(event, InputEvent | Paste) and not event.is_forwarded
        if not typed or self.ahead.is_due(event):
            await super().on_event(event)

    @override
    async def _on_message(self, message: Message) -> None:
        self.posted.append(message)
        await super()._on_message(message)

    @override
    def _display(self, screen: Screen[object], renderable: object) -> None:
        if isinstance(renderable, ChopsUpdate):
            lines = frozenset(y for y, _, _ in renderable.spans)
            self.paints.append(Paint(lines, len(renderable.render_segments(self._painter).encode("utf-8", "replace"))))
        elif isinstance(renderable, CompositorUpdate):
            self.paints.append(Paint(None, 0))
        super()._display(screen, renderable)  # type: ignore[arg-type]

    async def settle(self, pilot: Pilot[None]) -> None:
        """Wait until nothing is left to paint; from then on a paint has a cause in the test."""
        quiet = 0
        while quiet < 3:
            painted = len(self.paints)
            await pilot.pause()
            screen = self.screen
            busy = screen._dirty_widgets or screen._layout_required or screen._repaint_required or screen._scroll_required
            quiet = 0 if busy or painted != len(self.paints) else quiet + 1

    def heard(self, kind: type[M], such: Callable[[M], bool] = lambda _: True) -> list[M]:
        """The messages of a kind that reached the app."""
        return [message for message in self.posted if isinstance(message, kind) and such(message)]

    def rows(self) -> list[str]:
        """What stands on the screen, a string a row."""
        return [strip.text for strip in self.screen._compositor.render_strips()]

    def row_of(self, widget: Widget, line: int = 0) -> str:
        """One line of a widget as it stands on the screen."""
        x, y, width, _ = widget.region
        strip = self.screen._compositor.render_strips()[y + line]
        return strip.crop(x, x + width).text


def assert_harmless(rows: list[str]) -> None:
    found = {char for row in rows for char in row} & FORBIDDEN
    assert not found, f"{found!r} reached the screen"
