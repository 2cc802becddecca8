"""Requests that come with a key: done once, and answered alike whenever they are asked again (IDM-1, IDM-2)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from litestar.openapi.spec import OpenAPIType, Operation, Parameter, Schema

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.routes.answers import Turned, refusals
from etax_client.server.routes.reading import Anyone, noted
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import KEY_FORM, Asking, Once, is_key
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import unfit
from etax_client.wire.paths import KEY_HEADER

T = TypeVar("T")
Act = Callable[[Once], T | Refused | Awaitable[T | Refused]]
_PARAMETER = Parameter(
    name=KEY_HEADER,
    param_in="header",
    required=False,
    description=(
        "Names this act, so that it is done once however often it is asked for: the same key and request get the first answer again for "
        "24 hours, one that holds a secret for 30 minutes; another request under it, or an answer that is told no more, is 422 key_reused; "
        "while the first is under way, 409 in_flight. What was refused is judged anew, but for a guess that was counted. "
        "A new random text for each act, bare or in double quotes."
    ),
    schema=Schema(type=OpenAPIType.STRING, pattern=f'^({KEY_FORM}|"{KEY_FORM}")$'),
)


@dataclass
class Keyed(Operation):
    """An operation that is done once under a key, in the OpenAPI document."""

    def __post_init__(self) -> None:
        self.parameters = [*(self.parameters or ()), _PARAMETER]


def keyed(*codes: RefusalCode) -> dict[str, Any]:
    """What a handler says of itself that honours keys: its refusals by `codes`, and those that any act with a key may meet."""
    codes = (*codes, RefusalCode.malformed, RefusalCode.key_reused, RefusalCode.in_flight)
    return {"operation_class": Keyed, "responses": refusals(*codes)}


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


def sitting(session: Session) -> str:
    """As `person`, for what is done to the session itself: in another one it would be something else."""
    return f"session {session.session_id}"


async def _answered(request: Anyone, services: Services, who: str, kind: type[T], act: Act[T]) -> tuple[T | Refused, bool]:
    asking = await asking_of(request, who)
    answer, repeated = await services.repeats.once(asking, kind, act)
    noted(request).repeated = repeated
    return answer, repeated


async def asking_of(request: Anyone, who: str) -> Asking:
    """What the request asks for, under its key if it has one. Raises Turned for a header that is no key."""
    query = request.scope["query_string"].decode("latin-1")
    path = request.scope["path"] + (f"?{query}" if query else "")
    return Asking(who, _key_of(request), f"{request.method} {path}", await request.body())


def _key_of(request: Anyone) -> str:
    """The key in the header, as a string of structured fields (RFC 9651) or bare; "" if there is none."""
    given = request.headers.get(KEY_HEADER)
    if given is None:
        return ""
    bare = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    if not is_key(bare):
        raise Turned(unfit(KEY_HEADER, "malformed", "IDM-1"))
    return bare
