"""What a visitor's client is told, and what it is not (SEC-1); a process that leaves in time, or is ended."""

import sys

import pytest

from etax_client.machine import terminal
from etax_client.web import program
from etax_client.web.program import DATA, Program

READY = "import sys; o = sys.stdout.buffer; o.write(b'noise\\n__GANGLION__\\n' + b'D' + (2).to_bytes(4, 'big') + b'hi'); o.flush()\n"


def test_nothing_of_the_servers_user_is_handed_on() -> None:
    own = {
        "PATH": "/bin",
        "HOME": "/root",
        "ETAX_CONTROL_TOKEN": "x",
        "ETAX_CONFIG": "x",
        "DBUS_SESSION_BUS_ADDRESS": "x",
        "TEXTUAL_LOG": "x",
    }
    told = program.environment(own, 80, 24)
    assert set(told) == {"PATH", "TEXTUAL_DRIVER", "TEXTUAL_COLOR_SYSTEM", "TERM", "COLUMNS", "ROWS"}
    assert terminal.in_a_browser(told)
    assert terminal.unfit((), told) is None
    assert not terminal.in_a_browser(own)


@pytest.mark.parametrize(("asked", "believed"), [((80, 24), (80, 24)), ((0, -1), (1, 1)), ((10**6, 10**6), program.LARGEST)])
def test_a_size_that_no_window_has_is_not_believed(asked: tuple[int, int], believed: tuple[int, int]) -> None:
    assert program.size(*asked) == believed


async def test_packets_are_read_after_whatever_stands_before_them() -> None:
    running = await Program.start([sys.executable, "-c", READY + "sys.stdin.buffer.read(5)"], 80, 24)
    packets = running.packets()
    assert await anext(packets) == (DATA, b"hi")
    await running.end()
    assert running.status == 0


async def test_a_client_that_does_not_leave_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "GRACE", 0.05)
    running = await Program.start([sys.executable, "-c", READY + "import threading; threading.Event().wait(60)"], 80, 24)
    assert await anext(running.packets()) == (DATA, b"hi")
    await running.end()
    assert running.status != 0
