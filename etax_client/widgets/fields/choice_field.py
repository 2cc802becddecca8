"""A field whose value is chosen from a list that somebody else shows: one row high, like the fields that one types in."""

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words
from etax_client.widgets.fitting import fit


class ChoiceField(Widget, can_focus=True):
    """Enter, space, down and a click post `Wanted`; whoever shows the list calls `choose`."""

    DEFAULT_CSS = """
    ChoiceField {
        height: 1; width: 1fr; border-left: blank; background: $field-ground; color: $foreground; pointer: pointer; text-wrap: nowrap;
        &:focus { border-left: outer $primary; background: $focus-ground; }
    }
    """
    BINDINGS = [Binding("enter,space,down", "want")]

    class Wanted(Message):
        def __init__(self, field: "ChoiceField") -> None:
            super().__init__()
            self.field = field

        @property
        @override
        def control(self) -> "ChoiceField":
            return self.field

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._words = words
        self.value: str | None = None
        self._shown: Phrase | None = None

    def choose(self, value: str | None, shown: Phrase | None) -> None:
        """Hold a value, and show it by a phrase; None for nothing yet."""
        self.value, self._shown = value, shown
        self.refresh()

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        mark = self._words.say("choice.mark")
        room = max(0, self.content_size.width - cell_len(mark) - 1)
        if self._shown is None:
            text = Content.styled(fit(self._words.say("choice.none"), room), "dim")
        else:
            text = Content(fit(self._words.tell(self._shown), room))
        return Content.assemble(text, " ", mark)

    def action_want(self) -> None:
        self.post_message(self.Wanted(self))

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.action_want()
