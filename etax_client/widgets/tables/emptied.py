"""A table that says in its middle what to do while it is empty (looks.md)."""

from textual.app import ComposeResult
from textual.containers import Container
from typing_extensions import override

from etax_client.texts.words import Words
from etax_client.widgets.tables.edit_table import EditTable
from etax_client.widgets.tables.empty_list import EmptyList
from etax_client.widgets.tables.grid import Grid


class Emptied(Container):
    """The screen hears the button, `remedy`; whoever shows rows says whether there are any."""

    DEFAULT_CSS = """
    Emptied { width: 100%; height: 1fr; }
    Emptied EmptyList { display: none; }
    Emptied.-empty EmptyList { display: block; }
    Emptied.-empty > Grid, Emptied.-empty > EditTable { display: none; }
    """

    def __init__(self, words: Words, table: Grid | EditTable) -> None:
        super().__init__()
        self._table = table
        self._empty = EmptyList(words)

    @override
    def compose(self) -> ComposeResult:
        yield self._table
        yield self._empty

    @property
    def grid(self) -> Grid:
        return self._table.grid if isinstance(self._table, EditTable) else self._table

    def show(self, key: str | None, **facts: object) -> None:
        """`key` is what is said of no rows; None: there are some."""
        here = self.screen.focused in (self.grid, self._empty.remedy, None)
        if key is not None:
            self._empty.say(key, **facts)
        self.set_class(key is not None, "-empty")
        if here:
            (self.grid if key is None else self._empty.remedy).focus()
