"""The client on a real terminal: the whole way by keys, and a hostile server that gets no control byte through (TUI-1, E7)."""

import asyncio
import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

if sys.platform == "win32":
    pytest.skip("there are no ptys on Windows", allow_module_level=True)

from tests.e2e.terminal import terminal

PAYLOADS = [
    "\x1b]52;c;SEFDS0VE\x07",
    "\x1b]0;HACKED\x1b\\",
    "\x1b[2JHACKED",
    "\x9b2JHACKED",
    "\x9d0;HACKED\x9c",
    "\x7fDEL\x08BS",
    "\u202egnp.exe",
    "\u2066iso\u2069",
    "[/]",
    "[@click=app.bell]x[/]",
    "{0.__class__}",
    "\ufeffbom\u200bzero",
]
FORBIDDEN = [
    *(b"\x1b]52;", b"\x1b]0;HACKED", b"\x1b[2JHACKED", b"\xc2\x9b", b"\xc2\x9d", b"\x7f"),
    *(char.encode() for char in "\u202e\u2066\ufeff\u200b"),
]
"""Not the letters behind an ESC, which are harmless once it is gone."""


def unit(number: int, name: str) -> dict[str, object]:
    return {
        "unit_id": number,
        "taxpayer_id": f"91440199MA0QJ{number:05}",
        "name": name,
        "department": PAYLOADS[number % len(PAYLOADS)],
        "department_filing": "enabled",
        "income_filing": "pending",
        "business_filing": "none",
        "has_certificate": False,
        "locked_seconds": None,
        "opened": False,
    }


class Hostile(BaseHTTPRequestHandler):
    """Answers as our server does, but with names that attack a terminal."""

    units: ClassVar[list[dict[str, object]]] = [unit(number, payload + "公司") for number, payload in enumerate(PAYLOADS, 1)]

    def _reply(self) -> None:
        length = int(self.headers.get("content-length", 0))
        self.rfile.read(length)
        path = self.path.partition("?")[0]
        if path == "/api/info":
            body: object = {
                "product": "etax",
                "version": "1",
                "simulated": True,
                "policy": "national",
                "phase": "phase-1",
                "now": "2026-11-20T02:00:00Z",
            }
        elif path == "/api/sessions":
            profile = {"person_id": "1", "name": PAYLOADS[1] + "李", "masked_name": PAYLOADS[0] + "李*"}
            body = {"token": "t" * 43, "profile": profile, "idle_seconds": 1800, "absolute_seconds": 43200}
        elif path == "/api/units/totals":
            body = {"units": len(self.units), "income_filed": 0, "business_filed": 0, "unlisted": [], "ends_soon": []}
        elif path == "/api/units":
            body = {"units": self.units, "total": len(self.units)}
        else:
            body = {
                "unit": self.units[0],
                "tax_period": PAYLOADS[2],
                "opened_by": "declaration_password",
                "opened_at": "2026-11-20T02:00:00Z",
                "open_until": "2026-11-20T03:00:00Z",
                "role": None,
                "masked_person": PAYLOADS[3],
            }
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_DELETE = _reply

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_no_control_byte_of_a_hostile_server_reaches_the_terminal(tmp_path: Path) -> None:
    """TUI-1, TUI-2: list, dialogs, home and top line; the client lives, and its name for the unit is on the screen."""
    with (
        serving() as url,
        terminal(["-m", "etax_client", "--server", url, "--lang", "zh"], {"ETAX_CONFIG": str(tmp_path / "settings.toml")}) as shell,
    ):
        shell.wait_for("实名登录")
        shell.type("liming\tEtax@2026\r")
        shell.wait_for("单位总数")
        shell.quiet()
        shell.type("\x1b[3~")
        shell.wait_for("移出单位列表吗")
        shell.type("\x1b")
        shell.quiet()
        shell.type("\r")
        shell.wait_for("办税首页")
        shell.quiet()
        assert shell.process.poll() is None
        for forbidden in FORBIDDEN:
            assert forbidden not in shell.bytes, forbidden


def test_the_demo_from_the_shell_by_keys_alone(tmp_path: Path) -> None:
    """`etax-client demo`: in, through, and out again with the terminal as it was."""
    with terminal(["-m", "etax_client", "demo", "--lang", "zh"], {"ETAX_CONFIG": str(tmp_path / "settings.toml")}) as shell:
        shell.wait_for("实名登录")
        shell.type("liming\tEtax@2026\r")
        shell.wait_for("单位总数:6")
        shell.type("\r")
        shell.wait_for("在线登录")
        shell.type("Unit2026a\r")
        shell.wait_for("税款所属月份")
        assert b"Etax@2026" not in shell.bytes
        assert b"Unit2026a" not in shell.bytes
        shell.type("\x11")
        shell.wait_for("确定要退出程序吗")
        shell.type("\r")
        assert shell.end() == 0
        shell.quiet()
        assert b"\x1b[?1049l" in shell.bytes, "the alternate screen was left"
        assert shell.bytes.rstrip().endswith(b"h") or b"\x1b[?25h" in shell.bytes


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_told_to_end_leaves_nothing_behind(tmp_path: Path, told: signal.Signals) -> None:
    """The terminal as it was, and no folder with a certificate."""
    environment = {"ETAX_CONFIG": str(tmp_path / "settings.toml"), "TMPDIR": str(tmp_path)}
    with terminal(["-m", "etax_client", "demo", "--lang", "zh"], environment) as shell:
        shell.wait_for("实名登录")
        shell.type("liming\tEtax@2026\r")
        shell.wait_for("单位总数:6")
        assert list(tmp_path.glob("etax-client-*/*.p12"))
        shell.process.send_signal(told)
        assert shell.end() == 128 + told
        assert b"\x1b[?1049l" in shell.bytes, "the alternate screen was left"
    assert not list(tmp_path.glob("etax-client-*"))


def test_a_closed_window_ends_the_client_without_a_crash(tmp_path: Path) -> None:
    """SEC-2: a terminal that is gone is no fault of the program's; nothing is left behind, no report either."""
    environment = {"ETAX_CONFIG": str(tmp_path / "settings.toml"), "TMPDIR": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    with terminal(["-m", "etax_client", "demo", "--lang", "zh"], environment) as shell:
        shell.wait_for("实名登录")
        shell.type("liming")
        shell.close()
        assert shell.process.wait(60) == 128 + signal.SIGHUP
    assert not list(tmp_path.rglob("crash-*"))
    assert not list(tmp_path.glob("etax-client-*"))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
def test_any_reasonable_size(size: tuple[int, int], tmp_path: Path) -> None:
    environment = {"ETAX_CONFIG": str(tmp_path / "settings.toml"), "NO_COLOR": "1"}
    with terminal(["-m", "etax_client", "demo", "--lang", "zh"], environment, *size) as shell:
        shell.wait_for("实名登录")
        shell.wait_for("模拟环境")


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    async def run() -> tuple[int | None, bytes]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "etax_client", "demo", stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=-2
        )
        out, _ = await process.communicate()
        return process.returncode, out

    status, said = asyncio.run(run())
    assert status == 2
    assert "终端".encode() in said or b"terminal" in said
