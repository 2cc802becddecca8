"""The mock server behind a socket: uvicorn in one process or several that share a database, or beside something else in one loop."""

import asyncio
import importlib.util
import logging.config
import os
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar
from typing_extensions import override
from uvicorn.supervisors import Multiprocess

from etax_client.machine.starting import settle
from etax_client.server.app import create_app
from etax_client.server.listening.lan import BACKLOG
from etax_client.server.listening.tls import ServerKey, require_tls_1_2
from etax_client.server.services.bundle import put_together
from etax_client.server.settings import ServerSettings
from etax_client.server.store.clocks.timekeeping import keep_time
from etax_client.server.store.database import open_store
from etax_client.server.world import world, world_file

_SETTINGS = "ETAX_SERVE_SETTINGS"
_GRACE = 5
"""Seconds for answers that are on their way when the server is told to stop."""
_SHORT_GRACE = 1
_SILENCE = 60
"""Seconds without a word after which a worker is started anew; one that imports on a busy machine is silent for longer than uvicorn's 5."""
_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"etax_client": {"level": "INFO"}, "uvicorn": {"level": "WARNING"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
}


def serve(
    settings: ServerSettings,
    listening: socket.socket,
    workers: int = 1,
    identity: ServerKey | None = None,
    on_ready: Callable[[], None] = lambda: None,
) -> int:
    """Serve on an open socket until told to stop; the exit status. `on_ready` is called when the store is in order.

    With an identity all is TLS; whoever gives none for a socket that other machines reach knows that all is sent in the clear.
    Raises StoreError, WorldError, ValueError for several workers without a database to share.
    """
    if workers > 1 and settings.database is None:
        raise ValueError("several workers need a database to share")
    logging.config.dictConfig(_LOGGING)  # uvicorn does so too, but what is wrong with the time is said before
    prepare(settings)
    os.environ[_SETTINGS] = msgspec.json.encode(asdict(settings)).decode()
    config = uvicorn_config("etax_client.server.listening.serve:app_from_environment", workers=workers, **encrypted(identity))
    on_ready()
    if workers > 1:
        settle()
        Multiprocess(config, sockets=[listening]).run()
        return 0
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    return 0 if server.started else 1


@asynccontextmanager
async def served_beside(app: Litestar, listening: socket.socket, identity: ServerKey | None = None) -> AsyncIterator[None]:
    """Serve an application whose lifespan has been entered already, on an open socket in this very loop, as long as the block lasts."""
    quiet: dict[str, Any] = {"log_config": None, "log_level": "critical"}  # a log would be written over the screen
    config = uvicorn_config(app, lifespan="off", timeout_graceful_shutdown=_SHORT_GRACE, **quiet, **encrypted(identity))
    await asyncio.to_thread(config.load)
    server = _Beside(config)
    serving, up = asyncio.create_task(server.serve(sockets=[listening])), asyncio.create_task(server.up.wait())
    await asyncio.wait([serving, up], return_when=asyncio.FIRST_COMPLETED)
    if up.cancel():
        await serving  # it never came up, and says why
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class _Beside(uvicorn.Server):
    """Leaves the signals to whom the process belongs, and says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


def prepare(settings: ServerSettings) -> None:
    """Open the store once, bring it up to date and lay its world, so that what is wrong with it is said before anything listens."""
    if settings.database is None:
        world_file.read_world(settings.world)
        return
    store = open_store(settings.database)
    try:
        world.lay(put_together(settings, store, keep_time(store)), world_file.read_world(settings.world))
    finally:
        store.close()


def app_from_environment() -> Litestar:
    """What each of several workers makes its application of."""
    try:
        return create_app(msgspec.json.decode(os.environ[_SETTINGS], type=ServerSettings))
    finally:
        settle()


def uvicorn_config(app: Litestar | str, **more: Any) -> uvicorn.Config:
    """How uvicorn serves an application, or the factory that a string names; `more` are settings of uvicorn's."""
    fast = importlib.util.find_spec("httptools") is not None
    usual: dict[str, Any] = {
        "factory": isinstance(app, str),
        # without httptools (Windows) h11 limits the head, and uvicorn the number of connections
        "http": "etax_client.server.listening.connections:Connection" if fast else "h11",
        "h11_max_incomplete_event_size": 16 * 1024,
        "limit_concurrency": None if fast else 200,
        "ws": "none",
        "lifespan": "on",
        "access_log": False,
        "log_config": _LOGGING,
        "proxy_headers": False,
        "server_header": False,
        "backlog": BACKLOG,
        "timeout_graceful_shutdown": _GRACE,
        "timeout_worker_healthcheck": _SILENCE,
    }
    return uvicorn.Config(app, **{**usual, **more})


def encrypted(identity: ServerKey | None) -> dict[str, Any]:
    """What makes uvicorn serve TLS; paths, since each worker reads the files itself."""
    if identity is None:
        return {}
    return {
        "ssl_keyfile": str(identity.key),
        "ssl_certfile": str(identity.certificate),
        "ssl_context_factory": _context,
    }


def _context(_: uvicorn.Config, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    return require_tls_1_2(usual())
