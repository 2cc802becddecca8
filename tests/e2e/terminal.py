"""A real terminal for tests: the program runs on a pty, and every byte that it writes is kept."""

import codecs
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import pyte


class Terminal:
    """What the program wrote, as bytes and as the screen that they make."""

    def __init__(self, master: int, process: subprocess.Popen[bytes], columns: int, rows: int, encoding: str) -> None:
        self._master = master
        self.process = process
        self.bytes = b""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._encoding = encoding
        self._decode = codecs.getincrementaldecoder(encoding)("replace").decode

    def text(self) -> str:
        """Row by row; half of a wide letter that was painted over is no letter, which the screen's own `display` stumbles over."""
        rows, columns = range(self.screen.lines), range(self.screen.columns)
        return "\n".join("".join(self.screen.buffer[row][column].data for column in columns) for row in rows)

    def type(self, text: str | bytes) -> None:
        os.write(self._master, text if isinstance(text, bytes) else text.encode(self._encoding))

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Until the screen shows text; the limit is only there so that a failing test ends."""
        end = time.monotonic() + seconds
        while text not in self.text().replace(" ", ""):
            if time.monotonic() > end or self.process.poll() is not None:
                self._read(0.2)
                raise AssertionError(f"{text} never came:\n{self.text()}")
            self._read(0.2)

    def close(self) -> None:
        """The window is closed, or the line is cut: whatever the program writes from now on fails."""
        os.close(self._master)

    def end(self, seconds: float = 60) -> int:
        """Until the program has ended: its exit status. What it writes on its way out is read, as else it could not go on."""
        limit = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < limit:
            self._read(0.1)
        self.quiet()
        return self.process.wait(1)

    def quiet(self, seconds: float = 0.3) -> None:
        """Until nothing has been written for so long."""
        while self._read(seconds):
            pass

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.bytes += data
        self._stream.feed(self._decode(data))
        return bool(data)


@contextmanager
def terminal(
    arguments: list[str], environment: Mapping[str, str], columns: int = 80, rows: int = 24, encoding: str = "utf-8"
) -> Iterator[Terminal]:
    """Run `python ARGUMENTS` on a terminal of its own; it is ended with the test."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**inherited, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Terminal(master, process, columns, rows, encoding)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with suppress(OSError):  # it was closed
            os.close(master)
