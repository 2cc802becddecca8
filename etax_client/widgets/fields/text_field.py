"""A field for one line of ordinary text; Chinese input methods find the real cursor where the text ends."""

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input
from typing_extensions import override

from etax_client.widgets.fields.cut_short import Cut, lines_in
from etax_client.widgets.fitting import typable


class TextField(Input):
    """One row high. It never holds a control or bidi character, wherever its text comes from (TUI-1)."""

    DEFAULT_CSS = """
    TextField {
        height: 1; padding: 0; border: none; border-left: blank; background: $field-ground; color: $foreground;
        &:focus { border: none; border-left: outer $primary; background: $focus-ground; background-tint: transparent; }
        &:disabled { color: $quiet; }
        &>.input--placeholder { color: $quiet; }
        &:ansi { background: $field-ground; color: $foreground; }
        &:ansi:focus { background: $focus-ground; color: $foreground; }
    }
    """

    virtual_size = Reactive(Size(0, 0))
    """Of what is typed. Nothing around a field hangs on it, for which Textual would lay out the screen anew at each key (P3)."""

    class Pasted(Message):
        """More was pasted than the field has taken; `text` is all of it, `cut` what was left out if that can be seen."""

        def __init__(self, field: "TextField", text: str, cut: Cut | None) -> None:
            super().__init__()
            self.field = field
            self.text = text
            self.cut = cut

        @property
        @override
        def control(self) -> "TextField":
            return self.field

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        max_length: int = 0,
        select_on_focus: bool = True,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """`max_length` counts characters; 0 is no limit."""
        super().__init__(
            value, placeholder, max_length=max_length, select_on_focus=select_on_focus, id=id, classes=classes, disabled=disabled
        )
        # A cursor that blinks repaints for ever (P9).
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        return typable(value)

    def validate_placeholder(self, placeholder: str) -> str:
        return typable(placeholder)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the real cursor belongs, at which an input method opens its pop-up; a field without focus leaves it alone.

        Textual counts one cell too many at the end of the text, and asks before the field has its place.
        """
        if not self.has_focus:
            return self.app.cursor_position
        x, y, _, _ = self.content_region
        return Offset(x + cell_len(self.value[: self.cursor_position]) - self.scroll_offset.x, y)

    def on_mount(self) -> None:
        def laid_out(_: Screen[object]) -> None:
            self._place_cursor()

        self.screen.screen_layout_refresh_signal.subscribe(self, laid_out, immediate=True)

    def on_resize(self) -> None:
        self._show_cursor()

    def watch_value(self) -> None:
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Scroll the cursor into sight, which Textual forgets for the first value and when the width changes."""
        if self.is_mounted:
            self._watch_selection(self.selection)

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._place_cursor()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        self._place_cursor()

    def _place_cursor(self) -> None:
        place = self.cursor_screen_offset
        if self.app.cursor_position != place:
            self.app.cursor_position = place
            # The cursor moves with the next paint only.
            self.refresh()

    async def _on_key(self, event: events.Key) -> None:
        # A rare character may be newer than Python's tables, which then call it unprintable.
        char = event.character
        if char is not None and not event.is_printable and typable(char) == char:
            self._type(char)
            event.stop()
            event.prevent_default()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and typable(character) == character

    def _on_paste(self, event: events.Paste) -> None:
        self._type(event.text)
        event.stop()
        event.prevent_default()

    def action_paste(self) -> None:
        self._type(self.app.clipboard)

    def _type(self, text: str) -> None:
        """The first line that says something, as much of it as there is room for, in place of what is selected."""
        whole = line = next((clean for clean in map(typable, text.splitlines()) if clean.strip()), "")
        start, end = sorted(self.selection)
        if self.max_length:
            line = line[: max(0, self.max_length - len(self.value) + end - start)]
        if line:
            self.replace(line, start, end)
        if line != text.strip():
            cut = Cut.lines if len(lines_in(text)) > 1 else Cut.length if line != whole else None
            self.post_message(self.Pasted(self, text, cut))
