"""The pages of the server: its first page, the phone APP's, the web portal's, and what they are drawn with."""

from importlib import resources

from litestar import Response, Router, get
from litestar.di import Provide

from etax_client import __version__
from etax_client.server.pages import forms, login, rare_characters
from etax_client.server.pages.bureau import (
    account_pages,
    bureau_app,
    bureau_home,
    first_factor,
    grant_pages,
    level_pages,
    second_factor,
    staff_pages,
    switch_pages,
)
from etax_client.server.pages.bureau import registration_pages as bureau_registration
from etax_client.server.pages.bureau.other_ways import old_enterprise, old_login, scan_login
from etax_client.server.pages.bureau.projects import project_login, report_pages
from etax_client.server.pages.identity import (
    annex_pages,
    flow_pages,
    identity_check,
    mobile_recovery_pages,
    phone_face,
    recovery_pages,
    registration_pages,
    security_pages,
)
from etax_client.server.pages.phone import phone_messages, phone_qr_login
from etax_client.server.pages.rendering import Asked, Pages
from etax_client.server.pages.units import authorisation_pages, declaration_password_pages, my_authorisation_pages
from etax_client.server.pages.visit import Visit, visit
from etax_client.server.routes.reading import Served
from etax_client.wire import paths

_ASSETS = {
    "/pages.css": ("text/css", "pages.css"),
    "/icon.svg": ("image/svg+xml", "icon.svg"),
    "/scan.js": ("text/javascript", "scan.js"),
    "/countdown.js": ("text/javascript", "countdown.js"),
    rare_characters.SCRIPT: ("text/javascript", "rare_characters.js"),
    "/face.js": ("text/javascript", "face.js"),
    "/identity.js": ("text/javascript", "identity.js"),
    flow_pages.WAITS_SCRIPT: ("text/javascript", "waits.js"),
    identity_check.SCRIPT: ("text/javascript", "identity_check.js"),
    "/password.js": ("text/javascript", "password.js"),
    "/send-code.js": ("text/javascript", "send_code.js"),
    flow_pages.GOES_ON_SCRIPT: ("text/javascript", "goes_on.js"),
    "/papers.css": ("text/css", "papers.css"),
    "/unsent.js": ("text/javascript", "unsent.js"),
    "/print.js": ("text/javascript", "print.js"),
    "/vendor/jsqr.js": ("text/javascript", "vendor/jsqr/jsQR.js"),
}


def router(pages: Pages) -> Router:
    """The pages; addresses in capitals are those in QR codes, where capitals take less room."""

    @get("/", include_in_schema=False)
    async def home(request: Asked, services: Served) -> Response[str]:
        return pages.show(
            request,
            "home.html",
            title="page.home.title",
            url=str(request.base_url).rstrip("/"),
            policy=services.policy.name,
            phase=services.phase.value,
            version=__version__,
            openapi=paths.OPENAPI,
        )

    def visit_of(request: Asked, services: Served) -> Visit:
        return visit(request, services, pages)

    phone = (phone_qr_login, phone_messages, phone_face)
    houses = (annex_pages, identity_check, login, *phone, registration_pages, recovery_pages, mobile_recovery_pages, security_pages)
    authorising = (authorisation_pages, my_authorisation_pages, declaration_password_pages)
    centre = (account_pages, level_pages, grant_pages, staff_pages, switch_pages, report_pages)
    ways = (scan_login, old_login, old_enterprise)
    beijing = (bureau_home, first_factor, second_factor, project_login, *ways, bureau_app, bureau_registration, *centre)
    handlers = [handler for house in (*houses, *authorising, *beijing) for handler in house.HANDLERS]
    doors = Router(
        "/",
        route_handlers=handlers,
        dependencies={"visit": Provide(visit_of, sync_to_thread=False)},
        request_max_body_size=forms.LARGEST,
    )
    return Router("/", route_handlers=[home, rare_characters.handler(pages), doors, asset])


@get(list(_ASSETS), include_in_schema=False)
async def asset(request: Asked) -> Response[bytes]:
    """A style, a picture or a script; the same for everyone."""
    media_type, name = _ASSETS[request.scope["path"]]
    return Response(resources.files("etax_client.server.pages").joinpath(name).read_bytes(), media_type=media_type)
