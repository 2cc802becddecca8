"""Closing a dialog once an answer has come: by then another may lie on top of it, and Textual would close that one instead."""

from typing import TypeVar

from textual.screen import ModalScreen

T = TypeVar("T")


def close(dialog: ModalScreen[T], result: T) -> None:
    """Close what lies on top (help, the phone, a question), then the dialog, with its result; one that is gone already stays so."""
    if dialog not in dialog.app.screen_stack:
        return
    while not dialog.is_active and isinstance(top := dialog.app.screen, ModalScreen):
        top.dismiss(None)
    dialog.dismiss(result)
