"""The clock, worlds and snapshots from the shell; what destroys something asks first."""

import re
from pathlib import Path

import click
import pytest

from etax_client import cli, shell
from etax_client.server.world.world_file import read_world
from tests.control_cli.shells import WORLD, Shell, login, rows
from tests.server.others import OtherServer


def test_the_clock_is_read_and_steered(control: Shell) -> None:
    assert control.done("clock").endswith(", running as usual\n")
    assert control.done("clock", "--freeze", "--set", "2027-01-02T09:30") == "2027-01-02 09:30:00, paused\n"
    assert control.done("clock") == "2027-01-02 09:30:00, paused\n"
    assert control.done("clock", "--advance", "2h30m") == "2027-01-02 12:00:00, paused\n"
    assert control.done("clock", "--set", "2027-01-02T09:30Z") == "2027-01-02 17:30:00, paused\n", "a zone counts"
    assert control.json("clock") == {"now": "2027-01-02T09:30:00Z", "rate": 0}
    assert "10 times" in control.done("clock", "--fast")
    assert control.done("clock", "--go").endswith("running as usual\n")
    assert not control.done("clock", "--true").startswith("2027-01-02 17")
    assert "已暂停" in control.done("clock", "--freeze", "--lang", "zh")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--advance", "5"], "2h30m"),
        (["--advance", "-1h"], "2h30m"),
        (["--set", "tomorrow"], "2026-12-01"),
        (["--true", "--freeze"], "--true"),
    ],
    ids=" ".join,
)
def test_a_clock_that_is_asked_wrongly(control: Shell, arguments: list[str], told: str) -> None:
    assert told in control.failed("clock", *arguments, status=shell.WRONG_USE)


def test_a_step_that_is_too_long_is_the_servers_to_refuse(control: Shell) -> None:
    assert "advance" in control.failed("clock", "--advance", "99999d")


def test_worlds_are_made_joined_loaded_and_removed(control: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "world.toml"
    file.write_text(WORLD, encoding="utf-8")
    assert "--world seat-3" in control.done("world", "make", "seat-3", "--toml", str(file), "--policy", "beijing", "--phase", "phase-2")
    assert [(row[0], *row[2:]) for row in rows(control.done("world", "list"))] == [
        ("(main)", "national", "phase-1"),
        ("seat-3", "beijing", "phase-2"),
    ]
    assert len(rows(control.done("people"))) == len(read_world().people)
    assert rows(control.done("people", "--world", "seat-3")) == rows(control.done("--world", "seat-3", "people")) == []
    monkeypatch.setenv("ETAX_WORLD", "seat-3")
    assert rows(control.done("people")) == []
    monkeypatch.delenv("ETAX_WORLD")
    status, out, _ = control.program("--world", "seat-3", "control", "people")
    assert (status, rows(out)) == (0, [])
    assert "already" in control.failed("world", "make", "seat-3")
    assert control.done("world", "remove", "seat-3", "--yes") == "The world seat-3 was removed.\n"
    assert "world list" in control.failed("people", "--world", "seat-3")
    assert "Not found; check the id or name" in control.failed("world", "remove", "seat-3", "--yes")
    assert "small letters" in control.failed("world", "make", "Seat", status=shell.WRONG_USE)
    assert "small letters" in control.failed("world", "remove", "a/b", "--yes", status=shell.WRONG_USE)

    control.done("world", "load", str(file), "--yes")
    assert rows(control.done("people")) == []
    control.done("world", "load", "--yes")
    assert len(rows(control.done("people"))) == len(read_world().people)


def test_a_world_file_that_is_wrong_is_told_with_its_line(control: Shell, tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    file.write_text(WORLD + "[[people]]\nname = \n", encoding="utf-8")
    assert "toml: line 4" in control.failed("world", "load", str(file), "--yes")
    assert "toml: line 4" in control.failed("world", "make", "seat-3", "--toml", str(file))
    file.write_bytes('a = "中"'.encode("gb18030"))
    assert "Save it as UTF-8" in control.failed("world", "load", str(file), "--yes", status=shell.WRONG_USE)
    file.write_bytes(WORLD.encode("utf-16"))
    control.done("world", "load", str(file), "--yes")
    control.done("world", "load", "--yes")
    assert "nowhere" in control.failed("world", "load", str(tmp_path / "nowhere"), "--yes", status=shell.WRONG_USE)


def test_snapshots(control: Shell) -> None:
    assert control.done("snapshot", "save", "before") == "The snapshot before was saved.\n"
    [[name, _, size]] = rows(control.done("snapshot", "list"))
    assert (name, int(size) > 1000) == ("before", True)
    control.done("lock", "liming")
    assert control.done("snapshot", "restore", "before", "--yes") == "The world was restored from the snapshot before.\n"
    assert "locked" not in rows(control.done("people"))[0][5]
    assert control.done("snapshot", "delete", "before", "--yes") == "The snapshot before was deleted.\n"
    assert "Not found; check the id or name" in control.failed("snapshot", "restore", "before", "--yes")
    assert "(name)" in control.failed("snapshot", "save", "no name")


def test_reset(control: Shell, server: OtherServer) -> None:
    login(server)
    control.done("clock", "--set", "2030-01-01")
    assert "back in its initial state" in control.done("reset", "--yes")
    assert rows(control.done("sessions")) == []
    assert "2030" not in control.done("clock")


DESTRUCTIVE: tuple[list[str], ...] = (
    ["reset"],
    ["world", "remove", "seat-3"],
    ["world", "load"],
    ["snapshot", "restore", "before"],
    ["snapshot", "delete", "before"],
)


def untimed(control: Shell) -> list[str]:
    """What there is to lose, whatever the time."""
    said = (control.done("world", "list"), control.done("snapshot", "list"), control.done("sessions"))
    return [re.sub(r" +\d\d:\d\d:\d\d| +[0-9]+m([0-9]+s)?", "", text) for text in said]


@pytest.mark.parametrize("command", DESTRUCTIVE, ids=" ".join)
def test_what_destroys_something_asks_first(
    control: Shell, server: OtherServer, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal it takes --yes; on one a no changes nothing, and a yes does it."""
    control.done("world", "make", "seat-3")
    control.done("snapshot", "save", "before")
    login(server)
    before = untimed(control)
    assert "--yes" in control.failed(*command, status=shell.WRONG_USE)

    answers = ["n", "y"]
    monkeypatch.setattr("etax_client.machine.terminal.is_terminal", lambda stream: True)
    monkeypatch.setattr(click.termui, "visible_prompt_func", lambda text: answers.pop(0))
    status, out, _ = control(*command)
    assert (status, out) == (cli.STOPPED, "")
    assert untimed(control) == before
    status, out, _ = control(*command)
    assert (status, bool(out), answers) == (0, True, [])
