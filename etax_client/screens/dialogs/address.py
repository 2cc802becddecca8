"""The address of one of the server's pages: as a QR code for a phone, as text, to open here or in a browser (LOG-13, QR-07, VER-05)."""

import asyncio
import webbrowser
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from typing_extensions import override

from etax_client.domain.sessions.qr_login import NOWHERE
from etax_client.screens.desk import Desk
from etax_client.screens.messages import PageWanted
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled


class AddressDialog(ModalScreen[None]):
    """Where no pages are served to others, they are opened here alone, and the dialog says so."""

    CSS_PATH = "address.tcss"
    BINDINGS = [Binding("escape", "leave")]

    def __init__(self, desk: Desk, title: str, text: str, path: str) -> None:
        super().__init__()
        self._desk = desk
        self._title = title
        self._text = text
        self._path = path
        self._url = code_of(desk, path)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase(self._title)):
            yield Said(words, phrase(self._text), classes="dialog-text")
            with Horizontal(id="code"):
                yield QrCode(self._url.upper(), quiet=2)  # addresses in capitals are served too, and take less room
                with Vertical(id="beside"):
                    yield Said(words, phrase("pages.not_offered") if self._desk.place.pages is None else None, id="opened")
                    yield Said(words, id="pin-label")
                    yield Static(id="pin", markup=False)
            yield Static(Content(address_of(self._desk, self._path)), id="url", markup=False)
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, phrase("dialog.close"), id="close")
                if self._desk.place.pages is not None:
                    yield PushButton(words, phrase("reset.open"), id="open")
                if self._desk.browser is not None:
                    yield PushButton(words, phrase("pages.read"), id="read", classes="-primary")

    def on_mount(self) -> None:
        self.query("#read, #close").last(PushButton).focus()
        self.run_worker(self._show_fingerprint(), group="errand-fingerprint", exclusive=True)

    async def _show_fingerprint(self) -> None:
        """What the pages' key is known by, for comparing with what the phone shows of it (TLS-2)."""
        pin = await self._desk.place.pin()
        if pin is not None:
            lines = [" ".join(pin.groups[start : start + 2]) for start in range(0, len(pin.groups), 2)]
            self.query_one("#pin-label", Said).say(phrase("pages.pin"))
            self.query_one("#pin", Static).update(Content("\n".join(lines)))

    @on(PushButton.Pressed, "#open")
    def _open(self) -> None:
        self.run_worker(open_page(self._desk, self._url, self.query_one("#opened", Said)), group="errand", exclusive=True)

    @on(PushButton.Pressed, "#read")
    def _read(self) -> None:
        self.dismiss()
        self.app.post_message(PageWanted(self._path))

    @on(PushButton.Pressed, "#close")
    def action_leave(self) -> None:
        self.dismiss(None)


def code_of(desk: Desk, path: str) -> str:
    """What a QR code says of a page: where nothing is served to others, the demo's own phone reads it all the same (F9)."""
    return (desk.place.pages or NOWHERE) + path


def address_of(desk: Desk, path: str) -> str:
    """What is told of it in words; nothing where no browser can go there."""
    return "" if desk.place.pages is None else code_of(desk, path)


async def open_page(desk: Desk, url: str, said: Said) -> None:
    """Open an address of the configured server, and of no other host, in a browser (TUI-4); the address is on the screen already."""
    pages = desk.place.pages
    if pages is None or urlsplit(url)[:2] != urlsplit(pages)[:2] or urlsplit(url).scheme not in ("http", "https"):
        said.say(phrase("reset.not_opened", url=url))
        return
    if desk.visiting:
        said.app.open_url(url)  # in the visitor's browser
    opened = desk.visiting or await asyncio.to_thread(webbrowser.open, url)
    said.say(phrase("reset.opened" if opened else "reset.not_opened", url=url))
