"""Files that this program keeps: the user's folders for them, and how one is put in its place, whole or not at all."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import platformdirs

PATIENCE = 1.0 if sys.platform == "win32" else 0.0
"""Seconds for which a file that may not be replaced is tried again: on Windows a scanner holds each new file for a moment."""
_PAUSE = 0.05


def config_folder() -> Path | None:
    """Where settings are; None for a user who has no home, here as below (ENV-1)."""
    return _folder(platformdirs.user_config_path)


def data_folder() -> Path | None:
    """Where a server on this machine keeps its data and its key."""
    return _folder(platformdirs.user_data_path)


def log_folder() -> Path | None:
    return _folder(platformdirs.user_log_path)


def put(path: Path, data: bytes, *, replace: bool = True, patience: float = PATIENCE, pause: Callable[[float], None] = time.sleep) -> None:
    """Put a file of mode 0600 in its place; without `replace` never over one that is there. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            _replace(name, path, patience, pause)
        else:
            os.link(name, path)
    finally:
        with suppress(OSError):  # it is in its place, or stays behind
            os.unlink(name)


def can_write(path: Path) -> bool:
    """Whether a file could be put there as far as permissions say, its folders made first."""
    folder = next((folder for folder in path.parents if os.path.exists(folder)), None)
    return folder is not None and os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)


def _replace(name: str, path: Path, patience: float, pause: Callable[[float], None]) -> None:
    waited = 0.0
    while True:
        try:
            os.replace(name, path)
        except PermissionError:
            if waited >= patience:
                raise
            pause(_PAUSE)
            waited += _PAUSE
        else:
            return


def _folder(find: Callable[..., Path]) -> Path | None:
    try:
        return find("etax-client", appauthor=False)
    except RuntimeError:
        return None
