"""网页 (F10): the server's pages on a screen of their own, without a browser."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.pages.page import Link, Page, Tone
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.forms.keypad_frame import KeypadFrame
from etax_client.screens.pages.own_pages import own, page_of, said
from etax_client.screens.pages.pane import PagePane
from etax_client.screens.pages.reading import Reading
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings

PORTAL, BUREAU, COUNTER = "/portal", "/bureau", "/control/page/hall"
_FEW = 6
"""Blocks of a page that leaves much of a tall terminal empty."""
_KEYS = (
    Key("escape", "back", "key.back", "fh", "Esc"),
    Key("f5", "reload", "key.reload", "sx"),
    Key("f3", "keypad", "key.keypad", "rjp"),
    keys.HELP,
)


class PagesScreen(Screen[None]):
    """`reading` outlives it: seen again, it is where it was."""

    CSS_PATH = "pages.tcss"
    BINDINGS = [*bindings(_KEYS), Binding("backspace", "back")]
    GUIDE = ("reader.place", "help.pages")

    def __init__(self, desk: Desk, reading: Reading, path: str | None = None) -> None:
        """With `path`, that page is opened."""
        super().__init__()
        self._desk = desk
        self._path = path
        self._reading = reading
        self._pane = PagePane(desk, reading, titled=False)
        self._top = TopLine(desk.words, phrase("reader.place"), desk.place.label, insecure=desk.place.insecure)

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk))

    @property
    def unfinished(self) -> bool:
        """Whether quitting would lose what stands in a form; leaving the page does not, but for what is secret (PGS-02)."""
        return self._pane.view.filling.is_unsent

    @override
    def compose(self) -> ComposeResult:
        yield self._top
        yield self._pane
        yield KeyLine(self._desk.words, self.keys)

    def on_mount(self) -> None:
        if self._path is not None:
            self.open(self._path)

    def open(self, path: str) -> None:
        self._pane.keep_typed()
        self._pane.begin(lambda: self._reading.open(path))

    @on(PagePane.Shown)
    def _shown(self) -> None:
        self.set_class(len(self._reading.page.blocks) <= _FEW, "-short")
        self._top.show_place(phrase("plain", text=self._reading.page.title))

    @on(PagePane.OwnChosen)
    def _own_chosen(self) -> None:
        """There is one act of ours here: to the counter, past its door."""
        self._pane.begin(self._go_to_counter)

    async def _go_to_counter(self) -> None:
        """Past its door."""
        opens = self._desk.place.counter
        opened = None if opens is None else opens()
        if opens is not None and opened is None:
            await self._reading.open(PORTAL)  # a server that is still starting: whoever asks for a page waits for it
            opened = opens()
        if opened is not None:
            self._reading.user.keep(*opened)
        await self._reading.open(COUNTER)

    def action_back(self) -> None:
        self._pane.back()

    def action_reload(self) -> None:
        self._pane.reload()

    def action_keypad(self) -> None:
        for frame in self.query(KeypadFrame):
            frame.toggle_keypad()

    @on(PagePane.Left)
    def action_leave(self) -> None:
        self.dismiss()


def opening_of(desk: Desk) -> Callable[[], Page]:
    """What is open to this user: the portal, the bureau, and the counter where its door is."""

    def make() -> Page:
        say = desk.words.say
        sites = (("portal", PORTAL), ("bureau", BUREAU))
        ways = [Link(say(f"reader.{name}"), path, notes=(say(f"reader.{name}.what"),)) for name, path in sites]
        if desk.place.counter is not None:
            ways.append(Link(say("reader.counter"), own("counter"), notes=(say("reader.counter.what"),)))
        return page_of(desk.words, "reader.start", said(desk.words, phrase("reader.start.what"), Tone.quiet), *ways)

    return make
