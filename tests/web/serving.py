"""`etax-client web` as a process of its own, for tests of it."""

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from etax_client.web.site import is_installed
from tests.test_serve_command import environment, free_port


@dataclass
class Web:
    url: str
    pid: int
    code: str
    """What the page asks for, where it asks."""

    def clients(self) -> list[int]:
        """The processes that it has started."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in children.split()]


@contextmanager
def web(folder: Path, *arguments: str) -> Iterator[Web]:
    """It, with the demo for everyone; skips without the extra."""
    if not is_installed():
        pytest.skip("textual-serve is not installed (the extra `web`)")
    port = free_port()
    command = [sys.executable, "-m", "etax_client", "web", "--lang", "zh", "--port", str(port), *arguments]
    process = subprocess.Popen(command, env=environment(folder), stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None
    try:
        said = ""
        while "Ctrl+C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        found = re.search("加入码：([A-Z0-9-]+)", said)
        yield Web(re.findall(r"https?://\S+", said)[0], process.pid, found[1] if found else "")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stdout.close()


def wait_for_the_end(pid: int, seconds: float = 60) -> bool:
    """Whether a process that is no child of ours ends in time."""
    try:
        watching = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watching], [], [], seconds)[0])
    finally:
        os.close(watching)
