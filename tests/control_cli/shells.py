"""A shell at the door of a server, as a test types into it, and what a person does at that server meanwhile."""

import json
import queue
import re
import signal
import subprocess
import sys
import threading
from typing import Self

import httpx
import pytest

from etax_client import cli, shell
from etax_client.wire import paths
from tests.server.others import OtherServer
from tests.server.running import PASSWORD, Json

TOKEN = "the-doors-token-for-tests"
HAN = re.compile("[\u4e00-\u9fff]")
WORLD = 'account_password = "Etax@2026"\ndeclaration_password = "Unit2026a"\n'
FIRST = "91440199MA0QJ0100K"


def door(server: OtherServer, method: str, path: str, body: object = None) -> httpx.Response:
    return server.http.request(method, f"/control{path}", json=body, headers={"Authorization": f"Bearer {TOKEN}"})


class Shell:
    """`done` gives what a command says when all is well; `failed` the sentence when it is not."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        return self.program("control", *arguments)

    def program(self, *arguments: str) -> tuple[int, str, str]:
        status = cli.run(arguments)
        said = self._capsys.readouterr()
        return status, said.out, said.err

    def done(self, *arguments: str) -> str:
        status, out, err = self(*arguments)
        assert (status, err) == (0, ""), err
        return out

    def json(self, *arguments: str) -> Json:
        found: Json = json.loads(self.done(*arguments, "--json"))
        return found

    def failed(self, *arguments: str, status: int = shell.FAILED) -> str:
        found, out, err = self(*arguments)
        assert (found, out) == (status, ""), out + err
        assert "Traceback" not in err
        assert len(err.strip().splitlines()) <= 2, err
        return err


def rows(table: str) -> list[list[str]]:
    """The cells below the heading."""
    return [re.split(r"\s{2,}", line) for line in table.splitlines()[1:]]


def login(server: OtherServer, account: str = "liming", password: str = PASSWORD) -> httpx.Response:
    return server.http.post(paths.SESSIONS, json={"account": account, "password": password})


def ticket(server: OtherServer, device: str = "desk-3") -> Json:
    found: Json = server.http.post(paths.QR_TICKETS, json={"device": device}).json()
    return found


class Following:
    """A command that goes on, in a process of its own; its lines as they come."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "etax_client", "control", *arguments, "--follow"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)

    def __enter__(self) -> Self:
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(60)
        self._reader.join(60)
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def line(self) -> str:
        return self._lines.get(timeout=60)

    def interrupted(self) -> tuple[int, bool, str]:
        """Its exit status after Ctrl+C, whether it said anything more, and its complaints."""
        self._process.send_signal(signal.SIGINT)
        return self.ended()

    def ended(self) -> tuple[int, bool, str]:
        """The same, when it ends by itself."""
        status = self._process.wait(60)
        self._reader.join(60)
        assert self._process.stderr is not None
        return status, not self._lines.empty(), self._process.stderr.read()
