"""The login page with its five entrances, and the APP's: account, 个人用户密码 and slider (BJ-11, BJ-13, BJ-31)."""

from collections.abc import Mapping
from functools import partial

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.response import Redirect

from etax_client.domain.flows.attempt import BY_SCAN, FOR_UNITS, AttemptStep, Entrance
from etax_client.domain.guessing.sliders import END, Slid, SliderPurpose
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.server.pages.bureau.wording import ATTEMPT, login_fault, why_not
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU, BUREAU_APP, Site, at_bureau
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.reading import address_of, seat_of
from etax_client.texts.words import Phrase

_FORM = {"taxpayer_id": LONGEST_IDENTIFIER, "account": LONGEST_IDENTIFIER * 2, "password": 1024, "slider": 64, "slide": 3}
_TYPED = ("account", "taxpayer_id")
"""What stands there again (BJ-30)."""
TABS = (Entrance.enterprise, Entrance.person, Entrance.agency)
_OTHERS = {Entrance.enterprise: Entrance.special, Entrance.person: Entrance.foreigner}
"""其他登录, below the form of a tab."""
_TAB_OF = {Entrance.special: Entrance.enterprise, Entrance.foreigner: Entrance.person}


def login_path(site: Site, entrance: Entrance) -> str:
    return site.at(f"/login/{entrance}")


_OF_THE_APP = login_path(BUREAU_APP, Entrance.person)
"""There is but one way into the APP."""


@get(at_bureau("/login"), include_in_schema=False)
async def login(visit: Here) -> Redirect:
    """The entrance that is in the middle."""
    return visit.go(login_path(visit.site, Entrance.person))


@get([*(login_path(BUREAU, each) for each in Entrance), _OF_THE_APP], include_in_schema=False)
async def entrance(visit: Here) -> Response[str] | Redirect:
    """What was typed before one went back stands there again (BJ-30)."""
    if visit.session is not None:
        return visit.go(visit.site.prefix)
    here = _here(visit)
    held = visit.services.bureau.attempts.flow.view(flow_pages.secret_in(visit, ATTEMPT))
    if isinstance(held, Refused) or held.entrance is not here or held.step is not AttemptStep.first:
        return login_page(visit, here)
    return login_page(visit, here, {name: getattr(held, name) for name in _TYPED})


@acting([*(login_path(BUREAU, each) for each in Entrance), _OF_THE_APP])
async def first(visit: Here) -> Response[str] | Redirect:
    """The first factor; a right one leads to the second."""
    form, here = await visit.form(_FORM), _here(visit)
    password, slid = Secret(form.pop("password")), Slid(form["slider"], form["slide"])
    held = flow_pages.secret_in(visit, ATTEMPT)
    attempts, seat = visit.services.bureau.attempts, seat_of(visit.request)
    result = await attempts.first(held, here, form["account"], password, slid, visit.client, seat, visit.site.channel, form["taxpayer_id"])
    if isinstance(result, Refused):
        return login_page(visit, here, form, refused=result, message=login_fault(result, form["account"], password))
    secret, view = result
    if view.lock_over:
        visit.note.says("first_factor", "lock.ended_midnight", "BJ-44")
    else:
        visit.note.says("first_factor", "first.right", "BJ-31", entrance=view.entrance.value)
    return visit.go(visit.site.at("/login/second"), flow_pages.keep(visit, ATTEMPT, secret))


def login_page(
    visit: Visit,
    entrance: Entrance = Entrance.person,
    typed: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    ended: EndReason | None = None,
    refused: Refused | None = None,
    message: Phrase | None = None,
    cookies: tuple[Cookie, ...] = (),
) -> Response[str]:
    """The form of an entrance with a slider of its own. Raises StoreError."""
    at = partial(login_path, visit.site)
    issued = visit.services.bureau.sliders.issue(visit.client, SliderPurpose.bureau_login, address_of(visit.request))
    slider, refused, message = (None, issued, why_not(issued)) if isinstance(issued, Refused) else (issued, refused, message)
    return visit.page(
        "bureau_login.html",
        "bureau.login",
        refused=refused,
        status=status,
        here=at(entrance),
        set_cookies=cookies,
        ended=ended,
        tabs=[(each, at(each), each is _TAB_OF.get(entrance, entrance)) for each in TABS] if visit.site is BUREAU else [],
        entrance=entrance.value,
        other=(_OTHERS[entrance].value, at(_OTHERS[entrance])) if entrance in _OTHERS and visit.site is BUREAU else None,
        main=at(_TAB_OF[entrance]) if entrance in _TAB_OF else None,
        action=at(entrance),
        elsewhere=BUREAU.prefix,
        register="register-foreigner" if entrance is Entrance.foreigner else "register",
        ways="bureau.account.ways.foreigner" if entrance is Entrance.foreigner else "bureau.account.ways",
        slider=slider,
        end=END,
        typed={name: (typed or {}).get(name, "") for name in _TYPED},
        for_unit=entrance in FOR_UNITS,
        scans=entrance in BY_SCAN and visit.site is BUREAU,
        message=message,
        field=None if refused is None else "slide" if refused.code is RefusalCode.slider_required else refused.field,
        unregistered=refused is not None and refused.code is RefusalCode.not_registered,
    )


def _here(visit: Visit) -> Entrance:
    return Entrance(visit.path.rstrip("/").rpartition("/")[2])


HANDLERS = (login, entrance, first)
