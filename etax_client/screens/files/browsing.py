"""Finding a file on this machine: what a typed path means, what of a folder can be chosen, and the way from folder to folder."""

import asyncio
import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual.screen import Screen

from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.texts.words import Phrase, phrase

_MOST = 500
"""Entries of a folder that are shown."""
_ABOVE = phrase("file.parent")


def path_of(typed: str) -> Path:
    """The path that was typed, pasted with quotes, or begun with ~."""
    path = Path(typed.strip().strip("'\""))
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def read_file(path: Path, most: int) -> bytes:
    """Up to so many bytes of a file. Raises OSError, also for what is no file: a pipe or a terminal would be waited for without an end."""
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    with path.open("rb") as file:
        return file.read(most)


async def browse(desk: Desk, screen: Screen[Any], title: str, typed: str, endings: Sequence[str]) -> str | None:
    """From folder to folder, beginning where the typed path is, until a file is chosen. In a worker; never for a visitor.

    `title`: the key of the dialog's title, which has a folder in it.
    """
    at = path_of(typed) if typed.strip() else path_of("~")
    folder = at if await asyncio.to_thread(os.path.isdir, at) else at.parent
    while True:
        found = await asyncio.to_thread(choices_in, folder, endings)
        named = phrase(title, folder=folder.name or str(folder))
        chosen = await screen.app.push_screen_wait(ChooseDialog(desk, named, found, hint=emptiness(found, endings)))
        if not isinstance(chosen, str):
            return None
        folder = Path(chosen)
        if not await asyncio.to_thread(os.path.isdir, folder):
            return chosen


def choices_in(folder: Path, endings: Sequence[str]) -> list[Choice]:
    """The folder above, then the folders and the files of these kinds in it; what can't be looked into holds nothing. Slow: disks sleep."""
    folder = Path(os.path.abspath(folder))
    above = [Choice(str(folder.parent), _ABOVE)] if folder.parent != folder else []
    try:
        with os.scandir(folder) as found:
            entries = [(not each.is_dir(), each.name) for each in found if _is_shown(each, tuple(endings))]
    except OSError:
        return above
    shown = sorted(entries, key=lambda each: (each[0], each[1].casefold()))[:_MOST]
    return above + [Choice(str(folder / name), name if is_file else f"{name}{os.sep}") for is_file, name in shown]


def emptiness(found: Sequence[Choice], endings: Sequence[str]) -> Phrase | None:
    """What is said where there is nowhere to go but up."""
    return None if any(each.label != _ABOVE for each in found) else phrase("file.empty", endings=" ".join(endings))


def _is_shown(entry: os.DirEntry[str], endings: tuple[str, ...]) -> bool:
    """A name with something in it that can't be seen could be shown as another's."""
    try:
        return not entry.name.startswith(".") and entry.name.isprintable() and (entry.is_dir() or entry.name.lower().endswith(endings))
    except OSError:
        return False
