"""The app that fails under a user's hands: a sentence, a report, a terminal as it was, and not one value (SEC-2, E8)."""

import os
import select
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="there are no ptys on Windows")

CANARY = "Canary-7f3a-pass"
PROGRAM = textwrap.dedent(f"""
    from etax_client.machine import crash
    crash.harden()
    import sys
    from pathlib import Path
    from etax_client.demo import run_demo
    from etax_client.screens.login import LoginScreen
    from etax_client.machine.settings import Settings
    from etax_client.texts.words import Language

    def fail(self, *_):
        typed = {CANARY!r}
        raise RuntimeError(f"cannot send {{typed}}")

    async def fail_in_worker():
        fail(None)

    def fail_later(self):
        self.run_worker(fail_in_worker())

    LoginScreen.on_mount = fail if sys.argv[1] == "handler" else fail_later
    sys.exit(run_demo(Settings(), settings_path=Path(sys.argv[2]), language=Language.en))
""")


def run_under_pty(arguments: list[str], environment: dict[str, str]) -> tuple[int, bytes, bool]:
    """Exit status, all that was shown, and whether the terminal's modes are as they were."""
    import fcntl
    import struct
    import termios

    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    before = termios.tcgetattr(slave)
    process = subprocess.Popen(arguments, stdin=slave, stdout=slave, stderr=slave, env=environment)
    shown = b""
    while process.poll() is None or select.select([master], [], [], 0.2)[0]:
        if select.select([master], [], [], 0.2)[0]:
            shown += os.read(master, 65536)
    restored = termios.tcgetattr(slave)[:4] == before[:4]
    os.close(slave)
    os.close(master)
    return process.returncode, shown, restored


@pytest.mark.parametrize("where", ["handler", "worker"])
def test_a_crash_shows_no_values_and_restores_the_terminal(where: str, tmp_path: Path) -> None:
    """SEC-2."""
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "TEXTUAL_LOG": str(tmp_path / "keys.txt"),
    }
    environment.pop("ETAX_DEV", None)
    status, shown, restored = run_under_pty([sys.executable, "-c", PROGRAM, where, str(tmp_path / "settings.toml")], environment)
    assert status == 1
    assert b"The program failed" in shown
    assert b"Traceback" not in shown
    assert CANARY.encode() not in shown
    assert b"\x1b[?1049l" in shown
    assert shown.rfind(b"\x1b[?25h") > shown.rfind(b"\x1b[?25l")
    assert restored
    assert not (tmp_path / "keys.txt").exists()
    reports = [path.read_text() for path in (tmp_path / "state").rglob("crash-*.txt")]
    assert sys.platform != "linux" or len(reports) == 1
    assert not any(CANARY in report for report in reports)
    assert all("RuntimeError" in report for report in reports)
