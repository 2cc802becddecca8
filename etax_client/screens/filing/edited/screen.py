"""A table of a month that is edited in place: read whole, saved in blocks, and what two clerks did to one row (INC-03, FLW-04, FLW-05)."""

from collections.abc import Sequence
from functools import partial
from typing import Generic

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.domain.filing.income import ReturnKind, RowKey
from etax_client.domain.filing.returns import MonthReturn
from etax_client.domain.filing.taxes.pages import Saved
from etax_client.domain.local_time import local_time
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.edited.conflict import ConflictDialog, Kept
from etax_client.screens.filing.edited.live import LiveRows
from etax_client.screens.filing.edited.sheet import Block, C, Conflict, Form, L, Sheet
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.payees import find_payee
from etax_client.screens.waiting import reloaded
from etax_client.screens.work import Work
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key, KeyLine
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.tables.edit_table import EditTable
from etax_client.widgets.tables.emptied import Emptied

MOST_IN_A_PAGE = 200
SAVE = Key("f2", "save", "income.save", "bc", priority=True)
NEXT_FAULT = Key("f7", "next_fault", "income.next_fault", "xyccw", priority=True)
ADD = Key("insert", "add", "income.add_person", "tjry", "Insert", priority=True)
REMOVE = Key("ctrl+delete", "remove", "income.remove_rows", "sch", "Ctrl+Del", shown=False)
EDITING = frozenset({"save", "next_fault", "add", "remove"})
LEAVING = (
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx", priority=True),
    Key("escape", "back", "key.back", "fh", "Esc"),
)


class EditedScreen(Screen[bool], Generic[L, C]):
    """It returns whether the unit was lost under it. What is not saved stays for whoever comes back to it (FLW-05).

    Who has a table says how a page is asked for, how a block is sent, and what is said of no rows.
    """

    own_keys: tuple[Key, ...] = ()

    def __init__(
        self,
        desk: Desk,
        work: Work,
        form: Form[L, C],
        heading: Phrase,
        *,
        editable: bool,
        row: RowKey | None,
        kind: ReturnKind = ReturnKind.residents,
    ) -> None:
        """`row` is where the cursor is to be, `kind` the return that the rows belong to."""
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._editable = editable
        self._wanted = row
        self._heading = heading
        self._status = Said(desk.words, id="status")
        self._asking = Asking(desk, work, self, self._status, lambda: self.dismiss(True))
        self._sheet: Sheet[L, C] = Sheet.of(desk, form, editable=editable)
        self._table = EditTable(desk.words, self._sheet.cells, self._sheet.about)
        self._emptied = Emptied(desk.words, self._table)
        self._read = self._acting = False
        self._live = LiveRows(desk, work, kind, self, held=self._is_held, read=self._read_news, moved=self._moved)

    async def page(self, after: L | None) -> tuple[Sequence[L], int] | Refused:
        """Rows from the first on, or after one, and how many there are in all."""
        raise NotImplementedError

    async def send(self, block: Block[C]) -> Saved | Refused:
        raise NotImplementedError

    def emptiness(self) -> tuple[str, dict[str, object]]:
        """What is said of no rows: the key, and its facts."""
        raise NotImplementedError

    def misfit(self) -> tuple[RowKey, str, Phrase] | None:
        """A cell that is wrong only beside another one of its row: the row, the column, and what is wrong."""
        return None

    @property
    def keys(self) -> tuple[Key, ...]:
        own = (key for key in self.own_keys if self._editable or key.action not in self.editing)
        return (*own, *keys.everywhere(self._desk))

    editing: frozenset[str] = EDITING
    """What can't be done where nothing may be changed."""

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._editable if action in self.editing else True

    @property
    def unfinished(self) -> bool:
        """Whether something would be lost by quitting."""
        return bool(self._sheet.cells.changed())

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield OneLine(words, self._heading, id="heading")
        yield self._emptied
        yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._table.grid.focus()

    def on_screen_resume(self) -> None:
        """Not read yet, or a login lay over it: what is typed stands as it was."""
        self._live.begin()
        if not self._read:
            self.action_reload()

    def on_screen_suspend(self) -> None:
        self._live.rest()

    def _show_again(self) -> None:
        """There are other rows now, or none."""
        self._table.show_again()
        if self._read:
            key, facts = (None, {}) if self._sheet.cells.total else self.emptiness()
            self._emptied.show(key, **facts)

    # --- reading

    def action_reload(self) -> None:
        self._table.keep()
        self._asking.read(self._reload, "rows of a table")

    async def _reload(self, *, then_save: bool = False) -> bool:
        """All rows as they are there now; what was typed here stays, and what both have changed is asked about: False then."""
        lines = await self._fetch()
        if lines is None:
            return False
        conflicts = self._sheet.show(lines)
        first, self._read = not self._read, True
        self._show_again()
        if first:
            self._go_back_to(*self._desk.session.places.get(self._sheet.form.place, (None, None)))
        told = phrase("income.loaded", total=len(lines)) if lines else None  # of none the middle tells
        self._tell_unsaved(told if first else reloaded(self._desk.clock.now()))
        if conflicts:
            self.run_worker(self._settle(conflicts, then_save=then_save), group="dialog", exclusive=True, description="two changed it")
        return not conflicts

    async def _fetch(self) -> list[L] | None:
        return await self._asking.all_of(self.page)

    # --- what others do

    def _is_held(self) -> bool:
        """Nothing changes under a hand that types, and what is being done here is no news."""
        return self._acting or self._table.editing

    @on(EditTable.Closed)
    def _edited(self, event: EditTable.Closed) -> None:
        event.stop()
        self._live.look()

    def _read_news(self) -> None:
        # no key waits for it: what is typed meanwhile is put beside it
        _: Worker[None] = self.run_worker(self._show_news, group="news", exclusive=True, description="others' rows")

    async def _show_news(self) -> None:
        """What others have changed stands here, and is said; what both have is asked about when it is saved."""
        lines = await self._fetch()
        if lines is None or self._is_held():
            self._live.put_off()
            return
        told = self._sheet.news(lines)
        here = self._sheet.cells.key_of(self._table.grid.cursor_index) if self._sheet.cells.total else None
        both = self._sheet.show(lines)
        row = None if here is None else self._sheet.cells.row_of(here)
        if row is not None:
            self._table.grid.go_to(row, self._table.grid.at)
        self._show_again()
        if told is not None:
            self._asking.say(phrase("income.others.both", told=told, rows=len(both)) if both else told)

    def _moved(self, found: MonthReturn) -> None:
        """Somebody has sent the return while its rows are filled in here."""
        if self._editable and not found.progress.may_be_edited and found.last is not None:
            who, at = found.last.sent_by, local_time(found.last.sent_at)[5:16]
            self._asking.say(phrase("refused.by", why=phrase("refused.rows_locked"), who=who, at=at), wrong=True)

    def _tell_unsaved(self, otherwise: Phrase | None = None) -> None:
        changed = len(self._sheet.cells.changed())
        self._asking.say(phrase("income.unsaved", rows=changed) if changed else otherwise)

    # --- editing

    @on(EditTable.Changed)
    def _changed(self, event: EditTable.Changed) -> None:
        event.stop()
        self._sheet.keep(self._desk)
        self._show_emptiness_of_undone()
        self._tell_unsaved()

    def _show_emptiness_of_undone(self) -> None:
        """By undoing, the last row may go."""
        if not self._sheet.cells.total:
            self._show_again()

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
        key = self._sheet.add(payee.payee_id, payee.name, payee.document_number)
        if key is None:
            self._table.go_to_key(RowKey(payee.payee_id))
            self._asking.say(phrase("income.there_already", name=payee.name))
            return
        self._show_again()
        self._table.go_to_key(key)
        self._sheet.keep(self._desk)
        self._asking.say(phrase("income.added", name=payee.name))

    def action_remove(self) -> None:
        """The rows that are selected; they are gone once that is saved."""
        self._table.keep()
        if self._sheet.cells.total:
            chosen = self._table.grid.selected
            self._sheet.cells.remove(range(chosen.top, chosen.bottom))
            self._show_again()
            self._sheet.keep(self._desk)
            self._asking.say(phrase("income.removed", rows=chosen.bottom - chosen.top))

    @on(PushButton.Pressed, "#remedy")
    async def _remedy_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        await self.run_action(self.remedy if self._editable else "back")

    remedy: str = "add"
    """What is to be done about a table that is empty."""

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
        misfit = self.misfit()
        if misfit is not None:
            self._table.go_to_key(*misfit[:2])
            self._asking.say(misfit[2], wrong=True)
            return
        if not cells.changed():
            self._asking.say(phrase("income.nothing_to_save"))
            return
        rows, self._acting = 0, True
        try:
            while (block := next(self._sheet.blocks(), None)) is not None:
                outcome = await self._asking.ask(
                    partial(self.send, block),
                    phrase("income.saving", rows=len(cells.changed())),
                    harmless=False,
                    own=(RefusalCode.outdated,),
                )
                if isinstance(outcome, Saved):
                    self._sheet.saved(block, outcome.version)
                    self._live.saved(outcome.version)
                    rows += outcome.rows
                elif outcome is None or not await self._reload(then_save=True):
                    break
        finally:
            self._acting = False
            self._live.look()
        self._sheet.keep(self._desk)
        self._show_again()
        if not cells.changed():
            self._asking.say(phrase("income.saved", rows=rows))

    async def _settle(self, conflicts: Sequence[Conflict[L]], *, then_save: bool) -> None:
        """Each is decided by whoever typed here; one that is left open leaves all unsaved."""
        for conflict in conflicts:
            told, by, differences = self._sheet.told(conflict)
            kept = await self.app.push_screen_wait(ConflictDialog(self._desk, told, by, differences))
            if kept is None:
                return
            self._sheet.settle(conflict, mine=kept is Kept.mine)
            self._show_again()
        self._sheet.keep(self._desk)
        self._tell_unsaved(phrase("income.settled"))
        if then_save:
            self.action_save()

    # --- leaving

    def action_back(self) -> None:
        self._table.keep()
        if self._sheet.cells.total:
            here = self._sheet.cells.key_of(self._table.grid.cursor_index), self._sheet.cells.columns[self._table.grid.at].name
            self._desk.session.places[self._sheet.form.place] = here
        self.dismiss(False)

    def _go_back_to(self, key: RowKey | None, column: str | None) -> None:
        """The row that was asked for; else where one was the last time."""
        if self._wanted is not None:
            self._table.go_to_key(self._wanted)
        elif key is not None:
            self._table.go_to_key(key, column)
