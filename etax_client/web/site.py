"""What visitors' browsers are given: a page to join by, the page with the terminal, and the line to a client of their own."""

import asyncio
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources, util
from math import ceil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Litestar, Response, WebSocket, get, post, websocket
from litestar.exceptions import HTTPException, WebSocketException
from litestar.params import FromPath
from litestar.response import Redirect

from etax_client.domain.guessing.lockout import Locked
from etax_client.domain.refusals import RefusalCode
from etax_client.server.middleware.guard import guarded
from etax_client.server.pages import forms
from etax_client.server.pages.cookies import Jar, jar_of
from etax_client.server.pages.rendering import Asked, Pages
from etax_client.server.pages.visiting import WITH_FORMS
from etax_client.server.routes import answers
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.events import NoEvents
from etax_client.server.routes.reading import address_of
from etax_client.server.services.guessing.address_limits import network
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language, Phrase, phrase
from etax_client.web.handing import LARGEST, Coming, Handing
from etax_client.web.joining import Joining
from etax_client.web.program import DATA, META, PACKED, Program, size
from etax_client.web.visits import IDLE, MOST, Visit, Visits

COOKIE = "etax-visitor"
_LINE = "/line"
_DOWNLOAD = "/download/{ticket:str}"
_LONGEST_CODE = 40
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src {line}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For the page with the terminal: xterm.js puts styles of its own into it, and nothing of anybody else is ever on that page."""
_OURS = "etax_client.server.pages"
_THEIRS = "textual_serve"
_ASSETS = {
    "/pages.css": ("text/css", _OURS, "pages.css"),
    "/icon.svg": ("image/svg+xml", _OURS, "icon.svg"),
    "/web.css": ("text/css", "etax_client.web", "web.css"),
    "/web.js": ("text/javascript", "etax_client.web", "web.js"),
    "/textual.js": ("text/javascript", _THEIRS, "static/js/textual.js"),
    "/xterm.css": ("text/css", _THEIRS, "static/css/xterm.css"),
    "/letters.ttf": ("font/ttf", _THEIRS, "static/fonts/RobotoMono-VariableFont_wght.ttf"),
}
_log = logging.getLogger(__name__)


def is_installed() -> bool:
    """Whether the `web` extra is there: the terminal for browsers, and what speaks to it."""
    return all(util.find_spec(name) is not None for name in (_THEIRS, "websockets"))


@dataclass(frozen=True, slots=True)
class Site:
    """`command` is what each visitor's client is started by; `joining` says who may come in, None where nobody else can reach this."""

    command: Sequence[str]
    visits: Visits
    joining: Joining | None
    pages: Pages
    handing: Handing

    def knows(self, jar: Jar) -> bool:
        return self.joining is None or self.joining.knows(jar.get(COOKIE))


def create_site(command: Sequence[str], visits: Visits, joining: Joining | None, hosts: tuple[str, ...] = ()) -> Litestar:
    """The application; `hosts` are names that it goes by besides loopback's."""
    site = Site(command, visits, joining, Pages("etax_client.web"), Handing(visits.clock))
    app = Litestar(
        route_handlers=[home, join, line, download, asset],
        exception_handlers={HTTPException: _failed, Turned: _turned},
        event_emitter_backend=NoEvents,
        logging_config=None,
        openapi_config=None,
        request_max_body_size=forms.LARGEST,
    )
    app.state.site = site
    app.asgi_handler = guarded(app.asgi_handler, hosts, site.pages.turned_away, sockets=True)
    return app


@get("/", include_in_schema=False)
async def home(request: Asked) -> Response[str]:
    """The terminal, or what one has to do or wait for first."""
    site = _site(request)
    if not site.knows(jar_of(request)):
        return _join_page(site, request)
    if wait := ceil(site.visits.wait(network(address_of(request)))):
        both = [(each.value, words(each).say("web.full", most=MOST, minutes=ceil(wait / 60))) for each in Language]
        again = {"Retry-After": str(wait)}
        return site.pages.show(request, "full.html", status=503, headers=again, title="web.full.title", languages=both)
    own = f"{'wss' if request.url.scheme == 'https' else 'ws'}://{request.url.netloc}{_LINE}"
    headers = {"Content-Security-Policy": _POLICY.format(line=own)}
    minutes = int(IDLE.total_seconds() // 60)
    return site.pages.show(request, "terminal.html", headers=headers, title="web.title", line=own, minutes=minutes)


@post("/join", include_in_schema=False)
async def join(request: Asked) -> Response[str] | Redirect:
    site = _site(request)
    typed = forms.read(request.headers.get("content-type", ""), await request.body(), {"code": _LONGEST_CODE})["code"]
    given = None if site.joining is None else site.joining.join(typed, address_of(request))
    if isinstance(given, Locked):
        return _join_page(site, request, 429, phrase("app.too_many", seconds=given.seconds))
    if given is None and site.joining is not None:
        return _join_page(site, request, 401, phrase("web.join.wrong"))
    entered = Redirect("/", status_code=303)
    if given is not None:
        cookie = jar_of(request).keep(COOKIE, given.reveal())
        cookie.samesite = "strict"
        entered.set_cookie(cookie)
    return entered


@websocket(_LINE)
async def line(socket: WebSocket[Any, Any, Any]) -> None:
    """From the first paint until the visitor leaves, quits, does nothing for too long, gives way to another, or this server ends."""
    site: Site = socket.app.state.site
    joined = site.knows(Jar(socket.cookies, socket.url.scheme == "wss"))
    visit = await site.visits.enter(network(address_of(socket))) if joined else None
    if visit is None:
        await socket.close()
        return
    try:
        await socket.accept()
        await _attend(socket, site, visit)
    finally:
        visit.leave()


@get(_DOWNLOAD, include_in_schema=False)
async def download(request: Asked, ticket: FromPath[str]) -> Response[bytes]:
    """A file that a visitor's client has handed over, once."""
    site = _site(request)
    file = site.handing.take(ticket) if site.knows(jar_of(request)) else None
    if file is None:
        raise HTTPException(status_code=404)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
    return Response(file.content, media_type="application/octet-stream", headers=headers)


@get(list(_ASSETS), include_in_schema=False)
async def asset(request: Asked) -> Response[bytes]:
    """A style, a script or letters; the same for everyone."""
    media_type, package, name = _ASSETS[request.scope["path"]]
    # textual-serve itself would import a server of its own
    folder = resources.files(package) if package != _THEIRS else _folder_of(package)
    return Response(folder.joinpath(name).read_bytes(), media_type=media_type, headers={"Cache-Control": "private, max-age=3600"})


async def _attend(socket: WebSocket[Any, Any, Any], site: Site, visit: Visit) -> None:
    program = await Program.start(site.command, *size(_number(socket, "width", 80), _number(socket, "height", 24)))
    ends = (_show(program, socket, site.handing), _hear(program, socket, visit), visit.idle(), visit.wanted())
    going = [asyncio.create_task(each) for each in ends]
    try:
        await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)
        await program.end()
        if program.status is not None and program.status > 0:
            _log.warning("a visitor's client ended with status %s", program.status)
    with suppress(WebSocketException, RuntimeError):  # it may be closed already
        await socket.close()


async def _show(program: Program, socket: WebSocket[Any, Any, Any], handing: Handing) -> None:
    coming = Coming()
    async for kind, payload in program.packets():
        if kind == DATA:
            await socket.send_bytes(payload)
        elif kind == PACKED and (key := coming.add(payload)):
            await program.tell("deliver_chunk_request", key=key, size=LARGEST)
        elif kind == PACKED and (ticket := handing.put(coming.name, coming.content)):
            await socket.send_text(json.dumps(["deliver_file_start", ticket]))  # textual-serve's script opens /download/<ticket>
        elif kind == META:
            told = json.loads(payload)
            if told["type"] == "exit":
                return
            if told["type"] == "open_url":
                await socket.send_text(json.dumps(["open_url", {"url": told["url"], "new_tab": told["new_tab"]}]))
            elif told["type"] == "deliver_file_start":
                coming = Coming(str(told["key"]), Path(told["path"]).name)
                await program.tell("deliver_chunk_request", key=coming.key, size=LARGEST)


async def _hear(program: Program, socket: WebSocket[Any, Any, Any], visit: Visit) -> None:
    while True:
        try:
            said = msgspec.json.decode(await socket.receive_text(), type=list[str | dict[str, int]])
        except msgspec.DecodeError:
            return  # no page of ours
        match said:
            case ["stdin", str(typed)]:
                visit.stir()
                await program.type(typed)
            case ["resize", {"width": int(columns), "height": int(rows)}]:
                width, height = size(columns, rows)
                await program.tell("resize", width=width, height=height)
            case ["focus" | "blur" as kind]:
                await program.tell(kind)
            case ["ping", str(mark)]:
                await socket.send_text(json.dumps(["pong", mark]))


def _site(request: Asked) -> Site:
    found: Site = request.app.state.site
    return found


def _join_page(site: Site, request: Asked, status: int = 200, message: Phrase | None = None) -> Response[str]:
    return site.pages.show(
        request, "join.html", status=status, headers=WITH_FORMS, title="web.join.title", message=message, longest=_LONGEST_CODE
    )


def _failed(request: Asked, error: HTTPException) -> Response[str]:
    return _error_page(request, error.status_code, answers.code_of(error.status_code))


def _turned(request: Asked, error: Turned) -> Response[str]:
    return _error_page(request, error.refused.code.status, answers.code_of(error.refused.code.status))


def _error_page(request: Asked, status: int, code: RefusalCode) -> Response[str]:
    return _site(request).pages.show(
        request, "error.html", status=status, frame="frame.html", home="/", title=f"app.error.{code}", seconds=None
    )


def _number(socket: WebSocket[Any, Any, Any], name: str, default: int) -> int:
    given = str(socket.query_params.get(name, ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else default


def _folder_of(package: str) -> Path:
    found = util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise LookupError(package)
    return Path(found.submodule_search_locations[0])
