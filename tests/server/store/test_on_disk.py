"""What of it is on disk, and when: before anything is answered (DUR-1, DUR-2)."""

import shutil
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from etax_client.server.store import meta
from etax_client.server.store.database import Store, open_store
from tests.server.running import WRONG, Start, code


def test_what_is_written_ahead_waits_for_no_disk_and_all_else_does(tmp_path: Path) -> None:
    """DUR-1: whatever becomes of it, the next write is synced again; a process that is killed in between has lost nothing."""
    file = tmp_path / "etax.sqlite3"
    store = open_store(str(file))
    with store.write_ahead() as writer:
        assert writer.execute(text("PRAGMA synchronous")).scalar_one() == 1
    with pytest.raises(ZeroDivisionError), store.write_ahead():
        raise ZeroDivisionError
    with store.write() as writer:
        assert writer.execute(text("PRAGMA synchronous")).scalar_one() == 2
    store.close()
    killed = (
        "import os, signal, sys\n"
        "from etax_client.server.store import meta\n"
        "from etax_client.server.store.database import open_store\n"
        "with open_store(sys.argv[1]).write_ahead() as connection:\n"
        "    meta.put(connection, 'ahead', 'kept')\n"
        "os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, 'SIGKILL') else signal.SIGTERM)\n"
    )
    assert subprocess.run([sys.executable, "-c", killed, str(file)], timeout=120).returncode != 0
    store = open_store(str(file))
    with store.read() as reader:
        assert meta.get(reader, "ahead") == "kept"
    store.close()


async def test_what_a_guess_is_answered_by_is_on_disk(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DUR-1, LOG-09: a reservation goes ahead of its settling; it waits where a captcha is spent with it, which may be the answer."""
    server = await start(database=str(tmp_path / "etax.sqlite3"))
    waits: list[bool] = []

    def watched(name: str, waited: bool) -> None:
        real = getattr(Store, name)

        def write(store: Store) -> AbstractContextManager[Connection]:
            waits.append(waited)
            written: AbstractContextManager[Connection] = real(store)
            return written

        monkeypatch.setattr(Store, name, write)

    watched("write", True)
    watched("write_ahead", False)
    caller = server.caller()
    assert (await caller.login(password=WRONG)).status_code == 401
    assert waits == [False, True]
    waits.clear()
    captcha = await caller.captcha()
    waits.clear()
    reply = await caller.login(password=WRONG, captcha={**captcha, "answer": "0000"})
    assert (code(reply), waits) == ("wrong_captcha", [True])


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, to see what is asked of the disk")
def test_each_write_is_on_disk_when_it_is_answered(tmp_path: Path) -> None:
    """DUR-1, E14: at least one fdatasync a commit; kill -9 could not tell."""
    program = (
        "import sys\n"
        "from etax_client.server.store.database import open_store\n"
        "from etax_client.server.store import meta\n"
        "store = open_store(sys.argv[1])\n"
        "open(sys.argv[1] + '.mark', 'w').close()\n"
        "for number in range(100):\n"
        "    with store.write() as connection:\n"
        "        meta.put(connection, 'number', str(number))\n"
    )
    trace = tmp_path / "trace"
    calls = "trace=fdatasync,fsync,openat"
    command = ["strace", "-f", "-o", str(trace), "-e", calls, sys.executable, "-c", program, str(tmp_path / "etax.sqlite3")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode and "ptrace" in done.stderr:
        pytest.skip("strace is not allowed to trace here")
    assert done.returncode == 0, done.stderr
    after = trace.read_text(encoding="utf-8").partition(".mark")[2]
    assert after.count("fdatasync(") + after.count("fsync(") >= 100
