"""What the terminal at hand is and can do: whether the client can run in it, how large it is, and how wide it draws a character."""

import codecs
import locale
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
UTF_8 = "utf-8"
_CHINESE = {"gb2312", "gbk", "gb18030"}
_CURSOR_REPORT = re.compile(rb"\x1b\[(\d{1,4});(\d{1,4})R")
_HAN = "\u6c49"
_BLOCK = "\u2588"
_LATIN = "\u00f1"


_BROWSERS_DRIVER = "textual.drivers.web_driver:WebDriver"


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
    """Cells that the terminal gives to ñ, █ and a Han character; the client counts on 1, 1 and 2."""

    latin: int
    """Two bytes of UTF-8 and never ambiguous: it takes 2 cells only where they are read as two letters, or as a Chinese one in GBK."""
    block: int
    han: int


def in_a_browser(environment: Mapping[str, str]) -> bool:
    """Whether whoever has started this program draws its screen in a browser, and says so as textual-serve does: there is a visitor."""
    return environment.get("TEXTUAL_DRIVER") == _BROWSERS_DRIVER


def unfit(streams: Sequence[IO[str]], environment: Mapping[str, str]) -> Unfit | None:
    """Why the client cannot run on these streams (input first), if it cannot: Textual itself would write escapes and hang."""
    if in_a_browser(environment):
        return None  # it says its size once it is up
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


def left_raw(stream: IO[str]) -> bool:
    """Whether the terminal neither shows what is typed nor waits for whole lines: so a program leaves it that was killed."""
    if sys.platform == "win32":
        return False
    import termios  # not there on Windows

    try:
        flags = termios.tcgetattr(stream.fileno())[3]
    except (termios.error, OSError, ValueError):
        return False
    return not flags & termios.ECHO and not flags & termios.ICANON


def size(stream: IO[str]) -> Size | None:
    """The terminal's size; None where it does not say."""
    try:
        columns, rows = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return None
    return Size(columns, rows) if columns and rows else None


def codeset(environment: Mapping[str, str]) -> str:
    """The encoding that the locale names. (Where LANG names one that is not installed here, Python has put UTF-8 in its place.)"""
    named = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    _, _, after = named.partition(".")
    name = after.partition("@")[0] or locale.getencoding()
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name


def encoding(environment: Mapping[str, str]) -> str:
    """How to read what the terminal sends: GB 18030, which holds the older ones, where the locale names one of them; else UTF-8."""
    return "gb18030" if codeset(environment) in _CHINESE else UTF_8


def measure_widths(reads: int, writes: int, patience: float = PATIENCE) -> Widths | None:
    """Draw each of the three at the line's start and ask each time where the cursor is; None if the terminal does not say."""
    if sys.platform == "win32":
        return None
    import termios  # not there on Windows
    import tty

    before = termios.tcgetattr(reads)
    try:
        tty.setcbreak(reads, termios.TCSANOW)
        columns = [_column_after(reads, writes, char, patience) for char in (_LATIN, _BLOCK, _HAN)]
    finally:
        termios.tcsetattr(reads, termios.TCSAFLUSH, before)
    cells = [column - 1 for column in columns if column is not None]
    return Widths(*cells) if len(cells) == len(columns) else None


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
