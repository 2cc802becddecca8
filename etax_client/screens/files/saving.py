"""Saving what is printed or exported: a file that only the user can read, never over another without asking (EXP-1)."""

import asyncio
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import ModalScreen, Screen
from typing_extensions import override

from etax_client.machine import files
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.files.browsing import path_of
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.titled import Titled

_NOT_IN_NAMES = '<>:"/\\|?*'


class SaveDialog(ModalScreen[Phrase | None]):
    """It says where it was saved, or None if it was not."""

    BINDINGS = [Binding("escape", "leave")]

    def __init__(self, desk: Desk, source: bytes, name: str, title: Phrase) -> None:
        super().__init__()
        self._desk = desk
        self._title = title
        self._source = source
        self._path = TextField(str(Path.home() / name) if _has_home() else name, id="save-path")
        self._row = FormRow(desk.words, "file.save.path", self._path)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, self._title):
            yield Said(words, phrase("file.save.what"), classes="dialog-text")
            yield self._row
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, phrase("dialog.cancel"), id="cancel")
                yield PushButton(words, phrase("file.save"), id="save", classes="-primary")

    def on_mount(self) -> None:
        self._path.focus()

    @on(PushButton.Pressed, "#save")
    @on(TextField.Submitted)
    def _save_pressed(self) -> None:
        self._put(replace=False)

    def _put(self, *, replace: bool) -> None:
        self.run_worker(self._write(path_of(self._path.value), replace), group="errand", exclusive=True, description="save a file")

    async def _write(self, path: Path, replace: bool) -> None:
        try:
            await asyncio.to_thread(files.put, path, self._source, replace=replace)
        except FileExistsError:
            self.run_worker(self._ask(path), group="dialog", exclusive=True, description="replace")
        except OSError:
            self._row.error(phrase("file.save.failed", path=path))
            self._path.focus()
        else:
            self.dismiss(phrase("file.save.done", path=path))

    async def _ask(self, path: Path) -> None:
        if await self.app.push_screen_wait(AskDialog(self._desk, phrase("file.save.exists", path=path), phrase("file.save.replace"))):
            self._put(replace=True)

    @on(PushButton.Pressed, "#cancel")
    def action_leave(self) -> None:
        self.dismiss(None)


def keep(screen: Screen[Any], desk: Desk, source: bytes, name: str, title: Phrase, mime_type: str, told: Callable[[Phrase], None]) -> None:
    """Ask where to, and tell what came of it; a visitor's own browser takes it, as this machine's disk is not theirs."""
    if desk.visiting:
        screen.app.deliver_binary(BytesIO(source), save_directory=Path(), save_filename=name, mime_type=mime_type)
        told(phrase("file.save.handed", name=name))
    else:
        screen.app.push_screen(SaveDialog(desk, source, name, title), lambda said: None if said is None else told(said))


def file_name(title: str, ending: str) -> str:
    """What a file is called; the program's own words, or those of a page, may be its title."""
    name = "".join(char for char in title if char not in _NOT_IN_NAMES and char.isprintable()).strip()
    return f"{name or 'etax'}{ending}"


def _has_home() -> bool:
    return os.path.isdir(os.path.expanduser("~"))
