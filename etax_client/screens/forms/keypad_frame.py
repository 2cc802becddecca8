"""Secret fields with one soft keypad below them, which types into the one that was in use last (KEY-01 to KEY-04)."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from typing_extensions import override

from etax_client.screens.desk import Desk
from etax_client.texts.words import phrase
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.soft_keypad import SoftKeypad
from etax_client.widgets.push_button import PushButton


class KeypadFrame(Vertical):
    """`first` is the field that the keypad begins with; 确定 on it is Enter in the field. The fields' own messages go on up."""

    DEFAULT_CSS = """
    KeypadFrame { height: auto; width: 100%; }
    KeypadFrame SoftKeypad { margin: 1 0 0 0; }
    """

    def __init__(self, desk: Desk, first: SecretField, *parts: Widget, at_rest: bool = False) -> None:
        """`at_rest`: it is seen before it is used, and its keypad opens when a field has the focus."""
        super().__init__()
        self._desk = desk
        self._field = first
        self._parts = parts
        self._at_rest = at_rest
        self._keypad = SoftKeypad(desk.words, shuffle=desk.shuffle)

    @override
    def compose(self) -> ComposeResult:
        yield from self._parts

    def on_mount(self) -> None:
        self.choose_again()

    def begin_with(self, field: SecretField) -> None:
        """Another one is the first now; while it isn't shown there is no keypad."""
        self._field = field
        self.choose_again()

    def choose_again(self) -> None:
        if self._field.is_attached and self._desk.choices.settings.keypad and not self._at_rest:
            self._open_keypad()
        else:
            self._close_keypad()

    def rest(self) -> None:
        """Nobody is at it any more; the choice of who was stays."""
        self._at_rest = True
        self._close_keypad()

    @property
    def _keypad_open(self) -> bool:
        return self._keypad.is_attached and self._keypad.is_open

    def _open_keypad(self) -> None:
        if not self._keypad.is_attached:  # start-up budget, as few ever see it
            self.mount(self._keypad)
        self._keypad.open()

    def toggle_keypad(self) -> None:
        """Open or close it; the choice is kept for this machine (KEY-01)."""
        if not self._field.is_attached:
            return
        opened = not self._keypad_open
        self._desk.choices.change(keypad=opened)
        if opened:
            self._open_keypad()
        else:
            self._close_keypad()

    def _close_keypad(self) -> None:
        back = self._keypad.has_focus
        self._keypad.close()
        if back:
            self._field.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, SecretField):
            self._field = event.widget
            if self._at_rest:
                self._at_rest = False
                self.choose_again()

    @on(PushButton.Pressed, ".keypad-toggle")
    def _toggle_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.toggle_keypad()
        self._field.focus()

    @on(SecretField.KeypadWanted)
    def _keypad_wanted(self, event: SecretField.KeypadWanted) -> None:
        event.stop()
        if not self._keypad_open:
            self.toggle_keypad()
        self._keypad.focus()

    @on(SoftKeypad.Typed)
    def _typed(self, event: SoftKeypad.Typed) -> None:
        event.stop()
        self._field.insert(event.key.reveal())

    @on(SoftKeypad.Erased)
    def _erased(self, event: SoftKeypad.Erased) -> None:
        event.stop()
        self._field.backspace()

    @on(SoftKeypad.Emptied)
    def _emptied(self, event: SoftKeypad.Emptied) -> None:
        event.stop()
        self._field.clear()

    @on(SoftKeypad.Accepted)
    def _keypad_accepted(self, event: SoftKeypad.Accepted) -> None:
        event.stop()
        self._field.focus()
        self._field.action_submit()

    @on(SoftKeypad.Left)
    def _keypad_left(self, event: SoftKeypad.Left) -> None:
        event.stop()
        self._field.focus()

    @on(SoftKeypad.Closed)
    def _keypad_closed(self, event: SoftKeypad.Closed) -> None:
        event.stop()
        self._desk.choices.change(keypad=False)
        self._close_keypad()
        self._field.focus()


def keypad_toggle(desk: Desk) -> PushButton:
    """The icon beside a secret field."""
    return PushButton(desk.words, phrase("login.keypad"), classes="keypad-toggle")
