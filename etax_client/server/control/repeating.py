"""The writing verbs of the tester's door: each is done once under a key, and answered alike however often it is sent (IDM-1)."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial, wraps
from inspect import signature
from types import GenericAlias
from typing import Any

import litestar
from litestar.handlers import HTTPRouteHandler

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.reading import Anyone, noted
from etax_client.server.routes.repeating import asking_of, keyed
from etax_client.server.services.bundle import Services
from etax_client.server.store.database import Proof
from etax_client.wire import spelling

Handler = Callable[..., Awaitable[Any]]
_TESTER = "tester"
"""Whoever has the door's token, which is another one after a restart: what was lost with the server can be asked for again."""
_LOST = "it was done or begun under this key, and its answer is told no more"


def _doing(
    verb: Callable[..., Callable[[Handler], HTTPRouteHandler]], path: str, refused: Iterable[RefusalCode] = (), **options: Any
) -> Callable[[Handler], HTTPRouteHandler]:
    """As litestar's own decorator, for a handler that asks for `request`, and acts by the `services` that it is given.

    Its answer is kept in the world in which it acts, and outlives that one's being set back; a handler that asks for no services makes
    or ends worlds, and its answer is kept in the main one. `refused` are the handler's own refusals, beside the door's (WEB-4).
    """

    def register(handler: Handler) -> HTTPRouteHandler:
        kind = GenericAlias(tuple, (signature(handler).return_annotation,))

        @wraps(handler)
        async def once(**given: Any) -> Any:
            return await _once(handler, kind, given)

        told = keyed(RefusalCode.session_ended, RefusalCode.too_many, *refused)
        return verb(path, **told, **options)(once)

    return register


post, put, delete = (partial(_doing, verb) for verb in (litestar.post, litestar.put, litestar.delete))


async def _once(handler: Handler, kind: Any, given: dict[str, Any]) -> Any:
    """Raises Turned, StoreError, and whatever the handler raises."""
    request: Anyone = given["request"]
    services: Services | None = given.get("services")
    turned: list[Turned] = []

    async def act(by: Proof) -> tuple[Any] | Refused:
        held = given if services is None else {**given, "services": services.acted_on(by)}
        try:
            return (await handler(**held),)
        except Turned as error:
            turned.append(error)
            return error.refused

    kept_in: Services = request.app.state.worlds.main if services is None else services
    found, repeated = await kept_in.repeats.whole(await asking_of(request, _TESTER), kind, act, secret=spelling.holds_secret)
    noted(request).repeated = repeated
    if turned:
        raise turned[0]
    if found is None:
        raise Turned(Refused(RefusalCode.key_reused), detail=_LOST)
    return accepted(found)[0]
