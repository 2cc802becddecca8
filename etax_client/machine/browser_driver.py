"""The client's end of the line to a browser, as textual-serve speaks it: packets on standard input and output."""

import os
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.events import Resize
from textual.message import Message
from typing_extensions import override

GONE = 129
"""The client's status then, as for a terminal that was closed."""


class BrowserDriver(WebDriver):
    """Textual's own, but for the end: once whoever passes things on is gone, nothing is written any more, and the client ends."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write = self._write_all  # type: ignore[assignment]

    def _write_all(self, data: bytes) -> None:
        with suppress(OSError):
            while data:
                data = data[os.write(self.fileno, data) :]

    @override
    def run_input_thread(self) -> None:
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.call_later(self._app.exit, return_code=GONE)

    @override
    def process_message(self, message: Message) -> None:
        """What comes as keys may spell a report of a size, and of any: sizes come beside them, judged by whoever serves."""
        if not isinstance(message, Resize):
            super().process_message(message)
