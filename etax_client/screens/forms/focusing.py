"""Where the focus goes when something has happened by itself."""

from typing import Any

from textual.screen import Screen
from textual.widget import Widget


def move_focus(screen: Screen[Any], to: Widget | None) -> None:
    """Unless it is on the phone beside the screen: whoever types there goes on typing there."""
    focused = screen.focused
    if focused is None or not any(node.is_modal and node is not screen for node in focused.ancestors):
        screen.set_focus(to)
