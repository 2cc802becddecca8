"""The field that lies over a cell while one types in it."""

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from etax_client.widgets.fields.text_field import TextField


class CellField(TextField):
    """Without a border, so that it takes the cell and no more; what is typed stands where the cell will have it."""

    DEFAULT_CSS = """
    CellField { border: none; padding: 0; display: none; position: absolute; layer: field; background: $focus-ground; text-style: bold; }
    CellField:focus { border: none; }
    """
    BINDINGS = [
        Binding("up", "leave(-1, 0)"),
        Binding("down", "leave(1, 0)"),
        Binding("tab", "leave(0, 1)"),
        Binding("shift+tab", "leave(0, -1)"),
        Binding("escape", "give_up"),
    ]

    class Left(Message):
        """Done with this cell; the cursor goes so many rows and columns on."""

        def __init__(self, rows: int, columns: int) -> None:
            super().__init__()
            self.rows = rows
            self.columns = columns

    class GivenUp(Message):
        """What was typed is not to be kept."""

    class Spread(Message):
        """More than one cell was pasted into it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__(select_on_focus=False)
        self.right = False
        """Whether what is typed stands at the right."""

    @property
    def _shift(self) -> int:
        """How many cells of room are left before what stands at the right, the cursor's place behind it counted."""
        return max(0, self.scrollable_content_region.width - cell_len(self.value) - 1) if self.right else 0

    @override
    def render_line(self, y: int) -> Strip:
        strip, shift = super().render_line(y), self._shift
        if y or not shift:
            return strip
        width = strip.cell_length
        return Strip.join([Strip.blank(shift, self.rich_style), strip.crop(0, width - shift)])

    @property
    @override
    def cursor_screen_offset(self) -> Offset:
        place = super().cursor_screen_offset
        return place + Offset(self._shift, 0) if self.has_focus else place

    @override
    def _cell_offset_to_index(self, offset: int) -> int:
        return super()._cell_offset_to_index(max(0, offset - self._shift))

    @override
    def _on_paste(self, event: events.Paste) -> None:
        if "\t" in event.text or len(event.text.strip("\r\n").splitlines()) > 1:
            event.stop()
            event.prevent_default()
            self.post_message(self.Spread(event.text))
        else:
            super()._on_paste(event)

    def action_leave(self, rows: int, columns: int) -> None:
        self.post_message(self.Left(rows, columns))

    def action_give_up(self) -> None:
        self.post_message(self.GivenUp())
