"""Forms that act: each carries a key, is done once, and answered alike however often it is sent (ACT-2, IDM-1)."""

import asyncio
import hashlib
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from litestar import Response, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.pages import forms
from etax_client.server.pages.rendering import root_of
from etax_client.server.pages.visiting import FIELD, MARK, TAKEN, TOKEN, Visiting, leading_to
from etax_client.server.routes.answers import Turned
from etax_client.server.services.repeats import Asking, Kept, is_key
from etax_client.server.services.testing.journal import note_of
from etax_client.server.store.database import Proof

BUTTONS = ("do", "way", "decision", "language")
"""Names of fields that a form has of the button that was pressed alone."""
_PATIENCE = 5.0
"""Real seconds that a form that is sent again waits for what is being done; a browser shows the last answer alone."""
_POLL = 0.05
"""It may be done by another process, which can't wake anyone here."""
Answer = Response[Any]
Handler = Callable[..., Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class _Sent:
    """An answer as it is kept: where it leads, or a page."""

    status: int
    url: str | None
    page: bytes
    media_type: str
    headers: dict[str, str]
    cookies: list[Cookie]


def acting(path: str | list[str]) -> Callable[[Handler], HTTPRouteHandler]:
    """A form's address, with what is done there: once for each form that is sent, whatever it is and whoever does it.

    Such a handler answers by a redirect, or by its own form again; it writes by the services of its visit, and keeps what it writes
    from being done twice by nothing else. A form that was answered by a page may be filled in anew under its key: going back shows it so.
    """

    def register(handler: Handler) -> HTTPRouteHandler:
        @wraps(handler)
        async def once(**given: Any) -> Answer:
            visit: Visiting = given.pop("visit")
            return await _once(visit, lambda by, mark: handler(visit=visit.acted_on(by, mark), **given))

        return post(path, status_code=200, include_in_schema=False)(once)

    return register


async def _once(visit: Visiting, act: Callable[[Proof, str], Awaitable[Answer]]) -> Answer:
    """Raises Turned, StoreError, and whatever the act raises."""
    request = visit.request
    body = await request.body()
    path = str(request.scope["path"])
    token, key, mark, *pressed = forms.hidden(body, TOKEN, FIELD, MARK, *BUTTONS)
    # what is no form of ours is refused by whoever reads it, and moves nothing before (FAIR-1)
    key = _key_of(key, path, pressed) if is_key(key) and visit.is_ours(token) else ""
    request.scope[TAKEN] = key  # type: ignore[literal-required]
    asking = Asking(f"form {visit.who}", key, path, body)
    made: list[Answer] = []

    async def sent(by: Proof) -> _Sent:
        made.append(await act(by, mark))
        return _sent(made[0])

    until = asyncio.get_running_loop().time() + _PATIENCE
    while True:
        kept, _ = await visit.repeats.whole(asking, _Sent, sent, reopens=_is_page)
        waits = isinstance(kept, Refused) and kept.code is RefusalCode.in_flight
        if not waits or asyncio.get_running_loop().time() >= until:
            break
        await asyncio.sleep(_POLL)
    if made:
        return made[0]
    if isinstance(kept, Refused) and not waits:
        raise Turned(kept)
    note = note_of(request.scope)
    note.repeated = True
    note.says("repeated", "repeated", "IDM-1")
    if isinstance(kept, _Sent):
        return _again(kept)
    return Redirect(root_of(request) + leading_to(request, asking.act), status_code=303)


def _key_of(key: str, path: str, pressed: Sequence[str]) -> str:
    """Of what a form does at this button: another one of it, pressed before the page has changed, is another act."""
    return hashlib.sha256("\n".join((key, path, *pressed)).encode()).hexdigest()


def _is_page(kept: Kept) -> bool:
    sent = kept.read(_Sent)
    return isinstance(sent, _Sent) and sent.url is None


def _sent(answer: Answer) -> _Sent:
    url = answer.url if isinstance(answer, Redirect) else None
    page = b"" if url is not None else zlib.compress(str(answer.content).encode())
    headers = {name: str(value) for name, value in answer.headers.items()}
    return _Sent(answer.status_code or 200, url, page, str(answer.media_type or ""), headers, list(answer.cookies))


def _again(kept: _Sent) -> Answer:
    if kept.url is not None:
        return Redirect(kept.url, status_code=303, headers=kept.headers, cookies=kept.cookies)
    page = zlib.decompress(kept.page).decode()
    return Response(page, status_code=kept.status, media_type=kept.media_type, headers=kept.headers, cookies=kept.cookies)
