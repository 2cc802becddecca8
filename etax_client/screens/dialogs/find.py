"""A list too long to look through: it is narrowed by what one types; it returns the chosen value, or None."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.fitting import fit
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled

_WIDTH, _AROUND = 62, 6
"""Cells of a dialog, and what of them is frame, air and the bar that scrolls."""


class FindDialog(ModalScreen[str | None]):
    """`find` gives the choices for what was typed, the best first."""

    CSS_PATH = Path(__file__).with_name("find.tcss")
    BINDINGS = [
        *bindings((keys.LEAVE,)),
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
        Binding("pagedown", "move(8)", priority=True),
        Binding("pageup", "move(-8)", priority=True),
    ]

    def __init__(
        self, desk: Desk, title: Phrase, hint: Phrase, find: Callable[[str], Sequence[Choice]], *, name: str | None = None
    ) -> None:
        super().__init__(name)
        self._desk = desk
        self._title = title
        self.hint = hint
        self._find = find
        self._found: Sequence[Choice] = ()
        self._list = OptionList(compact=True)
        self._list.can_focus = False
        self._none = Vertical(
            Said(desk.words, phrase("find.none"), classes="dialog-text"),
            Horizontal(PushButton(desk.words, phrase("find.clear"), id="clear"), classes="dialog-actions"),
            id="none",
        )

    @property
    def keys(self) -> tuple[Key, ...]:
        return (keys.OK, keys.LEAVE)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, self._title):
            yield Said(words, self.hint, classes="dialog-hint")
            yield TextField(id="wanted", max_length=60)
            yield self._list
            yield self._none
            yield KeyLine(words, self.keys, classes="-in-dialog")

    def on_mount(self) -> None:
        self.query_one("#wanted").focus()
        self.show_for("")

    @on(TextField.Changed, "#wanted")
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        self.show_for(event.value)

    def show_for(self, wanted: str) -> None:
        """What fits what is typed."""
        self.show(self._find(wanted))

    def show(self, found: Sequence[Choice]) -> None:
        self._found = found
        self._list.clear_options()
        self._list.add_options([Option(self._line(choice)) for choice in self._found])
        self._list.highlighted = 0 if self._found else None
        self._list.display = bool(self._found)
        self._none.display = not self._found

    def reword(self) -> None:
        highlighted = self._list.highlighted
        self.show_for(self.query_one("#wanted", TextField).value)
        self._list.highlighted = highlighted

    def _line(self, choice: Choice) -> Content:
        label = choice.label if isinstance(choice.label, str) else self._desk.words.tell(choice.label)
        if not choice.beside:
            return Content(label)
        room = min(_WIDTH, self.app.size.width) - _AROUND - cell_len(choice.beside)
        return Content.assemble(fit(label, room), (choice.beside, self.app.theme_variables.get("quiet", "")))

    def action_move(self, by: int) -> None:
        if self._found:
            self._list.highlighted = min(max(0, (self._list.highlighted or 0) + by), len(self._found) - 1)

    @on(TextField.Submitted, "#wanted")
    def action_ok(self) -> None:
        if self._list.highlighted is not None:
            self.dismiss(self._found[self._list.highlighted].value)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index].value)

    @on(PushButton.Pressed, "#clear")
    def _clear(self, event: PushButton.Pressed) -> None:
        event.stop()
        wanted = self.query_one("#wanted", TextField)
        wanted.value = ""
        wanted.focus()

    def action_leave(self) -> None:
        self.dismiss(None)
