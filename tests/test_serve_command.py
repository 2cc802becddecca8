"""`etax-client serve` as a process of its own: it says where it is, keeps its data, and says clearly why it can't start."""

import http.client
import json
import os
import re
import select
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from etax_client import cli, serving
from etax_client.domain.servers.pins import pin_of
from etax_client.server.listening import lan
from etax_client.server.listening.tls import ServerKey
from etax_client.server.settings import ServerSettings

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
        assert line.startswith("Mock server: http"), line + process.stderr.read()
        yield line.split()[2], process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stdout.close()
        process.stderr.close()


def info(url: str, trust: ssl.SSLContext | None = None) -> dict[str, object]:
    """What the server says of itself; the socket is open before the URL is printed, so nobody has to try twice."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust))
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


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.long), 2])  # one: tests/e2e/test_lan.py
def test_it_serves_by_tls_and_says_how_to_join(tmp_path: Path, workers: int) -> None:
    """TLS-1, TLS-2: also where several processes read the key."""
    with served("--tls", "--port", str(free_port()), "--workers", str(workers), folder=tmp_path) as (url, process):
        assert process.stdout is not None
        told = dict(process.stdout.readline().strip().split(": ", 1) for _ in range(4))
        [certificate] = (tmp_path / "data").rglob("certificate.pem")
        assert url.startswith("https://127.0.0.1:")
        assert told["Phone pages"] == f"{url}/app"
        assert told["Join command"] == f"etax-client --server {url} --pin {told['Fingerprint']}"
        key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
        assert told["Fingerprint"] == str(pin_of(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)))
        trust = ssl.create_default_context(cafile=certificate)
        for _ in range(4):
            assert info(url, trust)["simulated"] is True
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            info(url)
        with pytest.raises((OSError, http.client.HTTPException)):
            info(url.replace("https", "http"))
        trust.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            trust.minimum_version = trust.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(OSError, match=re.compile("protocol.version|no.protocols|EOF", re.IGNORECASE)):
            info(url, trust)
    assert process.returncode == 0


def test_the_doctor_knows_a_server_by_its_pin(tmp_path: Path) -> None:
    """TLS-2: and tells an unknown certificate from another key."""
    with served("--tls", "--port", str(free_port()), folder=tmp_path) as (url, process):
        assert process.stdout is not None
        [pin] = [line.split()[-1] for line in (process.stdout.readline() for _ in range(4)) if line.startswith("Join command")]
        for more, told in (
            (["--pin", pin], "is a mock server"),
            ([], "needs --pin"),
            (["--pin", f"sha256:{'a' * 64}"], "does not match the pin"),
        ):
            doctor = [sys.executable, "-m", "etax_client", "doctor", "--lang", "en", "--server", url, *more]
            done = subprocess.run(doctor, env=environment(tmp_path), capture_output=True, text=True, timeout=120)
            assert told in done.stdout, done.stdout + done.stderr


def announced(process: "subprocess.Popen[str]", lines: int) -> dict[str, str]:
    """What the server says of itself after its address, by the words before the colon."""
    assert process.stdout is not None
    return dict(process.stdout.readline().strip().split(": ", 1) for _ in range(lines))


def clock_at_the_door(url: str, token: str) -> int:
    """The status of the answer."""
    asked = urllib.request.Request(f"{url}/control/clock", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.long), 2])  # one: test_the_door_in_the_shell_...
def test_the_testers_door_is_opened_with_a_token_that_is_said_once(tmp_path: Path, workers: int) -> None:
    """WEB-4: every worker knows it, it is kept nowhere, and the next start makes another."""
    tokens = []
    for _ in range(2):
        with served("--control", "--port", str(free_port()), "--workers", str(workers), folder=tmp_path) as (url, process):
            told = announced(process, 5)
            assert told["Tester's door"].split()[0] == f"{url}/control"
            token = told["Its token, shown once"]
            assert len(token) >= 43, "256 bits"
            assert {clock_at_the_door(url, token) for _ in range(4 * workers)} == {200}
            assert clock_at_the_door(url, token[:-1]) == 401
            assert process.stdout is not None
            assert process.stderr is not None
            process.send_signal(signal.SIGINT)
            assert token not in process.stdout.read() + process.stderr.read()
        kept = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert kept
        assert not [path for path in kept if token.encode() in path.read_bytes()]
        tokens.append(token)
    assert tokens[0] != tokens[1]


def test_the_testers_door_is_shut_unless_it_is_asked_for(tmp_path: Path) -> None:
    """WEB-4."""
    with served("--port", str(free_port()), folder=tmp_path) as (url, process):
        assert "Tester's door" not in announced(process, 3)
        assert clock_at_the_door(url, "x") == 404


def test_the_door_in_the_shell_knows_a_server_by_its_pin(tmp_path: Path) -> None:
    """TLS-2."""
    with served("--control", "--tls", "--port", str(free_port()), folder=tmp_path) as (url, process):
        told = announced(process, 6)
        known = {**environment(tmp_path), "ETAX_CONTROL_TOKEN": told["Its token, shown once"], "ETAX_SERVER": url}
        for pin, status in ((told["Fingerprint"], 0), (f"sha256:{'a' * 64}", 1)):
            asked = [sys.executable, "-m", "etax_client", "control", "clock", "--lang", "en", "--pin", pin]
            done = subprocess.run(asked, env=known, capture_output=True, text=True, timeout=120)
            assert (done.returncode, "as usual" in done.stdout) == (status, status == 0), done.stderr


@dataclass
class Told:
    """What `serve` would serve, and what it says in which colour; nothing listens beyond loopback."""

    status: int = -1
    settings: ServerSettings = ServerSettings()
    identity: ServerKey | None = None
    said: list[tuple[str, str | None]] = field(default_factory=list)


def told_for(*arguments: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Told:
    told = Told()

    def serve_nothing(
        chosen: ServerSettings, _: socket.socket, workers: int, identity: ServerKey | None, on_ready: Callable[[], None]
    ) -> int:
        told.settings, told.identity = chosen, identity
        on_ready()
        return 0

    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setattr(lan, "listen", lambda host, port, real=lan.listen: real("127.0.0.1", 0))
    monkeypatch.setattr("etax_client.server.listening.serve.serve", serve_nothing)
    monkeypatch.setattr(click, "echo", lambda text, **_: told.said.append((text, None)))
    monkeypatch.setattr(click, "secho", lambda text, fg, **_: told.said.append((text, fg)))
    told.status = cli.run(["serve", "--lang", "en", *arguments])
    return told


def test_beyond_loopback_it_serves_by_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS-1, WEB-1, WEB-5: without a word of warning, under the address that was asked for; each reads their own messages."""
    told = told_for("--host", "fd00::2", monkeypatch=monkeypatch, folder=tmp_path)
    assert (told.status, told.settings.open_inbox) == (0, False)
    assert told.identity is not None
    assert told.settings.hosts == ("[fd00::2]",)
    [(text, colour)] = told.said
    assert "--server 'https://[fd00::2]:" in text
    assert text.endswith(f" --pin {told.identity.pin}")
    assert colour is None


def test_plain_http_beyond_loopback_is_said_in_red(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS-1: by an explicit flag only."""
    told = told_for("--host", "192.168.1.20", "--insecure-lan", monkeypatch=monkeypatch, folder=tmp_path)
    assert (told.status, told.identity, told.settings.hosts) == (0, None, ("192.168.1.20",))
    [(text, _), (warning, colour)] = told.said
    assert "http://192.168.1.20:" in text
    assert text.endswith("--insecure-lan")
    assert "nothing is encrypted" in warning
    assert colour == "red"
    assert not list(tmp_path.rglob("key.pem"))


def test_loopback_stays_plain_without_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in ([], ["--insecure-lan"]):
        told = told_for(*arguments, monkeypatch=monkeypatch, folder=tmp_path)
        assert (told.status, told.identity, len(told.said)) == (0, None, 1)
        assert "http://127.0.0.1:" in told.said[0][0]


def test_who_alone_reaches_it_reads_what_comes_to_any_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WEB-5: and is told so, by TLS too."""
    for arguments in ([], ["--tls"], ["--host", "localhost"]):
        told = told_for(*arguments, monkeypatch=monkeypatch, folder=tmp_path)
        assert told.settings.open_inbox
        assert "the messages page shows messages to any number" in told.said[0][0]


@pytest.mark.parametrize(("name", "mode", "told"), [("tls", 0o755, "Others may read"), ("tls/key.pem", 0o600, "damaged")])
def test_a_key_that_cannot_be_used_is_told_and_left_alone(tmp_path: Path, name: str, mode: int, told: str) -> None:
    folder = tmp_path / "data" / "etax-client" / "tls"
    folder.mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    (folder / "key.pem").write_bytes(b"broken")
    (folder / "key.pem").chmod(0o600)
    (folder.parent / name).chmod(mode)
    done = refused("--tls", "--port", str(free_port()), folder=tmp_path)
    assert done.returncode == 1
    assert told in done.stderr
    assert str(folder) in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "key.pem").read_bytes() == b"broken"


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


@pytest.mark.parametrize(
    ("kind", "told"), [("corrupt", "damaged"), ("foreign", "belongs to another program"), ("folder", "cannot be written")]
)
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
