"""An item of 收入及减除填写: its table, edited in place; saved in blocks, and what two clerks did to one row (INC-02 to INC-04, FLW-04)."""

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.imports import Imported
from etax_client.domain.filing.income import ITEMS, Item, RowKey
from etax_client.domain.filing.taxes.explanation import Explanation
from etax_client.domain.filing.taxes.pages import IncomeLine, IncomePage, Saved
from etax_client.domain.refusals import RefusalCode
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.filing import frame
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.importing import spreadsheets
from etax_client.screens.filing.importing.exporting import export_incomes
from etax_client.screens.filing.importing.import_screen import ImportScreen
from etax_client.screens.filing.income.conflict import ConflictDialog, Kept
from etax_client.screens.filing.income.explanation import ExplanationScreen
from etax_client.screens.filing.income.sheet import Conflict, IncomeSheet
from etax_client.screens.filing.payees import find_payee
from etax_client.screens.waiting import reloaded
from etax_client.screens.work import Work
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.said import Said
from etax_client.widgets.tables.edit_table import EditTable

_ZEROS = "zeros"
MOST_IN_A_PAGE = 200
_EDITING = (
    Key("f2", "save", "income.save", "bc", priority=True),
    Key("f3", "import", "income.import", "dr", priority=True),
    Key("f6", "copy", "income.copy", "fzwqsj", priority=True),
    Key("f7", "next_fault", "income.next_fault", "xyccw", priority=True),
    Key("insert", "add", "income.add_person", "tjry", "Insert", priority=True),
    Key("ctrl+delete", "remove", "income.remove_rows", "sch", "Ctrl+Del", shown=False),
)
_KEYS = (
    Key("ctrl+e", "export", "income.export", "dc", "Ctrl+E", priority=True, shown=False),
    Key("f4", "explain", "income.explain", "skmx", priority=True),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx", priority=True),
    Key("escape", "back", "key.back", "fh", "Esc"),
)


class IncomeScreen(Screen[bool]):
    """It returns whether the unit was lost under it. What is not saved stays for whoever comes back to it (FLW-05)."""

    BINDINGS = bindings((*_EDITING, *_KEYS))
    GUIDE = ("income.item", "help.income")

    def __init__(self, desk: Desk, work: Work, item: Item, *, editable: bool, row: RowKey | None = None) -> None:
        """`row` is where the cursor is to be."""
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._item = item
        self._editable = editable
        self._wanted = row
        self._status = Said(desk.words, id="status")
        self._asking = Asking(desk, work, self, self._status, lambda: self.dismiss(True))
        self._sheet = IncomeSheet.of(desk, work, item, editable=editable)
        self._table = EditTable(desk.words, self._sheet.cells, self._sheet.about)
        self._api = desk.api.filing
        self._read = False

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*(_EDITING if self._editable else ()), *_KEYS, *keys.everywhere(self._desk))

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._editable if action in ("save", "copy", "next_fault", "add", "remove") else True

    @property
    def unfinished(self) -> bool:
        """Whether something would be lost by quitting."""
        return bool(self._sheet.cells.changed())

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield OneLine(words, phrase("income.at", item=phrase(f"item.{self._item}"), month=frame.month(self._work)), id="heading")
        yield self._table
        yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._table.grid.focus()

    def on_screen_resume(self) -> None:
        """Not read yet, or a login lay over it: what is typed stands as it was."""
        if not self._read:
            self.action_reload()

    # --- reading

    def action_reload(self) -> None:
        self._table.keep()
        self._asking.read(self._reload, "rows of income")

    async def _reload(self, *, then_save: bool = False) -> bool:
        """All rows as they are there now; what was typed here stays, and what both have changed is asked about: False then."""
        lines = await self._fetch()
        if lines is None:
            return False
        conflicts = self._sheet.show(lines)
        first, self._read = not self._read, True
        self._table.show_again()
        if first:
            self._go_back_to(*self._desk.session.places.get(self._place, (None, None)))
        told = phrase("income.loaded", total=len(lines)) if lines else phrase("income.none")
        self._tell_unsaved(told if first or not lines else reloaded(self._desk.clock.now()))
        if conflicts:
            self.run_worker(self._settle(conflicts, then_save=then_save), group="dialog", exclusive=True, description="two changed it")
        return not conflicts

    async def _fetch(self) -> list[IncomeLine] | None:
        lines: list[IncomeLine] = []
        while True:
            after = lines[-1].row.key if lines else None
            page = await self._asking.ask(
                partial(self._api.rows, self._work.unit_id, self._work.period, self._item, after=after, limit=MOST_IN_A_PAGE),
                phrase("income.loading", done=len(lines)),
            )
            if not isinstance(page, IncomePage):
                return None
            lines += page.lines
            if len(lines) >= page.total or not page.lines:
                return lines

    def _tell_unsaved(self, otherwise: Phrase | None = None) -> None:
        changed = len(self._sheet.cells.changed())
        self._asking.say(phrase("income.unsaved", rows=changed) if changed else otherwise)

    # --- editing

    @on(EditTable.Changed)
    def _changed(self, event: EditTable.Changed) -> None:
        event.stop()
        self._sheet.keep(self._desk, self._work)
        self._tell_unsaved()

    @on(EditTable.ChoiceWanted)
    def _choice_wanted(self, event: EditTable.ChoiceWanted) -> None:
        event.stop()
        self.run_worker(self._choose(event.row, event.at), group="dialog", exclusive=True, description="choose for a cell")

    async def _choose(self, row: int, at: int) -> None:
        column = self._sheet.cells.columns[at]
        offered = [Choice(value, label) for value, label in column.labels.items()]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, column.heading, offered))
        if isinstance(chosen, str):
            self._table.put([(row, at, chosen)])

    def action_next_fault(self) -> None:
        if not self._table.next_fault():
            self._asking.say(phrase("income.no_fault"))

    def action_add(self) -> None:
        self._table.keep()
        self.run_worker(self._add(), group="dialog", exclusive=True, description="add a person")

    async def _add(self) -> None:
        payee = await find_payee(self, self._desk, self._work, self._asking)
        if payee is None:
            return
        several = ITEMS[self._item].several
        key = self._sheet.add(payee.payee_id, payee.name, payee.document_number, several=several)
        if key is None:
            self._table.go_to_key(RowKey(payee.payee_id))
            self._asking.say(phrase("income.there_already", name=payee.name))
            return
        self._table.show_again()
        self._table.go_to_key(key)
        self._sheet.keep(self._desk, self._work)
        self._asking.say(phrase("income.added", name=payee.name))

    def action_remove(self) -> None:
        """The rows that are selected; they are gone once that is saved."""
        self._table.keep()
        if self._sheet.cells.total:
            chosen = self._table.grid.selected
            self._sheet.cells.remove(range(chosen.top, chosen.bottom))
            self._table.show_again()
            self._sheet.keep(self._desk, self._work)
            self._asking.say(phrase("income.removed", rows=chosen.bottom - chosen.top))

    # --- saving

    def action_save(self) -> None:
        self._table.keep()
        # a worker that no other key takes away: its answer is wanted once it has been asked for (IDM-2)
        self.run_worker(self._save(), group="act", description="save rows")

    async def _save(self) -> None:
        cells = self._sheet.cells
        if cells.wrong_count:
            self._table.next_fault()
            self._asking.say(phrase("income.wrong", cells=cells.wrong_count), wrong=True)
            return
        if not cells.changed():
            self._asking.say(phrase("income.nothing_to_save"))
            return
        rows = 0
        while (block := next(self._sheet.blocks(), None)) is not None:
            outcome = await self._asking.ask(
                partial(self._api.save, self._work.unit_id, self._work.period, self._item, block.changes, block.removals),
                phrase("income.saving", rows=len(cells.changed())),
                harmless=False,
                own=(RefusalCode.outdated,),
            )
            if isinstance(outcome, Saved):
                self._sheet.saved(block, outcome.version)
                rows += outcome.rows
            elif outcome is None or not await self._reload(then_save=True):
                break
        self._sheet.keep(self._desk, self._work)
        self._table.show_again()
        if not cells.changed():
            self._asking.say(phrase("income.saved", rows=rows))

    async def _settle(self, conflicts: Sequence[Conflict], *, then_save: bool) -> None:
        """Each is decided by whoever typed here; one that is left open leaves all unsaved."""
        for conflict in conflicts:
            told, by, differences = self._sheet.told(conflict)
            kept = await self.app.push_screen_wait(ConflictDialog(self._desk, told, by, differences))
            if kept is None:
                return
            self._sheet.settle(conflict, mine=kept is Kept.mine)
            self._table.show_again()
        self._sheet.keep(self._desk, self._work)
        self._tell_unsaved(phrase("income.settled"))
        if then_save:
            self.action_save()

    # --- copied, made, explained

    def action_copy(self) -> None:
        self._table.keep()
        self.run_worker(self._fill(), group="dialog", exclusive=True, description="fill rows")

    def action_export(self) -> None:
        """The rows as the server has them, in the columns that can be imported again."""
        self._table.keep()
        self.run_worker(self._export(), group="dialog", exclusive=True, description="export incomes")

    async def _export(self) -> None:
        lines = await self._fetch()
        if lines is not None:
            await export_incomes(self._desk, self, self._asking, self._item, self._work.period, lines)

    def action_import(self) -> None:
        """A spreadsheet of this item; what is typed and not saved stays (INC-04)."""
        self._table.keep()
        kind = spreadsheets.incomes(self._item, self._work.month)
        self.app.push_screen(ImportScreen(self._desk, self._work, kind), self._imported)

    def _imported(self, imported: Imported | None) -> None:
        if imported is not None:
            self.run_worker(self._show_imported(imported), group="act", description="imported")

    async def _show_imported(self, imported: Imported) -> None:
        if await self._reload():
            self._asking.say(phrase("import.done", added=imported.added, changed=imported.changed))

    async def _fill(self) -> None:
        """复制往期数据 from one of the year's earlier months; of wages also 生成零工资记录 (INC-04)."""
        ask = partial(self._api.earlier, self._work.unit_id, self._work.period, self._item)
        earlier = await self._asking.ask(ask, phrase("return.reading"))
        if not isinstance(earlier, tuple):
            return
        offered = [Choice(each.period, phrase("income.copy_from", month=each.period, rows=each.rows)) for each in earlier]
        if not offered and self._item is not Item.wages:
            self._asking.say(phrase("income.copy_nothing"))
            return
        if not offered:
            offered.append(Choice(_ZEROS, phrase("income.zeros"), phrase("income.zeros_when")))
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("income.copy"), offered))
        if isinstance(chosen, str):
            self.run_worker(self._fill_from(chosen), group="act", description="fill rows")

    async def _fill_from(self, source: str) -> None:
        where = self._work.unit_id, self._work.period
        ask = partial(self._api.zeros, *where) if source == _ZEROS else partial(self._api.copy, *where, self._item, source)
        outcome = await self._asking.ask(ask, phrase("income.filling"), harmless=False)
        if isinstance(outcome, Saved) and await self._reload():
            self._asking.say(phrase("income.made", rows=outcome.rows) if outcome.rows else phrase("income.made_none"))

    @on(EditTable.Entered)
    def _entered(self, event: EditTable.Entered) -> None:
        event.stop()
        self.action_explain()

    def action_explain(self) -> None:
        """Enter on a tax, or F4 anywhere in its row (CAL-08)."""
        if self._sheet.cells.total:
            key = self._sheet.cells.key_of(self._table.grid.cursor_index)
            if isinstance(key, RowKey):
                self.run_worker(self._explain(key), group="act-read", exclusive=True, description="explain a tax")

    async def _explain(self, key: RowKey) -> None:
        outcome = await self._asking.ask(
            partial(self._api.explain, self._work.unit_id, self._work.period, self._item, key),
            phrase("taxes.asking"),
            own=(RefusalCode.not_calculated, RefusalCode.not_found),
        )
        if isinstance(outcome, Explanation):
            self.app.push_screen(ExplanationScreen(self._desk, self._work, self._sheet.name_of(key), outcome))
        elif outcome is not None:
            self._asking.say(phrase("taxes.not_calculated"))

    def action_back(self) -> None:
        self._table.keep()
        if self._sheet.cells.total:
            here = self._sheet.cells.key_of(self._table.grid.cursor_index), self._sheet.cells.columns[self._table.grid.at].name
            self._desk.session.places[self._place] = here
        self.dismiss(False)

    @property
    def _place(self) -> tuple[object, ...]:
        return (self._work.unit_id, self._work.period, self._item)

    def _go_back_to(self, key: RowKey | None, column: str | None) -> None:
        """The row that was asked for; else where one was the last time."""
        if self._wanted is not None:
            self._table.go_to_key(self._wanted)
        elif key is not None:
            self._table.go_to_key(key, column)
