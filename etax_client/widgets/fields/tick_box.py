"""A box to tick: `[x] 记住账号`, one row high."""

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words
from etax_client.widgets.said import Told


class TickBox(Widget, can_focus=True):
    DEFAULT_CSS = """
    TickBox { width: auto; height: 1; padding: 0 1; color: $foreground; text-wrap: nowrap; }
    TickBox:hover { background: $focus-ground; }
    TickBox:focus { background: $foreground; color: $background; text-style: bold; }
    TickBox:disabled { color: $quiet; }
    """

    BINDINGS = [Binding("enter,space", "tick")]

    ticked: reactive[bool] = reactive(False)

    class Changed(Message):
        def __init__(self, box: "TickBox", ticked: bool) -> None:
            super().__init__()
            self.box = box
            self.ticked = ticked

        @property
        @override
        def control(self) -> "TickBox":
            return self.box

    def __init__(self, words: Words, phrase: Phrase, *, ticked: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._words = words
        self._phrase = phrase
        self.set_reactive(TickBox.ticked, ticked)

    @override
    def render(self) -> Content:
        return Told(f"[{'x' if self.ticked else ' '}] {self._words.tell(self._phrase)}")

    def reword(self) -> None:
        self.refresh(layout=True)

    def action_tick(self) -> None:
        self.ticked = not self.ticked
        self.post_message(self.Changed(self, self.ticked))

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_tick()
