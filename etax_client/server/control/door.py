"""Who may use the tester's door: whoever knows the token that was printed when it was opened (WEB-4)."""

import hashlib
import hmac
import secrets
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.reading import address_of, bearer_of
from etax_client.server.services.audit import audit
from etax_client.server.services.bundle import Services
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.why import because

TESTER: list[dict[str, list[str]]] = [{"tester": []}]
"""For the OpenAPI document: the handler wants the door's token."""


def new_token() -> Secret:
    """256 random bits."""
    return Secret(secrets.token_urlsafe(32))


def digest(token: Secret) -> str:
    """What a server is told of its token (ServerSettings.control)."""
    return hashlib.sha256(token.reveal().encode()).hexdigest()


OWN_WAY_IN = "own_way_in"
"""Stands in the `opt` of handlers that ask for the token in their own way."""
_AT = "control "
"""In one network all have one address: a script with an old token must not keep phones from scanning."""


class Doorkeeper:
    """A guard of Litestar's: turns away whoever has not the token, and for a minute whoever guesses."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted

    def knows(self, token: Secret) -> bool:
        return hmac.compare_digest(digest(token), self._wanted)

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        # a coroutine though it awaits nothing: Litestar sends a plain function to a thread, request by request
        given = bearer_of(connection)
        if handler.opt.get(OWN_WAY_IN) or self.knows(Secret(given)):
            return
        # whoever gives no token guesses none, and may be a browser that somebody else's page has sent (FAIR-1)
        raise Turned(turned_away(connection) if given else _wrong_token())


def turned_away(connection: ASGIConnection[Any, Any, Any, Any]) -> Refused:
    """What whoever gave a wrong token is told; after too many, to wait. Raises StoreError."""
    main: Services = connection.app.state.worlds.main
    address = address_of(connection)
    now = main.clock.now()
    with main.store.write() as kept:
        refused = address_limits.refusal(kept, address, now, _AT)
        if refused is None:
            address_limits.miss(kept, address, now, _AT)
    audit("control", address=address, outcome="turned away")
    if refused is not None:
        return because(refused, "door.too_many", "WEB-4")
    return _wrong_token()


def _wrong_token() -> Refused:
    return because(Refused(RefusalCode.session_ended, ended=EndReason.unknown), "door.wrong_token", "WEB-4")
