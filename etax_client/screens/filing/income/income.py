"""An item of 收入及减除填写: its table, filled by hand, from an earlier month or a spreadsheet, each tax explained (INC-02 to INC-04)."""

from collections.abc import Sequence
from functools import partial

from textual import on
from typing_extensions import override

from etax_client.domain.filing.imports import Imported
from etax_client.domain.filing.income import ITEMS, MOST_PAYMENTS, Item, RowKey, kind_of
from etax_client.domain.filing.taxes.explanation import Explanation
from etax_client.domain.filing.taxes.pages import IncomeLine, IncomePage, RowChange, Saved
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.filing import frame
from etax_client.screens.filing.edited.screen import ADD, EDITING, LEAVING, MOST_IN_A_PAGE, NEXT_FAULT, REMOVE, SAVE, EditedScreen
from etax_client.screens.filing.edited.sheet import Block, Form
from etax_client.screens.filing.importing import spreadsheets
from etax_client.screens.filing.importing.exporting import export_incomes
from etax_client.screens.filing.importing.import_screen import ImportScreen
from etax_client.screens.filing.income import columns as income_columns
from etax_client.screens.filing.income.explanation import ExplanationScreen
from etax_client.screens.work import Work
from etax_client.texts.words import Words, phrase
from etax_client.widgets.frame import Key, bindings
from etax_client.widgets.tables.edit_table import EditTable

_ZEROS = "zeros"
_KEYS = (
    SAVE,
    Key("f3", "import", "income.import", "dr", priority=True),
    Key("f6", "copy", "income.copy", "fzwqsj", priority=True),
    *(NEXT_FAULT, ADD, REMOVE),
    Key("ctrl+e", "export", "income.export", "dc", "Ctrl+E", priority=True, shown=False),
    Key("f4", "explain", "income.explain", "skmx", priority=True),
    *LEAVING,
)


def form_of(words: Words, work: Work, item: Item) -> Form[IncomeLine, RowChange]:
    """The rows of an item."""
    return Form(
        (work.unit_id, work.period, item),
        income_columns.columns_of(words, item),
        key_of=lambda line: line.row.key,
        line_of=partial(income_columns.line_of, item),
        new_line=partial(income_columns.new_line, item),
        change_of=lambda key, line, version: RowChange(income_columns.row_of(item, key, line), version),
        most=MOST_PAYMENTS if ITEMS[item].several else 1,
        computed=income_columns.TAX,
    )


class IncomeScreen(EditedScreen[IncomeLine, RowChange]):
    BINDINGS = bindings(_KEYS)
    GUIDE = ("income.item", "help.income")
    own_keys = _KEYS
    editing = EDITING | {"import", "copy"}
    remedy = "copy"

    def __init__(self, desk: Desk, work: Work, item: Item, *, editable: bool, row: RowKey | None = None) -> None:
        """`row` is where the cursor is to be."""
        heading = phrase("income.at", item=phrase(f"item.{item}"), month=frame.month(work))
        super().__init__(desk, work, form_of(desk.words, work, item), heading, editable=editable, row=row, kind=kind_of(item))
        self._item = item
        self._api = desk.api.filing

    @override
    async def page(self, after: IncomeLine | None) -> tuple[Sequence[IncomeLine], int] | Refused:
        where, key = (self._work.unit_id, self._work.period, self._item), None if after is None else after.row.key
        found = await self._api.rows(*where, after=key, limit=MOST_IN_A_PAGE)
        return (found.lines, found.total) if isinstance(found, IncomePage) else found

    @override
    async def send(self, block: Block[RowChange]) -> Saved | Refused:
        return await self._api.save(self._work.unit_id, self._work.period, self._item, block.changes, block.removals)

    @override
    def emptiness(self) -> tuple[str, dict[str, object]]:
        return "income.empty" if self._editable else "income.empty_sent", {"item": phrase(f"item.{self._item}")}

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
            self._live.forget()
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
        self._acting = True
        outcome = await self._asking.ask(ask, phrase("income.filling"), harmless=False)
        self._acting = False
        if isinstance(outcome, Saved):
            self._live.saved(outcome.version)
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
