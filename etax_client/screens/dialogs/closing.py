"""Closing a dialog once an answer has come: by then another may lie on top of it, and Textual would close that one instead."""

from typing import Any, TypeVar

from textual.screen import ModalScreen, Screen

T = TypeVar("T")


def close(dialog: ModalScreen[T], result: T) -> None:
    """Close what lies on top (help, the phone, a question), then the dialog, with its result; one that is gone already stays so."""
    if dialog not in dialog.app.screen_stack:
        return
    uncover(dialog)
    dialog.dismiss(result)


def uncover(screen: Screen[Any]) -> None:
    """Close the dialogs that lie on top of it."""
    while not screen.is_active and isinstance(top := screen.app.screen, ModalScreen):
        top.dismiss(None)
