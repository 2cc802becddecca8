"""扫码登录 at 自然人业务: a QR code for either APP, the number to pick there, and in once the phone has confirmed (BJ-36)."""

from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LIVE, App, TicketState, TicketView, scan_url, spaced
from etax_client.server.middleware import guard
from etax_client.server.pages import forms
from etax_client.server.pages.bureau.wording import why_not
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.qr_picture import drawn
from etax_client.server.pages.rendering import root_of
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Name, Wait
from etax_client.server.routes.reading import Anyone, address_of, hung_up, seat_of

SCAN = BUREAU.at("/login/scan")
_TICKET, _SHOWN = "scan", "scan-shown"
"""The cookies: the ticket's poll secret, and what the page shows of it, of which the server keeps hashes only."""


@get(SCAN, include_in_schema=False)
async def scan(visit: Here) -> Response[str] | Redirect:
    return visit.go(BUREAU.prefix) if visit.session is not None else _page(visit)


@acting(SCAN)
async def ask(visit: Here) -> Response[str] | Redirect:
    """A new code for this APP; the last one of this browser is over."""
    way = (await visit.form({"way": 16}))["way"]
    if way not in (*App,):
        raise forms.not_offered("way")
    login, held = visit.services.bureau.qr_login, flow_pages.secret_in(visit, _TICKET)
    ticket = login.ask(seat_of(visit.request).device, address_of(visit.request), App(way))
    if isinstance(ticket, Refused):
        return _page(visit, ticket)
    if held:
        login.cancel(held)
    visit.note.says("asked", "scan.asked", "BJ-36")
    shown = "_".join((ticket.scan_id.reveal(), ticket.short_code.reveal(), way))
    return visit.go(SCAN, flow_pages.keep(visit, _TICKET, ticket.poll_secret.reveal()), flow_pages.keep(visit, _SHOWN, shown))


@get(f"{SCAN}/news/{{seen:str}}", include_in_schema=False)
async def news(request: Anyone, visit: Here, seen: Name, wait: Wait = 0) -> Response[None]:
    """No content while it is where the page has seen it; else the page is to be read anew."""
    held, login = flow_pages.secret_in(visit, _TICKET), visit.services.bureau.qr_login
    state = next((each for each in LIVE if each == seen), None)
    async with hung_up(request) as gone:
        found = await login.poll(held, address_of(request), seen=state, wait=wait, gone=gone)
    if isinstance(found, Refused) and found.retry_after:
        return Response(None, status_code=429)
    return Response(None, status_code=204 if isinstance(found, TicketView) and found.state is state else 200)


@get(f"{SCAN}/enter", include_in_schema=False)
async def nothing_here(visit: Here) -> Redirect:
    """The address of a form, opened as a page."""
    return visit.go(SCAN)


@acting(f"{SCAN}/enter")
async def enter(visit: Here) -> Response[str] | Redirect:
    """登录, behind the phone."""
    await visit.form({})
    result = visit.services.bureau.qr_login.redeem(flow_pages.secret_in(visit, _TICKET), address_of(visit.request))
    if isinstance(result, Refused):
        return _page(visit, result)
    return visit.admit(result, "scan.in", "BJ-36", *(flow_pages.forget(visit, each) for each in (_TICKET, _SHOWN)))


def _page(visit: Visit, refused: Refused | None = None) -> Response[str]:
    """What has become of this browser's ticket, and another one. Raises StoreError."""
    found = visit.services.bureau.qr_login.view(flow_pages.secret_in(visit, _TICKET))
    view = None if isinstance(found, Refused) else found
    values: dict[str, Any] = {"code": None}
    shown = flow_pages.secret_in(visit, _SHOWN).split("_")
    if view is not None and view.state is TicketState.waiting and len(shown) == 3 and shown[2] in (*App,):
        scan_id, short_code, way = shown
        root = f"{str(visit.request.base_url).rstrip('/')}{root_of(visit.request)}"
        values = {"code": drawn(scan_url(root, Secret(scan_id), App(way))), "short_code": spaced(Secret(short_code)), "way": way}
    confirmed = view is not None and view.state is TicketState.confirmed
    return visit.page(
        "bureau_scan.html",
        "bureau.scan",
        refused=refused,
        here=SCAN,
        scripts=(flow_pages.GOES_ON_SCRIPT if confirmed else flow_pages.WAITS_SCRIPT,),
        headers={"Content-Security-Policy": guard.POLICY_WITH_NEWS},
        view=view,
        live=view is not None and view.state in LIVE,
        action=SCAN,
        message=None if refused is None else why_not(refused),
        **values,
    )


HANDLERS = (scan, ask, news, nothing_here, enter)
