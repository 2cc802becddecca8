"""The OpenAPI document: made from the handlers' types, with what types alone can't say."""

from typing import Any, cast

from litestar import Request, Router
from litestar._openapi.schema_generation import SchemaCreator
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, OpenAPIType, Schema, SecurityScheme
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition

from etax_client import __version__
from etax_client.domain.secret import Secret
from etax_client.server.routes.reading import SIGNED_IN, WITH_FLOW, WITH_TICKET
from etax_client.wire import paths


class SecretSchema(OpenAPISchemaPlugin):
    """A secret is a text that forms don't show."""

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        return field_definition.annotation is Secret

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: SchemaCreator) -> Schema:
        # a format of OpenAPI's own that the framework's list lacks
        return Schema(type=OpenAPIType.STRING, format=cast(OpenAPIFormat, "password"))


def by_name(handler: HTTPRouteHandler, _method: object, _path: object) -> str:
    """An operation is called as its handler is."""
    return handler.handler_name


def folder(path: str) -> Router:
    """Where a document lies; beside it there is nothing, which is told as everywhere, not by the framework's own page."""
    return Router(path, route_handlers=[], include_in_schema=False, dto=None, return_dto=None, before_request=_absent)


async def _absent(request: Request[Any, Any, Any]) -> None:
    # a coroutine, as a plain function would go to a thread
    if "path" in request.path_params:
        raise NotFoundException


def document() -> OpenAPIConfig:
    """Where the document is and what stands at its head."""
    where, _, name = paths.OPENAPI.rpartition("/")
    bearer = SecurityScheme(type="http", scheme="bearer")
    schemes = {name: bearer for kind in (SIGNED_IN, WITH_TICKET, WITH_FLOW) for name in kind[0]}
    return OpenAPIConfig(
        title="etax-client mock server",
        version=__version__,
        description="A simulation for teaching and testing. Every refusal is a problem detail (RFC 9457) with a stable code.",
        openapi_router=folder(where),
        operation_id_creator=by_name,
        use_handler_docstrings=True,
        render_plugins=[JsonRenderPlugin(path=f"/{name}")],
        components=Components(security_schemes=dict(schemes)),
    )
