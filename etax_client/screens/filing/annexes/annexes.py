"""附表填写: the annexes that a return needs, and each place where one does not come to what the incomes say (SUB-01)."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from typing_extensions import override

from etax_client.domain.filing.annexes.annexes import Annex, AnnexSums, Difference, Differences
from etax_client.domain.filing.income import ReturnKind, write_amount
from etax_client.domain.filing.returns import MonthDesk
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.filing import frame
from etax_client.screens.filing.annexes.annex import AnnexScreen
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.month import MonthScreen
from etax_client.screens.work import Work
from etax_client.texts.amounts import grouped
from etax_client.texts.income_lines import heading, short
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.said import Said
from etax_client.widgets.tables.cells import Line
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.emptied import Emptied
from etax_client.widgets.tables.grid import Grid

_KEYS = (
    Key("enter", "open", "annex.open", "tx", "Enter"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    Key("escape", "back", "key.back", "fh", "Esc"),
)
_COLUMNS = (
    Column("annex", phrase("annex.list.what"), 18, frozen=True),
    Column("name", phrase("annex.list.who"), 8),
    Column("wanted", phrase("annex.list.wanted"), 13, right=True),
    Column("stated", phrase("annex.list.stated"), 13, right=True),
    Column("difference", phrase("annex.list.difference"), 13, right=True),
)
_Key = tuple[Annex, int, str, str]
"""An annex; of a difference also the payee, the item and the column."""


class AnnexesScreen(MonthScreen):
    KEYS = _KEYS
    BINDINGS = bindings(_KEYS)
    GUIDE = ("annex.place", "help.annexes")

    def __init__(self, desk: Desk, work: Work, kind: ReturnKind) -> None:
        super().__init__(desk, work, kind, _COLUMNS)
        self._emptied = Emptied(desk.words, self._grid)
        self._reason = Said(desk.words, id="reason")
        """In full what the line under the cursor says."""
        self._found: Differences | None = None

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        told = phrase("annex.heading", month=frame.month(self._work), kind=phrase(f"return.{self._kind}"))
        yield OneLine(words, told, id="heading")
        yield self._emptied
        yield self._reason
        yield self._status
        yield KeyLine(words, self.keys)

    # --- what is shown

    @override
    def show(self, month: MonthDesk) -> None:
        self._asking.read(self._read_differences, "differences of annexes")

    async def _read_differences(self) -> None:
        ask = partial(self._desk.api.annexes(self._work.unit_id).differences, self._work.period, self._kind)
        found = await self._asking.ask(ask, phrase("return.reading"))
        if isinstance(found, Differences):
            self._found = found
            self._lay()
            shown = len(found.differences)
            key = "annex.all_fit" if not found.total else "annex.total" if shown == found.total else "annex.total_first"
            self._asking.say(phrase(key, total=found.total, shown=shown) if self._annexes else None)

    @property
    def _annexes(self) -> tuple[AnnexSums, ...]:
        found = self.return_now
        return () if found is None else found.annexes

    def _lay(self) -> None:
        lines: list[tuple[_Key, Line]] = []
        for annex in self._annexes:
            lines.append(((annex.annex, 0, "", ""), self._sums(annex)))
            lines += [(_key(each), self._line(each)) for each in self._differences if each.annex is annex.annex]
        self._cells.load(lines)
        self._grid.show_again()
        self._emptied.show(None if lines else "annex.none")

    @property
    def _differences(self) -> tuple[Difference, ...]:
        return () if self._found is None else self._found.differences

    def _sums(self, annex: AnnexSums) -> Line:
        say = self._desk.words.say
        difference = annex.wanted - annex.stated
        return (
            say(f"annex.{annex.annex}"),
            say("annex.list.lines", lines=annex.lines),
            *(grouped(annex.wanted), grouped(annex.stated), write_amount(difference) if difference else ""),
        )

    def _line(self, each: Difference) -> Line:
        return ("", each.name, grouped(each.wanted), grouped(each.stated), grouped(each.wanted - each.stated))

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._reason.say(self._told())

    def _told(self) -> Phrase | None:
        """Of a difference who, what and how much."""
        key = self._here
        each = next((each for each in self._differences if _key(each) == key), None)
        if each is None:
            return None
        lacks, what = each.wanted - each.stated, phrase("annex.column_of", item=short(each.item), column=heading(each.item, each.column))
        return phrase("annex.too_little" if lacks > 0 else "annex.too_much", name=each.name, what=what, amount=grouped(abs(lacks)))

    @property
    def _here(self) -> _Key | None:
        key = self._cells.key_of(self._grid.cursor_index) if self._cells.total else None
        return key if isinstance(key, tuple) else None

    # --- what is done

    @on(Grid.Entered)
    def _entered(self, event: Grid.Entered) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        found, here = self.return_now, self._here
        if found is not None and here is not None:
            editable, payee_id = found.progress.may_be_edited, here[1] or None
            screen = AnnexScreen(self._desk, self._work, self._kind, here[0], editable=editable, payee_id=payee_id)
            self.app.push_screen(screen, self._came_back)

    def _came_back(self, lost: bool | None) -> None:
        if lost:
            self.dismiss(True)

    def action_remedy(self) -> None:
        """Of no annexes: there is nothing to do here."""
        self.action_back()


def _key(each: Difference) -> _Key:
    return each.annex, each.payee_id, each.item.value, each.column
