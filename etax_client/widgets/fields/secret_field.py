"""A field for a password: it shows stars, and what was typed leaves it through `take` and `peek` alone (KEY-04, SEC-1, SEC-3)."""

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from etax_client.domain.secret import Secret
from etax_client.widgets.fields.cut_short import Cut, lines_in
from etax_client.widgets.fitting import typable

LONGEST = 64


class _FromField(Message):
    def __init__(self, field: "SecretField") -> None:
        super().__init__()
        self.field = field

    @property
    def control(self) -> "SecretField":
        return self.field


class SecretField(Widget, can_focus=True):
    """No message of it carries what it holds; there is no copy, no cut and no selection."""

    DEFAULT_CSS = """
    SecretField {
        height: 1; width: 1fr; border: none; border-left: blank; background: $field-ground; color: $foreground; pointer: text;
        &:focus { border-left: outer $primary; background: $focus-ground; }
        &:disabled { color: $quiet; }
        &>.secret-field--cursor { background: $input-cursor-background; color: $input-cursor-foreground; }
        &:ansi>.secret-field--cursor { background: ansi_white; color: ansi_black; }
    }
    """
    COMPONENT_CLASSES = {"secret-field--cursor"}
    ALLOW_SELECT = False

    BINDINGS = [
        Binding("backspace", "backspace"),
        Binding("delete", "delete"),
        Binding("left", "move(-1)"),
        Binding("right", "move(1)"),
        Binding("home,ctrl+a", "move(-64)"),
        Binding("end,ctrl+e", "move(64)"),
        Binding("ctrl+u", "clear"),
        Binding("ctrl+v,shift+insert", "paste"),
        # Here these would copy a secret, and further up they would quit or copy a selection.
        Binding("ctrl+c,super+c,ctrl+x,super+x,ctrl+insert,shift+delete", "nothing"),
        Binding("enter", "submit"),
        Binding("down", "keypad"),
    ]

    class CutShort(Message):
        """More was pasted than the field has taken; what it was is nobody's business."""

        def __init__(self, cut: Cut) -> None:
            super().__init__()
            self.cut = cut

    class Changed(_FromField):
        """The user typed, pasted or erased something."""

    class Submitted(_FromField):
        """Enter."""

    class KeypadWanted(_FromField):
        """Down: the user wants to go on with the soft keypad (KEY-03)."""

    def __init__(self, *, max_length: int = LONGEST, id: str | None = None, classes: str | None = None, disabled: bool = False) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, disabled=disabled)
        self._max_length = max_length
        self._held = Secret("")
        self._cursor = 0

    @property
    def length(self) -> int:
        """How many characters it holds."""
        return len(self._held.reveal())

    def insert(self, text: str | Secret) -> None:
        """Put text in at the cursor, as far as there is room, as a user does by key, paste or soft keypad."""
        given, held = text.reveal() if isinstance(text, Secret) else text, self._held.reveal()
        whole = typable(given)
        clean = whole[: self._max_length - self.length]
        if len(lines_in(given)) > 1 or clean != whole:
            self.post_message(self.CutShort(Cut.length if clean != whole else Cut.breaks))
        self._hold(held[: self._cursor] + clean + held[self._cursor :], self._cursor + len(clean))

    def backspace(self) -> None:
        """Take away the character before the cursor."""
        held = self._held.reveal()
        before = max(0, self._cursor - 1)
        self._hold(held[:before] + held[self._cursor :], before)

    def clear(self) -> None:
        """Take away all, as a user does; a program that discards calls `take`, after which nothing is said."""
        self._hold("", 0)

    def take(self) -> Secret:
        """What was typed; the field is empty afterwards and posts nothing."""
        taken, self._held, self._cursor = self._held, Secret(""), 0
        self.refresh()
        self._place_cursor()
        return taken

    def peek(self) -> Secret:
        """What was typed; it stays."""
        return self._held

    def _hold(self, text: str, cursor: int) -> None:
        changed = text != self._held.reveal()
        self._held, self._cursor = Secret(text), cursor
        self.refresh()
        self._place_cursor()
        if changed:
            self.post_message(self.Changed(self))

    @property
    def _hidden(self) -> int:
        """How many stars stand left of what fits, so that the cursor is in sight."""
        return max(0, self._cursor - max(0, self.size.width - 1))

    def render_line(self, y: int) -> Strip:
        style = self.rich_style
        if y:
            return Strip.blank(self.size.width, style)
        stars = ("*" * self.length)[self._hidden :] + " "
        at = self._cursor - self._hidden
        cursor = self.get_component_rich_style("secret-field--cursor") if self.has_focus else style
        parts = ((stars[:at], style), (stars[at : at + 1], cursor), (stars[at + 1 :], style))
        return Strip(Segment(text, part) for text, part in parts if text).adjust_cell_length(self.size.width, style)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and typable(character) == character

    def on_mount(self) -> None:
        def laid_out(_: Screen[object]) -> None:
            self._place_cursor()

        self.screen.screen_layout_refresh_signal.subscribe(self, laid_out, immediate=True)

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._place_cursor()

    def _place_cursor(self) -> None:
        """The real cursor goes where the drawn one is."""
        if not self.has_focus:
            return
        place = self.content_region.offset + Offset(self._cursor - self._hidden, 0)
        if self.app.cursor_position != place:
            self.app.cursor_position = place
            self.refresh()

    async def on_key(self, event: events.Key) -> None:
        if event.character is not None and typable(event.character) == event.character:
            event.stop()
            event.prevent_default()
            self.insert(event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.insert(event.text)

    def on_click(self, event: events.Click) -> None:
        self.action_move(event.get_content_offset_capture(self).x + self._hidden - self._cursor)

    def action_backspace(self) -> None:
        self.backspace()

    def action_delete(self) -> None:
        if self._cursor < self.length:
            self._cursor += 1
            self.backspace()

    def action_move(self, by: int) -> None:
        self._cursor = min(max(0, self._cursor + by), self.length)
        self.refresh()
        self._place_cursor()

    def action_clear(self) -> None:
        self.clear()

    def action_paste(self) -> None:
        self.insert(self.app.clipboard)

    def action_nothing(self) -> None:
        """Copy and cut do nothing here, not even what they do elsewhere."""

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self))

    def action_keypad(self) -> None:
        self.post_message(self.KeypadWanted(self))
