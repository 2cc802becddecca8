"""A server whose door is open, in a process of its own, and a shell that knows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.control_cli.shells import TOKEN, Shell, door
from tests.server.others import OtherServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherServer]:
    folder = tmp_path_factory.mktemp("server")
    one = OtherServer(folder / "etax.sqlite3", folder, control=TOKEN)
    yield one
    one.end()


@pytest.fixture(autouse=True)
def _fresh(server: OtherServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A world as it was laid, and a shell in English that knows server and token."""
    for world in door(server, "GET", "/worlds").json()["worlds"][1:]:
        door(server, "DELETE", f"/worlds/{world['name']}")
    for snapshot in door(server, "GET", "/snapshots").json()["snapshots"]:
        door(server, "DELETE", f"/snapshots/{snapshot['name']}")
    assert door(server, "POST", "/reset").status_code == 200
    for name in ("ETAX_PIN", "ETAX_WORLD", "ETAX_DEV", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ETAX_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("ETAX_SERVER", server.url)
    monkeypatch.setenv("ETAX_CONTROL_TOKEN", TOKEN)
    monkeypatch.setenv("ETAX_LANG", "en")


@pytest.fixture
def control(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)
