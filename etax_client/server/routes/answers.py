"""How a refusal, and everything that goes wrong, is answered: always a problem detail (RFC 9457)."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.acting import Over
from etax_client.server.services.testing.journal import note_of
from etax_client.server.services.unforeseen import tell_of
from etax_client.server.services.why import because, unfit
from etax_client.server.store.errors import StoreError
from etax_client.wire import problems, spelling
from etax_client.wire.problems import Problem

T = TypeVar("T")
Asked = Request[Any, Any, Any]
_log = logging.getLogger(__name__)

_CODES = {
    403: RefusalCode.forbidden,
    404: RefusalCode.not_found,
    405: RefusalCode.not_found,
    413: RefusalCode.too_large,
    421: RefusalCode.forbidden,
    429: RefusalCode.too_many,
    431: RefusalCode.too_large,
}
"""The code for what HTTP itself refuses; any other status below 500 is malformed."""


class Turned(Exception):
    """A refusal on its way out of a handler."""

    def __init__(self, refused: Refused, detail: str | None = None) -> None:
        """`detail` is said to programs beside the code, in English: never what was typed in secret."""
        super().__init__(refused.code.value)
        self.refused = refused
        self.detail = detail


class NotJson(Exception):
    """A body of another media type."""


def accepted(result: T | Refused) -> T:
    """What was asked for. Raises Turned for a refusal."""
    if isinstance(result, Refused):
        raise Turned(result)
    return result


def problem(
    refused: Refused, status: int | None = None, headers: dict[str, str] | None = None, detail: str | None = None
) -> Response[bytes]:
    body = problems.to_problem(refused, status, detail)
    if refused.retry_after is not None:
        headers = {**(headers or {}), "Retry-After": str(refused.retry_after)}
    return Response(spelling.write(body), status_code=body.status, media_type=problems.MEDIA_TYPE, headers=headers)


def code_of(status: int) -> RefusalCode:
    return _CODES.get(status, RefusalCode.unavailable if status >= 500 else RefusalCode.malformed)


def refusals(*codes: RefusalCode) -> dict[int, ResponseSpec]:
    """What the OpenAPI document says of a handler's refusals: `codes`, and those that any of them may have.

    A handler that takes a body says `too_large`; not found is any world or address that there is not.
    """
    described: dict[int, list[str]] = {400: [RefusalCode.malformed.value]}
    if RefusalCode.too_large in codes:
        described[415] = [RefusalCode.malformed.value]
    for code in dict.fromkeys((*codes, RefusalCode.not_found, RefusalCode.unavailable)):
        described.setdefault(code.status, []).append(code.value)
    return {
        status: ResponseSpec(Problem, generate_examples=False, media_type=problems.MEDIA_TYPE, description=" or ".join(names))
        for status, names in described.items()
    }


def _turned(request: Asked, error: Turned) -> Response[bytes]:
    note_of(request.scope).refuses(error.refused)
    headers = {"WWW-Authenticate": "Bearer"} if error.refused.code.status == 401 else None
    return problem(error.refused, headers=headers, detail=error.detail)


def _over(request: Asked, error: Over) -> Response[bytes]:
    return _turned(request, Turned(error.refused))


def _misspelled(request: Asked, error: spelling.Misspelled) -> Response[bytes]:
    status = 422 if error.why in ("shape", "character") else 400
    bare = Refused(RefusalCode.malformed)
    refused = because(bare, f"json.{error.why}", "INP-1") if error.field is None else unfit(error.field, error.why, "INP-1")
    note_of(request.scope).refuses(refused)
    return problem(refused, status)


def _not_json(request: Asked, error: NotJson) -> Response[bytes]:
    refused = because(Refused(RefusalCode.malformed), "json.media_type", "INP-1")
    note_of(request.scope).refuses(refused)
    return problem(refused, 415)


def _invalid(request: Asked, error: ValidationException) -> Response[bytes]:
    """A parameter of the wrong shape, or no body where there must be one; where a part of the path has it, there is nothing."""
    first = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    field = first.get("key") if isinstance(first, dict) else None
    if field in request.path_params:
        return problem(Refused(RefusalCode.not_found))
    if field in (None, "data"):
        return problem(Refused(RefusalCode.malformed), 400)
    refused = unfit(str(field), "malformed", "INP-1")
    note_of(request.scope).refuses(refused)
    return problem(refused)


def _http(request: Asked, error: HTTPException) -> Response[bytes]:
    if error.status_code >= 500:
        return _unforeseen(request, error)
    return problem(Refused(code_of(error.status_code)), error.status_code, error.headers)


def _store(request: Asked, error: StoreError) -> Response[bytes]:
    _log.error("store: %s", error)
    refused = Refused(RefusalCode.unavailable, retry_after=1)
    note_of(request.scope).refuses(refused)
    return problem(refused)


def _unforeseen(request: Asked, error: Exception) -> Response[bytes]:
    tell_of(error)
    return problem(Refused(RefusalCode.unavailable), 500)


HANDLERS: dict[int | type[Exception], Callable[[Asked, Any], Response[bytes]]] = {
    Turned: _turned,
    Over: _over,
    spelling.Misspelled: _misspelled,
    NotJson: _not_json,
    ValidationException: _invalid,
    HTTPException: _http,
    StoreError: _store,
    Exception: _unforeseen,
}
