"""Files that only their owner may read: written whole or not at all, and not used once others could read them."""

import os
import stat
from enum import StrEnum
from pathlib import Path

from etax_client.machine import files

LARGEST = 64 * 1024
"""Bytes; keys and certificates are far smaller."""


class PrivateFileFault(StrEnum):
    """Why a private file, or the folder it is in, is not used."""

    open_to_others = "open_to_others"
    unreadable = "unreadable"
    broken = "broken"
    """It does not hold what it should."""
    not_writable = "not_writable"
    no_home = "no_home"
    """There is no user's folder for it."""


class PrivateFileError(Exception):
    """Nothing has been put in the file's place."""

    def __init__(self, fault: PrivateFileFault, path: Path) -> None:
        super().__init__(f"{fault}: {path}")
        self.fault = fault
        self.path = path


def own_folder(path: Path) -> None:
    """Make a folder of mode 0700 if there is none. Raises PrivateFileError, also if others may look into the one that is there."""
    try:
        for folder in (path.parent, path):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.stat()
    except OSError:
        raise PrivateFileError(PrivateFileFault.not_writable, path) from None
    _keep_apart(found, path)


def read_own(path: Path) -> bytes | None:
    """What a file holds, None if there is none. Raises PrivateFileError, also if others may read it."""
    try:
        with path.open("rb") as file:
            _keep_apart(os.fstat(file.fileno()), path)
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError:
        raise PrivateFileError(PrivateFileFault.unreadable, path) from None
    if len(data) > LARGEST:
        raise PrivateFileError(PrivateFileFault.broken, path)
    return data


def write_own(path: Path, data: bytes, *, replace: bool) -> None:
    """Put a file of mode 0600 in its place; without `replace` one that is there stays, whoever wrote it. Raises PrivateFileError."""
    try:
        files.put(path, data, replace=replace)
    except FileExistsError:
        return
    except OSError:
        raise PrivateFileError(PrivateFileFault.not_writable, path) from None


def _keep_apart(found: os.stat_result, path: Path) -> None:
    if os.name == "posix" and (found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077):
        raise PrivateFileError(PrivateFileFault.open_to_others, path)
