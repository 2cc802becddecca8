"""The tester's door as an application of its own, beside the one that it steers, with an OpenAPI document of its own."""

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Server

from etax_client import __version__
from etax_client.domain.secret import Secret
from etax_client.server.control import clock
from etax_client.server.control.door import TESTER, Doorkeeper
from etax_client.server.control.verbs import (
    certificates,
    codes,
    face,
    faults,
    hall_codes,
    journal,
    locks,
    payees,
    people,
    phones,
    sessions,
    snapshots,
    units,
    worlds,
)
from etax_client.server.control.verbs.bureau import bureau_accounts, bureau_projects, bureau_sessions, bureau_ties, bureau_units
from etax_client.server.control.verbs.filing import deductions, filings
from etax_client.server.pages.rendering import Pages
from etax_client.server.pages.trainer import trainer
from etax_client.server.pages.trainer.trainer_visit import DESK, door_errors
from etax_client.server.routes import openapi
from etax_client.server.routes.events import NoEvents
from etax_client.server.routes.reading import services_of
from etax_client.server.settings import ServerSettings
from etax_client.wire import paths, spelling

HANDLERS = (
    *clock.HANDLERS,
    *worlds.HANDLERS,
    *snapshots.HANDLERS,
    *people.HANDLERS,
    *units.HANDLERS,
    *payees.HANDLERS,
    *certificates.HANDLERS,
    *face.HANDLERS,
    *locks.HANDLERS,
    *bureau_accounts.HANDLERS,
    *bureau_sessions.HANDLERS,
    *bureau_ties.HANDLERS,
    *bureau_units.HANDLERS,
    *bureau_projects.HANDLERS,
    *filings.HANDLERS,
    *deductions.HANDLERS,
    *sessions.HANDLERS,
    *codes.HANDLERS,
    *hall_codes.HANDLERS,
    *phones.HANDLERS,
    *faults.HANDLERS,
    *journal.HANDLERS,
)


def create_app(settings: ServerSettings) -> Litestar:
    """Its `state.worlds` is given to it when the server opens. Raises ValueError for settings that leave the door shut."""
    if settings.control is None:
        raise ValueError("the door is shut")
    keeper, pages = Doorkeeper(settings.control), Pages()
    return Litestar(
        route_handlers=[*HANDLERS, trainer.router(keeper, pages)],
        dependencies={"services": Provide(services_of, sync_to_thread=False)},
        guards=[keeper],
        event_emitter_backend=NoEvents,
        exception_handlers=door_errors(pages),
        logging_config=None,
        openapi_config=_document(),
        plugins=[openapi.SecretSchema()],
        request_max_body_size=spelling.LARGEST_REQUEST,
        state=State({DESK: True}),
        type_encoders={Secret: Secret.reveal},
    )


def counter_app() -> Litestar:
    """The hall's counter alone, for whoever has no tester's door but a world of their own (the demo)."""
    pages = Pages()
    return Litestar(
        route_handlers=[trainer.counter(pages)],
        dependencies={"services": Provide(services_of, sync_to_thread=False)},
        event_emitter_backend=NoEvents,
        exception_handlers=door_errors(pages),
        logging_config=None,
        openapi_config=None,
        request_max_body_size=spelling.LARGEST_REQUEST,
        state=State({DESK: False}),
    )


def _document() -> OpenAPIConfig:
    [scheme] = TESTER[0]
    return OpenAPIConfig(
        title="etax-client tester's door",
        version=__version__,
        description=(
            "Steers a mock server: its clock, its worlds, its people, its codes and its faults. Off unless asked for. "
            "A named world has a door of its own at /w/NAME/control."
        ),
        servers=[Server(url=paths.CONTROL)],
        openapi_router=openapi.folder("/"),
        operation_id_creator=openapi.by_name,
        use_handler_docstrings=True,
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        components=Components(security_schemes={scheme: SecurityScheme(type="http", scheme="bearer")}),
        security=TESTER,
    )
