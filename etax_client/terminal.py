"""What the terminal at hand is and can do: whether the client can run in it, how large it is, and how wide it draws a character."""

import os
import re
import select
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

LEAST = (60, 20)
"""Columns and rows below which nothing useful fits."""
GOOD = (80, 24)
PATIENCE = 0.5
"""Seconds to wait for a terminal's answer: one that knows cursor reports answers in milliseconds, over SSH in tenths."""
_CURSOR_REPORT = re.compile(rb"\x1b\[(\d{1,4});(\d{1,4})R")
_HAN = "\u6c49"
_BLOCK = "\u2588"


class Unfit(StrEnum):
    """Why the client cannot run here."""

    not_a_terminal = "not_a_terminal"
    dumb = "dumb"
    small = "small"


@dataclass(frozen=True, slots=True)
class Size:
    columns: int
    rows: int

    def holds(self, least: tuple[int, int]) -> bool:
        return self.columns >= least[0] and self.rows >= least[1]


@dataclass(frozen=True, slots=True)
class Widths:
    """Cells that the terminal gives to █ and to a Han character; the client counts on 1 and 2."""

    block: int
    han: int


def unfit(streams: Sequence[IO[str]], environment: Mapping[str, str]) -> Unfit | None:
    """Why the client cannot run on these streams (input first), if it cannot: Textual itself would write escapes and hang."""
    if not all(is_terminal(stream) for stream in streams):
        return Unfit.not_a_terminal
    if environment.get("TERM", "" if sys.platform != "win32" else "windows") in ("", "dumb", "unknown"):
        return Unfit.dumb
    found = size(streams[0])
    return Unfit.small if found is not None and not found.holds(LEAST) else None


def is_terminal(stream: IO[str] | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def size(stream: IO[str]) -> Size | None:
    """The terminal's size; None where it does not say."""
    try:
        columns, rows = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return None
    return Size(columns, rows) if columns and rows else None


def measure_widths(reads: int, writes: int, patience: float = PATIENCE) -> Widths | None:
    """Draw █ and a Han character at the line's start and ask each time where the cursor is; None if the terminal does not say."""
    if sys.platform == "win32":
        return None
    import termios  # not there on Windows
    import tty

    before = termios.tcgetattr(reads)
    try:
        tty.setcbreak(reads, termios.TCSANOW)
        columns = [_column_after(reads, writes, char, patience) for char in (_BLOCK, _HAN)]
    finally:
        termios.tcsetattr(reads, termios.TCSAFLUSH, before)
    block, han = columns
    return None if block is None or han is None else Widths(block - 1, han - 1)


def _column_after(reads: int, writes: int, char: str, patience: float) -> int | None:
    os.write(writes, b"\r" + char.encode() + b"\x1b[6n")
    received = b""
    while len(received) < 256 and select.select([reads], [], [], patience)[0]:
        received += os.read(reads, 64)
        column = cursor_column(received)
        if column is not None:
            break
    os.write(writes, b"\r\x1b[K")
    return cursor_column(received)


def cursor_column(received: bytes) -> int | None:
    """The column, counted from 1, of the last cursor report in what a terminal sent; what was typed meanwhile may stand around it."""
    reports = _CURSOR_REPORT.findall(received)
    return int(reports[-1][1]) if reports else None
