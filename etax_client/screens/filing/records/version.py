"""A version of a return with its lines as they were sent: item by item, then its annexes; and the pay slips of it (SUB-03, QRY-01)."""

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.annexes.annexes import Annex, KeptLine, annexes_of
from etax_client.domain.filing.income import Item, RowKey, items_of
from etax_client.domain.filing.returns import SentReturn
from etax_client.domain.filing.taxes.records import DeclaredLine
from etax_client.domain.filing.taxes.slips import slip, slips
from etax_client.domain.withholding.months import read_month
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.filing.annexes import columns as annex_columns
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.edited.sheet import only_shown
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.income import columns as income_columns
from etax_client.screens.filing.records.outgoing import Outgoing
from etax_client.screens.filing.records.slip import SlipScreen
from etax_client.screens.work import Work
from etax_client.sheets.prints import print_slips
from etax_client.texts.income_lines import short
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.tables.cells import Cells, Line
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.emptied import Emptied
from etax_client.widgets.tables.grid import Grid

_KEYS = (
    Key("enter", "slip", "version.slip", "gzt", "Enter"),
    Key("left_square_bracket", "part(-1)", "version.before", "syx", "["),
    Key("right_square_bracket", "part(1)", "version.next", "xyx", "]"),
    Key("d", "print", "slip.print_all", "dyqbgzt"),
    Key("e", "export", "export.return", "dcsbb"),
    keys.HELP,
    Key("escape", "back", "key.back", "fh", "Esc"),
)
_Part = Item | Annex


class VersionScreen(Screen[bool]):
    """It returns whether the unit was lost under it."""

    BINDINGS = bindings(_KEYS)
    GUIDE = ("version.place", "help.version")

    def __init__(self, desk: Desk, work: Work, sent: SentReturn) -> None:
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._sent = sent
        self._parts: tuple[_Part, ...] = (*items_of(sent.kind), *annexes_of(sent.kind))
        self._at = 0
        self._read: dict[_Part, Sequence[DeclaredLine] | Sequence[KeptLine]] = {}
        words = desk.words
        self._grid = Grid(words, Cells(income_columns.columns_of(words, items_of(sent.kind)[0])), by_rows=True)
        self._emptied = Emptied(words, self._grid)
        self._what = OneLine(words, id="versions")
        self._status = Said(words, id="status")
        self._asking = Asking(desk, work, self, self._status, lambda: self.dismiss(True))
        self._outgoing = Outgoing(desk, work, self, self._asking)

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words, sent = self._desk.words, self._sent
        yield top_line(self._desk, self._work)
        kind, state = phrase(f"return.{sent.kind}"), phrase(f"send.state.{sent.state}")
        version, of_type = phrase("send.version", number=sent.number), phrase(f"send.type.{sent.type}")
        told = phrase("version.heading", month=sent.period, kind=kind, version=version, type=of_type, state=state)
        yield OneLine(words, told, id="heading")
        yield self._what
        yield self._emptied
        yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._grid.focus()
        self._asking.read(self._begin, "a version's lines")

    async def _begin(self) -> None:
        """At the first part that has lines."""
        for at, part in enumerate(self._parts):
            lines = await self._lines_of(part)
            if lines is None:
                return
            if lines:
                self._at = at
                break
        self._lay()

    async def _lines_of(self, part: _Part) -> Sequence[DeclaredLine] | Sequence[KeptLine] | None:
        if part not in self._read:
            read = self._outgoing.declared if isinstance(part, Item) else self._outgoing.declared_annex
            found = await read(self._sent, part)  # type: ignore[arg-type]
            if found is None:
                return None
            self._read[part] = found
        return self._read[part]

    # --- what is shown

    @property
    def _part(self) -> _Part:
        return self._parts[self._at]

    def _lay(self) -> None:
        part, words, lines = self._part, self._desk.words, self._read.get(self._part, ())
        if isinstance(part, Item):
            columns = income_columns.columns_of(words, part)
            told = {each.row.key: income_columns.line_of(part, each) for each in lines if isinstance(each, DeclaredLine)}
        else:
            columns = annex_columns.columns_of(words, part, self._sent.kind, read_month(self._sent.period))
            told = {each.line.key: annex_columns.line_of(part, each) for each in lines if isinstance(each, KeptLine)}
        cells = _with_something(columns, told)
        self._grid.show(cells)
        self._what.say(phrase("version.item", what=self._named(part), at=self._at + 1, of=len(self._parts), total=len(lines)))
        self._emptied.show(None if lines else "version.empty", what=self._named(part))

    def _named(self, part: _Part) -> Phrase:
        return short(part) if isinstance(part, Item) else phrase(f"annex.{part}")

    def reword(self) -> None:
        self._lay()

    # --- what is done

    def action_part(self, by: int) -> None:
        self._at = (self._at + by) % len(self._parts)
        self._asking.read(self._show_part, "a version's lines")

    async def _show_part(self) -> None:
        if await self._lines_of(self._part) is not None:
            self._lay()

    @on(PushButton.Pressed, "#remedy")
    def _next(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.action_part(1)

    @on(Grid.Entered)
    def _entered(self, event: Grid.Entered) -> None:
        event.stop()
        self.action_slip()

    def action_slip(self) -> None:
        """Of the person in whose line the cursor is."""
        lines = self._read.get(self._part, ())
        if lines:
            self.run_worker(self._show_slip(lines[self._grid.cursor_index]), group="act-read", exclusive=True, description="a pay slip")

    async def _show_slip(self, line: DeclaredLine | KeptLine) -> None:
        payee_id = line.row.payee_id if isinstance(line, DeclaredLine) else line.line.payee_id
        every = await self._declared()
        mine = [] if every is None else [each for each in every if each.row.payee_id == payee_id]
        if mine:
            self.app.push_screen(SlipScreen(self._desk, self._work, slip(self._sent.period, mine)))

    async def _declared(self) -> list[DeclaredLine] | None:
        """Of all items."""
        every: list[DeclaredLine] = []
        for part in self._parts:
            if isinstance(part, Item):
                lines = await self._lines_of(part)
                if lines is None:
                    return None
                every += [each for each in lines if isinstance(each, DeclaredLine)]
        return every

    def action_print(self) -> None:
        self.run_worker(self._print(), group="dialog", exclusive=True, description="print pay slips")

    async def _print(self) -> None:
        every = await self._declared()
        if every:
            name = f"{self._desk.words.say('slip.all')} {self._sent.period}"
            await self._outgoing.print(name, print_slips, self._outgoing.unit, slips(self._sent.period, every))

    def action_export(self) -> None:
        self.run_worker(self._outgoing.export_version(self._sent), group="dialog", exclusive=True, description="export a return")

    def action_back(self) -> None:
        self.dismiss(False)


def _with_something(columns: Sequence[Column], lines: Mapping[RowKey, Line]) -> Cells:
    """The lines in the columns in which something stands in any: of thirty most are empty."""
    kept = [at for at, column in enumerate(columns) if column.frozen or not lines or any(line[at] for line in lines.values())]
    cells = Cells(only_shown([columns[at] for at in kept]))
    cells.load((key, tuple(line[at] for at in kept)) for key, line in lines.items())
    return cells
