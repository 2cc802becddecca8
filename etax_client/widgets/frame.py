"""The line on top and the line at the bottom that every screen has (looks.md, Frame)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.actions import parse
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.fitting import fit, is_plain


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a screen: what is pressed, what it does, the text key of its name, and its initials in pinyin for the command list."""

    key: str
    action: str
    text: str
    initials: str = ""
    label: str = ""
    shown: bool = True
    priority: bool = False
    leads_to_all: bool = False
    """Whether it opens the list of all there are: it has the end of the bottom line, whatever else there is room for."""

    @property
    def face(self) -> str:
        """How the key is written on the bottom line."""
        return self.label or self.key.upper()


def bindings(keys: Sequence[Key]) -> list[BindingType]:
    """Textual's bindings for a screen's keys; their descriptions are text keys, put into words when shown."""
    return [Binding(key.key, key.action, key.text, show=False, priority=key.priority) for key in keys]


def is_alive(here: Widget, key: Key) -> bool:
    """Whether it would do something here as it is now, on a screen or on the phone beside it; its `check_action` says so."""
    namespace, name, parameters = parse(key.action)
    return bool((here.app if namespace == "app" else here).check_action(name, parameters))


class TopLine(Widget):
    """Product and place at the left; 「模拟环境」 and the server (or the person) at the right, on every screen (MCK-1).

    Where what is typed crosses a network in the clear, `insecure`, the mark is red and says so (TLS-1). The place gives way.
    """

    DEFAULT_CSS = """
    TopLine { height: 1; width: 100%; background: $bar; color: $bar-text; padding: 0 1; }
    TopLine>.top-line--insecure { background: $error; color: $background; text-style: bold; }
    """
    COMPONENT_CLASSES = {"top-line--insecure"}
    _LONGEST_RIGHT = 23

    def __init__(self, words: Words, place: Phrase, right: Phrase, *, insecure: bool) -> None:
        super().__init__()
        self._words = words
        self._insecure = insecure
        self._place = place
        self._right = right

    def show_place(self, place: Phrase) -> None:
        self._place = place
        self.refresh()

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        tell = self._words.tell
        product = Content.styled(tell(phrase("product")), "bold")
        told = tell(phrase("simulated_insecure" if self._insecure else "simulated"))
        mark = Content.styled(f" {told} ", self.get_visual_style("top-line--insecure") if self._insecure else "bold reverse")
        room = max(0, self.content_size.width - product.cell_length - mark.cell_length - 2 * len(_GAP))
        name = f" {tell(self._right)}"
        right = Content(fit(name, min(room, cell_len(name), self._LONGEST_RIGHT + 1)))
        place = Content(fit(tell(self._place), room - right.cell_length))
        return Content.assemble(product, _GAP, place, _GAP, mark, right)


_GAP = "  "


class KeyLine(Widget):
    """This screen's keys, most used first; a click on one does what the key does. All the others stand behind 更多, at its end."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 100%; background: $panel; color: $foreground; padding: 0 1; text-wrap: nowrap; pointer: pointer; }
    KeyLine:ansi { background: ansi_default; }
    KeyLine.-in-dialog { background: transparent; color: $quiet; text-align: right; padding: 0; margin: 1 0 0 0; }
    """

    class Chosen(Message):
        def __init__(self, key: Key) -> None:
            super().__init__()
            self.key = key

    def __init__(self, words: Words, keys: Sequence[Key], *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._words = words
        self._keys = tuple(keys)
        self._drawn: tuple[Key, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """Those that do something now and are shown where there is room for them: none while a dialog lies over them, which has its own."""
        if not self.screen.is_active:
            return ()
        here = next((node for node in self.ancestors if isinstance(node, Widget) and node.is_modal), self.screen)
        return tuple(key for key in self._keys if key.shown and is_alive(here, key))

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._look_again)
        self.app.screen_change_signal.subscribe(self, self._look_again)

    def _look_again(self, _: Screen[Any]) -> None:
        if self.keys != self._drawn:
            self.refresh()

    def show(self, keys: Sequence[Key]) -> None:
        self._keys = tuple(keys)
        self.refresh()

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        primary = self.app.theme_variables.get("primary", "")
        self._drawn = self.keys
        line = Content("")
        for key, start, _ in self._placed():
            gap = " " * (start - line.cell_length)
            face, _, name = self._said(key).partition(" ")
            line = Content.assemble(line, gap, (face, f"bold {primary}"), f" {name}")
        return line

    def _said(self, key: Key) -> str:
        if key.leads_to_all:
            return self._words.say("key.more_ascii" if is_plain(self) else "key.more")
        return f"{key.face} {self._words.say(key.text)}"

    def _cells(self, key: Key) -> int:
        return cell_len(self._said(key))

    def _placed(self) -> list[tuple[Key, int, int]]:
        """The keys that fit, with the cells at which each starts and ends."""
        width = self.content_size.width
        last = next((key for key in self._drawn if key.leads_to_all), None)
        room = width if last is None else width - self._cells(last) - len(_GAP)
        placed: list[tuple[Key, int, int]] = []
        at = 0
        for key in self._drawn:
            if key is last:
                continue
            cells = self._cells(key)
            if at + cells > room:
                break
            placed.append((key, at, at + cells))
            at += cells + len(_GAP)
        if self.styles.text_align == "right" and placed:
            free = width - placed[-1][2]
            placed = [(key, start + free, end + free) for key, start, end in placed]
        return placed if last is None else [*placed, (last, width - self._cells(last), width)]

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        for key, start, end in self._placed():
            if start <= offset.x < end:
                self.post_message(self.Chosen(key))
