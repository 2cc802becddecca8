"""申报密码重置渠道选择: the two ways to a new declaration password (VER-05)."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from typing_extensions import override

from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.address import open_page
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled


class ResetChannelsDialog(ModalScreen[None]):
    CSS_PATH = "reset_channels.tcss"
    BINDINGS = [Binding("escape", "leave", show=False)]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    @override
    def compose(self) -> ComposeResult:
        words, pages = self._desk.words, self._desk.place.pages
        with Titled(words, phrase("reset.title")):
            yield Said(words, phrase("reset.hint"), classes="dialog-hint")
            if pages is None:
                yield Said(words, phrase("pages.not_offered"), classes="dialog-text")
                yield from self._by_phone()
            else:
                with Horizontal(id="channels"):
                    yield QrCode(f"{pages}/app/units".upper(), quiet=2)
                    with Vertical(id="beside"):
                        yield Said(words, phrase("reset.app"))
                        yield Static(Content(f"{pages}/app/units"), classes="url", markup=False)
                        yield PushButton(words, phrase("reset.web"), id="web", classes="-link")
                        yield Static(Content(f"{pages}/portal/units"), classes="url", markup=False)
                        yield from self._by_phone()
                        yield Said(words, None, id="opened")
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, phrase("dialog.close"), id="close", classes="-primary")

    def _by_phone(self) -> ComposeResult:
        """The phone beside the client, where there is one: it can do it as well."""
        if self._desk.phone is not None:
            yield Said(self._desk.words, phrase("reset.phone"))

    def on_mount(self) -> None:
        self.query_one("#close").focus()

    @on(PushButton.Pressed, "#web")
    def _open(self) -> None:
        page = f"{self._desk.place.pages}/portal/units"
        self.run_worker(open_page(self._desk, page, self.query_one("#opened", Said)), group="errand", exclusive=True)

    @on(PushButton.Pressed, "#close")
    def action_leave(self) -> None:
        self.dismiss(None)
