"""The mock server behind a socket: uvicorn in one process or several that share a database."""

import importlib.util
import os
import socket
from collections.abc import Callable
from dataclasses import asdict

import msgspec
import uvicorn
from litestar import Litestar
from uvicorn.supervisors import Multiprocess

from etax_client.server import world, world_file
from etax_client.server.app import create_app
from etax_client.server.services.bundle import put_together
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import open_store
from etax_client.server.store.timekeeping import keep_time

_SETTINGS = "ETAX_SERVE_SETTINGS"
_BACKLOG = 512
_GRACE = 5
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
    host: str = "127.0.0.1",
    port: int = 8765,
    workers: int = 1,
    on_ready: Callable[[str], None] = lambda url: None,
) -> int:
    """Serve until told to stop; the exit status. `on_ready` gets the URL when the socket is open and the store is in order.

    Port 0 takes a free one. Whoever asks for another host than loopback knows that all is sent in the clear.
    Raises StoreError, WorldError, OSError when the address can't be had, ValueError for several workers without a database to share.
    """
    if workers > 1 and settings.database is None:
        raise ValueError("several workers need a database to share")
    listening = listen(host, port)
    with listening:
        prepare(settings)
        bound = listening.getsockname()[1]
        os.environ[_SETTINGS] = msgspec.json.encode(asdict(settings)).decode()
        config = uvicorn_config("etax_client.server.serve:app_from_environment", workers)
        on_ready(f"http://{f'[{host}]' if ':' in host else host}:{bound}")
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
            return 0
        server = uvicorn.Server(config)
        server.run(sockets=[listening])
        return 0 if server.started else 1


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
    return create_app(msgspec.json.decode(os.environ[_SETTINGS], type=ServerSettings))


def uvicorn_config(app: Litestar | str, workers: int = 1) -> uvicorn.Config:
    """How uvicorn serves an application, or the factory that a string names."""
    fast = importlib.util.find_spec("httptools") is not None
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        # without httptools (Windows) h11 limits the head, and uvicorn the number of connections
        http="etax_client.server.connections:Connection" if fast else "h11",
        h11_max_incomplete_event_size=16 * 1024,
        limit_concurrency=None if fast else 200,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=_LOGGING,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_GRACE,
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
        listening.set_inheritable(True)
    except BaseException:
        listening.close()
        raise
    return listening
