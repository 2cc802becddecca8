"""Applications that serve one run after another, each with a world of its own: putting one together takes 0.3 seconds."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache

from litestar import Litestar

from etax_client.clock import Clock
from etax_client.domain.secret import Secret
from etax_client.server.app import Opening, create_app
from etax_client.server.services.guessing import passwords
from etax_client.server.settings import ServerSettings

_Kind = tuple[str | None, tuple[str, ...]]
"""What an application is made for, and can't be changed: the door's token and the hosts."""


@asynccontextmanager
async def lent(
    settings: ServerSettings, clock: Clock | None = None, compare: Callable[[str, Secret], bool] = passwords.matches
) -> AsyncIterator[Litestar]:
    """An application that nobody else has meanwhile, as `create_app` makes it; one whose run has failed is not lent again."""
    shelf = _idle().setdefault((settings.control, settings.hosts), [])
    app = shelf.pop() if shelf else create_app(settings)
    app.state.opening = Opening(settings, clock, compare)
    yield app
    shelf.append(app)


@cache
def _idle() -> dict[_Kind, list[Litestar]]:
    return {}
