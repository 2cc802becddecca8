"""The table of one annex: its lines by person, filled in by hand or begun from what the incomes say (SUB-01)."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from typing_extensions import override

from etax_client.domain.filing.annexes.annexes import (
    MOST_LINES,
    Annex,
    AnnexPage,
    Difference,
    Differences,
    KeptLine,
    LineChange,
    counts_as,
    judge,
)
from etax_client.domain.filing.income import ReturnKind, RowKey
from etax_client.domain.filing.taxes.pages import Saved
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.filing import frame
from etax_client.screens.filing.annexes import columns
from etax_client.screens.filing.edited.screen import ADD, EDITING, LEAVING, MOST_IN_A_PAGE, NEXT_FAULT, REMOVE, SAVE, EditedScreen
from etax_client.screens.filing.edited.sheet import Block, Form
from etax_client.screens.work import Work
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key, bindings

_KEYS = (
    SAVE,
    Key("f6", "complete", "annex.fill", "acetr", priority=True),
    *(NEXT_FAULT, ADD, REMOVE),
    *LEAVING,
)


class AnnexScreen(EditedScreen[KeptLine, LineChange]):
    BINDINGS = bindings(_KEYS)
    GUIDE = ("annex.place", "help.annex")
    own_keys = _KEYS
    editing = EDITING | {"complete"}
    remedy = "complete"

    def __init__(self, desk: Desk, work: Work, kind: ReturnKind, annex: Annex, *, editable: bool, payee_id: int | None = None) -> None:
        """`payee_id`: whose line the cursor is to be in."""
        form = Form(
            (work.unit_id, work.period, kind, annex),
            columns.columns_of(desk.words, annex, kind, work.month),
            key_of=lambda kept: kept.line.key,
            line_of=partial(columns.line_of, annex),
            new_line=partial(columns.new_line, annex, kind),
            change_of=lambda key, line, version: LineChange(columns.read_line(annex, key, line), version),
            most=MOST_LINES,
        )
        heading = phrase("annex.at", annex=phrase(f"annex.{annex}"), month=frame.month(work))
        row = None if payee_id is None else RowKey(payee_id)
        super().__init__(desk, work, form, heading, editable=editable, row=row)
        self._kind = kind
        self._annex = annex
        self._api = desk.api.annexes(work.unit_id)

    @override
    async def page(self, after: KeptLine | None) -> tuple[Sequence[KeptLine], int] | Refused:
        key = None if after is None else after.line.key
        found = await self._api.page(self._work.period, self._kind, self._annex, after=key, limit=MOST_IN_A_PAGE)
        return (found.lines, found.total) if isinstance(found, AnnexPage) else found

    @override
    async def send(self, block: Block[LineChange]) -> Saved | Refused:
        return await self._api.save(self._work.period, self._kind, self._annex, block.changes, block.removals)

    @override
    def emptiness(self) -> tuple[str, dict[str, object]]:
        return "annex.empty" if self._editable else "annex.empty_sent", {"annex": phrase(f"annex.{self._annex}")}

    @override
    def misfit(self) -> tuple[RowKey, str, Phrase] | None:
        """What is wrong only beside another cell of its line."""
        for key, line in self._sheet.cells.changed().items():
            if line is not None and isinstance(key, RowKey):
                found = judge(self._annex, columns.read_line(self._annex, key, line), self._kind, self._work.month)
                if found:
                    return key, found[0].column, columns.misfit(self._annex, found[0].column, found[0].invalid)
        return None

    def action_complete(self) -> None:
        """A line for everybody who lacks one, with the amount that lacks."""
        self._table.keep()
        self.run_worker(self._complete(), group="act-read", exclusive=True, description="add what lacks")

    async def _complete(self) -> None:
        ask = partial(self._api.differences, self._work.period, self._kind)
        found = await self._asking.ask(ask, phrase("return.reading"))
        if not isinstance(found, Differences):
            return
        rows = 0
        for each in found.differences:
            lacks = each.wanted - self._stated(each)
            key = self._sheet.free_key(each.payee_id) if each.annex is self._annex and lacks > 0 else None
            if key is not None:
                line = columns.lacking_line(self._annex, each.name, each.item, each.column, lacks)
                self._sheet.put_new({key: (each.name, each.document_number, line)})
                rows += 1
        self._sheet.keep(self._desk)
        self._show_again()
        self._table.next_fault()
        self._asking.say(phrase("annex.filled", lines=rows) if rows else phrase("annex.nothing_lacks"))

    def _stated(self, difference: Difference) -> Decimal:
        """What stands here of somebody, saved or not."""
        cells = self._sheet.cells
        amount, stated = cells.at["amount"], Decimal(0)
        for row in range(cells.total):
            key = cells.key_of(row)
            if isinstance(key, RowKey) and key.payee_id == difference.payee_id and cells.wrong(row, amount) is None:
                line = columns.read_line(self._annex, key, cells.line(row))
                if line.item is difference.item and counts_as(self._annex, line) == difference.column:
                    stated += line.amount
        return stated
