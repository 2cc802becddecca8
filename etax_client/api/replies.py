"""How somebody's requests are sent, and what the replies say: a value, a refusal, or nothing that can be understood."""

from collections.abc import Callable
from types import NoneType
from typing import TypeVar, cast

from etax_client.api.carrier import Carrier, Garbled, Reply
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.wire import problems, spelling

T = TypeVar("T")
LATE = 10
"""Seconds that the answer to a poll may be late before the server counts as gone."""
_JSON = "application/json"
_NOT_LOGGED_IN = 401


class Asker:
    """`token` hands in the current session's token, or None; `used` is called when it has been of use."""

    def __init__(self, carrier: Carrier, token: Callable[[], Secret | None], used: Callable[[], None]) -> None:
        self._carrier = carrier
        self._token = token
        self._used = used

    async def ask(
        self, method: str, path: str, kind: type[T], request: object | None = None, query: dict[str, str] | None = None
    ) -> T | Refused:
        return read(await self._send(method, path, request, query), kind)

    async def tell(self, method: str, path: str, request: object | None = None) -> Refused | None:
        return done(await self._send(method, path, request, None))

    async def wait_for(self, path: str, kind: type[T], query: dict[str, str], wait: int) -> T | Refused:
        """What comes after `wait` seconds at the latest; waiting is no use of the session (SES-01)."""
        return read(await self._carrier.send("GET", path, query=query, token=self._token(), patience=wait + LATE), kind)

    async def _send(self, method: str, path: str, request: object | None, query: dict[str, str] | None) -> Reply:
        body = None if request is None else spelling.write(request)
        token = self._token()
        reply = await self._carrier.send(method, path, query=query, body=body, token=token)
        if token is not None and reply.status != _NOT_LOGGED_IN:
            self._used()
        return reply


def read(reply: Reply, kind: type[T]) -> T | Refused:
    """What a reply says: a value of `kind` (NoneType: that it is done), or a refusal. Raises Garbled."""
    if not _is_success(reply):
        return _refusal(reply)
    if kind is NoneType and not reply.body:
        return cast(T, None)
    return _read(reply, kind)


def _read(reply: Reply, kind: type[T]) -> T:
    if reply.media_type != _JSON:
        raise Garbled("media type")
    try:
        return spelling.read_reply(reply.body, kind)
    except spelling.Misspelled as error:
        raise Garbled(error.why) from None


def done(reply: Reply) -> Refused | None:
    """None if it says that what was told is done. Raises Garbled."""
    return read(reply, NoneType)


def _is_success(reply: Reply) -> bool:
    return 200 <= reply.status < 300


def _refusal(reply: Reply) -> Refused:
    if reply.media_type == problems.MEDIA_TYPE:
        try:
            refused = problems.to_refused(spelling.read_reply(reply.body, problems.Problem))
        except spelling.Misspelled as error:
            raise Garbled(error.why) from None
        if refused is not None:
            return refused
    raise Garbled(f"status {reply.status}")
