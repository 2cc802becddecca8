"""A terminal that sends anything at all: the client reads on, says once that it left something out, and ends when it is told to."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

if sys.platform == "win32":
    pytest.skip("there are no ptys on Windows", allow_module_level=True)

from tests.e2e.terminal import Terminal, terminal

HOSTILE = (
    "中".encode("gbk"),
    b"\x9b",
    b"\xff",
    b"\xc3(",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x1b[M \xa0\x30",  # a click right of column 95, as terminals told it before they counted in digits
    b"\x1b[M \xe4\xb8",
    b"\x1b[200~\xd6\xd0\x1b[201~",
    b"\x1b[<0;99999999;99999999M\x1b[<0;0;0m\x1b[<64;-1;-1M",
    b"\x1b[?2026;9$y\x1b[?2048;1$y\x1b[?9999999999;1$y",
    b"\x1b[48;0;0;0;0t\x1b[<35;1;1M",  # a window of no pixels, and a pointer in it
    b"\x1b[48;24;80;0;0t\x1b[<35;5;5M",
    b"\x1b[48;99999999;99999999;1;1t",
    b"\x1b[99999999999999999999;1R",
    b"\x1b]52;c;AAAA\x07\x1bP+r\x1b\\",
    b"\x1b[" + b"9" * 200 + b"u",
    b"\x00\x01\x02\x1c\x7f\xc2\x9b",
)


@contextmanager
def demo(tmp_path: Path, encoding: str = "utf-8", **environment: str) -> Iterator[Terminal]:
    own = {"ETAX_CONFIG": str(tmp_path / "settings.toml"), "XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path), **environment}
    with terminal(["-m", "etax_client", "demo", "--lang", "zh"], own, encoding=encoding) as shell:
        yield shell


def test_no_byte_ends_the_client(tmp_path: Path) -> None:
    """E8: whatever came before, the next key is read; and quitting works, with the terminal given back."""
    noise = Random(20261130)
    with demo(tmp_path) as shell:
        shell.wait_for("实名登录")
        for number, piece in enumerate((*HOSTILE, *(noise.randbytes(200).replace(b"\x11", b"") for _ in range(8)))):
            shell.type(piece)
            shell.type("\x1b[201~\x1b" if number >= len(HOSTILE) else "\x1b[48;24;80;480;800t")
            shell.quiet(0.1)
            assert shell.process.poll() is None, (piece, shell.text())
        for key in ("\x1b[201~\x1b[201~\x11", "\r", "\x11", "\r"):  # it asks where something unfinished stands on the screen
            shell.type(key)
            shell.quiet(1)
            if shell.process.poll() is not None:
                break
        assert shell.end() == 0
        assert b"Traceback" not in shell.bytes
        assert b"\x1b[?1049l" in shell.bytes
    assert not list(tmp_path.rglob("crash-*"))


def test_what_cannot_be_read_is_left_out_and_said(tmp_path: Path) -> None:
    with demo(tmp_path) as shell:
        shell.wait_for("实名登录")
        shell.quiet()
        shell.type(b"wang" + "中".encode("gbk") + b"fang")
        shell.wait_for("wangfang")
        shell.wait_for("无法识别的字符")
        shell.type("\x1b[M \xa0\x30".encode("latin-1") + b"2")
        shell.wait_for("wangfang2")


def test_a_terminal_that_the_locale_calls_gbk_is_understood(tmp_path: Path) -> None:
    with demo(tmp_path, "gb18030", LC_ALL="zh_CN.GBK") as shell:
        shell.wait_for("实名登录")
        shell.quiet()
        shell.type("王芳")
        shell.wait_for("王芳")
        assert "无法识别" not in shell.text()
