"""A button one row high: it can be primary, plain or a link, and says what is going on while it waits."""

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words


class PushButton(Widget, can_focus=True):
    """`hold()` makes it deaf, `wait(phrase)` says why, `ready()` gives it back (TUI-5: one press, one request)."""

    DEFAULT_CSS = """
    PushButton { width: auto; height: 1; padding: 0 1; background: $button; color: $foreground; text-wrap: nowrap; }
    PushButton.-primary { background: $primary; color: $background; text-style: bold; padding: 0 3; }
    PushButton.-link { background: transparent; color: $primary; padding: 0 1; text-style: underline; }
    PushButton:hover { background: $focus-ground; color: $foreground; }
    PushButton:focus { background: $foreground; color: $background; text-style: bold; }
    PushButton:disabled { color: $quiet; background: $panel; text-style: none; }
    PushButton:ansi { background: ansi_default; color: ansi_default; }
    PushButton:ansi.-primary { background: ansi_blue; color: ansi_bright_white; }
    PushButton:ansi:focus, PushButton:ansi.-primary:focus { text-style: bold reverse; }
    """

    BINDINGS = [Binding("enter,space", "press")]

    waiting: reactive[Phrase | None] = reactive(None, layout=True)

    class Pressed(Message):
        def __init__(self, button: "PushButton") -> None:
            super().__init__()
            self.button = button

        @property
        @override
        def control(self) -> "PushButton":
            return self.button

    def __init__(self, words: Words, phrase: Phrase, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._words = words
        self.phrase = phrase
        self.held = False

    @override
    def render(self) -> Content:
        return Content(self._words.tell(self.waiting or self.phrase))

    def say(self, phrase: Phrase) -> None:
        self.phrase = phrase
        self.reword()

    def reword(self) -> None:
        self.refresh(layout=True)

    def hold(self) -> None:
        self.held = True

    def wait(self, phrase: Phrase) -> None:
        self.waiting = phrase

    def ready(self) -> None:
        self.held = False
        self.waiting = None

    def action_press(self) -> None:
        if not self.held and not self.disabled:
            self.post_message(self.Pressed(self))

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_press()
