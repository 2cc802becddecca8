"""A pay slip: what was declared of somebody in a month, and what was left of it (QRY-01)."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.taxes.slips import Slip
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.income.explained import Shown
from etax_client.screens.filing.income.explanation import ExplainedLines
from etax_client.screens.filing.records.outgoing import Outgoing
from etax_client.screens.work import Work
from etax_client.sheets.prints import print_slips
from etax_client.sheets.returns import pay_slips, slip_rows
from etax_client.texts.amounts import grouped
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.said import Said

_KEYS = (
    Key("d", "print", "record.print", "dy"),
    Key("e", "export", "record.export", "dc"),
    keys.HELP,
    Key("escape", "leave", "key.back", "fh", "Esc"),
)


class SlipScreen(Screen[None]):
    """It asks nothing: all is there."""

    BINDINGS = bindings(_KEYS)
    AUTO_FOCUS = "VerticalScroll"
    GUIDE = ("slip.title", "help.slip")

    def __init__(self, desk: Desk, work: Work, slip: Slip) -> None:
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._slip = slip
        self._lines = Vertical(classes="slip-lines")
        self._status = Said(desk.words, id="status")
        self._outgoing = Outgoing(desk, work, self, Asking(desk, work, self, self._status, lambda: self.dismiss(None)))

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words, slip = self._desk.words, self._slip
        yield top_line(self._desk, self._work)
        with VerticalScroll(classes="explained"), Vertical(classes="sheet"):
            yield Said(words, phrase("slip.heading", month=slip.period, name=slip.name), classes="result")
            yield self._lines
            yield Said(words, phrase("slip.note"), classes="fact-line")
            yield Said(words, phrase("sheet.practice"), classes="fact-line")
        yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._lay()

    def _lay(self) -> None:
        """What is left of it on top and in bold, as a result is."""
        *rows, paid = slip_rows(self._slip, self._desk.words)
        lines = [(0, paid), *((2, row) for row in rows)]
        shown = [Shown(depth, None, phrase("plain", text=told), grouped(amount)) for depth, (told, amount) in lines]
        self._lines.remove_children()
        self._lines.mount(ExplainedLines(self._desk.words, shown))

    def reword(self) -> None:
        self._lay()

    @property
    def _file(self) -> str:
        return f"{self._desk.words.say('slip.title')} {self._slip.name} {self._slip.period}"

    def action_print(self) -> None:
        work = self._outgoing.print(self._file, print_slips, self._outgoing.unit, [self._slip])
        self.run_worker(work, group="dialog", exclusive=True, description="print a pay slip")

    def action_export(self) -> None:
        work = self._outgoing.export(self._file, pay_slips, self._outgoing.unit, [self._slip])
        self.run_worker(work, group="dialog", exclusive=True, description="export a pay slip")

    def action_leave(self) -> None:
        self.dismiss(None)
