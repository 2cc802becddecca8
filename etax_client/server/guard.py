"""What stands before every request: who may be asked, from where, and what every answer carries (WEB-1)."""

from collections.abc import Callable
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.journal import note_of
from etax_client.server.services.why import because
from etax_client.wire import problems, spelling

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
DEMO_HOST = "etax.invalid"
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


def guarded(app: ASGIApp, hosts: tuple[str, ...], page: Page) -> ASGIApp:
    """`app` behind the checks; `hosts` are names allowed besides loopback's."""
    allowed = frozenset(host.lower() for host in (*LOOPBACK, DEMO_HOST, *hosts))

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await send({"type": "websocket.close", "code": 1000, "reason": None})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(header for header in _HEADERS if header[0] not in given)]
            await send(message)

        status = _turned_away(scope, allowed)
        if status is None:
            await app(scope, receive, send_with_headers)
        else:
            note_of(scope).refuses(because(Refused(RefusalCode.forbidden), _REASONS[status], "WEB-1"))
            await _refuse(status, page(scope, status), send_with_headers)

    return guard


_REASONS = {421: "foreign_host", 403: "foreign_site"}
"""For the journal."""


def _turned_away(scope: HTTPScope, allowed: frozenset[str]) -> int | None:
    """421 for a name that is not ours (DNS rebinding), 403 for another site's page that makes a browser write here (CSRF)."""
    headers: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.lower(), []).append(value)
    hosts = headers.get(b"host", [])
    if len(hosts) != 1 or _host_name(hosts[0].decode("latin-1")) not in allowed:
        return 421
    if scope["method"] in _SAFE:
        return None
    if headers.get(b"sec-fetch-site", [b"none"])[-1] not in (b"none", b"same-origin"):
        return 403
    origins = headers.get(b"origin", [])
    own = f"{scope['scheme']}://{hosts[0].decode('latin-1').lower()}"
    return None if all(origin.decode("latin-1").lower() == own for origin in origins) else 403


def _host_name(host: str) -> str:
    """The name without the port, as it is written in a URL: `[::1]` with its brackets."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    if name is None or parts.netloc != host or "@" in host:
        return ""
    return f"[{name}]" if ":" in name else name


async def _refuse(status: int, page: str | None, send: Send) -> None:
    if page is None:
        media_type, body = problems.MEDIA_TYPE, spelling.write(problems.to_problem(Refused(RefusalCode.forbidden), status))
    else:
        media_type, body = "text/html; charset=utf-8", page.encode()
    headers = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
