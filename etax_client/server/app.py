"""The mock server as an ASGI application: routes over services over a store, opened and closed with its lifespan."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self

from litestar import Litestar
from litestar.di import Provide
from litestar.events import BaseEventEmitterBackend

from etax_client.clock import Clock
from etax_client.domain.secret import Secret
from etax_client.server import world, world_file
from etax_client.server.guard import guarded
from etax_client.server.routes import info, login, openapi, phone, qr_login, units
from etax_client.server.routes.reading import any_session_of, phone_session_of, services_of, session_of
from etax_client.server.services import passwords
from etax_client.server.services.bundle import put_together
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import open_store
from etax_client.server.store.timekeeping import keep_time
from etax_client.server.web import errors, pages
from etax_client.server.web.rendering import Pages
from etax_client.wire import spelling


class _NoEvents(BaseEventEmitterBackend):
    """Nothing here sends events; the framework's own emitter has to be closed by the task that opened it, which a demo can't promise."""

    def emit(self, event_id: str, *args: object, **kwargs: object) -> None:
        raise NotImplementedError(event_id)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return


def create_app(
    settings: ServerSettings, *, clock: Clock | None = None, compare: Callable[[str, Secret], bool] = passwords.matches
) -> Litestar:
    """The application; entering its lifespan opens the store. Raises there StoreError, and WorldError for a broken world file.

    `clock` and `compare` (a hash and a password: do they match?) are handed in by tests.
    """

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        store = open_store(settings.database)
        try:
            app.state.services = put_together(settings, store, keep_time(store, clock), compare)
            world.lay(app.state.services, world_file.read_world(settings.world))
        except BaseException:
            store.close()
            raise
        try:
            yield
        finally:
            await app.state.services.close()

    rendered = Pages()
    app = Litestar(
        route_handlers=[*info.HANDLERS, *login.HANDLERS, *units.HANDLERS, *qr_login.HANDLERS, *phone.HANDLERS, pages.router(rendered)],
        dependencies={
            "services": Provide(services_of, sync_to_thread=False),
            "session": Provide(session_of, sync_to_thread=False),
            "phone_session": Provide(phone_session_of, sync_to_thread=False),
            "any_session": Provide(any_session_of, sync_to_thread=False),
        },
        event_emitter_backend=_NoEvents,
        exception_handlers=errors.with_pages(rendered),
        lifespan=[opened],
        logging_config=None,
        openapi_config=openapi.document(),
        plugins=[openapi.SecretSchema()],
        request_max_body_size=spelling.LARGEST_REQUEST,
        type_encoders={Secret: Secret.reveal},
    )
    app.asgi_handler = guarded(app.asgi_handler, settings.hosts)
    return app
