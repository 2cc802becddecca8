"""F6, 【无法扫码】: address and short code as text, and the other ways to show the code (QR-06)."""

from dataclasses import dataclass
from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import ModalScreen
from typing_extensions import override

from etax_client.screens.desk import Desk
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled


@dataclass(frozen=True, slots=True)
class CodeShown:
    """What the QR code says, and what may be typed instead of it."""

    url: str
    short_code: str


class OtherWay(StrEnum):
    zoom = "zoom"
    blanks = "blanks"
    picture = "picture"


class QrOtherWays(ModalScreen[OtherWay | None]):
    """`saved` says what became of a picture that was asked for."""

    CSS_PATH = "qr_other_ways.tcss"
    BINDINGS = [Binding("escape,f6", "leave")]

    def __init__(self, desk: Desk, shown: CodeShown, saved: Phrase | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._shown = shown
        self._address = Said(desk.words, classes="dialog-text")
        self._saved = Said(desk.words, saved, id="saved")

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("qr.ways.title")):
            yield self._address
            for way in OtherWay:
                if way is OtherWay.picture and self._desk.visiting:
                    continue  # it would be put on somebody else's machine
                with Horizontal(classes="way"):
                    yield PushButton(words, phrase(f"qr.ways.{way}"), id=way)
                    yield Said(words, phrase(f"qr.ways.{way}_note"), classes="note")
            yield self._saved
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, phrase("dialog.close"), id="close", classes="-primary")

    def on_mount(self) -> None:
        self._say_address()
        self.query_one("#zoom" if self._saved.phrase is None else "#close").focus()

    def show(self, shown: CodeShown) -> None:
        """The code was renewed."""
        self._shown = shown
        self._say_address()
        if self._saved.phrase is not None:
            self._saved.say(phrase("qr.ways.renewed"))

    def _say_address(self) -> None:
        self._address.say(said_instead(self._desk, self._shown))

    @on(PushButton.Pressed)
    def _chosen(self, event: PushButton.Pressed) -> None:
        event.stop()
        name = event.button.id or ""
        self.dismiss(OtherWay(name) if name in set(OtherWay) else None)

    def action_leave(self) -> None:
        self.dismiss(None)


def said_instead(desk: Desk, shown: CodeShown) -> Phrase:
    """What may be opened or typed on a phone where the code can't be scanned; an address only where pages are served."""
    if desk.place.pages is None:
        return phrase("qr.short_code", code=shown.short_code)
    return phrase("qr.address", url=shown.url, code=shown.short_code)
