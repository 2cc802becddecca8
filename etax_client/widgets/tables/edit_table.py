"""A table that is edited in place: the grid, the field over a cell, and a line that says what is wrong there (INC-03)."""

from collections.abc import Callable, Iterable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.message import Message
from typing_extensions import override

from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.tables.block import read_block
from etax_client.widgets.tables.cell_field import CellField
from etax_client.widgets.tables.cells import Cells, Key
from etax_client.widgets.tables.grid import Grid


class EditTable(Container):
    """It knows nothing of what the cells mean: columns are handed in, and say what they read. What was changed is in `cells`."""

    DEFAULT_CSS = """
    EditTable { layers: base field; height: 1fr; width: 100%; }
    EditTable Grid { height: 1fr; }
    EditTable OneLine { padding: 0 1; color: $quiet; }
    EditTable OneLine.-wrong { color: $error; text-style: bold; }
    """
    BINDINGS = [
        Binding("ctrl+d", "fill_down"),
        Binding("ctrl+z", "undo"),
        Binding("ctrl+y,ctrl+shift+z", "redo"),
        Binding("delete,backspace", "clear"),
    ]

    class Changed(Message):
        """Cells hold something else now."""

    class Closed(Message):
        """No cell is edited any more, whether it holds something else or not."""

    class ChoiceWanted(Message):
        """A cell of a column with `labels` is to be chosen for; whoever lists them calls `put`."""

        def __init__(self, row: int, at: int) -> None:
            super().__init__()
            self.row = row
            self.at = at

    class Entered(Message):
        """Enter on a cell that is not edited."""

        def __init__(self, row: int, at: int) -> None:
            super().__init__()
            self.row = row
            self.at = at

    def __init__(self, words: Words, cells: Cells, about: Callable[[Key], Phrase] | None = None, *, id: str | None = None) -> None:  # noqa: A002
        """`about` a line more is said below than its cells do."""
        super().__init__(id=id)
        self._words = words
        self._about = about
        self.cells = cells
        self.grid = Grid(words, cells)
        self._field = CellField()
        self._line = OneLine(words)
        self._said: tuple[int, int] | None = None
        """Where the cursor was when something else was said in the line below."""

    @override
    def compose(self) -> ComposeResult:
        yield self.grid
        yield self._line
        yield self._field

    # --- what is shown

    def show(self, cells: Cells) -> None:
        """Other cells, or the same whose lines are others now."""
        self._close()
        self.cells = cells
        self.grid.show(cells)

    def show_again(self) -> None:
        self.grid.show_again()

    def say(self, what: Phrase | None, *, wrong: bool = False) -> None:
        """In the line below, until the cursor moves or something is typed."""
        self._said = self._here if what is not None else None
        self._tell(what, wrong=wrong)

    def go_to_key(self, key: Key, name: str | None = None) -> bool:
        """Put the cursor into the line with this key, and the column of this name; False if there is none."""
        row = self.cells.row_of(key)
        if row is None:
            return False
        self.grid.go_to(row, self.grid.at if name is None else self.cells.at.get(name, self.grid.at))
        self.grid.focus()
        return True

    def next_fault(self) -> bool:
        """Put the cursor into the next cell that is wrong, from the first one again after the last; False if none is."""
        here, faults = (self.grid.cursor_index, self.grid.at), list(self.cells.faults())
        if not faults:
            return False
        self.grid.go_to(*next((fault for fault in faults if fault > here), faults[0]))
        self.grid.focus()
        return True

    @property
    def editing(self) -> bool:
        return bool(self._field.display)

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        if self._said != self._here:
            self._said = None
            self._tell_cell()

    @property
    def _here(self) -> tuple[int, int]:
        return self.grid.cursor_index, self.grid.at

    def _tell_cell(self, typed: str | None = None) -> None:
        """Which cell it is, and what is wrong with it, or would be with what is typed."""
        column, row, at = self.grid.column, self.grid.cursor_index, self.grid.at
        if column is None:
            self._tell(None)
            return
        if typed is None:
            wrong = self.cells.wrong(row, at)
        else:
            read = column.read(typed) if column.read is not None else typed
            wrong = None if isinstance(read, str) else read
        where = phrase("grid.cell", row=row + 1, heading=column.heading)
        if self._about is not None:
            where = phrase("grid.cell_about", about=self._about(self.cells.key_of(row)), row=row + 1, heading=column.heading)
        if wrong is None:
            self._tell(where)
        else:
            shorter = phrase("grid.cell_wrong", where=column.heading, wrong=wrong), wrong
            self._tell(phrase("grid.cell_wrong", where=where, wrong=wrong), *shorter, wrong=True)

    def _tell(self, what: Phrase | None, *shorter: Phrase, wrong: bool = False) -> None:
        self._line.say(what, *shorter)
        self._line.set_class(wrong, "-wrong")

    # --- what is typed

    @on(Grid.Typed)
    def _typed(self, event: Grid.Typed) -> None:
        event.stop()
        column = self.grid.column
        if column is not None and column.labels:
            self.post_message(self.ChoiceWanted(*self._here))
        elif self.editing:  # typed before the field had the focus
            self._field.insert_text_at_cursor(event.text)
        else:
            self._open(event.text)

    @on(Grid.Entered)
    def _entered(self, event: Grid.Entered) -> None:
        event.stop()
        column, row, at = self.grid.column, self.grid.cursor_index, self.grid.at
        if column is None or column.read is None:
            self.post_message(self.Entered(row, at))
        elif column.labels:
            self.post_message(self.ChoiceWanted(row, at))
        else:
            self._open(self.cells.text(row, at))

    def _open(self, text: str) -> None:
        """Lay the field over the cell."""
        column = self.grid.column
        place = self.grid.region_of(self.grid.cursor_index, self.grid.at)
        if column is None or column.read is None or place is None:
            return
        self._field.right = column.right
        self._field.styles.offset = place.offset
        self._field.styles.width = place.width
        self._field.value = text
        self._field.cursor_position = len(text)
        self._field.display = True
        self._field.focus()
        self._tell_cell(text)

    def _close(self) -> None:
        if self.editing:
            self._field.display = False
            if self._field.has_focus:
                self.grid.focus()
            self.post_message(self.Closed())

    @on(TextField.Changed)
    def _field_changed(self, event: TextField.Changed) -> None:
        event.stop()
        if self.editing:
            self._tell_cell(event.value)

    @on(TextField.Submitted)
    def _field_submitted(self, event: TextField.Submitted) -> None:
        event.stop()
        self.keep()
        self.grid.action_move(1)

    @on(CellField.Left)
    def _field_left(self, event: CellField.Left) -> None:
        event.stop()
        self.keep()
        if event.rows:
            self.grid.action_move(event.rows)
        else:
            self.grid.action_next(event.columns)

    @on(CellField.GivenUp)
    def _given_up(self, event: CellField.GivenUp) -> None:
        event.stop()
        self._close()
        self._tell_cell()

    @on(CellField.Spread)
    def _spread(self, event: CellField.Spread) -> None:
        event.stop()
        self._close()
        self.paste(event.text)

    def on_descendant_blur(self) -> None:
        """Whoever goes elsewhere keeps what was typed."""
        if self.editing and not self._field.has_focus:
            self.keep()

    def on_resize(self) -> None:
        """The cell stands elsewhere now: the field follows it, with what is typed in it."""
        if self.editing:
            self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        place = self.grid.region_of(self.grid.cursor_index, self.grid.at)
        if place is not None and self.editing:
            self._field.styles.offset = place.offset
            self._field.styles.width = place.width

    def keep(self) -> None:
        """What stands in the field stands in the cell from now on."""
        if self.editing:
            typed, row, at = self._field.value, self.grid.cursor_index, self.grid.at
            self._close()
            if typed != self.cells.text(row, at):
                self.put([(row, at, typed)])

    # --- what is done to cells

    def put(self, changes: Iterable[tuple[int, int, str]]) -> int:
        """Row, column and what is to stand there, as one step that can be undone; how many are wrong then."""
        self._said = None
        changes = list(changes)
        wrong = self.cells.put(changes)
        if len(changes) == 1:
            self.grid.show_cell(*changes[0][:2])
        else:
            self.grid.show_again()
        self.post_message(self.Changed())
        return wrong

    @on(Grid.Pasted)
    def _pasted(self, event: Grid.Pasted) -> None:
        event.stop()
        self.paste(event.text)

    def paste(self, text: str) -> None:
        """All of a block or nothing of it: at the cursor, or over all that is selected if it is one cell."""
        block, chosen = read_block(text), self.grid.selected
        if not block:
            return
        if len(block) == len(block[0]) == 1 and not chosen.is_one:
            targets = [(row, at, block[0][0]) for row in range(chosen.top, chosen.bottom) for at in chosen.columns]
        else:
            columns = [at for at in range(chosen.columns[0], len(self.cells.columns)) if not self.cells.columns[at].frozen]
            rows = self.cells.total - chosen.top
            if len(block) > rows:
                self.say(phrase("grid.too_long", given=len(block), rows=rows), wrong=True)
                return
            if len(block[0]) > len(columns):
                self.say(phrase("grid.too_wide", given=len(block[0]), columns=len(columns)), wrong=True)
                return
            targets = [(row, at, typed) for row, line in enumerate(block, chosen.top) for at, typed in zip(columns, line, strict=False)]
        fixed = next((self.cells.columns[at] for _, at, _ in targets if self.cells.columns[at].read is None), None)
        if fixed is not None:
            self.say(phrase("grid.fixed", heading=fixed.heading), wrong=True)
            return
        wrong = self.put(targets)
        told = phrase("grid.pasted", rows=len(block), columns=len(block[0]))
        self.say(phrase("grid.pasted_wrong", pasted=told, wrong=wrong) if wrong else told, wrong=bool(wrong))

    def action_fill_down(self) -> None:
        """The top row of what is selected in those below it; of one cell, the one above it."""
        chosen = self.grid.selected
        source = chosen.top if chosen.bottom - chosen.top > 1 else chosen.top - 1
        if source >= 0 and self.grid.column is not None:
            rows = range(source + 1, chosen.bottom)
            self.put([(row, at, self.cells.text(source, at)) for row in rows for at in chosen.columns])

    def action_clear(self) -> None:
        if self.grid.column is not None:
            chosen = self.grid.selected
            self.put([(row, at, "") for row in range(chosen.top, chosen.bottom) for at in chosen.columns])

    def action_undo(self) -> None:
        self._went_back(self.cells.undo(), "grid.undone", "grid.nothing_to_undo")

    def action_redo(self) -> None:
        self._went_back(self.cells.redo(), "grid.redone", "grid.nothing_to_redo")

    def _went_back(self, row: int | None, done: str, nothing: str) -> None:
        if row is None:
            self.say(phrase(nothing))
            return
        self.grid.show_again()
        self.grid.move_to(row)
        self.post_message(self.Changed())
        self.say(phrase(done))
