"""A PostgreSQL cluster of the tests' own, on a free port of loopback, in memory if it fits; each store gets a database of its own in it."""

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from etax_client.server.store.database import open_store

_SYSTEM_USER = "postgres"
_TEMPLATE = "migrated"
_KEPT = 10
"""Databases at a time: each takes several MB."""
_MEMORY = Path("/dev/shm")
_ROOM = 1 << 30
"""Bytes that have to be free there: a container may have a few MB."""


def binaries() -> Path | None:
    """Where initdb and pg_ctl are."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@dataclass
class Cluster:
    bin: Path
    folder: Path
    port: int
    _names: Iterator[int] = field(default_factory=itertools.count)
    _migrated: bool = False
    _by_files: str = ""

    def fresh(self) -> str:
        """The URL of a database that nobody has used yet, whose schema is there: a copy of one that was migrated once.

        Of those before it only the last few stay: no test uses more.
        """
        if not self._migrated:
            self._do(f"CREATE DATABASE {_TEMPLATE}")
            open_store(self.database(_TEMPLATE)).close()
            self._migrated = True
            # else each page of the copy goes through the log (version 15): half as quick
            self._by_files = " STRATEGY FILE_COPY" if self._version() >= 150_000 else ""
        number = next(self._names)
        self._do(
            f'DROP DATABASE IF EXISTS "copy_{number - _KEPT}" WITH (FORCE)',
            f"CREATE DATABASE copy_{number} TEMPLATE {_TEMPLATE}{self._by_files}",
        )
        return self.database(f"copy_{number}")

    def empty(self) -> str:
        """The URL of a schema in which there is nothing yet."""
        name = f"world_{next(self._names)}"
        self._do(f"CREATE SCHEMA {name}")
        return f"{self.database('postgres')}?options=-csearch_path%3D{name}"

    def holding(self, dump: str) -> str:
        """The URL of a database with what `pg_dump --inserts` wrote of another."""
        import psycopg

        name = f"dump_{next(self._names)}"
        self._do(f"CREATE DATABASE {name}")
        with psycopg.connect(self.database(name), autocommit=True) as connection:
            connection.execute(dump.encode())
        return self.database(name)

    def database(self, name: str) -> str:
        return f"postgresql://etax@127.0.0.1:{self.port}/{name}"

    def _do(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.database("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _version(self) -> int:
        import psycopg

        with psycopg.connect(self.database("postgres")) as connection:
            return connection.info.server_version

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=50 -c fsync=off"
        options += " -c dynamic_shared_memory_type=mmap"  # in its folder: what it leaves when it is stopped at once goes with that
        self.control("start", "-w", "-o", options, "-l", str(self.folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        self.control("stop", "-w", "-m", mode)

    def control(self, *arguments: str) -> None:
        run(str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), *arguments)


def run(*command: str) -> None:
    """PostgreSQL refuses to run as root: there it runs as the user that its package has made."""
    as_user = ("setpriv", f"--reuid={_SYSTEM_USER}", f"--regid={_SYSTEM_USER}", "--clear-groups") if os.geteuid() == 0 else ()
    done = subprocess.run([*as_user, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=120, cwd="/")
    assert done.returncode == 0, done.stderr


def why_not() -> str | None:
    """Why there is no cluster to be had on this machine."""
    if binaries() is None:
        return "PostgreSQL is not installed"
    if os.geteuid() == 0 and (shutil.which("setpriv") is None or not any(entry.pw_name == _SYSTEM_USER for entry in pwd.getpwall())):
        return "as root there is nobody to run PostgreSQL as"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    return None


def _folder() -> Path:
    """A new one in memory, if there is room: each database is hundreds of files, and to copy them on a disk takes ten times as long."""
    room = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM
    return Path(tempfile.mkdtemp(prefix="etax-pg-", dir=_MEMORY if room else None))


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Skips the test where there is none to be had."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    found = binaries()
    assert found is not None
    folder = _folder()
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _SYSTEM_USER, _SYSTEM_USER)
        run(str(found / "initdb"), "-D", str(folder / "data"), "-U", "etax", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        made = Cluster(found, folder, port)
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
