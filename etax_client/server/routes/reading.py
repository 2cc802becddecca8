"""How requests are read: bodies by the wire's own spelling, the asker's session and mark from the headers."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import unquote

from litestar import Request
from litestar._openapi.schema_generation import SchemaCreator
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.dto import AbstractDTO
from litestar.dto.data_structures import DTOFieldDefinition
from litestar.openapi.spec import Reference, Schema
from litestar.params import SkipValidation
from litestar.types import Message, Scope
from litestar.typing import FieldDefinition

from etax_client.domain.channels import Channel
from etax_client.domain.guessing.captcha import CaptchaAnswer
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.safe_text import safe_text
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.routes.answers import NotJson, Turned, accepted
from etax_client.server.services.bundle import Services
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.testing.journal import Note, note_of
from etax_client.wire import spelling
from etax_client.wire.login import Captcha
from etax_client.wire.paths import CLIENT_HEADER, DEVICE_HEADER

T = TypeVar("T")
Anyone = Request[Any, Any, Any]
Served = NamedDependency[SkipValidation[Services]]
SomeoneIn = NamedDependency[SkipValidation[Session]]
"""What handlers ask for by the names `services` and `session`; they are ours, so that nobody need look into them."""
WORLD = "etax.world"
"""Where a request's scope holds the name of the world that it goes to."""
_NEW_MARK = "etax.new_mark"
_BEARER = "bearer"
_DEVICE_CELLS = 40
_IN_BRACKETS = re.compile(r"[^(]*\(([^)]*).*", re.DOTALL)
"""Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) and so on."""
SIGNED_IN: list[dict[str, list[str]]] = [{_BEARER: []}]
"""For the OpenAPI document: the handler wants a session's token."""
WITH_TICKET: list[dict[str, list[str]]] = [{"ticket": []}]
"""As above: the handler wants the poll secret of a QR ticket."""
WITH_FLOW: list[dict[str, list[str]]] = [{"flow": []}]
"""As above: the handler wants the secret of a registration or a recovery."""


class Spelled(AbstractDTO[T]):
    """`dto=Spelled[Kind]` has a handler's `data` read by `spelling.read_request`: stricter than the framework's own reader (INP-1)."""

    def decode_bytes(self, value: bytes) -> T:
        media_type = self.asgi_connection.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise NotJson
        return self.read(value)

    def read(self, body: bytes) -> T:
        """Raises Misspelled."""
        return spelling.read_request(body, self.model_type)

    @classmethod
    def create_for_field_definition(cls, field_definition: FieldDefinition, handler_id: str, backend_cls: Any = None) -> None:
        """Nothing to prepare: there is no second type between the wire's and the handler's."""

    @classmethod
    def create_openapi_schema(cls, field_definition: FieldDefinition, handler_id: str, schema_creator: SchemaCreator) -> Reference | Schema:
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition, None, None]:
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:
        return False


class SpelledInLines(Spelled[T]):
    """As above, for requests that hold a text of several lines."""

    def read(self, body: bytes) -> T:
        return spelling.read_request(body, self.model_type, "\t\r\n")


def services_of(request: Anyone) -> Services:
    """The services of the world that the address names, the main one's if it names none. Raises Turned, StoreError."""
    services: Services | None = request.app.state.worlds.of(world_of(request))
    if services is None:
        raise Turned(Refused(RefusalCode.not_found))
    return services


def world_of(request: Anyone) -> str:
    """The name of the world that the address names, "" for the main one."""
    return str(request.scope.get(WORLD, ""))


def session_of(request: Anyone, services: Served) -> Session:
    """The client's session whose token comes with the request. Raises Turned."""
    return _asker(request, services.sessions.find(bearer_of(request)))


def phone_session_of(request: Anyone, services: Served) -> Session:
    """The phone's session whose token comes with the request. Raises Turned."""
    return _asker(request, services.sessions.find(bearer_of(request), Channel.phone))


def any_session_of(request: Anyone, services: Served) -> Session:
    """The session whose token comes with the request, whatever its channel. Raises Turned."""
    return _asker(request, services.sessions.find(bearer_of(request), None))


def _asker(request: Anyone, found: Session | Refused) -> Session:
    session = accepted(found)
    noted(request).person_id = session.person_id
    return session


def noted(request: ASGIConnection[Any, Any, Any, Any]) -> Note:
    """Where to write down for the journal what was decided, and why."""
    return note_of(request.scope)


def bearer_of(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The secret in the Authorization header, "" if there is none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == _BEARER else ""


def address_of(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Where the request comes from; never from a header, as anyone can write one."""
    return request.client.host if request.client is not None else ""


def seat_of(request: ASGIConnection[Any, Any, Any, Any]) -> Seat:
    """Where the asker sits: by the name that the client gives its machine, else by what a browser says of it in brackets."""
    named = unquote(request.headers.get(DEVICE_HEADER, "")) or _IN_BRACKETS.sub(r"\1", request.headers.get("user-agent", ""))
    return Seat(safe_text(named, _DEVICE_CELLS).strip(), address_of(request))


@asynccontextmanager
async def hung_up(request: Anyone) -> AsyncIterator[asyncio.Task[None]]:
    """A task that is done when the asker is gone, or its connection wants an answer now; for handlers that read no body."""
    task = asyncio.create_task(_after(request))
    try:
        yield task
    finally:
        task.cancel()


async def _after(request: Anyone) -> None:
    """Whatever comes after the request itself."""
    while (await request.receive()).get("more_body"):
        pass
    await request.receive()


def client_of(request: Anyone) -> str:
    """The asking client's mark as a digest; one that sends none is given one with the answer, so that no two share theirs."""
    state = request.scope["state"]
    named = request.headers.get(CLIENT_HEADER, "") or str(state.get(_NEW_MARK, ""))
    if not named:
        named = state[_NEW_MARK] = secrets.token_urlsafe(24)
        noted(request).client = _digest(named)
    return _digest(named)


async def give_mark(message: Message, scope: Scope) -> None:
    """Whoever was asked for a mark and had none is told the one that they have now."""
    mark = scope["state"].get(_NEW_MARK)
    if mark is not None and message["type"] == "http.response.start":
        message["headers"] = [*message["headers"], (CLIENT_HEADER.lower().encode(), str(mark).encode())]


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()


def answer_of(captcha: Captcha | None) -> CaptchaAnswer | None:
    return None if captcha is None else CaptchaAnswer(captcha.captcha_id, captcha.answer)
