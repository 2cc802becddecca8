"""Files that a visitor's client hands to its visitor: kept in memory for a moment, and fetched once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from etax_client.clock import Clock

LARGEST = 1024 * 1024
"""Bytes of a file: twice what is read of a page."""
MOST = 8
"""Files at a time, one for each visitor; the oldest makes room."""
LASTS = timedelta(minutes=1)
"""A browser fetches at once."""


@dataclass(frozen=True, slots=True)
class Handed:
    name: str
    content: bytes
    until: datetime


@dataclass(slots=True)
class Coming:
    """A file on its way from a client, chunk by chunk, as Textual's driver packs them: a tuple of a name, the key and bytes."""

    key: str = ""
    name: str = ""
    content: bytes = b""

    def add(self, packed: bytes) -> str:
        """The key by which the next chunk is asked for; "" once all is here, or if it is none of this file's."""
        begins = f"ts13:deliver_chunks{len(self.key)}:{self.key}".encode()
        chunk = packed[len(begins) : -1].partition(b":")[2] if packed.startswith(begins) else b""
        if not chunk or len(self.content) > LARGEST:
            return ""
        self.content += chunk
        return self.key


class Handing:
    """Whoever knows a file's ticket may take it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[str, Handed] = {}

    def put(self, name: str, content: bytes) -> str:
        """The ticket; "" for what is too large, or nothing."""
        if not 0 < len(content) <= LARGEST:
            return ""
        while len(self._files) >= MOST:
            del self._files[next(iter(self._files))]
        ticket = secrets.token_urlsafe(24)
        self._files[ticket] = Handed(name, content, self._clock.now() + LASTS)
        return ticket

    def take(self, ticket: str) -> Handed | None:
        """The file, if it is still there; it is gone then."""
        file = self._files.pop(ticket, None)
        return file if file is not None and self._clock.now() < file.until else None
