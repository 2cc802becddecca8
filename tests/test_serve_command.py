"""`etax-client serve` as a process of its own: it says where it is, keeps its data, and says clearly why it can't start."""

import json
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from etax_client import serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and modes are POSIX ones")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "etax_client", "serve", "--lang", "en", *arguments]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "ETAX_CONFIG": str(folder / "settings.toml"), "XDG_DATA_HOME": str(folder / "data"), "PYTHONUNBUFFERED": "1"}


def refused(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), env=environment(folder), capture_output=True, text=True, timeout=120)


@contextmanager
def served(*arguments: str, folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A running server and its URL; stopped by Ctrl+C at the end."""
    process = subprocess.Popen(command(*arguments), env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert select.select([process.stdout], [], [], 60)[0], "the server says nothing"
        line = process.stdout.readline()
        assert line.startswith("Mock server: http://"), line + process.stderr.read()
        yield line.split()[2], process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stdout.close()
        process.stderr.close()


def info(url: str) -> dict[str, object]:
    """What the server says of itself; the socket is open before the URL is printed, so nobody has to try twice."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}/api/info", timeout=60) as answer:
        said: dict[str, object] = json.load(answer)
        return said


@pytest.mark.parametrize("workers", [1, 2])
def test_it_serves_and_stops(tmp_path: Path, workers: int) -> None:
    with served("--port", str(free_port()), "--phase", "phase-2", "--workers", str(workers), folder=tmp_path) as (url, process):
        said = info(url)
        assert (said["simulated"], said["policy"], said["phase"]) == (True, "national", "phase-2")
    assert process.returncode == 0
    [database] = (tmp_path / "data").rglob("*.sqlite3")
    assert database.stat().st_mode & 0o077 == 0


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = refused("--port", str(port), folder=tmp_path)
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_of_another_machine_is_told(tmp_path: Path) -> None:
    done = refused("--host", "192.0.2.1", "--insecure-lan", folder=tmp_path)
    assert done.returncode == 1
    assert "192.0.2.1" in done.stderr
    assert "Traceback" not in done.stderr


def make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE someone_elses (x)")


def contents(path: Path) -> object:
    """The tables of a database (opening it may change its journal's mode), else the bytes."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return list(connection.iterdump())
    except sqlite3.Error:
        return path.read_bytes() if path.is_file() else None


@pytest.mark.parametrize(("kind", "told"), [("corrupt", "damaged"), ("foreign", "another program's"), ("folder", "cannot be written")])
def test_a_database_that_cannot_be_used_is_told_and_left_alone(tmp_path: Path, kind: str, told: str) -> None:
    """DUR-3."""
    path = tmp_path / "some.sqlite3"
    if kind == "corrupt":
        path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    elif kind == "foreign":
        make_foreign(path)
    else:
        path.mkdir()
    before = contents(path)
    done = refused("--port", str(free_port()), "--database", str(path), folder=tmp_path)
    assert done.returncode == 1
    assert told in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert contents(path) == before


def test_a_database_of_an_unknown_kind_is_told(tmp_path: Path) -> None:
    done = refused("--port", str(free_port()), "--database", "mysql://root:canary@127.0.0.1/x", folder=tmp_path)
    assert done.returncode == 1
    assert "not supported" in done.stderr
    assert "canary" not in done.stdout + done.stderr


def test_a_database_password_is_not_shown() -> None:
    """SEC-1."""
    assert serving.without_password("postgresql+psycopg://me:canary@host/db") == "postgresql+psycopg://me:***@host/db"
    assert serving.without_password("/tmp/a:b@c.sqlite3") == "/tmp/a:b@c.sqlite3"
