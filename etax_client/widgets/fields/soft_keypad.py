"""The soft keypad: every character of a password by mouse or by arrows, in places that change at each opening (KEY-01 to KEY-04)."""

import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from secrets import SystemRandom

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from etax_client.domain.secret import Secret
from etax_client.texts.words import Words
from etax_client.widgets.fitting import typable

WIDTH = 64
ROWS = 4
"""The title, then three rows of keys; both pages are as high."""
_PITCHES = (4, 3, 2)
_LETTERS_A_ROW = 13
_SYMBOLS_A_ROW = 11
_SIDE = 6

Shuffle = Callable[[list[str]], None]


class _Page(Enum):
    lower = "lower"
    upper = "upper"
    symbols = "symbols"


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of so many cells at cell `x` of its row: it types `char`, or does `act` and shows the text `label`."""

    x: int
    width: int
    char: str = ""
    act: str = ""
    label: str = ""


class SoftKeypad(Widget, can_focus=True):
    """`open` shuffles digits and letters and shows it, `close` hides it. A press leaves no trace on it: only the cursor is ever marked.

    The mouse does not take the focus away from the field. All 94 printable characters of ASCII can be typed.
    """

    DEFAULT_CSS = """
    SoftKeypad {
        width: 64; max-width: 100%; height: 4; background: $surface; color: $foreground; display: none; pointer: pointer;
        &>.soft-keypad--title { color: $quiet; }
        &:focus>.soft-keypad--title { color: $primary; text-style: bold; }
        &>.soft-keypad--key { background: $button; text-style: bold; }
        &>.soft-keypad--side { background: $button; color: $primary; }
        &>.soft-keypad--cursor { background: $primary; color: $background; text-style: bold; }
        &:ansi>.soft-keypad--cursor { background: ansi_blue; color: ansi_bright_white; text-style: bold reverse; }
    }
    """
    COMPONENT_CLASSES = {"soft-keypad--title", "soft-keypad--key", "soft-keypad--side", "soft-keypad--cursor"}
    ALLOW_SELECT = False
    FOCUS_ON_CLICK = False

    BINDINGS = [
        Binding("left", "go(-1)"),
        Binding("right", "go(1)"),
        Binding("up", "rise"),
        Binding("down", "sink"),
        Binding("enter,space", "press"),
        Binding("backspace", "erase"),
        Binding("ctrl+u", "empty"),
        Binding("escape", "leave"),
        Binding("ctrl+c,super+c,ctrl+x,super+x", "nothing"),
    ]

    class Typed(Message):
        """A character, or a pasted text, for the field."""

        def __init__(self, key: Secret) -> None:
            super().__init__()
            self.key = key

    class Erased(Message):
        """退格."""

    class Emptied(Message):
        """清空."""

    class Accepted(Message):
        """确定."""

    class Closed(Message):
        """关闭 was pressed; whoever hears it hides the keypad and keeps the choice (KEY-01)."""

    class Left(Message):
        """The focus wants to go back to the field: Esc, or up from the top row."""

    def __init__(self, words: Words, *, shuffle: Shuffle | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """`shuffle` puts a list into another order, in place; by default from the system's cryptographic source (KEY-02)."""
        super().__init__(id=id, classes=classes)
        self._words = words
        self._shuffle = shuffle or SystemRandom().shuffle
        self._digits = list(string.digits)
        self._letters = list(string.ascii_lowercase)
        self._page = _Page.lower
        self._row = self._column = 0
        self._rows = self._lay_out()

    @property
    def is_open(self) -> bool:
        return bool(self.display)

    def open(self) -> None:
        """Show it with digits and letters in new places."""
        self._shuffle(self._digits)
        self._shuffle(self._letters)
        self._row = self._column = 0
        self._turn_to(_Page.lower)
        self.display = True

    def close(self) -> None:
        self.display = False

    def reword(self) -> None:
        self._turn_to(self._page)

    def _turn_to(self, page: _Page) -> None:
        self._page = page
        self._rows = self._lay_out()
        self._column = min(self._column, len(self._rows[self._row]) - 1)
        self.refresh()

    def _lay_out(self) -> list[list[_Key]]:
        """Three rows: characters at the left, two columns of other keys at the right."""
        if self._page is _Page.symbols:
            chars = [string.punctuation[start : start + _SYMBOLS_A_ROW] for start in range(0, len(string.punctuation), _SYMBOLS_A_ROW)]
            other = [("letters", "keypad.letters")]
        else:
            letters = "".join(self._letters)
            letters = letters.upper() if self._page is _Page.upper else letters
            chars = ["".join(self._digits), letters[:_LETTERS_A_ROW], letters[_LETTERS_A_ROW:]]
            other = [("symbols", "keypad.symbols"), ("shift", "keypad.lower" if self._page is _Page.upper else "keypad.upper")]
        sides = [other, [("erase", "keypad.erase"), ("empty", "keypad.empty")], [("accept", "keypad.accept")]]
        return [self._row_of(row, side) for row, side in zip(chars, sides, strict=True)]

    @property
    def _pitch(self) -> int:
        """Cells from key to key, as many as there is room for; before it has a size it counts as wide."""
        room = self.size.width or WIDTH
        return next((pitch for pitch in _PITCHES if _width(pitch) <= room), _PITCHES[-1])

    @property
    def _width(self) -> int:
        return _width(self._pitch)

    def on_resize(self) -> None:
        self._turn_to(self._page)

    def _row_of(self, chars: str, side: Iterable[tuple[str, str]]) -> list[_Key]:
        start = _LETTERS_A_ROW * self._pitch
        # where there is little room a key fills all its cells, so that the mouse hits it as well
        keys = [_Key(index * self._pitch, min(3, self._pitch), char=char) for index, char in enumerate(chars)]
        others = [_Key(start + index * _SIDE, _SIDE - 1, act=act, label=self._words.say(key)) for index, (act, key) in enumerate(side)]
        if len(others) == 1:
            others = [_Key(start, 2 * _SIDE - 1, act=others[0].act, label=others[0].label)]
        return keys + others

    def render_line(self, y: int) -> Strip:
        ground = self.rich_style
        if y == 0:
            title, close = self._words.say("keypad.title"), self._words.say("keypad.close")
            line = "-" * (self._width - 3 - cell_len(title) - cell_len(close))
            parts = [(f"{title} {line} ", "title"), (close, "side")]
            return Strip(Segment(text, self.get_component_rich_style(f"soft-keypad--{part}")) for text, part in parts).adjust_cell_length(
                self.size.width, ground
            )
        if y > len(self._rows):
            return Strip.blank(self.size.width, ground)
        segments: list[Segment] = []
        end = 0
        for column, key in enumerate(self._rows[y - 1]):
            part = "key" if key.char else "side"
            if self.has_focus and (y - 1, column) == (self._row, self._column):
                part = "cursor"
            text = key.char or key.label
            left = max(0, key.width - cell_len(text)) // 2
            text = " " * left + text
            segments.append(Segment(" " * (key.x - end), ground))
            segments.append(Segment(text + " " * (key.width - cell_len(text)), self.get_component_rich_style(f"soft-keypad--{part}")))
            end = key.x + key.width
        return Strip(segment for segment in segments if segment.text).adjust_cell_length(self.size.width, ground)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character != " " and typable(character) == character

    async def on_key(self, event: events.Key) -> None:
        """The real keyboard goes on working (KEY-03)."""
        if self.check_consume_key(event.key, event.character):
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(Secret(event.character or "")))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.post_message(self.Typed(Secret(typable(event.text))))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        x, y = event.get_content_offset_capture(self)
        if y == 0:
            if self._width - 1 - cell_len(self._words.say("keypad.close")) <= x < self._width:
                self.post_message(self.Closed())
            return
        for key in self._rows[y - 1] if y <= len(self._rows) else []:
            if key.x <= x < key.x + key.width:
                self._do(key)

    def _do(self, key: _Key) -> None:
        if key.char:
            self.post_message(self.Typed(Secret(key.char)))
        elif key.act == "symbols":
            self._turn_to(_Page.symbols)
        elif key.act == "letters":
            self._turn_to(_Page.lower)
        elif key.act == "shift":
            self._turn_to(_Page.lower if self._page is _Page.upper else _Page.upper)
        else:
            self.post_message({"erase": self.Erased, "empty": self.Emptied, "accept": self.Accepted}[key.act]())

    def action_press(self) -> None:
        self._do(self._rows[self._row][self._column])

    def action_go(self, by: int) -> None:
        self._move(self._row, self._column + by)

    def action_rise(self) -> None:
        if self._row == 0:
            self.post_message(self.Left())
        else:
            self._move_to_row(self._row - 1)

    def action_sink(self) -> None:
        if self._row < len(self._rows) - 1:
            self._move_to_row(self._row + 1)

    def _move_to_row(self, row: int) -> None:
        """To the key of that row that stands nearest."""
        key = self._rows[self._row][self._column]
        middle = 2 * key.x + key.width
        nearest = min(range(len(self._rows[row])), key=lambda at: abs(2 * self._rows[row][at].x + self._rows[row][at].width - middle))
        self._move(row, nearest)

    def _move(self, row: int, column: int) -> None:
        self._row, self._column = row, min(max(0, column), len(self._rows[row]) - 1)
        self.refresh()

    def action_erase(self) -> None:
        self.post_message(self.Erased())

    def action_empty(self) -> None:
        self.post_message(self.Emptied())

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def action_nothing(self) -> None:
        """Nothing here can be copied."""


def _width(pitch: int) -> int:
    """Cells of a row whose keys stand so far from one another."""
    return _LETTERS_A_ROW * pitch + 2 * _SIDE
