"""A person's tax, line by line: the result on top, what it was made of below, down to the months (CAL-08)."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.filing.taxes.explanation import Explanation
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.income.explained import Shown, facts, shown
from etax_client.screens.work import Work
from etax_client.texts.amounts import grouped
from etax_client.texts.words import Words, phrase
from etax_client.widgets.fitting import fit
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.said import Said

_KEYS = (Key("escape", "leave", "key.back", "fh", "Esc"), keys.HELP)
_WIDEST, _AMOUNT, _STEP = 76, 18, 2


class ExplanationScreen(Screen[None]):
    """It asks nothing: all is there."""

    BINDINGS = bindings(_KEYS)
    AUTO_FOCUS = "VerticalScroll"
    GUIDE = ("taxes.place", "help.taxes")

    def __init__(self, desk: Desk, work: Work, name: str, explanation: Explanation) -> None:
        super().__init__(classes="filing")
        self._desk = desk
        self._work = work
        self._name = name
        self._explanation = explanation

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words, told = self._desk.words, self._explanation
        yield top_line(self._desk, self._work)
        with VerticalScroll(classes="explained"), Vertical(classes="sheet"):
            item = phrase(f"item.{told.item}")
            result = phrase("taxes.due", name=self._name, item=item, month=self._work.period, amount=grouped(told.due))
            yield Said(words, result, classes="result")
            yield ExplainedLines(words, shown(told))
            for fact in facts(told):
                yield Said(words, fact, classes="fact-line")
        yield KeyLine(words, self.keys)

    def action_leave(self) -> None:
        self.dismiss(None)


class ExplainedLines(Widget):
    """Indented as one is made of the other, amounts at the right; drawn, as boxes cost time."""

    DEFAULT_CSS = """
    ExplainedLines { width: 100%; height: auto; text-wrap: nowrap; color: $foreground; }
    ExplainedLines > .explained--main { text-style: bold; }
    ExplainedLines > .explained--deep { color: $quiet; }
    """
    COMPONENT_CLASSES = {"explained--main", "explained--deep"}

    def __init__(self, words: Words, lines: list[Shown]) -> None:
        super().__init__()
        self._words = words
        self._lines = lines

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        width = min(_WIDEST, self.content_size.width)
        styles = [self.get_visual_style(f"explained--{each}", partial=True) for each in ("main", "deep")]
        return Content("\n").join(Content.styled(self._line(line, width), styles[line.depth > 1]) for line in self._lines)

    def _line(self, line: Shown, width: int) -> str:
        sign = "" if line.sign is None else self._words.tell(line.sign)
        before = " " * (line.depth * _STEP) + sign + ("" if not sign else " ")
        text = before + self._words.tell(line.label)
        room = max(_AMOUNT, width - _AMOUNT)
        return fit(text, room) + " " * max(0, _AMOUNT - cell_len(line.amount)) + line.amount
