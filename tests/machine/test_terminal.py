"""What is found out about a terminal, through a pty whose other end this test plays."""

import fcntl
import os
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from etax_client.machine import terminal
from etax_client.machine.terminal import Size, Unfit, Widths, cursor_column

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no ptys on Windows")
XTERM = {"TERM": "xterm-256color"}


class Pty:
    """A terminal's two ends; `answers` are given one by one to what asks for the cursor."""

    def __init__(self, columns: int = 80, rows: int = 24, answers: tuple[bytes, ...] = ()) -> None:
        import termios

        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.stream: IO[str] = os.fdopen(self.slave, "r+b", buffering=0, closefd=False)  # type: ignore[assignment]  # only fileno and isatty
        self.shown = b""
        self._answers = list(answers)
        self._thread = threading.Thread(target=self._play, daemon=True)
        self._thread.start()

    def _play(self) -> None:
        while True:
            try:
                data = os.read(self.master, 1024)
            except OSError:
                return
            self.shown += data
            for _ in range(data.count(b"\x1b[6n")):
                if self._answers:
                    os.write(self.master, self._answers.pop(0))

    def close(self) -> None:
        self.stream.close()
        os.close(self.slave)
        self._thread.join(10)
        os.close(self.master)


@contextmanager
def pty(columns: int = 80, rows: int = 24, answers: tuple[bytes, ...] = ()) -> Iterator[Pty]:
    made = Pty(columns, rows, answers)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize(
    ("received", "column"),
    [(b"\x1b[5;2R", 2), (b"abc\x1b[12;34Rdef", 34), (b"\x1b[1;2R\x1b[1;3R", 3), (b"\x1b[5;2", None), (b"", None), (b"\x1b[99999;1R", None)],
)
def test_a_cursor_report_is_read(received: bytes, column: int | None) -> None:
    assert cursor_column(received) == column


@pytest.mark.parametrize(
    ("answers", "widths"),
    [
        ((b"\x1b[1;2R", b"\x1b[1;2R", b"\x1b[1;3R"), Widths(1, 1, 2)),
        ((b"\x1b[1;2R", b"\x1b[1;3R", b"\x1b[1;3R"), Widths(1, 2, 2)),
        ((b"typed\x1b[1;3R", b"\x1b[1;2R", b"\x1b[1;2R"), Widths(2, 1, 1)),
        ((b"\x1b[1;2R",), None),
        ((), None),
    ],
)
def test_widths_are_measured_by_the_cursor(answers: tuple[bytes, ...], widths: Widths | None) -> None:
    import termios

    with pty(answers=answers) as made:
        before = termios.tcgetattr(made.slave)
        assert terminal.measure_widths(made.slave, made.slave, patience=0.2) == widths
        after = termios.tcgetattr(made.slave)
        pending = getattr(termios, "PENDIN", 0)  # set by the kernel when canonical mode comes back
        assert (before[3] & ~pending, before[:3]) == (after[3] & ~pending, after[:3])


@pytest.mark.parametrize(
    ("columns", "rows", "environment", "answer"),
    [
        (80, 24, XTERM, None),
        (60, 20, XTERM, None),
        (59, 24, XTERM, Unfit.small),
        (80, 19, XTERM, Unfit.small),
        (0, 0, XTERM, None),
        (80, 24, {"TERM": "dumb"}, Unfit.dumb),
        (80, 24, {"TERM": ""}, Unfit.dumb),
        (80, 24, {}, Unfit.dumb),
    ],
)
def test_where_the_client_cannot_run(columns: int, rows: int, environment: dict[str, str], answer: Unfit | None) -> None:
    with pty(columns, rows) as made:
        assert terminal.unfit([made.stream] * 3, environment) is answer


@pytest.mark.parametrize(
    ("environment", "codeset", "encoding"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "utf-8", "utf-8"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.GBK"}, "gbk", "gb18030"),
        ({"LC_CTYPE": "zh_CN.gb2312", "LC_ALL": ""}, "gb2312", "gb18030"),
        ({"LANG": "zh_CN.GB18030@stroke"}, "gb18030", "gb18030"),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, "iso8859-15", "utf-8"),
        ({"LANG": "zh_CN.nonsense"}, "nonsense", "utf-8"),
    ],
)
def test_what_the_locale_says_of_the_encoding(environment: dict[str, str], codeset: str, encoding: str) -> None:
    assert (terminal.codeset(environment), terminal.encoding(environment)) == (codeset, encoding)


def test_a_pipe_is_no_terminal() -> None:
    reads, writes = os.pipe()
    with os.fdopen(reads) as stream, os.fdopen(writes, "w"), pty() as made:
        assert terminal.unfit([made.stream, stream, made.stream], XTERM) is Unfit.not_a_terminal
        assert terminal.size(stream) is None
    assert not terminal.is_terminal(stream)
    assert not terminal.is_terminal(None)


def test_the_size_is_read() -> None:
    with pty(100, 30) as made:
        assert terminal.size(made.stream) == Size(100, 30)
