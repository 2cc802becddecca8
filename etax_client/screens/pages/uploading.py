"""A file that a page asks for, by the path that was typed in its field."""

import asyncio

from etax_client.api.pages import Upload
from etax_client.screens.files.browsing import path_of, read_file

LARGEST = 4 * 1024 * 1024
"""Bytes; no page takes as many, and whatever is longer comes cut off."""


async def handed(typed: str, *, visiting: bool) -> Upload:
    """Raises OSError for what can't be read, and whatever a visitor names, since this machine's files are not theirs."""
    if visiting:
        raise PermissionError
    path = path_of(typed)
    return Upload(path.name, await asyncio.to_thread(read_file, path, LARGEST))
