"""综合所得预扣预缴申报, and 非居民代扣代缴: the items of a month's return, its tax, and where it stands (INC-01, CAL-09, SUB-02)."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from typing_extensions import override

from etax_client.domain.filing.income import Item, ReturnKind, RowKey, items_of, write_amount
from etax_client.domain.filing.returns import ItemSums, MonthDesk, MonthReturn
from etax_client.domain.filing.taxes.pages import Calculated, IncomeWarnings, Saved
from etax_client.domain.local_time import local_day
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.filing import frame
from etax_client.screens.filing.annexes.annexes import AnnexesScreen
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.income.income import IncomeScreen
from etax_client.screens.filing.month import MonthScreen
from etax_client.screens.filing.returns import lines as return_lines
from etax_client.screens.filing.returns.at_once import AtOnceScreen
from etax_client.screens.filing.returns.pace import Pace
from etax_client.screens.filing.returns.problems import ProblemsScreen
from etax_client.screens.filing.returns.sending import SendScreen
from etax_client.screens.work import Work
from etax_client.texts import deadlines
from etax_client.texts.income_lines import short
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.tables.cells import Line
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.grid import Grid

_KEYS = (
    Key("enter", "fill", "return.fill", "tx", "Enter"),
    Key("c", "calculate", "return.calculate", "sksj"),
    Key("a", "annexes", "annex.step", "fbtx"),
    Key("s", "send", "return.send", "sbbbs"),
    Key("r", "problems", "return.problems", "wtytx"),
    Key("m", "more", "return.more", "gdcz"),
    Key("delete", "clear", "income.clear", "qcsj", "Del"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    Key("escape", "back", "key.back", "fh", "Esc"),
)
_COLUMNS = (
    Column("item", phrase("return.column.item"), 19, frozen=True),
    Column("people", phrase("return.column.people"), 6, right=True),
    Column("income", phrase("return.column.income"), 14, right=True, summed=True),
    Column("deductions", phrase("return.column.deductions"), 13, right=True, summed=True),
    Column("tax", phrase("return.column.tax"), 13, right=True, summed=True),
)


class ReturnScreen(MonthScreen):
    KEYS = _KEYS
    BINDINGS = bindings(_KEYS)
    GUIDE = ("return.residents", "help.return")

    def __init__(self, desk: Desk, work: Work, kind: ReturnKind = ReturnKind.residents) -> None:
        super().__init__(desk, work, kind, _COLUMNS)
        words = desk.words
        self._heading = OneLine(words, id="heading")
        self._taxes = OneLine(words, classes="step-state")
        self._annexes = OneLine(words, classes="step-state")
        self._sent = OneLine(words, classes="step-state")
        self._calculate = PushButton(words, phrase("return.calculate"), id="calculate")
        self._pace = Pace(desk.clock)
        self._seeking = False
        """Whether it is to be found out what became of a calculation whose answer was lost."""

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield self._heading
        with Vertical(classes="fill"):
            yield self._grid
            with Horizontal(classes="step"):
                yield Said(words, phrase("return.step.taxes"), classes="step-name")
                yield self._taxes
                yield self._calculate
            with Horizontal(classes="step"):
                yield Said(words, phrase("annex.step"), classes="step-name")
                yield self._annexes
                yield PushButton(words, phrase("annex.step"), id="annexes")
            with Horizontal(classes="step"):
                yield Said(words, phrase("return.step.send"), classes="step-name")
                yield self._sent
                yield PushButton(words, phrase("return.send"), id="send", classes="-primary")
        yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:  # and that of MonthScreen: Textual calls both
        """At the item where one was the last time."""
        self._cells.load((item, ("", "", "", "", "")) for item in items_of(self._kind))
        self._grid.go_to(self._cells.row_of(self._desk.session.places.get(self._place)) or 0, self._grid.at)

    # --- what is shown

    @override
    def show(self, month: MonthDesk) -> None:
        found = self.return_now
        if found is None:
            return
        due = deadlines.due_on(month.deadline, month.announced, local_day(self._desk.clock.now()), done=found.progress.in_force)
        self._heading.say(phrase("return.heading", month=frame.month(self._work), kind=phrase(f"return.{self._kind}"), due=due), due)
        self._cells.load((sums.item, self._line(sums)) for sums in found.items)
        self._grid.show_again()
        self._taxes.say(return_lines.taxes(found, self._pace.left(found.running, sum(each.rows for each in found.items))))
        self._tell_found_out(found)
        self._annexes.say(return_lines.annexes(found))
        self._sent.say(return_lines.sending(found, self._desk.clock.now()))
        self._calculate.say(phrase("return.stop" if found.running is not None else "return.calculate"))

    def _line(self, sums: ItemSums) -> Line:
        name = self._desk.words.tell(short(sums.item))
        tax = "" if sums.tax is None else write_amount(sums.tax)
        return (name, str(sums.people or ""), write_amount(sums.income), write_amount(sums.deductions), tax)

    # --- what is done

    @property
    def _item(self) -> Item:
        key = self._cells.key_of(self._grid.cursor_index) if self._cells.total else items_of(self._kind)[0]
        return Item(str(key))

    @on(Grid.Entered)
    def _entered(self, event: Grid.Entered) -> None:
        event.stop()
        self.action_fill()

    def action_fill(self) -> None:
        self.open_item(self._item)

    def open_item(self, item: Item, row: RowKey | None = None) -> None:
        """The item's table, with the cursor in a row."""
        found = self.return_now
        if found is not None:
            screen = IncomeScreen(self._desk, self._work, item, editable=found.progress.may_be_edited, row=row)
            self.app.push_screen(screen, self._came_back)

    def _came_back(self, lost: bool | None) -> None:
        if lost:
            self.dismiss(True)

    def action_annexes(self) -> None:
        self.app.push_screen(AnnexesScreen(self._desk, self._work, self._kind), self._came_back)

    def action_send(self) -> None:
        self.app.push_screen(SendScreen(self._desk, self._work, self._kind), self._came_back)

    def action_problems(self) -> None:
        self.app.push_screen(ProblemsScreen(self._desk, self._work, self._kind), self._went_to)

    def _went_to(self, found: tuple[Item, RowKey] | bool | None) -> None:
        """A row that a problem led to; or the unit was lost there."""
        if isinstance(found, tuple):
            self.open_item(*found)
        else:
            self._came_back(found)

    def action_calculate(self) -> None:
        """Or stop what is under way (FLW-06)."""
        found = self.return_now
        if found is not None and found.running is not None:
            self.run_worker(self._stop(), group="act", description="stop calculating")
        else:
            self.run_worker(self._ask_first(), group="dialog", exclusive=True, description="before calculating")

    async def _stop(self) -> None:
        ask = partial(self._desk.api.filing.stop_calculation, self._work.unit_id, self._work.period, self._kind)
        await self._asking.ask(ask, phrase("send.doing"))

    async def _ask_first(self) -> None:
        """What is not saved, and what is to be warned of, is said before (INC-05); neither holds anything up."""
        unsaved = next(
            (item for item in items_of(self._kind) if (self._work.unit_id, self._work.period, item) in self._desk.session.unsent), None
        )
        if unsaved is not None:
            question = phrase("return.unsaved", item=phrase(f"item.{unsaved}"))
            if not await self.app.push_screen_wait(AskDialog(self._desk, question, phrase("return.go_on"))):
                return
        if not await self._choose_at_once():
            return
        ask = partial(self._desk.api.filing.warnings, self._work.unit_id, self._work.period, self._kind)
        warned = await self._asking.ask(ask, phrase("return.reading"))
        if not isinstance(warned, IncomeWarnings):
            return
        if warned.total:
            told, look = phrase("return.warned", count=warned.total), phrase("return.look")
            answer = await self.app.push_screen_wait(AskDialog(self._desk, told, phrase("return.go_on"), no=look))
            if answer is False:
                self.action_problems()
            if not answer:
                return
        # in a group that no key waits for: one works on while it goes on
        self.run_worker(self._calculated(), group="calculation", exclusive=True, description="calculation")

    async def _choose_at_once(self) -> bool:
        """减除费用扣除确认 comes up before the year's first return, where somebody is not decided yet; whether one goes on (CAL-02)."""
        if self._kind is not ReturnKind.residents:
            return True
        offered = await self._asking.ask(
            partial(self._desk.api.filing.offered_at_once, self._work.unit_id, self._work.month.year), phrase("return.reading")
        )
        if not isinstance(offered, tuple):
            return False
        if all(each.decided or each.bound for each in offered):
            return True
        lost = await self.app.push_screen_wait(AtOnceScreen(self._desk, self._work))
        self._came_back(lost)
        return not lost

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "more" and self._kind is not ReturnKind.residents:
            return False
        return super().check_action(action, parameters)

    def action_more(self) -> None:
        """更多操作."""
        self.run_worker(self._more(), group="dialog", exclusive=True, description="more")

    async def _more(self) -> None:
        offered = [Choice("at_once", phrase("at_once.place"), phrase("at_once.when"))]
        if await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("return.more"), offered)) == "at_once":
            self.app.push_screen(AtOnceScreen(self._desk, self._work), self._came_back)

    async def _calculated(self) -> None:
        ask = partial(self._desk.api.filing.calculate, self._work.unit_id, self._work.period, self._kind)
        outcome = await self._asking.ask(ask, phrase("return.calculating"), harmless=False)
        if isinstance(outcome, Calculated):
            self.read(partial(self._asking.say, _told(outcome), wrong=bool(outcome.failed)))
        elif self._asking.unsure:
            self._seeking = True
            self.read()

    def _tell_found_out(self, found: MonthReturn) -> None:
        """The answer was lost, or came too late: the month tells what became of it (FLW-06, IDM-2)."""
        if not self._seeking:
            return
        self._seeking = found.running is not None
        if self._seeking:
            self._asking.say(phrase("return.calculating_on"))
        elif found.tax is None or found.outdated:
            self._asking.say(phrase("return.calculated_not"), wrong=True)
        else:
            rows, failed = sum(each.rows for each in found.items), sum(each.failed for each in found.items)
            self._asking.say(_told(Calculated(rows, failed)), wrong=bool(failed))

    def action_clear(self) -> None:
        """清除数据: asks."""
        self.run_worker(self._clear(self._item), group="dialog", exclusive=True, description="clear an item")

    async def _clear(self, item: Item) -> None:
        found = self.return_now
        rows = 0 if found is None else next((each.rows for each in found.items if each.item is item), 0)
        if not rows:
            self._asking.say(phrase("return.taxes.none"))
            return
        question = phrase("income.clear_ask", month=self._work.period, item=phrase(f"item.{item}"), rows=rows)
        if await self.app.push_screen_wait(AskDialog(self._desk, question, phrase("income.clear"))):
            self.run_worker(self._cleared(item), group="act", description="clear an item")

    async def _cleared(self, item: Item) -> None:
        ask = partial(self._desk.api.filing.clear, self._work.unit_id, self._work.period, item)
        outcome = await self._asking.ask(ask, phrase("send.doing"), harmless=False)
        if isinstance(outcome, Saved):
            self._desk.session.unsent.pop((self._work.unit_id, self._work.period, item), None)
            self.read(partial(self._asking.say, phrase("income.cleared", rows=outcome.rows)))

    @override
    def action_back(self) -> None:
        self._desk.session.places[self._place] = self._item
        super().action_back()

    @property
    def _place(self) -> tuple[object, ...]:
        return (self._work.unit_id, self._kind)


def _told(done: Calculated) -> Phrase:
    if done.failed:
        return phrase("return.calculated_failed", failed=done.failed)
    return phrase("return.calculated", rows=done.rows)
