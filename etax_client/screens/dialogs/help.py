"""F1: what this screen is for, and its keys."""

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static
from typing_extensions import override

from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.fitting import fit
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled

_OK = replace(keys.OK, action="leave")


def guide(here: Widget) -> tuple[Phrase, str]:
    """What the help of a screen, or of the phone, is about, and the key of its text; a dialog without its own goes by its title."""
    own: tuple[str, str] | None = getattr(here, "GUIDE", None)
    if own is not None:
        return phrase(own[0]), own[1]
    return next((frame.title for frame in here.query(Titled)), phrase("product")), "help.dialog"


def key_table(shown: Sequence[Key], words: Words) -> Content:
    """A line for each key: its name, as wide as the widest with a gap, and what it does."""
    room = max((cell_len(key.face) for key in shown), default=0) + 2
    return Content("\n").join(Content.assemble((fit(key.face, room), "bold"), words.say(key.text)) for key in shown)


class HelpDialog(ModalScreen[None]):
    CSS_PATH = "help.tcss"
    BINDINGS = bindings((_OK, keys.LEAVE))

    def __init__(self, desk: Desk, place: Phrase, text: str, shown: Sequence[Key]) -> None:
        super().__init__()
        self._desk = desk
        self._place = place
        self._text = text
        self._keys = tuple(shown)
        self._key_table = Static(id="keys", markup=False)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("help.title", place=self._place)):
            with VerticalScroll():
                yield Said(words, phrase(self._text))
                yield self._key_table
                yield Said(words, phrase("help.everywhere"))
                yield Said(words, phrase("help.simulation"), classes="dialog-hint")
            yield KeyLine(words, (_OK, keys.LEAVE), classes="-in-dialog")

    def on_mount(self) -> None:
        self.reword()
        self.query_one(VerticalScroll).focus()

    def reword(self) -> None:
        self._key_table.update(key_table(self._keys, self._desk.words))

    def action_leave(self) -> None:
        self.dismiss(None)
