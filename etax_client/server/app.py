"""The mock server as an ASGI application: routes over services over a store, opened and closed with its lifespan."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from litestar import Litestar
from litestar.di import Provide

from etax_client.clock import Clock
from etax_client.domain.secret import Secret
from etax_client.server.arrival import arrived
from etax_client.server.control import app as control
from etax_client.server.doors import in_worlds
from etax_client.server.faulty import faulty
from etax_client.server.guard import guarded
from etax_client.server.heads import answering_heads
from etax_client.server.journalled import journalled
from etax_client.server.routes import (
    authorisations,
    ca,
    faces,
    info,
    login,
    openapi,
    phone,
    qr_login,
    recovery,
    registration,
    security,
    sims,
    units,
)
from etax_client.server.routes.events import NoEvents
from etax_client.server.routes.reading import any_session_of, give_mark, phone_session_of, services_of, session_of
from etax_client.server.services import passwords
from etax_client.server.settings import ServerSettings
from etax_client.server.web import errors, pages
from etax_client.server.web.rendering import Pages
from etax_client.server.worlds import Worlds
from etax_client.wire import spelling


@dataclass(frozen=True, slots=True)
class Opening:
    """What a lifespan opens, kept in the application's state.

    Exchanged between two lifespans it has the same application serve another world, which is quicker than putting another one together.
    """

    settings: ServerSettings
    clock: Clock | None = None
    compare: Callable[[str, Secret], bool] = passwords.matches


def create_app(
    settings: ServerSettings, *, clock: Clock | None = None, compare: Callable[[str, Secret], bool] = passwords.matches
) -> Litestar:
    """The application; entering its lifespan opens the store. Raises there StoreError, and WorldError for a broken world file.

    `clock` and `compare` (a hash and a password: do they match?) are handed in by tests.
    """

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        opening: Opening = app.state.opening
        worlds = Worlds(opening.settings, clock=opening.clock, compare=opening.compare)
        app.state.worlds, app.state.services = worlds, worlds.main
        if door is not None:
            door.state.worlds = worlds
        try:
            yield
        finally:
            await worlds.close()

    door = None if settings.control is None else control.create_app(settings)
    rendered = Pages()
    app = Litestar(
        route_handlers=[
            *info.HANDLERS,
            *login.HANDLERS,
            *units.HANDLERS,
            *ca.HANDLERS,
            *authorisations.HANDLERS,
            *qr_login.HANDLERS,
            *phone.HANDLERS,
            *registration.HANDLERS,
            *recovery.HANDLERS,
            *security.HANDLERS,
            *sims.HANDLERS,
            *faces.HANDLERS,
            pages.router(rendered),
        ],
        dependencies={
            "services": Provide(services_of, sync_to_thread=False),
            "session": Provide(session_of, sync_to_thread=False),
            "phone_session": Provide(phone_session_of, sync_to_thread=False),
            "any_session": Provide(any_session_of, sync_to_thread=False),
        },
        before_send=[give_mark],
        event_emitter_backend=NoEvents,
        exception_handlers=errors.with_pages(rendered),
        lifespan=[opened],
        logging_config=None,
        openapi_config=openapi.document(),
        plugins=[openapi.SecretSchema()],
        request_max_body_size=spelling.LARGEST_REQUEST,
        type_encoders={Secret: Secret.reveal},
    )
    app.state.opening = Opening(settings, clock, compare)
    inside = app.asgi_handler if door is None else faulty(app.asgi_handler)
    app.asgi_handler = guarded(arrived(answering_heads(in_worlds(inside, door))), settings.hosts, rendered.turned_away)
    if door is not None:
        app.asgi_handler = journalled(app.asgi_handler, lambda: app.state.worlds)
    return app
