"""Requests that come with a key: done once, and answered alike whenever they are asked again (IDM-1, IDM-2)."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.reading import Anyone, noted
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import Asking, Once, is_key
from etax_client.server.services.sessions import Session
from etax_client.server.services.why import unfit
from etax_client.wire.paths import KEY_HEADER

T = TypeVar("T")
Act = Callable[[Once], T | Refused | Awaitable[T | Refused]]
ACTING = (RefusalCode.key_reused, RefusalCode.in_flight)
"""What any act with a key may be refused with."""


async def once(request: Anyone, services: Services, who: str, kind: type[T], act: Act[T]) -> T | Refused:
    """What `act` answers, a value of `kind`; or has answered before, if the request comes again with its key.

    `who` has been looked up already: an answer goes to nobody who may not ask. Raises Turned for a header that is no key.
    """
    return (await _answered(request, services, who, kind, act))[0]


async def step_once(
    request: Anyone, services: Services, secret: str, kind: type[T], act: Act[T], view: Callable[[str], T | Refused]
) -> T | Refused:
    """As `once`, for a step of the flow of a secret: asked again, it is answered by how far the flow has come since."""
    answer, repeated = await _answered(request, services, f"flow {secret}", kind, act)
    return view(secret) if repeated and not isinstance(answer, Refused) else answer


def person(session: Session) -> str:
    """Whoever asks by a session: the answer is still theirs when that has ended and they have logged in again."""
    return f"person {session.person_id}"


async def _answered(request: Anyone, services: Services, who: str, kind: type[T], act: Act[T]) -> tuple[T | Refused, bool]:
    asking = Asking(who, _key_of(request), f"{request.method} {request.scope['path']}", await request.body())
    answer, repeated = await services.repeats.once(asking, kind, act)
    noted(request).repeated = repeated
    return answer, repeated


def _key_of(request: Anyone) -> str:
    """The key in the header, as a string of structured fields (RFC 9651) or bare; "" if there is none."""
    given = request.headers.get(KEY_HEADER)
    if given is None:
        return ""
    bare = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    if not is_key(bare):
        raise Turned(unfit(KEY_HEADER, "malformed", "IDM-1"))
    return bare
