"""Finding a file on this machine: what a typed path means, and what of a folder can be chosen."""

import os
from collections.abc import Sequence
from pathlib import Path

from etax_client.screens.dialogs.choose import Choice
from etax_client.texts.words import Phrase, phrase

_ENDINGS = (".p12", ".pfx")
_MOST = 500
"""Entries of a folder that are shown."""
_ABOVE = phrase("ca.parent")


def path_of(typed: str) -> Path:
    """The path that was typed, pasted with quotes, or begun with ~."""
    path = Path(typed.strip().strip("'\""))
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def choices_in(folder: Path) -> list[Choice]:
    """The folder above, then the folders and the certificate files in it; what can't be looked into holds nothing. Slow: disks sleep."""
    folder = Path(os.path.abspath(folder))
    above = [Choice(str(folder.parent), _ABOVE)] if folder.parent != folder else []
    try:
        with os.scandir(folder) as found:
            entries = [(not each.is_dir(), each.name) for each in found if _is_shown(each)]
    except OSError:
        return above
    shown = sorted(entries, key=lambda each: (each[0], each[1].casefold()))[:_MOST]
    return above + [Choice(str(folder / name), name if is_file else f"{name}{os.sep}") for is_file, name in shown]


def emptiness(found: Sequence[Choice]) -> Phrase | None:
    """What is said where there is nowhere to go but up."""
    return None if any(each.label != _ABOVE for each in found) else phrase("ca.empty")


def _is_shown(entry: os.DirEntry[str]) -> bool:
    """A name with something in it that can't be seen could be shown as another's."""
    try:
        return not entry.name.startswith(".") and entry.name.isprintable() and (entry.is_dir() or entry.name.lower().endswith(_ENDINGS))
    except OSError:
        return False
