"""The mock server as an ASGI application: routes over services over a store, opened and closed with its lifespan."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from litestar import Litestar
from litestar.di import Provide
from litestar.types import ASGIApp, Receive, Scope, Send

from etax_client.clock import Clock
from etax_client.domain.secret import Secret
from etax_client.server.middleware.arrival import arrived
from etax_client.server.middleware.doors import in_worlds
from etax_client.server.middleware.faulty import faulty
from etax_client.server.middleware.guard import guarded
from etax_client.server.middleware.heads import answering_heads
from etax_client.server.middleware.journalled import journalled
from etax_client.server.middleware.late import LatePart
from etax_client.server.routes import answers, info, openapi
from etax_client.server.routes.events import NoEvents
from etax_client.server.routes.filing import annexes, deductions, imports, income, payments, people, returns
from etax_client.server.routes.identity import faces, recovery, registration, security, sims
from etax_client.server.routes.reading import any_session_of, give_mark, phone_session_of, services_of, session_of
from etax_client.server.routes.sessions import login, phone, qr_login
from etax_client.server.routes.units import authorisations, ca, units
from etax_client.server.services.guessing import passwords
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import Store
from etax_client.server.world.worlds import Worlds
from etax_client.wire import spelling

if TYPE_CHECKING:
    from etax_client.server.pages.rendering import Pages

_COMMON: dict[str, Any] = {
    "dependencies": {
        "services": Provide(services_of, sync_to_thread=False),
        "session": Provide(session_of, sync_to_thread=False),
        "phone_session": Provide(phone_session_of, sync_to_thread=False),
        "any_session": Provide(any_session_of, sync_to_thread=False),
    },
    "before_send": [give_mark],
    "event_emitter_backend": NoEvents,
    "logging_config": None,
    "request_max_body_size": spelling.LARGEST_REQUEST,
    "type_encoders": {Secret: Secret.reveal},
}
"""What the API and the pages have in common."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a lifespan opens, kept in the application's state.

    Exchanged between two lifespans it has the same application serve another world, which is quicker than putting another one together.
    """

    settings: ServerSettings
    clock: Clock | None = None
    compare: Callable[[str, Secret], bool] = passwords.matches
    opening: Callable[[Store], AbstractContextManager[object]] = nullcontext


def create_app(
    settings: ServerSettings, *, clock: Clock | None = None, compare: Callable[[str, Secret], bool] = passwords.matches
) -> Litestar:
    """The application; entering its lifespan opens the store. Raises there StoreError, and WorldError for a broken world file.

    `clock` and `compare` (a hash and a password: do they match?) are handed in by tests.
    """

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        opening: Opening = app.state.opening
        worlds = Worlds(opening.settings, clock=opening.clock, compare=opening.compare, opening=opening.opening)
        app.state.worlds, app.state.services = worlds, worlds.main
        for part in (pages, door, counter):
            if part is not None:
                part.open(worlds)
        try:
            yield
        finally:
            await worlds.close()

    pages = LatePart(pages_app)
    door = None if settings.control is None else LatePart(lambda: _door(settings))
    counter = LatePart(_counter) if settings.own_counter and door is None else None
    app = Litestar(
        route_handlers=[
            *info.HANDLERS,
            *login.HANDLERS,
            *units.HANDLERS,
            *ca.HANDLERS,
            *authorisations.HANDLERS,
            *people.HANDLERS,
            *imports.HANDLERS,
            *annexes.HANDLERS,
            *deductions.HANDLERS,
            *income.HANDLERS,
            *returns.HANDLERS,
            *payments.HANDLERS,
            *qr_login.HANDLERS,
            *phone.HANDLERS,
            *registration.HANDLERS,
            *recovery.HANDLERS,
            *security.HANDLERS,
            *sims.HANDLERS,
            *faces.HANDLERS,
        ],
        exception_handlers=answers.HANDLERS,
        lifespan=[opened],
        openapi_config=openapi.document(),
        plugins=[openapi.SecretSchema()],
        **_COMMON,
    )
    app.state.opening = Opening(settings, clock, compare)
    inside = answering_heads(_beside(app.asgi_handler, pages))
    inside = inside if door is None else faulty(inside)
    control = door or counter
    entered = arrived(in_worlds(inside, None if control is None else answering_heads(control), within=door is None))
    app.asgi_handler = guarded(entered, settings.hosts, lambda scope, status: _drawn().turned_away(scope, status))
    if door is not None:
        app.asgi_handler = journalled(app.asgi_handler, lambda: app.state.worlds)
    return app


def pages_app() -> Litestar:
    """The pages alone, which are served beside the API; `state.worlds` is given to it."""
    # start-up budget: with Jinja 150 ms, and a client asks for none
    from etax_client.server.pages import app as pages
    from etax_client.server.pages import errors

    return Litestar(route_handlers=[pages.router(_drawn())], exception_handlers=errors.with_pages(_drawn()), openapi_config=None, **_COMMON)


@cache
def _drawn() -> "Pages":
    from etax_client.server.pages.rendering import Pages  # start-up budget: as above

    return Pages()


def _door(settings: ServerSettings) -> Litestar:
    from etax_client.server import tester_door as control  # start-up budget: 50 routes, which only testers ask for

    return control.create_app(settings)


def _counter() -> Litestar:
    from etax_client.server import tester_door as control  # start-up budget: as above

    return control.counter_app()


def _beside(api: ASGIApp, pages: ASGIApp) -> ASGIApp:
    """The API, and beside it the pages, which answer for every other address too."""

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        first = next((part for part in scope["path"].split("/") if part), "")  # whatever slashes it has, as for the routes
        await (api if first == "api" else pages)(scope, receive, send)

    return choose
