"""What stands before every request: who may be asked, for what, from where, and what every answer carries (WEB-1)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send, WebSocketScope

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.testing.journal import note_of
from etax_client.server.services.unforeseen import tell_of
from etax_client.server.services.why import because
from etax_client.wire import problems, spelling

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
DEMO_HOST = "etax.invalid"
"""The name of a server in the asker's own process; behind a socket nobody goes by it."""
Page = Callable[[HTTPScope, int], str | None]
"""A page for someone who was turned away with a status, or None if it is no person that asks."""
_SAFE = ("GET", "HEAD", "OPTIONS")
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICY_WITH_SCRIPTS = f"{_POLICY}; script-src 'self'"
POLICY_WITH_NEWS = POLICY_WITH_SCRIPTS.replace("connect-src 'none'", "connect-src 'self'")
"""For a page whose script asks this server for what is new."""
_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", _POLICY.encode()),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


def guarded(app: ASGIApp, hosts: tuple[str, ...], page: Page, *, sockets: bool = False) -> ASGIApp:
    """`app` behind the checks, and whatever goes wrong in it answered; `hosts` are names allowed besides loopback's.

    With `sockets` its own pages may open web sockets too.
    """
    allowed = frozenset(host.lower() for host in (*LOOPBACK, *hosts))

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET and sockets and _is_opened_here(scope, allowed):
            await app(scope, receive, send)
            return
        if scope["type"] != ScopeType.HTTP:
            await send({"type": "websocket.close", "code": 1000, "reason": None})
            return
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(header for header in _HEADERS if header[0] not in given)]
            await send(message)

        turned = _turned_away(scope, allowed)
        if turned is not None:
            note_of(scope).refuses(because(Refused(turned.code), turned.why, turned.rule))
            await _refuse(turned, page(scope, turned.status) if turned.has_page else None, send_with_headers)
            return
        try:
            await app(scope, receive, send_with_headers)
        except Exception as error:
            # also what goes wrong while something that went wrong is answered
            tell_of(error)
            if begun:
                raise RuntimeError("an answer that was begun can't be ended") from None
            await _refuse(_UNFORESEEN, None, send_with_headers)

    return guard


@dataclass(frozen=True, slots=True)
class _Turned:
    """How a request is turned away, and why, for the journal."""

    status: int
    code: RefusalCode
    why: str
    rule: str
    has_page: bool = True


_FOREIGN_HOST = _Turned(421, RefusalCode.forbidden, "foreign_host", "WEB-1")
_FOREIGN_SITE = _Turned(403, RefusalCode.forbidden, "foreign_site", "WEB-1")
_NO_ADDRESS = _Turned(400, RefusalCode.malformed, "no_address", "INP-1", has_page=False)
_UNFORESEEN = _Turned(500, RefusalCode.unavailable, "unforeseen", "", has_page=False)
_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")
"""A name or an address as a URL has it, and a port."""


def _turned_away(scope: HTTPScope, allowed: frozenset[str]) -> _Turned | None:
    """For a name that is not ours (DNS rebinding), no address at all, another site's page that makes a browser write here (CSRF)."""
    headers = _headers_of(scope)
    hosts = headers.get(b"host", [])
    if len(hosts) != 1 or not _is_ours(hosts[0], scope, allowed):
        return _FOREIGN_HOST
    if not scope["path"].startswith("/"):
        return _NO_ADDRESS
    sites = headers.get(b"sec-fetch-site", [])
    if len(sites) > 1:
        return _FOREIGN_SITE  # no browser says two things, and whoever reads the header after us might believe the other one
    if scope["method"] in _SAFE:
        return None if _comes_on_purpose(headers) else _FOREIGN_SITE
    own = f"{scope['scheme']}://{hosts[0]}"
    return None if sites in ([], ["none"], ["same-origin"]) and headers.get(b"origin", []) in ([], [own]) else _FOREIGN_SITE


def _is_opened_here(scope: WebSocketScope, allowed: frozenset[str]) -> bool:
    """Whether a page of ours asks for a web socket: browsers let any page ask for any, and only say which one it is."""
    headers = _headers_of(scope)
    hosts = headers.get(b"host", [])
    if len(hosts) != 1 or not _is_ours(hosts[0], scope, allowed):
        return False
    own = f"{'https' if scope['scheme'] == 'wss' else 'http'}://{hosts[0]}"
    return headers.get(b"origin", []) == [own] and headers.get(b"sec-fetch-site", []) in ([], ["same-origin"])


def _headers_of(scope: HTTPScope | WebSocketScope) -> dict[bytes, list[str]]:
    headers: dict[bytes, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.lower(), []).append(value.decode("latin-1").lower())
    return headers


def _comes_on_purpose(headers: dict[bytes, list[str]]) -> bool:
    """Whether it is no other site's page that has a browser ask by itself, for a picture or in a frame: links are followed by people.

    What a page's visitor knows nothing of must move no limit (FAIR-1). A client that is no browser says nothing of all this.
    """
    asked = [headers.get(name, [""])[0] for name in (b"sec-fetch-site", b"sec-fetch-mode", b"sec-fetch-dest")]
    return asked[0] not in ("cross-site", "same-site") or asked[1:] in (["", ""], ["navigate", "document"])


def _is_ours(host: str, scope: HTTPScope | WebSocketScope, allowed: frozenset[str]) -> bool:
    found = _HOST.fullmatch(host)
    if found is None or int(found[2] or 0) > 65535:
        return False
    return found[1] in allowed or (found[1] == DEMO_HOST and is_within(scope))


def is_within(scope: HTTPScope | WebSocketScope) -> bool:
    """Whether it is asked from within this process: behind a socket the server's name is the socket's own."""
    here = scope.get("server")
    return here is not None and here[0] == DEMO_HOST


async def _refuse(turned: _Turned, page: str | None, send: Send) -> None:
    if page is None:
        media_type, body = problems.MEDIA_TYPE, spelling.write(problems.to_problem(Refused(turned.code), turned.status))
    else:
        media_type, body = "text/html; charset=utf-8", page.encode()
    headers = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": turned.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
