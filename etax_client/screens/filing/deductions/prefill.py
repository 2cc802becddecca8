"""【预填扣除信息】: which amounts of the month's wages would change, old and new; and how it is taken back (DED-02)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.deductions.sums import COLUMNS, Prefill, PrefillPage
from etax_client.domain.filing.income import Item as IncomeItem
from etax_client.domain.filing.taxes.pages import RowChange, Saved
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.deductions import Item
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import month, top_line
from etax_client.screens.work import Work
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.tick_box import TickBox
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_FILL = Key("f2", "fill", "prefill.do", "yt")
_UNDO = Key("z", "undo", "prefill.undo", "cxyt")
_BACK = Key("escape", "back", "key.back", "fh", "Esc")
_AT_ONCE = 100
"""Rows in a block, which is saved whole or not at all."""
_MOST_SHOWN = 200
_OWN = (*(RefusalCode.outdated, RefusalCode.rows_locked, RefusalCode.month_not_open), RefusalCode.correction_limited)


class PrefillScreen(Screen[None]):
    CSS_PATH = "prefill.tcss"
    BINDINGS = bindings((_FILL, _UNDO, keys.HELP, _BACK))
    GUIDE = ("deductions.prefill", "help.prefill")

    def __init__(self, desk: Desk, work: Work) -> None:
        super().__init__()
        self._desk = desk
        self._work = work
        self._lines: list[Prefill] = []
        self._looked_at: int | None = None
        self._undoable: list[RowChange] = []
        self._boxes = {item: TickBox(desk.words, phrase(f"deductions.column.{item}"), ticked=True, id=f"item-{item}") for item in Item}
        self._listed = Said(desk.words, id="listed")
        self._status = Said(desk.words, id="status")
        self._button = PushButton(desk.words, phrase("prefill.do"), id="fill", classes="-primary")
        self._asking = Asking(desk, work, self, self._status, self._leave)

    @property
    def keys(self) -> tuple[Key, ...]:
        return (_FILL, _UNDO, _BACK, keys.HELP, *keys.everywhere(self._desk))

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self._undoable) if action == "undo" else True

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield Said(words, phrase("prefill.heading", month=month(self._work)), id="heading")
        with Horizontal(id="items"):
            yield from self._boxes.values()
        with VerticalScroll(id="sheet", can_focus=True):
            yield self._listed
        yield self._status
        with Horizontal(classes="actions"):
            yield PushButton(words, phrase("prefill.undo"), id="undo")
            yield PushButton(words, phrase("key.back"), id="back")
            yield self._button
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._show()
        self._button.focus()
        self._read()

    def _read(self) -> None:
        self.run_worker(self._look(), group="errand-prefill", exclusive=True, description="what would change")

    async def _look(self) -> None:
        """All rows of the month, part by part."""
        found: list[Prefill] = []
        looked_at, after = 0, None
        while True:
            request = partial(self._desk.api.deductions(self._work.unit_id).prefill, self._work.period, after=after)
            page = await self._asking.ask(request, phrase("prefill.looking"))
            if not isinstance(page, PrefillPage):
                return
            found += page.lines
            looked_at, after = looked_at + page.looked_at, page.after
            if after is None:
                break
        self._lines, self._looked_at = found, looked_at
        self._show()

    # --- what would change

    @property
    def _columns(self) -> frozenset[str]:
        return frozenset(COLUMNS[item] for item, box in self._boxes.items() if box.ticked)

    def _changing(self) -> list[Prefill]:
        columns = self._columns
        return [line for line in self._lines if line.changed(columns)]

    @on(TickBox.Changed)
    def _ticked(self, event: TickBox.Changed) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        lines = self._changing()
        if self._looked_at is None:
            self._listed.say(None)
        elif not self._looked_at:
            self._listed.say(phrase("prefill.no_rows"))
        elif not lines:
            self._listed.say(phrase("prefill.nothing", count=self._looked_at))
        else:
            self._listed.say(_told(lines, self._columns))
        self.query_one("#undo").display = bool(self._undoable)
        self._button.disabled = not lines
        self.refresh_bindings()

    # --- filling in, and taking back

    @on(PushButton.Pressed, "#fill")
    def action_fill(self) -> None:
        lines, columns = self._changing(), self._columns
        if lines and not self._button.held:
            changes = [RowChange(line.filled(columns), line.version) for line in lines]
            old = [RowChange(line.row) for line in lines]
            self.run_worker(self._save(changes, old, "prefill.done"), group="act", description="fill in deductions")

    @on(PushButton.Pressed, "#undo")
    def action_undo(self) -> None:
        if self._undoable and not self._button.held:
            self.run_worker(self._save(self._undoable, None, "prefill.undone"), group="act", description="take deductions back")

    async def _save(self, changes: Sequence[RowChange], old: Sequence[RowChange] | None, done: str) -> None:
        """Block by block; what is saved can be taken back, also where a later block was refused. `old`: the rows as they were."""
        undoable: list[RowChange] = []
        saved_rows, refused = 0, None
        self._button.hold()
        try:
            for start in range(0, len(changes), _AT_ONCE):
                block = changes[start : start + _AT_ONCE]
                request = partial(self._desk.api.filing.save, self._work.unit_id, self._work.period, IncomeItem.wages, block)
                outcome = await self._asking.ask(request, phrase("prefill.saving", count=start), harmless=False, own=_OWN)
                if not isinstance(outcome, Saved):
                    refused = outcome
                    break
                saved_rows += len(block)
                undoable += [replace(each, version=outcome.version) for each in (old or ())[start : start + _AT_ONCE]]
        finally:
            self._button.ready()
        self._undoable = undoable
        if isinstance(refused, Refused):
            self._asking.say(explain(refused), wrong=True)
        elif saved_rows == len(changes):
            self._asking.say(phrase(done, count=saved_rows))
        if self.is_attached:
            self._read()

    @on(PushButton.Pressed, "#back")
    def action_back(self) -> None:
        self._leave()

    def _leave(self) -> None:
        if self in self.app.screen_stack and self.is_active:
            self.app.pop_screen()


def _told(lines: Sequence[Prefill], columns: Collection[str]) -> Phrase:
    """Who, which item, old and new."""
    names = {column: item for item, column in COLUMNS.items()}
    told = [phrase("prefill.count", count=len(lines))]
    for line in lines[:_MOST_SHOWN]:
        for column, amount in line.changed(columns).items():
            item, old = phrase(f"deductions.column.{names[column]}"), f"{line.row.amount(column):,.2f}"
            told.append(phrase("prefill.line", name=line.name, item=item, old=old, new=f"{amount:,.2f}"))
    if len(lines) > _MOST_SHOWN:
        told.append(phrase("prefill.more", count=len(lines) - _MOST_SHOWN))
    return _joined(told)


def _joined(told: Sequence[Phrase]) -> Phrase:
    """Line by line, by halves: a phrase in a phrase for each of a thousand would lie too deep."""
    if len(told) == 1:
        return told[0]
    middle = len(told) // 2
    return phrase("payee.lines", before=_joined(told[:middle]), after=_joined(told[middle:]))
