"""`etax-client serve` and the time: a clock that cannot be right, a jump over a restart, and a request that breaks off."""

import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from etax_client.server.store import meta
from etax_client.shell import Failure, check_clock
from etax_client.texts.catalogue import words
from etax_client.wire import paths
from tests.test_serve_command import command, environment, free_port, info, served

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and modes are POSIX ones")


def test_a_clock_is_believed_within_reason() -> None:
    for year in (2020, 2026, 2199):
        check_clock(words(), datetime(year, 6, 1, tzinfo=UTC))
    for year in (1970, 2019, 2200):
        with pytest.raises(Failure, match=f"本机时间为 {year}-06-01"):
            check_clock(words(), datetime(year, 6, 1, tzinfo=UTC))


@pytest.mark.skipif(shutil.which("faketime") is None, reason="there is no faketime")
def test_in_1970_it_says_that_the_clock_is_wrong(tmp_path: Path) -> None:
    """Where the battery is empty: a sentence, and no crash report."""
    asked = ["faketime", "1970-01-02 00:00:00", *command("--port", str(free_port()))]
    done = subprocess.run(asked, env=environment(tmp_path), capture_output=True, text=True, timeout=120)
    assert (done.returncode, "clock shows 1970-01-0" in done.stderr) == (1, True), done.stderr


def test_a_jump_ahead_is_logged_as_a_line_of_the_log(tmp_path: Path) -> None:
    """CLK-1: with its time and level, though it is noticed before the server's own logging begins."""
    database = tmp_path / "some.sqlite3"
    arguments = ("--port", str(free_port()), "--database", str(database))
    with served(*arguments, folder=tmp_path):
        pass
    with closing(sqlite3.connect(database)) as connection, connection:
        [found] = connection.execute("SELECT value FROM meta WHERE key = ?", (meta.MARK,)).fetchone()
        micros, rest = found.split(" ", 1)
        earlier = int(micros) - (3 * 24 * 3600 + 60) * 10**6
        connection.execute("UPDATE meta SET value = ? WHERE key = ?", (f"{earlier} {rest}", meta.MARK))
    with served(*arguments, folder=tmp_path) as (_, process):
        assert process.stderr is not None
        line = process.stderr.readline()
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} WARNING etax_client\S* time of day is 3 days", line), line


def test_a_request_that_breaks_off_is_no_error(tmp_path: Path) -> None:
    """Whoever pulls out a plug need not be reported."""
    with served("--port", str(free_port()), folder=tmp_path) as (url, process):
        host, port = urlsplit(url).hostname, urlsplit(url).port
        with socket.create_connection((host, port)) as cut:
            head = f"POST {paths.SESSIONS} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
            cut.sendall(head.encode() + b'{"account": "lim')
        info(url)
        process.terminate()
        assert process.stderr is not None
        assert process.stderr.read() == ""
