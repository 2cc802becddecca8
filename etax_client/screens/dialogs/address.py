"""The address of one of the server's pages: as a QR code for a phone, as text, and to open in a browser (LOG-13, QR-07, VER-05)."""

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

from etax_client.screens.desk import Desk
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled


class AddressDialog(ModalScreen[None]):
    """`url` is None where no pages are served, and then the dialog says so."""

    CSS_PATH = "address.tcss"
    BINDINGS = [Binding("escape", "leave", show=False)]

    def __init__(self, desk: Desk, title: str, text: str, url: str | None) -> None:
        super().__init__()
        self._desk = desk
        self._title = title
        self._text = text
        self._url = url

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase(self._title)):
            yield Said(words, phrase(self._text), classes="dialog-text")
            with Horizontal(id="code"):
                if self._url is not None:
                    yield QrCode(self._url.upper(), quiet=2)  # addresses in capitals are served too, and take less room
                with Vertical(id="beside"):
                    yield Said(words, phrase("pages.not_offered") if self._url is None else None, id="opened")
                    with Horizontal(classes="dialog-actions"):
                        if self._url is not None:
                            yield PushButton(words, phrase("reset.open"), id="open")
                        yield PushButton(words, phrase("dialog.close"), id="close", classes="-primary")
                    yield Said(words, id="pin-label")
                    yield Static(id="pin", markup=False)
            if self._url is not None:
                yield Static(Content(self._url), id="url", markup=False)

    def on_mount(self) -> None:
        self.query_one("#close").focus()
        if self._url is not None:
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
        if self._url is not None:
            self.run_worker(open_page(self._desk, self._url, self.query_one("#opened", Said)), group="errand", exclusive=True)

    @on(PushButton.Pressed, "#close")
    def action_leave(self) -> None:
        self.dismiss(None)


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
