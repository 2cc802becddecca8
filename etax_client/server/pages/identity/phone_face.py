"""The phone's page of a face check: a frame, a blink, and the outcome that the server decides; no picture is looked at (REG-03)."""

import re

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from etax_client.domain.flows.face_check import FacePage, FaceState
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import SCAN_ID_ALPHABET, SCAN_ID_LENGTH
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.login import refusal_at
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import APPS
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import address_of
from etax_client.server.services.why import Why

CAMERA = {"Permissions-Policy": "camera=(self), microphone=(), geolocation=()"}
_PATHS = [f"/{site.app.at('F')}/{{link_id:str}}" for site in APPS if site.app is not None]
_LINK = re.compile(f"[{SCAN_ID_ALPHABET}]{{{SCAN_ID_LENGTH}}}")


@get(_PATHS, include_in_schema=False)
async def look(visit: Here, link_id: Name) -> Response[str]:
    """Whose face is expected, or what became of it; opening the address decides nothing."""
    link = _read(link_id)
    return _shown(visit, link, visit.own.faces.page(link, address_of(visit.request)))


@acting(_PATHS)
async def check(visit: Here, link_id: Name) -> Response[str] | Redirect:
    """「开始人脸识别」: nothing but the button comes along."""
    link = _read(link_id)
    await visit.form({})
    seen = visit.own.faces.check(link, address_of(visit.request))
    if isinstance(seen, Refused):
        return _shown(visit, link, seen)
    visit.note.tells("checked", visit.own.faces.came_of(link) or Why(f"face.{seen.state}", "REG-03"))
    return visit.go(visit.path)


def _read(link_id: str) -> Secret:
    if not _LINK.fullmatch(link_id):
        raise NotFoundException
    return Secret(link_id)


def _shown(visit: Visit, link: Secret, seen: FacePage | Refused) -> Response[str]:
    if isinstance(seen, Refused):
        return visit.page(
            "phone_face_over.html",
            "face.title",
            refused=seen,
            here=visit.site.prefix,
            state="unknown",
            message=refusal_at(visit, seen),
            ways=(),
        )
    if seen.state is FaceState.waiting:
        return visit.page("phone_face.html", "face.title", scripts=("/countdown.js", "/face.js"), headers=CAMERA, face=seen)
    ways = flow_pages.begun_here(visit, link)
    return visit.page("phone_face_over.html", f"face.over.{seen.state.name}", state=seen.state.name, message=None, ways=ways)


HANDLERS = (look, check)
