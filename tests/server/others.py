"""A server in another process, behind a socket, over a database in a file; run as a program it is that server."""

import json
import os
import signal
import ssl
import subprocess
import sys
from pathlib import Path

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
        **environment: str,
    ) -> None:
        self.compared_file = folder / "compared"
        chosen = {"database": str(database), "compared": str(self.compared_file), "deadline": deadline, "most": most}
        chosen["control"] = None if control is None else digest(Secret(control))
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
    with listen("127.0.0.1", 0) as listening:
        config = uvicorn_config(create_app(settings, compare=compare))
        server = uvicorn.Server(config)
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        server.run(sockets=[listening])


if __name__ == "__main__":
    main()
