"""The sites: the phone APP and the web portal, with the same handlers behind them, and the Beijing bureau's."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from etax_client.domain.channels import Channel
from etax_client.domain.sessions.qr_login import SCAN_ID_ALPHABET, SCAN_ID_LENGTH
from etax_client.server.services.bundle import Services
from etax_client.server.services.sessions.sessions import Sessions


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
    sessions: Callable[[Services], Sessions] = lambda services: services.sessions
    """Those of its account system."""

    def at(self, path: str) -> str:
        return self.prefix + path

    def back_to(self, path: str) -> str:
        """This place if it is one, else home."""
        return path if self.places.fullmatch(path) else self.prefix


_NUMBER = "[0-9]{1,16}"
_UNITS = f"/units(?:/{_NUMBER}(?:/new|/password|/people/{_NUMBER}(?:/end)?)?)?"
_SHARED = f"/register|/forgot|/security|/security/password|/security/mobile|{_UNITS}|/authorisations(?:/{_NUMBER}/end)?"
_LINK = f"[{SCAN_ID_ALPHABET}]{{{SCAN_ID_LENGTH}}}"

APP = Site(
    prefix="/app",
    channel=Channel.phone,
    frame="phone_frame.html",
    session_cookie="etax-phone",
    places=re.compile(rf"/app(?:{_SHARED}|/scan|/messages|/tickets/[0-9]{{1,16}})?|/[QF]/{_LINK}"),
    pages=re.compile(rf"/(?:app|APP)(?:/[A-Za-z0-9-]+)*|/[QF]/{_LINK}"),
)
PORTAL = Site(
    prefix="/portal",
    channel=Channel.portal,
    frame="portal_frame.html",
    session_cookie="etax-portal",
    places=re.compile(rf"/portal(?:{_SHARED}|/annexes)?"),
    pages=re.compile("/(?:portal|PORTAL)(?:/[A-Za-z0-9-]+)*"),
)
BUREAU = Site(
    prefix="/bureau",
    channel=Channel.bureau,
    frame="bureau_frame.html",
    session_cookie="etax-bureau",
    places=re.compile("/bureau"),
    pages=re.compile("/bureau(?:/[A-Za-z0-9-]+)*"),
    sessions=lambda services: services.bureau.sessions,
)
_ALL = (APP, PORTAL, BUREAU)
_CAPITALS = {"APP": APP, "PORTAL": PORTAL, "Q": APP, "F": APP}
"""How the addresses in QR codes begin, where capitals take less room."""


def at_both(path: str) -> list[str]:
    """The address of a page, or of a form, at the APP and at the portal."""
    return [site.at(path) for site in (APP, PORTAL)]


def at_all(path: str) -> list[str]:
    """The same at every site."""
    return [site.at(path) for site in _ALL]


def site_at(path: str) -> Site | None:
    """The site that an address belongs to, whatever slashes it has, as for the routes; None if it belongs to none."""
    first = next((part for part in path.split("/") if part), "")
    return next((site for site in _ALL if site.prefix == f"/{first}"), _CAPITALS.get(first))
