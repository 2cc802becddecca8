"""The way: 大厅注册码注册 or 人脸识别认证注册, each with who may take it (REG-01, DOC-02)."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from typing_extensions import override

from etax_client.api.flows import choose
from etax_client.domain.flows import registration
from etax_client.domain.flows.registration import RegistrationView, Way
from etax_client.domain.policies import POLICIES
from etax_client.screens.desk import Desk
from etax_client.screens.flows.pane import Pane
from etax_client.texts.document_names import for_whom
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class WayPane(Pane[RegistrationView]):
    """A press on a way takes it."""

    BINDINGS = [Binding("up", "app.focus_previous"), Binding("down", "app.focus_next")]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self._chosen: Way | None = None
        self._buttons = {way: PushButton(words, phrase(f"registration.way.{way}"), id=f"way-{way}", classes="way") for way in Way}
        self._who = {way: Said(words, classes="way-who") for way in Way}
        self._blocks = {
            way: Vertical(self._buttons[way], Said(words, phrase(f"registration.way_note.{way}"), classes="way-note"), self._who[way])
            for way in Way
        }
        self._primary.display = False

    @override
    def compose(self) -> ComposeResult:
        yield Said(self._desk.words, phrase("registration.way_title"), classes="pane-title")
        for block in self._blocks.values():
            block.add_class("way-block")
            yield block
        yield self._actions()

    @property
    @override
    def is_empty(self) -> bool:
        return True

    @override
    def draw(self, view: RegistrationView) -> None:
        self._chosen = view.way
        policy = POLICIES[view.policy]
        offered = registration.ways(policy, view.channel)
        for way, block in self._blocks.items():
            block.display = way in offered
            self._who[way].say(for_whom(registration.types(policy, way)))

    @override
    def begin(self) -> None:
        way = self._chosen or next(way for way, block in self._blocks.items() if block.display)
        self._buttons[way].focus()

    @on(PushButton.Pressed, ".way")
    def _way_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        way = next(way for way, button in self._buttons.items() if button is event.button)
        self.take(choose(way), event.button)
