"""查询统计: a year's returns of the unit, or a person's months, as bars and figures (QRY-01, QRY-02)."""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.people_list import PayeeLine
from etax_client.domain.filing.periods import fileable
from etax_client.domain.filing.returns import ReturnState, SentReturn
from etax_client.domain.filing.taxes.records import PersonYear
from etax_client.domain.filing.taxes.slips import slip
from etax_client.domain.local_time import local_day, local_time
from etax_client.domain.refusals import Refused
from etax_client.domain.withholding.months import Month
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.payees import find_payee
from etax_client.screens.filing.records.outgoing import Outgoing
from etax_client.screens.filing.records.slip import SlipScreen
from etax_client.screens.filing.records.version import VersionScreen
from etax_client.screens.work import Work
from etax_client.sheets.prints import print_person, print_unit
from etax_client.sheets.returns import person_year as write_person
from etax_client.sheets.returns import unit_records as write_unit
from etax_client.texts.amounts import grouped
from etax_client.texts.income_lines import short
from etax_client.texts.words import phrase
from etax_client.widgets.filing.month_bars import MonthBars, MonthFigures
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.tables.cells import Cells, Line
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.emptied import Emptied
from etax_client.widgets.tables.grid import Grid

_KEYS = (
    Key("enter", "open", "version.open", "ckmx", "Enter"),
    Key("p", "person", "stats.person", "grkjmx"),
    Key("u", "unit", "stats.unit", "dwsbjl"),
    Key("left_square_bracket", "year(-1)", "stats.before", "syn", "["),
    Key("right_square_bracket", "year(1)", "stats.after", "xyn", "]"),
    Key("d", "print", "record.print", "dy"),
    Key("e", "export", "record.export", "dc"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    Key("escape", "back", "key.back", "fh", "Esc"),
)
_HEADINGS = (phrase("stats.column.month"), phrase("stats.income"), phrase("stats.tax"), phrase("stats.column.state"))
_MONTH = Column("month", phrase("stats.column.month"), 12, frozen=True)
_OF_UNIT = (
    _MONTH,
    Column("kind", phrase("stats.column.kind"), 10),
    Column("state", phrase("stats.column.state"), 10),
    Column("people", phrase("stats.column.people"), 6, right=True),
    Column("income", phrase("stats.income"), 14, right=True),
    Column("tax", phrase("stats.tax"), 12, right=True),
    Column("receipt", phrase("send.column.receipt"), 18),
    Column("sent", phrase("send.column.sent"), 19),
    Column("by", phrase("send.column.by"), 10),
)
_OF_PERSON = (
    _MONTH,
    Column("item", phrase("return.column.item"), 18),
    Column("income", phrase("stats.income"), 14, right=True, summed=True),
    Column("tax", phrase("stats.tax"), 12, right=True, summed=True),
    Column("receipt", phrase("send.column.receipt"), 18),
)
_IN_FORCE = (ReturnState.accepted, ReturnState.voiding)
_ZERO = Decimal(0)


class StatisticsScreen(Screen[bool]):
    """It returns whether the unit was lost under it."""

    BINDINGS = bindings(_KEYS)
    GUIDE = ("place.statistics", "help.stats")

    def __init__(self, desk: Desk, work: Work) -> None:
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._year = work.month.year
        self._person: PayeeLine | None = None
        """Whose months are looked at; None: the unit's returns."""
        self._found: tuple[SentReturn, ...] | PersonYear = ()
        self._heading = Said(desk.words, id="heading")
        self._bars = MonthBars(desk.words, _HEADINGS)
        self._grid = Grid(desk.words, Cells(_OF_UNIT), by_rows=True)
        self._emptied = Emptied(desk.words, self._grid)
        self._total = Said(desk.words, id="total")
        self._status = Said(desk.words, id="status")
        self._asking = Asking(desk, work, self, self._status, lambda: self.dismiss(True))
        self._outgoing = Outgoing(desk, work, self, self._asking)

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk))

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._person is not None if action == "unit" else True

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield self._heading
        yield self._bars
        yield self._total
        yield self._emptied
        yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._grid.focus()
        self.action_reload()

    def action_reload(self) -> None:
        self._asking.read(self._read, "a year's returns")

    async def _read(self) -> None:
        api, unit_id = self._desk.api.filing, self._work.unit_id
        found: tuple[SentReturn, ...] | PersonYear | Refused | None
        if self._person is None:
            found = await self._asking.ask(partial(api.versions, unit_id, self._year), phrase("return.reading"))
        else:
            found = await self._asking.ask(partial(api.person, unit_id, self._year, self._person.payee_id), phrase("return.reading"))
        if isinstance(found, tuple | PersonYear):
            self._found = found
            self._lay()

    # --- what is shown

    def _lay(self) -> None:
        found = self._found
        if isinstance(found, PersonYear):
            name = "" if self._person is None else self._person.name
            self._heading.say(phrase("stats.person_year", year=self._year, name=name))
            figures = dict.fromkeys(self._months(), (_ZERO, _ZERO))
            for each in found.months:
                income, tax = figures.get(each.period, (_ZERO, _ZERO))
                figures[each.period] = (income + each.line.row.amount("income"), tax + each.line.tax)
            self._bars.show([MonthFigures(month, sums, phrase("plain", text="")) for month, sums in figures.items()])
            self._total.say(phrase("stats.person_total", income=grouped(found.income), tax=grouped(found.tax)))
            self._list(_OF_PERSON, (self._of_person(found, place) for place in range(len(found.months))))
            self._emptied.show(None if found.months else "stats.empty_person", year=self._year, name=name)
        else:
            self._heading.say(phrase("stats.year", year=self._year))
            force = {each.period: each for each in found if each.kind is ReturnKind.residents and each.state in _IN_FORCE}
            self._bars.show([_figures(month, force.get(month)) for month in self._months()])
            income, tax = (sum((getattr(each, what) for each in force.values()), _ZERO) for what in ("income", "tax"))
            self._total.say(phrase("stats.total", year=self._year, months=len(force), income=grouped(income), tax=grouped(tax)))
            self._list(_OF_UNIT, map(self._of_unit, reversed(found)))
            self._emptied.show(None if found else "stats.empty", year=self._year)
        self.refresh_bindings()

    def _months(self) -> Sequence[str]:
        return [str(month) for month in sorted(self._fileable()) if month.year == self._year]

    def _fileable(self) -> tuple[Month, ...]:
        return fileable(local_day(self._desk.clock.now()))

    def _list(self, columns: Sequence[Column], lines: Iterable[Line]) -> None:
        cells = Cells(columns)
        cells.load(enumerate(lines))
        self._grid.show(cells)

    def _of_unit(self, each: SentReturn) -> Line:
        say = self._desk.words.say
        kind = f"{say(f'stats.kind.{each.kind}')}{each.number}"
        return (
            each.period,
            kind,
            say(f"send.state.{each.state}"),
            str(each.people),
            grouped(each.income),
            grouped(each.tax),
            each.receipt,
            local_time(each.sent_at),
            each.sent_by,
        )

    def _of_person(self, found: PersonYear, place: int) -> Line:
        each = found.months[place]
        item = self._desk.words.tell(short(each.line.item))
        return (each.period, item, f"{each.line.row.amount('income'):.2f}", f"{each.line.tax:.2f}", each.receipt)

    def reword(self) -> None:
        self._lay()

    # --- whose, and when

    def action_person(self) -> None:
        self.run_worker(self._choose_person(), group="dialog", exclusive=True, description="choose a person")

    async def _choose_person(self) -> None:
        found = await find_payee(self, self._desk, self._work, self._asking)
        if found is not None:
            self._person = found
            self.action_reload()

    def action_unit(self) -> None:
        self._person = None
        self.action_reload()

    def action_year(self, by: int) -> None:
        wanted = self._year + by
        if any(month.year == wanted for month in self._fileable()):
            self._year = wanted
            self.action_reload()

    @on(PushButton.Pressed, "#remedy")
    def _remedy_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        if self._person is None:
            self.action_back()
        else:
            self.action_unit()

    # --- what stands behind a line, and what leaves for a file

    @on(Grid.Entered)
    def _entered(self, event: Grid.Entered) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """A version with its lines as they were; of a person the month's pay slip (SUB-03, QRY-01)."""
        found, at = self._found, self._grid.cursor_index
        if isinstance(found, PersonYear) and found.months:
            period = found.months[at].period
            lines = [each.line for each in found.months if each.period == period]
            self.app.push_screen(SlipScreen(self._desk, self._work, slip(period, lines)))
        elif isinstance(found, tuple) and found:
            self.app.push_screen(VersionScreen(self._desk, self._work, found[-1 - at]), self._came_back)

    def _came_back(self, lost: bool | None) -> None:
        if lost:
            self.dismiss(True)

    def action_print(self) -> None:
        self._send_out(self._outgoing.print, print_unit, print_person)

    def action_export(self) -> None:
        self._send_out(self._outgoing.export, write_unit, write_person)

    def _send_out(
        self, way: Callable[..., Coroutine[Any, Any, None]], of_unit: Callable[..., bytes], of_person: Callable[..., bytes]
    ) -> None:
        """What is looked at, as a workbook or a page."""
        found, say, who = self._found, self._desk.words.say, self._outgoing
        if isinstance(found, PersonYear) and self._person is not None:
            name = self._person.name
            out = way(f"{say('stats.person')} {name} {self._year}", of_person, who.unit, name, self._year, found)
        elif isinstance(found, tuple):
            out = way(f"{say('stats.unit')} {self._year}", of_unit, who.unit, who.taxpayer_id, self._year, found)
        else:
            return
        self.run_worker(out, group="dialog", exclusive=True, description="records into a file")

    def action_back(self) -> None:
        self.dismiss(False)


def _figures(month: str, sent: SentReturn | None) -> MonthFigures:
    if sent is None:
        return MonthFigures(month, (_ZERO, _ZERO), phrase("stats.none"))
    return MonthFigures(month, (sent.income, sent.tax), phrase(f"send.state.{sent.state}"))
