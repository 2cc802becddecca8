"""The client's end of the line to its terminal: bytes become keys, and no byte, whatever it is, ends the client.

Textual decodes strictly, so that one foreign byte ends its reading thread, and with it the program.
"""

import codecs
import io
import os
import selectors
import signal
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any, cast

from textual import events
from textual.app import App
from textual.message import Message
from typing_extensions import override

from etax_client.machine import terminal

UNREADABLE = "\ufffd"
"""What a byte becomes that is no letter in the terminal's encoding."""
LARGEST = 1000
"""Columns and rows that are believed; what says more is no terminal."""
_BLOCK = 4096


class Unreadable(Message):
    """The terminal sent what cannot be read; it has been left out."""


if sys.platform != "win32":
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Textual's own, but for how it reads; a terminal that the locale says speaks GBK is understood, and answered in it."""

        def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            self._encoding = terminal.encoding(os.environ)
            if self._encoding != terminal.UTF_8 and self._file is not None:
                screen = io.FileIO(self._file.fileno(), "w", closefd=False)
                self._file = io.TextIOWrapper(screen, encoding=self._encoding, errors="replace", newline="")
            if self._file is not None:
                self._file = cast(io.TextIOWrapper, _Screen(self._file))

        @override
        def _run_input_thread(self) -> None:
            try:
                self.run_input_thread()
            except Exception as error:  # ends the client as any other error does, by its own crash handler
                self._app.call_later(self._app._handle_exception, error)

        @override
        def run_input_thread(self) -> None:
            """Read until told to end, or until the terminal is gone, which ends the client as its signal does."""
            reading = _Reading(self._encoding, self._debug)
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(0.1):
                        try:
                            data = os.read(self.fileno, _BLOCK)
                        except OSError:
                            data = b""
                        if not data:
                            self._app.call_later(self._app.exit, return_code=128 + signal.SIGHUP)
                            return
                        self._pass_on(reading.feed(data))
                    self._pass_on(reading.tick())

        def _pass_on(self, messages: Iterator[Message]) -> None:
            for message in messages:
                if isinstance(message, Unreadable):
                    message.set_sender(self._app)
                    self.send_message(message)
                else:
                    self.process_message(message)

    class _Screen:
        """Where the screen is written to: once the terminal is gone nothing is, as an error would end Textual's writing thread."""

        def __init__(self, file: IO[str]) -> None:
            self._file = file
            self._gone = False

        def write(self, text: str) -> None:
            self._try(lambda: self._file.write(text))

        def flush(self) -> None:
            self._try(self._file.flush)

        def fileno(self) -> int:
            return self._file.fileno()

        def isatty(self) -> bool:
            return self._file.isatty()

        def _try(self, work: Callable[[], object]) -> None:
            try:
                if not self._gone:
                    work()
            except (OSError, ValueError):  # ValueError: it was closed
                self._gone = True

    class _Reading:
        """Bytes in, messages out; what cannot be read is left out, and told by one message for each piece that had some."""

        def __init__(self, encoding: str, debug: bool = False) -> None:
            self._decode = codecs.getincrementaldecoder(encoding)("replace").decode
            self._debug = debug
            self._parser = XTermParser(debug)

        def feed(self, data: bytes) -> Iterator[Message]:
            text = self._decode(data)
            if text:  # the parser takes nothing for the end
                yield from self._parsed(text)

        def tick(self) -> Iterator[Message]:
            """What was begun and does not go on."""
            yield from self._parsed("")

        def _parsed(self, text: str) -> Iterator[Message]:
            unread = False
            try:
                for message in self._parser.feed(text) if text else self._parser.tick():
                    readable = _readable(message)
                    unread = unread or readable is not message
                    if readable is not None:
                        yield readable
            except (ValueError, ArithmeticError, LookupError, StopIteration, RuntimeError):  # a reply that makes no sense
                self._parser = XTermParser(self._debug)
                unread = True
            if unread:
                yield Unreadable()

    def _readable(message: Message) -> Message | None:
        """The message without what cannot be read in it; None if nothing is left."""
        if isinstance(message, events.Key) and UNREADABLE in (message.character or ""):
            return None
        if isinstance(message, events.Paste) and UNREADABLE in message.text:
            text = message.text.replace(UNREADABLE, "")
            return events.Paste(text) if text else None
        if isinstance(message, events.Resize) and not all(0 < cells <= LARGEST for cells in message.size):
            return None
        return message
