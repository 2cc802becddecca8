"""`etax-client web` from the shell: a client for each visitor, that ends with the visit and with the server, whatever ends that."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.web.serving import Web, wait_for_the_end, web

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched as Linux has it")


@contextmanager
def visiting(served: Web) -> Iterator[Any]:
    """A line to a client that has drawn its first screen."""
    client = pytest.importorskip("websockets.sync.client", reason="websockets is not installed (the extra `web`)")
    address = served.url.replace("http", "ws", 1) + "/line?width=90&height=30"
    with client.connect(address, origin=served.url, proxy=None, open_timeout=60) as line:
        drawn = b""
        while "实名登录" not in drawn.decode(errors="ignore"):
            said = line.recv(60)
            drawn += said if isinstance(said, bytes) else b""
        yield line


def test_a_client_ends_with_its_visit_and_its_command_line_and_settings_tell_nothing(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('remembered = ["13800000001"]\ntheme = "etax-dark"\n', encoding="utf-8")
    with web(tmp_path) as served:
        with visiting(served) as line:
            [client] = served.clients()
            words = Path(f"/proc/{client}/cmdline").read_bytes().split(b"\0")
            assert words[-4:-1] == [b"demo", b"--lang", b"zh"]
            assert b"ETAX_CONFIG" not in Path(f"/proc/{client}/environ").read_bytes()
            line.send(json.dumps(["stdin", "\x1b[8;99999;99999t\x1b[48;99999;99999;1;1t"]))
            line.send(json.dumps(["ping", "1"]))
            while line.recv(60) != '["pong", "1"]':
                pass
        assert wait_for_the_end(client)
        with visiting(served):
            assert served.clients() != [client]
    assert "remembered" in (tmp_path / "settings.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_client_outlives_the_server(number: signal.Signals, tmp_path: Path) -> None:
    with web(tmp_path) as served, visiting(served):
        [client] = served.clients()
        os.kill(served.pid, number)
        assert wait_for_the_end(client)
