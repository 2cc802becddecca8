"""From the shell: pages beside the demo, and a client that knows its server by a pin and stops when the key is another (TLS-2)."""

import re
import signal
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no ptys on Windows", allow_module_level=True)

from etax_client.machine import settings
from tests.e2e.terminal import Terminal, terminal
from tests.test_serve_command import environment, free_port


def own(folder: Path) -> dict[str, str]:
    return {"ETAX_CONFIG": str(folder / "settings.toml"), "XDG_DATA_HOME": str(folder / "data")}


def fetch(url: str, trust: ssl.SSLContext | None = None) -> int:
    handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust)]
    with urllib.request.build_opener(*handlers).open(url, timeout=60) as answer:
        return int(answer.status)


def quit_(shell: Terminal) -> int:
    shell.type("\x11")
    shell.wait_for("确定要退出程序吗")
    shell.type("\r")
    return shell.end()


@pytest.mark.parametrize("more", [["--phone"], ["--lan", "--host", "127.0.0.1"]], ids=" ".join)
def test_the_demos_pages(more: list[str], tmp_path: Path) -> None:
    port = free_port()
    keep = tmp_path / "demo.sqlite3"
    arguments = ["-m", "etax_client", "demo", *more, "--port", str(port), "--keep", str(keep), "--lang", "zh"]
    with terminal(arguments, own(tmp_path)) as shell:
        shell.wait_for("手机网页")
        found = re.search(r"(https?)://127\.0\.0\.1:(\d+)/app", shell.text())
        assert found, shell.text()
        assert (found[1], int(found[2])) == ("http" if more == ["--phone"] else "https", port)
        shell.type("liming\tEtax@2026\r")
        shell.wait_for("单位总数:6")
        certificate = tmp_path / "data" / "etax-client" / "tls" / "certificate.pem"
        trust = ssl.create_default_context(cafile=certificate) if found[1] == "https" else None
        assert fetch(found[0], trust) == 200
        assert quit_(shell) == 0
    assert keep.exists()
    with pytest.raises(OSError, match="refused"):
        fetch(found[0], trust)


def test_a_key_that_others_can_read_is_told_in_the_shell(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "etax-client" / "tls"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    with terminal(["-m", "etax_client", "demo", "--lan", "--host", "127.0.0.1", "--lang", "zh"], own(tmp_path)) as shell:
        assert shell.end() == 1
        assert "chmodgo=" in shell.text().replace(" ", "")
        assert "Traceback" not in shell.text()


@contextmanager
def serving(port: int, folder: Path) -> Iterator[str]:
    """A server with TLS on loopback; its join line."""
    command = [sys.executable, "-m", "etax_client", "serve", "--tls", "--port", str(port), "--lang", "en"]
    process = subprocess.Popen(command, env=environment(folder), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")
        yield next(line for line in lines if line.startswith("Join command: ")).removeprefix("Join command: etax-client ").strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stdout.close()


def test_the_join_line_works_the_pin_is_kept_and_another_key_is_a_hard_stop(tmp_path: Path) -> None:
    port = free_port()
    environment_ = own(tmp_path)
    with serving(port, tmp_path / "server") as join:
        server, pin = join.split()[1], join.split()[3]
        with terminal(["-m", "etax_client", *join.split(), "--lang", "zh"], environment_) as shell:
            shell.wait_for("实名登录")
            shell.type("liming\tEtax@2026\r")
            shell.wait_for("单位总数:6")
            assert quit_(shell) == 0
    assert settings.load(tmp_path / "settings.toml").pins == (f"{server} {pin}",)
    (tmp_path / "server" / "data" / "etax-client" / "tls" / "key.pem").unlink()
    with serving(port, tmp_path / "server") as join:
        assert pin not in join
        with terminal(["-m", "etax_client", "--server", server, "--lang", "zh"], environment_) as shell:
            shell.wait_for("密钥与加入时不同")
            shell.wait_for("未发送任何内容")
            shell.type("liming\tEtax@2026\r")
            shell.quiet(1)
            assert "单位总数" not in shell.text()
