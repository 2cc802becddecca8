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
from etax_client.screens.dialogs.address import address_of, code_of, open_page
from etax_client.screens.messages import PageWanted
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled

_APP, _PORTAL = "/app/units", "/portal/units"


class ResetChannelsDialog(ModalScreen[None]):
    CSS_PATH = "reset_channels.tcss"
    BINDINGS = [Binding("escape", "leave")]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("reset.title")):
            yield Said(words, phrase("reset.hint"), classes="dialog-hint")
            with Horizontal(id="channels"):
                yield QrCode(code_of(self._desk, _APP).upper(), quiet=2)
                with Vertical(id="beside"):
                    yield Said(words, phrase("reset.app"))
                    yield Static(Content(address_of(self._desk, _APP)), classes="url", markup=False)
                    if self._desk.has_phone:
                        yield Said(words, phrase("reset.phone"))
                    yield Said(words, phrase("reset.web"))
                    yield Static(Content(address_of(self._desk, _PORTAL)), classes="url", markup=False)
                    yield Said(words, None, id="opened")
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, phrase("dialog.close"), id="close")
                if self._desk.place.pages is not None:
                    yield PushButton(words, phrase("reset.open"), id="open")
                if self._desk.browser is not None:
                    yield PushButton(words, phrase("pages.read"), id="read", classes="-primary")

    def on_mount(self) -> None:
        self.query("#read, #close").last(PushButton).focus()

    @on(PushButton.Pressed, "#open")
    def _open(self) -> None:
        page = f"{self._desk.place.pages}{_PORTAL}"
        self.run_worker(open_page(self._desk, page, self.query_one("#opened", Said)), group="errand", exclusive=True)

    @on(PushButton.Pressed, "#read")
    def _read(self) -> None:
        self.dismiss()
        self.app.post_message(PageWanted(_PORTAL))

    @on(PushButton.Pressed, "#close")
    def action_leave(self) -> None:
        self.dismiss(None)
