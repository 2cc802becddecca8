"""Who gets through the door from the shell, what is said when nobody does, and that nothing of others reaches the terminal."""

import io
import json
import sys
from pathlib import Path

import click
import pytest

from etax_client import shell
from etax_client.control_cli.door import harmless_json
from etax_client.texts.words import Language
from tests.control_cli.shells import HAN, TOKEN, Shell, door
from tests.server.others import OtherServer


@pytest.mark.parametrize(("encoding", "spelled"), [("utf-8", "王𫍰"), ("gbk", "\\u738b\\ud86c\\udf70"), ("ascii", "\\u738b\\ud86c\\udf70")])
def test_json_loses_no_character_in_a_pipe_of_another_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str, spelled: str) -> None:
    """ENV-1: on a Chinese Windows a file that output is redirected to is GBK, which has no rare characters."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert harmless_json(json.dumps({"name": "王𫍰"}).encode()) == f'{{"name": "{spelled}"}}'


def test_without_a_token_it_says_where_it_is(control: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """WEB-4."""
    monkeypatch.delenv("ETAX_CONTROL_TOKEN")
    assert "ETAX_CONTROL_TOKEN" in control.failed("clock", status=shell.WRONG_USE)
    asked: list[str] = []

    def answer(text: str) -> str:
        asked.append(text)
        return f" {TOKEN} "

    monkeypatch.setattr("etax_client.machine.terminal.is_terminal", lambda stream: True)
    monkeypatch.setattr(click.termui, "hidden_prompt_func", answer)
    status, out, err = control("clock")
    assert (status, len(asked)) == (0, 1)
    assert TOKEN not in out + err + asked[0]


@pytest.mark.parametrize("wrong", ["guessed", "half a token", "令牌", "a\x1b[2J"])
@pytest.mark.parametrize("language", list(Language))
def test_a_wrong_token(control: Shell, wrong: str, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAX_CONTROL_TOKEN", wrong)
    for arguments in (["people"], ["phone", "confirm", "1"]):
        said = control.failed(*arguments, "--lang", language.value)
        assert "ETAX_CONTROL_TOKEN" in said
        assert wrong not in said


def test_there_is_no_option_for_the_token(control: Shell) -> None:
    """It would stand in the list of processes."""
    for page in (control.done("--help"), control.done("clock", "--help")):
        assert "--token" not in page
    assert control.failed("clock", "--token", TOKEN, status=shell.WRONG_USE)


@pytest.mark.parametrize("language", list(Language))
def test_a_server_that_is_not_there(control: Shell, language: Language) -> None:
    said = control.failed("people", "--server", "http://127.0.0.1:1", "--lang", language.value)
    assert "http://127.0.0.1:1" in said
    assert bool(HAN.search(said)) is (language is Language.zh)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--server", "http://192.168.1.2:8765"], "--insecure-lan"),
        (["--server", "https://etax.chinatax.gov.cn"], "real tax office"),
        (["--server", "https://127.0.0.1:1", "--pin", "sha256:12"], "pin"),
        (["--world", "UP"], "small letters"),
    ],
)
def test_a_server_that_is_refused(control: Shell, arguments: list[str], told: str) -> None:
    """TLS-2, TLS-3: as for the client."""
    assert told in control.failed("clock", *arguments, status=shell.WRONG_USE)
    assert told in control.failed(*arguments, "clock", status=shell.WRONG_USE)


def test_the_server_is_the_usual_one_unless_it_is_named(control: Shell, server: OtherServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ETAX_SERVER")
    for arguments in (["control", "--server", server.url, "people"], ["--server", server.url, "control", "people"]):
        assert control.program(*arguments)[0] == 0
    assert control.program("config", "set", "server", server.url)[0] == 0
    assert control.done("clock")
    monkeypatch.setenv("ETAX_CONFIG", "/nowhere/settings.toml")
    monkeypatch.setattr("etax_client.control_cli.door.USUAL_SERVER", "http://127.0.0.1:1")
    assert "http://127.0.0.1:1" in control.failed("clock")


def test_a_door_that_is_shut(control: Shell, tmp_path: Path) -> None:
    """WEB-4: off unless asked for."""
    shut = OtherServer(tmp_path / "shut.sqlite3", tmp_path)
    try:
        assert shut.http.get("/control/clock", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404
        for arguments in (["clock"], ["people", "--world", "seat-3"], ["reset", "--yes"]):
            assert "serve --control" in control.failed(*arguments, "--server", shut.url)
    finally:
        shut.end()


def test_hostile_names_do_not_reach_the_terminal(control: Shell, server: OtherServer) -> None:
    """TUI-1: nor as JSON, which says the same by other means."""
    hostile = "\u202egnp.exe\ufeff\u2066[/]"
    body = {"name": hostile, "taxpayer_id": "91440199MA0QJ0709H"}
    made = door(server, "POST", "/units", body)
    assert made.status_code == 201, made.text
    assert not set("\u202e\ufeff\u2066") & set(control.done("units"))
    said = control.done("units", "--json")
    assert not set("\u202e\ufeff\u2066") & set(said)
    assert json.loads(said)["units"][-1]["name"] == hostile


def test_json_is_the_answer_as_it_came(control: Shell, server: OtherServer) -> None:
    for command, path in (("people", "/people"), ("units", "/units"), ("sessions", "/sessions")):
        assert control.json(command) == door(server, "GET", path, None).json()
    said = control.done("people", "--json")
    assert said.count("\n") == 1
    assert "李明" in said
