"""Applications that serve one run after another, each with a world of its own: putting one together takes 0.3 seconds, laying one 0.02."""

import atexit
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import datetime
from functools import cache, partial

from litestar import Litestar

from etax_client.clock import Clock
from etax_client.domain.secret import Secret
from etax_client.server.app import Opening, create_app
from etax_client.server.services.guessing import passwords
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import Store
from etax_client.server.store.sqlite import driver_of

_Kind = tuple[str | None, tuple[str, ...]]
"""What an application is made for, and can't be changed: the door's token and the hosts."""
_Moment = tuple[ServerSettings, datetime]
"""What decides how the demo's world is laid into memory."""
_MOST = 50


@asynccontextmanager
async def lent(
    settings: ServerSettings, clock: Clock | None = None, compare: Callable[[str, Secret], bool] = passwords.matches
) -> AsyncIterator[Litestar]:
    """An application that nobody else has meanwhile, as `create_app` makes it; one whose run has failed is not lent again."""
    shelf = _idle().setdefault((settings.control, settings.hosts), [])
    app = shelf.pop() if shelf else create_app(settings)
    app.state.opening = Opening(settings, clock, compare, nullcontext if clock is None else partial(copied, settings, clock.now()))
    yield app
    shelf.append(app)


@contextmanager
def copied(settings: ServerSettings, moment: datetime, store: Store) -> Iterator[None]:
    """What the same settings make of the same moment in memory is laid once, and copied as it was then."""
    if settings.database is not None or settings.world is not None:
        yield
        return
    with store.read() as connection:
        memory = driver_of(connection)
    kept = _worlds().get((settings, moment))
    if kept is not None:
        kept.backup(memory)
    yield
    if kept is None and len(_worlds()) < _MOST:
        _worlds()[settings, moment] = new = sqlite3.connect(":memory:", check_same_thread=False)
        atexit.register(new.close)
        memory.backup(new)


@cache
def _idle() -> dict[_Kind, list[Litestar]]:
    return {}


@cache
def _worlds() -> dict[_Moment, sqlite3.Connection]:
    return {}
