"""Keeps the journal while the tester's door is open: who asked what and the status go with what the deciders have noted."""

import hashlib
import logging
import re
from collections.abc import Callable, Iterable
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from etax_client.domain.refusals import Refused
from etax_client.server.routes.answers import code_of
from etax_client.server.services.testing.journal import Asked, Note, take_notes
from etax_client.server.services.unforeseen import tell_of
from etax_client.server.store.errors import StoreError
from etax_client.server.world import worlds
from etax_client.server.world.worlds import Worlds
from etax_client.wire.paths import CLIENT_HEADER, CONTROL

_log = logging.getLogger(__name__)
_SAFE = ("GET", "HEAD", "OPTIONS")
_PLAIN = re.compile(r"(?!.*[0-9]{10})[a-z0-9._-]{0,40}")
"""A part of a path that can be no secret and no full number; QR codes, captchas and tokens are longer, or hold capitals."""
_MOST_PARTS = 10


def journalled(app: ASGIApp, opened: Callable[[], Worlds]) -> ASGIApp:
    """`app`, each decision of which is a row in the journal of its world before its answer is on its way; `opened` gives the worlds."""

    async def keep(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        note = take_notes(cast(dict[str, object], scope))
        note.client = _client(scope["headers"])
        kept = False

        async def send_and_keep(message: Message) -> None:
            nonlocal kept
            if message["type"] == "http.response.start" and not kept:
                kept = True
                _keep(opened(), scope, message["status"], note)
            await send(message)

        try:
            await app(scope, receive, send_and_keep)
        finally:
            if not kept:
                _keep(opened(), scope, 0, note)

    return keep


def _keep(opened: Worlds, scope: HTTPScope, status: int, note: Note) -> None:
    if (scope["method"] in _SAFE or note.passed_over) and not note.decided and not note.fault:
        return
    name, path = worlds.split(scope["path"])
    if not note.decided:
        _by_status(note, path, status)
    client = scope.get("client")
    try:
        services = opened.of(name)
        services, path = (opened.main, scope["path"]) if services is None else (services, path)
        services.journal.write(Asked(f"{scope['method'][:10]} {_masked(path)}", "" if client is None else client[0], status), note)
    except StoreError as error:
        _log.error("journal: %s", error)
    except Exception as error:
        tell_of(error)  # what can't be kept keeps nobody from the answer


def _by_status(note: Note, path: str, status: int) -> None:
    """What nobody has said a word about."""
    if note.fault:
        note.says("fault", "fault", "")
    elif status == 0:
        note.says("unanswered", "unanswered", "")
    elif status < 400 and path.startswith(CONTROL):
        note.says("done", "control", "WEB-4")
    elif status < 400:
        note.says("done", "done", "")
    elif status == 500:
        note.says(code_of(status), "unforeseen", "")
    else:
        note.refuses(Refused(code_of(status)))


def _masked(path: str) -> str:
    parts = path.split("/")
    shown = "/".join(part if _PLAIN.fullmatch(part) else "..." for part in parts[:_MOST_PARTS])
    return shown if len(parts) <= _MOST_PARTS else f"{shown}/..."


def _client(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The mark that the client gives, as a digest, as everywhere."""
    wanted = CLIENT_HEADER.lower().encode()
    given = next((value for name, value in headers if name.lower() == wanted), b"")
    return hashlib.sha256(given).hexdigest() if given else ""
