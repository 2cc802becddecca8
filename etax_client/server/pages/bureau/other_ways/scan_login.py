"""扫码登录: a QR code for either APP, the number to pick there; then in, or the choice as what where there are several (BJ-36)."""

from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.flows.attempt import BY_SCAN, Entrance
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import LIVE, App, TicketState, TicketView, scan_url, spaced
from etax_client.server.middleware import guard
from etax_client.server.pages import forms
from etax_client.server.pages.bureau.first_factor import login_page
from etax_client.server.pages.bureau.inside import searched
from etax_client.server.pages.bureau.wording import ATTEMPT, why_not
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.qr_picture import drawn
from etax_client.server.pages.rendering import root_of
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Name, Search, Wait
from etax_client.server.routes.reading import Anyone, address_of, hung_up, seat_of

SCAN, CHOOSE = BUREAU.at("/login/scan"), BUREAU.at("/login/choose")
_TICKET, _SHOWN = "scan", "scan-shown"
"""The cookies: the ticket's poll secret, and what the page shows of it, of which the server keeps hashes only."""


@get(SCAN, include_in_schema=False)
async def scan(visit: Here) -> Response[str] | Redirect:
    return visit.go(BUREAU.prefix) if visit.session is not None else _page(visit)


@acting(SCAN)
async def ask(visit: Here) -> Response[str] | Redirect:
    """A new code for this APP; the last one of this browser is over."""
    form = await visit.form({"way": 16, "entrance": 16})
    way, entrance = form["way"], form["entrance"] or Entrance.person.value
    if way not in (*App,):
        raise forms.not_offered("way")
    if entrance not in BY_SCAN:
        raise forms.not_offered("entrance")
    login, held = visit.services.bureau.qr_login, flow_pages.secret_in(visit, _TICKET)
    ticket = login.ask(seat_of(visit.request).device, address_of(visit.request), App(way))
    if isinstance(ticket, Refused):
        return _page(visit, ticket)
    if held:
        login.cancel(held)
    visit.note.says("asked", "scan.asked", "BJ-36")
    shown = "_".join((ticket.scan_id.reveal(), ticket.short_code.reveal(), way, entrance))
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
    result = visit.services.bureau.scans.redeem(flow_pages.secret_in(visit, _TICKET), address_of(visit.request), _entrance(visit))
    if isinstance(result, Refused):
        return _page(visit, result)
    over = [flow_pages.forget(visit, each) for each in (_TICKET, _SHOWN)]
    if isinstance(result, LoggedIn):
        return visit.admit(result, "scan.in", "BJ-36", *over)
    visit.note.says("went_on", "scan.choose", "BJ-36")
    return visit.go(CHOOSE, flow_pages.keep(visit, ATTEMPT, result.secret), *over)


@get(CHOOSE, include_in_schema=False)
async def choices(visit: Here, taxpayer_id: Search[str] = "", name: Search[str] = "", number: Search[str] = "") -> Response[str] | Redirect:
    """As what one may enter."""
    if visit.session is not None:
        return visit.go(BUREAU.prefix)
    return _choose_page(visit, taxpayer_id=taxpayer_id, name=name, number=number)


@acting(CHOOSE)
async def choose(visit: Here) -> Response[str] | Redirect:
    """进入, by a tie or for a project."""
    tie_id = forms.id_in(await visit.form({"tie": 32}), "tie")
    result = visit.services.bureau.scans.choose(flow_pages.secret_in(visit, ATTEMPT), tie_id, seat_of(visit.request))
    if isinstance(result, Refused):
        return _choose_page(visit, result)
    return visit.admit(result, "scan.in", "BJ-36", *flow_pages.drop(visit, ATTEMPT))


def _page(visit: Visit, refused: Refused | None = None) -> Response[str]:
    """What has become of this browser's ticket, and another one. Raises StoreError."""
    found = visit.services.bureau.qr_login.view(flow_pages.secret_in(visit, _TICKET))
    view = None if isinstance(found, Refused) else found
    values: dict[str, Any] = {"code": None}
    shown = _shown(visit)
    if view is not None and view.state is TicketState.waiting and shown is not None:
        scan_id, short_code, way, _ = shown
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
        entrance=_entrance(visit).value,
        message=None if refused is None else why_not(refused),
        **values,
    )


def _shown(visit: Visit) -> tuple[str, str, str, str] | None:
    """What this browser's page shows of its ticket: its id, the short code, for which APP, at which entrance; as the cookie says it."""
    shown = flow_pages.secret_in(visit, _SHOWN).split("_")
    return (shown[0], shown[1], shown[2], shown[3]) if len(shown) == 4 and shown[2] in (*App,) and shown[3] in BY_SCAN else None


def _entrance(visit: Visit) -> Entrance:
    """Where the code stood. It is the browser's to say: at each one the ties decide."""
    shown = _shown(visit)
    return Entrance.person if shown is None else Entrance(shown[3])


def _choose_page(visit: Visit, refused: Refused | None = None, *, taxpayer_id: str = "", name: str = "", number: str = "") -> Response[str]:
    """As what one may enter; the form of the password where there is nothing to choose (any more). Raises StoreError."""
    found = visit.services.bureau.scans.choices(flow_pages.secret_in(visit, ATTEMPT), taxpayer_id, name, number)
    if isinstance(found, Refused):
        return login_page(visit, Entrance.enterprise, refused=found, message=why_not(found))
    return visit.page(
        "bureau_choose.html",
        "bureau.scan.choose",
        refused=refused,
        here=CHOOSE,
        action=CHOOSE,
        whose=found.masked_name,
        entrance=found.entrance.value,
        ties=found.ties,
        projects=found.projects,
        number=number,
        message=None if refused is None else why_not(refused),
        **searched(found.ties or found.projects, taxpayer_id, name),
    )


HANDLERS = (scan, ask, news, nothing_here, enter, choices, choose)
