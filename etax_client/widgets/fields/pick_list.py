"""One of a few things, all of them in sight: a line each, the arrows or a digit pick, Enter goes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.widgets.said import wrapped

_INDENT = 4


@dataclass(frozen=True, slots=True)
class Pick:
    """A value, how it is called, and what is said of it."""

    value: str
    label: str
    note: str = ""


class PickList(Widget, can_focus=True):
    DEFAULT_CSS = """
    PickList { height: auto; width: 1fr; border-left: blank; text-wrap: nowrap; color: $foreground; pointer: pointer; }
    PickList > .pick-list--note { color: $quiet; }
    PickList:focus { border-left: outer $primary; background: $focus-ground; }
    PickList:focus > .pick-list--under { text-style: bold; }
    """
    COMPONENT_CLASSES = {"pick-list--note", "pick-list--under"}
    BINDINGS = [
        Binding("up,left", "move(-1)", show=False),
        Binding("down,right", "move(1)", show=False),
        Binding("space", "pick", show=False),
        Binding("enter", "submit", show=False),
        *(Binding(str(place + 1), f"pick({place})", show=False) for place in range(9)),
    ]

    class _From(Message):
        def __init__(self, picks: "PickList") -> None:
            super().__init__()
            self.picks = picks

        @property
        @override
        def control(self) -> "PickList":
            return self.picks

    class Changed(_From):
        """Another one is picked."""

    class Submitted(_From):
        """Enter."""

    def __init__(self, picks: Sequence[Pick], value: str = "") -> None:
        super().__init__()
        self._picks = tuple(picks)
        self.value = value
        self._under = next((place for place, pick in enumerate(picks) if pick.value == value), 0)

    def _rows(self, width: int) -> list[tuple[int, Content]]:
        """Every line, with the place of what it is a line of."""
        rows: list[tuple[int, Content]] = []
        for place, pick in enumerate(self._picks):
            mark = Content(f"({'x' if pick.value == self.value else ' '}) ")
            style = ".pick-list--under" if place == self._under else ""
            one = Content.assemble(mark, (pick.label, style), "  " if pick.note else "", (pick.note, ".pick-list--note"))
            if one.cell_length <= width:
                rows.append((place, one))
                continue
            labels = [(line, style) for line in wrapped(pick.label, width - _INDENT)]
            lines = labels + [(line, ".pick-list--note") for line in wrapped(pick.note, width - _INDENT) if line]
            for at, line in enumerate(lines):
                rows.append((place, Content.assemble(mark if at == 0 else " " * _INDENT, line)))
        return rows

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._rows(width))

    @override
    def render(self) -> Content:
        return Content("\n").join(line for _, line in self._rows(self.content_size.width))

    def action_move(self, by: int) -> None:
        """Past the ends the focus goes on: a list is left as it was come to."""
        place = self._under + by if self.value else self._under
        if 0 <= place < len(self._picks):
            self.action_pick(place)
        elif by < 0:
            self.screen.focus_previous()
        else:
            self.screen.focus_next()

    def action_pick(self, place: int | None = None) -> None:
        place = self._under if place is None else place
        if place < len(self._picks):
            self._under, self.value = place, self._picks[place].value
            self.refresh()
            self.post_message(self.Changed(self))

    def action_submit(self) -> None:
        if not self.value:
            self.action_pick()
        self.post_message(self.Submitted(self))

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        offset = event.get_content_offset_capture(self)
        rows = self._rows(self.content_size.width)
        if 0 <= offset.y < len(rows):
            self.action_pick(rows[offset.y][0])
