"""The sites: the phone APP and the web portal, with the same handlers behind them, and the Beijing bureau's with its own APP."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from etax_client.domain.channels import Channel
from etax_client.domain.sessions.qr_login import SCAN_ID_ALPHABET, SCAN_ID_LENGTH, App
from etax_client.server.services.bundle import Bureau, Services
from etax_client.server.services.bureau.capacities import Capacities


@dataclass(frozen=True, slots=True)
class Site:
    """`prefix` begins its addresses and is its home; `frame` is the template around its pages, `session_cookie` that of the main world.

    `places` are where a form may lead back to: no address that a stranger could choose.
    """

    prefix: str
    channel: Channel
    frame: str
    session_cookie: str
    places: re.Pattern[str]
    pages: re.Pattern[str]
    """Any page of the site, to which a change of language leads."""
    own: Callable[[Services], Services | Bureau] = lambda services: services
    """What serves its account system."""
    capacities: Callable[[Services], Capacities] | None = None
    """As whom its sessions act, where that is not always oneself."""
    app: App | None = None
    """Which APP it is, if it is one."""
    flows: tuple[str, ...] = ()
    """What one begins there and goes through step by step, as addresses and cookies name it."""
    inbox: str = "/app/messages"
    """Where a browser reads what came to a number."""
    centre: str = "/security"
    """Where an account is changed, and `words` how the keys of what is said there begin (texts/)."""
    words: str = "security"

    def at(self, path: str) -> str:
        return self.prefix + path

    def back_to(self, path: str) -> str:
        """This place if it is one, else home."""
        return path if self.places.fullmatch(path) else self.prefix

    def page_of(self, path: str) -> str:
        """The place itself, or the one that a form's address lies under, else home."""
        return self.back_to(path if self.places.fullmatch(path) else path.rpartition("/")[0])


_NUMBER = "[0-9]{1,16}"
_UNITS = f"/units(?:/{_NUMBER}(?:/new|/password|/people/{_NUMBER}(?:/end)?)?)?"
_SHARED = f"/register|/forgot|/security|/security/password|/security/mobile|{_UNITS}|/authorisations(?:/{_NUMBER}/end)?"
_FLOWS = ("register", "forgot")
_LINK = f"[{SCAN_ID_ALPHABET}]{{{SCAN_ID_LENGTH}}}"

APP = Site(
    prefix="/app",
    channel=Channel.phone,
    frame="phone_frame.html",
    session_cookie="etax-phone",
    places=re.compile(rf"/app(?:{_SHARED}|/scan|/messages|/tickets/[0-9]{{1,16}})?|/[QF]/{_LINK}"),
    pages=re.compile(rf"/(?:app|APP)(?:/[A-Za-z0-9-]+)*|/[QF]/{_LINK}"),
    app=App.itax,
    flows=_FLOWS,
)
PORTAL = Site(
    prefix="/portal",
    channel=Channel.portal,
    frame="portal_frame.html",
    session_cookie="etax-portal",
    places=re.compile(rf"/portal(?:{_SHARED}|/annexes)?"),
    pages=re.compile("/(?:portal|PORTAL)(?:/[A-Za-z0-9-]+)*"),
    flows=_FLOWS,
)
BUREAU = Site(
    prefix="/bureau",
    channel=Channel.bureau,
    frame="bureau_frame.html",
    session_cookie="etax-bureau",
    places=re.compile(rf"/bureau(?:/account(?:/[a-z]+)?|/tasks/risk|/reports(?:/cross-region(?:/{_NUMBER})?)?)?"),
    pages=re.compile("/bureau(?:/[A-Za-z0-9-]+)*"),
    own=lambda services: services.bureau,
    capacities=lambda services: services.bureau.capacities,
    inbox="/bjapp/messages",
    flows=("attempt", "register", "register-foreigner", "forgot", "mobile", "level", "old-password"),
    centre="/account",
    words="bureau.centre",
)
BUREAU_APP = Site(
    prefix="/bjapp",
    channel=Channel.bureau_app,
    frame="bjapp_frame.html",
    session_cookie="etax-bjapp",
    places=re.compile(rf"/bjapp(?:/scan|/messages|/mail|/mine(?:/level)?|/tasks/risk|/tickets/[0-9]{{1,16}})?|/B[QF]/{_LINK}"),
    pages=re.compile(rf"/(?:bjapp|BJAPP)(?:/[A-Za-z0-9-]+)*|/B[QF]/{_LINK}"),
    own=lambda services: services.bureau,
    inbox="/bjapp/messages",
    app=App.bureau,
    flows=("attempt", "level"),
)
ALL = (APP, PORTAL, BUREAU, BUREAU_APP)
APPS = (APP, BUREAU_APP)
_CAPITALS = {"APP": APP, "PORTAL": PORTAL, "Q": APP, "F": APP, "BJAPP": BUREAU_APP, "BQ": BUREAU_APP, "BF": BUREAU_APP}
"""How the addresses in QR codes begin, where capitals take less room."""


def at_both(path: str) -> list[str]:
    """The address of a page, or of a form, at the APP and at the portal."""
    return [site.at(path) for site in (APP, PORTAL)]


def at_all(path: str) -> list[str]:
    """The same at every site."""
    return [site.at(path) for site in ALL]


def at_apps(path: str) -> list[str]:
    """The same at each of the two APPs."""
    return [site.at(path) for site in APPS]


def at_bureau(path: str) -> list[str]:
    """The same at the bureau and in its APP, where one logs in alike."""
    return [site.at(path) for site in (BUREAU, BUREAU_APP)]


def at_centres(path: str = "") -> list[str]:
    """The same at every site where an account is changed."""
    return [site.at(site.centre + path) for site in (APP, PORTAL, BUREAU)]


def site_at(path: str) -> Site | None:
    """The site that an address belongs to, whatever slashes it has, as for the routes; None if it belongs to none."""
    first = next((part for part in path.split("/") if part), "")
    return next((site for site in ALL if site.prefix == f"/{first}"), _CAPITALS.get(first))
