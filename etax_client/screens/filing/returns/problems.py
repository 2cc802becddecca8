"""What is in the way of a month's tax, and what is warned of: each leads to its row (CAL-09, INC-05)."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.income import Item, ReturnKind, RowKey
from etax_client.domain.filing.taxes.pages import FailedRows, IncomeWarnings
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.work import Work
from etax_client.texts.income_lines import short
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.tables.cells import Cells, Line
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.emptied import Emptied
from etax_client.widgets.tables.grid import Grid

_KEYS = (
    Key("enter", "go", "problems.go", "zdgh", "Enter"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    Key("escape", "back", "key.back", "fh", "Esc"),
)
_COLUMNS = (
    Column("kind", phrase("problems.kind"), 8, frozen=True),
    Column("item", phrase("return.column.item"), 18),
    Column("name", phrase("income.column.name"), 10),
    Column("what", phrase("problems.what"), 30),
)


class ProblemsScreen(Screen[tuple[Item, RowKey] | bool]):
    """It returns the row that was chosen, or whether the unit was lost under it."""

    BINDINGS = bindings(_KEYS)
    GUIDE = ("problems.place", "help.problems")

    def __init__(self, desk: Desk, work: Work, kind: ReturnKind) -> None:
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._kind = kind
        self._found: list[tuple[str, Item, RowKey, str, str]] = []
        self._cells = Cells(_COLUMNS)
        self._grid = Grid(desk.words, self._cells, by_rows=True)
        self._emptied = Emptied(desk.words, self._grid)
        self._reason = Said(desk.words, id="reason")
        """In full what the list may have had to cut."""
        self._status = Said(desk.words, id="status")
        self._asking = Asking(desk, work, self, self._status, lambda: self.dismiss(True))

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield Said(words, phrase("problems.place"), id="heading")
        yield self._emptied
        yield self._reason
        yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._grid.focus()
        self.action_reload()

    def action_reload(self) -> None:
        self._asking.read(self._read, "problems")

    async def _read(self) -> None:
        api, where = self._desk.api.filing, (self._work.unit_id, self._work.period, self._kind)
        failed = await self._asking.ask(partial(api.failed, *where), phrase("return.reading"))
        warned = await self._asking.ask(partial(api.warnings, *where), phrase("return.reading")) if failed is not None else None
        if not isinstance(failed, FailedRows) or not isinstance(warned, IncomeWarnings):
            return
        self._found = [("failed", each.item, RowKey(each.payee_id, each.place), each.name, each.why.value) for each in failed.rows]
        self._found += [("warned", each.item, RowKey(each.payee_id, each.place), each.name, each.what.value) for each in warned.warnings]
        self._lay()
        total = failed.total + warned.total
        shown = len(self._found)
        key = "problems.shown" if shown == total else "problems.first"
        self._asking.say(phrase(key, total=total, shown=shown) if total else None)

    def _lay(self) -> None:
        self._cells.load(enumerate(map(self._line, self._found)))
        self._grid.show_again()
        self._emptied.show(None if self._found else "problems.empty")

    def _line(self, found: tuple[str, Item, RowKey, str, str]) -> Line:
        say, (kind, item, _, name, what) = self._desk.words.say, found
        told = self._desk.words.tell(short(item))
        return (say(f"problems.{kind}"), told, name, say(f"problems.{kind}.{what}"))

    def reword(self) -> None:
        self._lay()

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        if self._found:
            kind, item, _, name, what = self._found[self._grid.cursor_index]
            told = phrase(f"problems.{kind}.{what}")
            self._reason.say(phrase("problems.reason", name=name, item=phrase(f"item.{item}"), what=told))

    @on(Grid.Entered)
    def _entered(self, event: Grid.Entered) -> None:
        event.stop()
        self.action_go()

    def action_go(self) -> None:
        if self._found:
            _, item, key, _, _ = self._found[self._grid.cursor_index]
            self.dismiss((item, key))

    @on(PushButton.Pressed, "#remedy")
    def action_back(self) -> None:
        self.dismiss(False)
