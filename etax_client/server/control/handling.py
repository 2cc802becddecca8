"""How a verb of the tester's door is handled: one that writes is done once under a key, however often it is sent (IDM-1)."""

from collections.abc import Awaitable, Callable
from functools import wraps
from types import GenericAlias, NoneType
from typing import Any, TypeVar

import litestar
from litestar.dto import AbstractDTO
from litestar.handlers import HTTPRouteHandler

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.routes.answers import Turned, accepted, refusals
from etax_client.server.routes.reading import Anyone, Spelled, noted
from etax_client.server.routes.repeating import asking_of, keyed
from etax_client.server.services.bundle import Services
from etax_client.server.store.database import Proof
from etax_client.wire import spelling
from etax_client.wire.control.verb import Order, Verb

T = TypeVar("T")
_TESTER = "tester"
"""Whoever has the door's token, which is another one after a restart: what was lost with the server can be asked for again."""
_LOST = "it was done or begun under this key, and its answer is told no more"
_DOOR = (RefusalCode.session_ended, RefusalCode.too_many)
"""Whoever has not the token is turned away, and for a minute whoever guesses (WEB-4)."""
_KINDS = {"POST": litestar.post, "PUT": litestar.put, "DELETE": litestar.delete}


def handles(verb: Verb[T], dto: type[AbstractDTO[Any]] | None = None) -> Callable[[Callable[..., Awaitable[T]]], HTTPRouteHandler]:
    """Makes a handler of a function that does the verb; `dto` reads its body if it is not spelled as usual.

    One that writes asks for `request`, and acts by the `services` that it is given. Its answer is kept in the world in which it acts, and
    outlives that one's being set back; one that asks for no services makes or ends worlds, and its answer is kept in the main one.
    """
    if verb.method == "GET":
        return litestar.get(verb.path, responses=refusals(*_DOOR, *verb.refuses))
    status = 204 if verb.tells is NoneType else verb.status
    body: dict[str, Any] = {}
    refused = verb.refuses
    if isinstance(verb, Order):
        body = {"dto": dto or Spelled.__class_getitem__(verb.takes), "return_dto": None}
        refused = (*refused, RefusalCode.too_large)
    register = _KINDS[verb.method](verb.path, status_code=status, **keyed(*_DOOR, *refused), **body)
    kind: Any = GenericAlias(tuple, (verb.tells,))

    def once(act: Callable[..., Awaitable[T]]) -> HTTPRouteHandler:
        @wraps(act)
        async def done(**given: Any) -> T:
            return await _once(act, kind, given)

        return register(done)

    return once


async def _once(act: Callable[..., Awaitable[T]], kind: type[tuple[T]], given: dict[str, Any]) -> T:
    """Raises Turned, StoreError, and whatever the act raises."""
    request: Anyone = given["request"]
    services: Services | None = given.get("services")
    turned: list[Turned] = []

    async def acted(by: Proof) -> tuple[T] | Refused:
        held = given if services is None else {**given, "services": services.acted_on(by)}
        try:
            return (await act(**held),)
        except Turned as error:
            turned.append(error)
            return error.refused

    kept_in: Services = request.app.state.worlds.main if services is None else services
    found, repeated = await kept_in.repeats.whole(await asking_of(request, _TESTER), kind, acted, secret=spelling.holds_secret)
    noted(request).repeated = repeated
    if turned:
        raise turned[0]
    if found is None:
        raise Turned(Refused(RefusalCode.key_reused), detail=_LOST)
    return accepted(found)[0]
