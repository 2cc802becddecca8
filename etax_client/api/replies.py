"""What a server's reply says: a value, a refusal, or nothing that can be understood."""

from types import NoneType
from typing import TypeVar, cast

from etax_client.api.carrier import Garbled, Reply
from etax_client.domain.refusals import Refused
from etax_client.wire import problems, spelling

T = TypeVar("T")
LATE = 10
"""Seconds that the answer to a poll may be late before the server counts as gone."""
_JSON = "application/json"


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
