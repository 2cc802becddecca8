"""Faults and the journal from the shell."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from etax_client import shell
from etax_client.wire import paths
from tests.control_cli.shells import TOKEN, Following, Shell, login, rows
from tests.server.others import OtherServer
from tests.server.running import WRONG


def test_faults(control: Shell, server: OtherServer) -> None:
    [[number, *rest]] = rows(control.done("faults", "add", "status=503;retry-after=5", "--path", "/api/info", "--method", "get", "--next"))
    assert rest == ["GET", "/api/info", "status=503;retry-after=5", "100%", "1"]
    assert server.http.get(paths.INFO).status_code == 503
    assert server.http.get(paths.INFO).status_code == 200
    assert rows(control.done("faults", "list"))[0][-1] == "0"
    control.done("faults", "add", "delay=1", "--percent", "20", "--count", "3")
    assert [row[-2:] for row in rows(control.done("faults", "list"))] == [["100%", "0"], ["20%", "3"]]
    control.done("faults", "clear", number)
    assert "Not found; check the id or name" in control.failed("faults", "clear", number)
    control.done("faults", "clear")
    assert rows(control.done("faults", "list")) == []
    control.done("faults", "add", "delay=1")
    assert rows(control.done("faults", "list"))[0][-1] == "all"
    assert "either drop or truncate" in control.failed("faults", "add", "drop;truncate", status=shell.WRONG_USE)
    assert "--count" in control.failed("faults", "add", "drop", "--next", "--count", "2", status=shell.WRONG_USE)
    assert "(path" in control.failed("faults", "add", "drop", "--path", "nowhere")


def test_the_journal_is_read_and_filtered(control: Shell, server: OtherServer) -> None:
    login(server, password=WRONG)
    login(server, "wangfang")
    wrong, right = rows(control.done("journal", "--path", paths.SESSIONS, "--limit", "2"))
    assert wrong[2:5] == ["401", "POST /api/sessions", "wrong account or password"]
    assert wrong[6].startswith("Wrong password, 1 of 5")
    assert right[4] == "admitted"
    assert rows(control.done("journal", "--person", "wangfang", "--decided", "admitted"))[-1] == right
    assert rows(control.done("journal", "--rule", wrong[5], "--limit", "1"))[0][5] == wrong[5]
    assert control.json("journal", "--limit", "1")["rows"][0].keys() >= {"decided", "reason", "facts", "outcome", "why"}
    assert "密码错误" in control.done("journal", "--path", paths.SESSIONS, "--lang", "zh")


def test_the_journal_is_followed_until_ctrl_c(server: OtherServer) -> None:
    with Following("journal", "--path", paths.SESSIONS, "--decided", "admitted", "--limit", "1") as journal:
        assert journal.line().startswith("TIME")
        login(server, "chenjing")
        while "陈" not in (line := journal.line()):
            assert "admitted" in line, "one from before"
        assert journal.interrupted() == (0, False, "")


def test_a_server_that_goes_away_ends_it_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = OtherServer(tmp_path / "gone.sqlite3", tmp_path, control=TOKEN)
    monkeypatch.setenv("ETAX_SERVER", gone.url)
    try:
        with Following("journal") as journal:
            assert journal.line().startswith("TIME")
            gone.kill()
            status, said_more, complaint = journal.ended()
    finally:
        gone.end()
    assert (status, said_more, len(complaint.splitlines())) == (shell.FAILED, False, 1)
    assert gone.url in complaint


@pytest.mark.parametrize("command", [["people"], ["people", "--json"], ["journal", "--follow"]], ids=" ".join)
def test_who_has_read_enough_ends_it_without_noise(command: list[str]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "wb") as nobody:
        program = [sys.executable, "-m", "etax_client", "control", *command]
        done = subprocess.run(program, stdout=nobody, stderr=subprocess.PIPE, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
