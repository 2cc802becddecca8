"""A crash leaks nothing: no values in the report, no keys on disk, no core dump, and the terminal is left as it was (SEC-2, E8, E10)."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from etax_client.machine import crash

CANARY = "Canary-7f3a-pass"


def fail(password: str) -> None:
    try:
        int(password)
    except ValueError as error:
        raise RuntimeError(f"cannot use {password}") from error


def test_the_report_names_places_but_no_values(tmp_path: Path) -> None:
    """SEC-2: neither the message nor a local variable."""
    with pytest.raises(RuntimeError) as caught:
        fail(CANARY)
    path = crash.report(caught.value, tmp_path)
    assert path is not None
    text = path.read_text()
    assert CANARY not in text
    assert "builtins.RuntimeError" in text
    assert "because of: builtins.ValueError" in text
    assert "test_crash.py:" in text
    assert " fail\n" in text
    assert str(Path.home()) not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_groups_and_wrapped_errors_are_followed() -> None:
    class Wrapper(Exception):
        error = KeyError(CANARY)

    text = crash.describe(ExceptionGroup(CANARY, [Wrapper(CANARY), OSError(CANARY)]))
    assert CANARY not in text
    for name in ("ExceptionGroup", "part of it: ", "Wrapper", "from: builtins.KeyError", "builtins.OSError"):
        assert name in text


def test_an_error_that_is_its_own_cause_ends() -> None:
    error = ValueError()
    error.__cause__ = error
    assert crash.describe(error).count("ValueError") == 1


def test_a_deep_traceback_is_cut() -> None:
    def dive(depth: int) -> None:
        if depth:
            dive(depth - 1)
        raise ValueError

    with pytest.raises(ValueError) as caught:  # noqa: PT011  # any will do
        dive(300)
    assert len(crash.describe(caught.value).splitlines()) < crash.MOST_FRAMES + 15


def test_only_the_latest_reports_are_kept(tmp_path: Path) -> None:
    paths = []
    for age in range(crash.MOST_REPORTS + 5):
        path = crash.report(ValueError(), tmp_path)
        assert path is not None
        os.utime(path, (1000 + age, 1000 + age))
        paths.append(path)
    assert sorted(tmp_path.iterdir()) == sorted(paths[-crash.MOST_REPORTS :])


def test_nowhere_to_write_is_no_second_crash(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert crash.report(ValueError(), tmp_path / "file" / "folder") is None


def test_variables_that_record_keys_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """E10."""
    monkeypatch.setattr(crash, "_no_core_dumps", lambda: None)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    environment = {"TEXTUAL": "devtools", "TEXTUAL_LOG": "keys.txt", "TEXTUAL_DISABLE_KITTY_KEY": "1", "SSLKEYLOGFILE": "tls.txt"}
    crash.harden(environment)
    assert environment == {"TEXTUAL_DISABLE_KITTY_KEY": "1"}
    kept = {"TEXTUAL_LOG": "keys.txt", "ETAX_DEV": "1"}
    crash.harden(kept)
    assert kept == {"TEXTUAL_LOG": "keys.txt", "ETAX_DEV": "1"}


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_no_core_is_dumped(tmp_path: Path) -> None:
    program = (
        "from etax_client.machine import crash; crash.harden()\n"
        "import ctypes, os, resource\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)\n"
        "os.abort()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "(0, 0) 0"
    assert done.returncode < 0
    assert not os.listdir(tmp_path)


def test_a_thread_that_fails_says_nothing_of_its_values(tmp_path: Path) -> None:
    program = (
        "from etax_client.machine import crash; crash.harden()\n"
        "import threading\n"
        f"def work(): raise ValueError({CANARY!r})\n"
        "thread = threading.Thread(target=work); thread.start(); thread.join()\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    environment.pop("ETAX_DEV", None)
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert CANARY not in done.stdout + done.stderr
    if sys.platform == "linux":
        [path] = (tmp_path / "state").rglob("crash-*.txt")
        assert CANARY not in path.read_text()
