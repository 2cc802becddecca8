"""One visitor's client: a process of its own, spoken to over pipes in the packets that Textual's driver for browsers knows.

textual-serve would start it by a shell, hand it the whole environment of this server, print what it writes on standard error,
and wait for its end without an end: so only its script, style and letters are used, and the program is kept here.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import Self

DATA, META, PACKED = b"D", b"M", b"P"
_READY = b"__GANGLION__\n"
"""The line by which the driver says that packets follow."""
GRACE = 3.0
"""Seconds in which a client that is told to end has to."""
LARGEST = (400, 150)
"""Columns and rows that are believed."""
_HANDED_ON = (
    *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR"),
    *("PYTHONPATH", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8"),
)
"""What a visitor's client has of this server's environment: neither tokens, settings and keyring of the user, nor a home."""


def command(*words: str) -> list[str]:
    """This very client with these words from the shell; none of them is a secret, as everybody on a machine can read them."""
    return [sys.executable, "-P", "-m", "etax_client", *words]


def size(columns: int, rows: int) -> tuple[int, int]:
    return max(1, min(columns, LARGEST[0])), max(1, min(rows, LARGEST[1]))


def environment(own: Mapping[str, str], columns: int, rows: int) -> dict[str, str]:
    """What the client finds around it; that it is drawn in a browser among it."""
    kept = {name: own[name] for name in _HANDED_ON if name in own}
    drawn = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "TEXTUAL_COLOR_SYSTEM": "truecolor", "TERM": "xterm-256color"}
    return {**kept, **drawn, "COLUMNS": str(columns), "ROWS": str(rows)}


class Program:
    """Ended with its visitor, and with this server: its standard input ends then, and so does it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, words: Sequence[str], columns: int, rows: int) -> Self:
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(os.environ, columns, rows),
            start_new_session=True,  # Ctrl+C is meant for the server, which ends its visitors in order
        )
        return cls(process)

    @property
    def status(self) -> int | None:
        return self._process.returncode

    async def type(self, text: str) -> None:
        await self._send(DATA, text.encode(errors="replace"))

    async def tell(self, kind: str, **more: int | str) -> None:
        await self._send(META, json.dumps({"type": kind, **more}).encode())

    async def packets(self) -> AsyncIterator[tuple[bytes, bytes]]:
        """What the client draws and tells, until it ends."""
        out = self._process.stdout
        if out is None:
            raise RuntimeError("started without a pipe")
        while (line := await out.readline()) != _READY:
            if not line:
                return
        with suppress(asyncio.IncompleteReadError):
            while True:
                head = await out.readexactly(5)
                yield head[:1], await out.readexactly(int.from_bytes(head[1:], "big"))

    async def end(self) -> None:
        """Have it leave, and end it if it does not."""
        try:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(GRACE):
                    await self.tell("quit")
                    await self._process.wait()
        finally:
            if self._process.returncode is None:
                self._process.kill()
                await self._process.wait()

    async def _send(self, kind: bytes, payload: bytes) -> None:
        into = self._process.stdin
        if into is None:
            raise RuntimeError("started without a pipe")
        into.write(kind + len(payload).to_bytes(4, "big") + payload)
        await into.drain()
