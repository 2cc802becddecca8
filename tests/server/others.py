"""A server in another process, behind a socket, over a database in a file; run as a program it is that server."""

import json
import os
import signal
import ssl
import subprocess
import sys
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from etax_client.domain.secret import Secret
from etax_client.server.app import create_app
from etax_client.server.control.door import digest
from etax_client.server.listening import connections
from etax_client.server.listening.lan import listen
from etax_client.server.listening.serve import uvicorn_config
from etax_client.server.services.guessing import passwords
from etax_client.server.settings import HashCost, ServerSettings
from etax_client.wire import paths

_PATIENCE = 60
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients that need none: loading the usual authorities takes longer than a request."""


@dataclass(frozen=True)
class Death:
    """By kill -9, when a POST to such a `path` has written a row of `table`: before that is committed, or before it is answered."""

    path: str
    table: str
    committed: bool


class Dying:
    """An application that comes to such an end."""

    def __init__(self, app: Any, death: Death) -> None:
        self._app = app
        self._death = death
        self._rows: int | None = None
        """There were when the request came; None: it has not come yet."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        mine = scope["type"] == "http" and scope["method"] == "POST" and fnmatch(scope["path"], self._death.path)
        if mine and self._rows is None:
            store = self._app.state.services.store
            with store.read() as connection:
                self._rows = self._count(connection)
            if not self._death.committed:
                self._die_before_commits_of(store)

        async def dying(message: Any) -> None:
            if mine and self._death.committed and message["type"] == "http.response.start" and message["status"] < 300:
                os.kill(os.getpid(), signal.SIGKILL)
            await send(message)

        await self._app(scope, receive, dying)

    def _die_before_commits_of(self, store: Any) -> None:
        usual = store.before_commit

        def dying(connection: Any) -> None:
            usual(connection)
            if self._count(connection) != self._rows:
                os.kill(os.getpid(), signal.SIGKILL)

        store.before_commit = dying

    def _count(self, connection: Any) -> int:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {self._death.table}").scalar_one())


class OtherServer:
    """`url` answers when this returns; `compared()` counts the comparisons of every server that shares the folder."""

    def __init__(
        self,
        database: Path,
        folder: Path,
        *,
        wrap: str = "",
        deadline: int = connections.SECONDS,
        most: int = connections.MOST,
        control: str | None = None,
        port: int = 0,
        dies: Death | None = None,
        **environment: str,
    ) -> None:
        self.compared_file = folder / "compared"
        chosen: dict[str, Any] = {"database": str(database), "compared": str(self.compared_file), "deadline": deadline, "most": most}
        chosen["control"] = None if control is None else digest(Secret(control))
        chosen |= {"port": port, "dies": None if dies is None else asdict(dies)}
        self.process = subprocess.Popen(
            [*wrap.split(), sys.executable, "-m", "tests.server.others", json.dumps(chosen)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **environment},
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url, "the server did not start"
        # connections are taken from the start, and answered when the store is open
        self.http = httpx.Client(base_url=self.url, trust_env=False, verify=NO_TLS, timeout=_PATIENCE)
        assert self.http.get(paths.INFO).status_code == 200

    def compared(self) -> int:
        return self.compared_file.stat().st_size if self.compared_file.exists() else 0

    def kill(self) -> None:
        """As by kill -9: it can do nothing more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(_PATIENCE)
        self.http.close()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(_PATIENCE)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.http.close()


def main() -> None:
    chosen = json.loads(sys.argv[1])
    settings = ServerSettings(database=chosen["database"], hash_cost=HashCost(memory_kib=8, passes=1), control=chosen["control"])

    def compare(phc: str, password: Secret) -> bool:
        with Path(chosen["compared"]).open("ab") as counted:
            counted.write(b".")
        return passwords.matches(phc, password)

    connections.SECONDS = chosen["deadline"]
    connections.MOST = chosen["most"]
    app: Any = create_app(settings, compare=compare)
    if chosen["dies"] is not None:
        app = Dying(app, Death(**chosen["dies"]))
    with listen("127.0.0.1", chosen["port"]) as listening:
        config = uvicorn_config(app)
        server = uvicorn.Server(config)
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        server.run(sockets=[listening])


if __name__ == "__main__":
    main()
