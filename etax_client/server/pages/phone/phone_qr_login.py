"""The APPs' pages of QR login: scan, look, pick the number, decide (QR-03 to QR-05)."""

import re

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from etax_client.domain.flows.face_check import link_in
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.qr_login import SCAN_ID_ALPHABET, SCAN_ID_LENGTH, Decision, ScannedTicket, TicketState, code_in
from etax_client.server.pages import forms
from etax_client.server.pages.bureau.entering import asked_to_log_in, login_page
from etax_client.server.pages.bureau.wording import why_not
from etax_client.server.pages.login import refusal_at
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import APPS, BUREAU, BUREAU_APP, at_apps
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Id, Name
from etax_client.server.routes.reading import address_of
from etax_client.server.routes.sessions.phone import told
from etax_client.server.services.why import unfit
from etax_client.texts.words import Phrase, phrase

_SCAN, _TICKET = "/scan", "/tickets/{ticket_id:int}"
_SCRIPTS = ("/scan.js", "/vendor/jsqr.js")
_CAMERA = {"Permissions-Policy": "camera=(self), microphone=(), geolocation=()"}
_LONGEST_CODE = 200
_SCAN_ID = re.compile(f"[{SCAN_ID_ALPHABET}]{{{SCAN_ID_LENGTH}}}")


@get(at_apps(_SCAN), include_in_schema=False)
async def scan(visit: Here) -> Response[str]:
    """扫一扫: by camera, from a picture, or by the short code; open without a login where face codes are scanned by anyone (BJ-78)."""
    if visit.session is None and visit.site is not BUREAU_APP:
        return asked_to_log_in(visit, visit.site.at(_SCAN))
    return _scan_page(visit, starts=True)


@get([f"/{site.app.at('Q')}/{{scan_id:str}}" for site in APPS if site.app is not None], include_in_schema=False)
async def scanned_elsewhere(visit: Here, scan_id: Name) -> Response[str]:
    """The QR code's own address, opened by the phone's camera: nothing is asked of the ticket before a button is pressed (QRT-4)."""
    if not _SCAN_ID.fullmatch(scan_id):
        raise NotFoundException
    if visit.session is None:
        return login_page(visit, visit.path)
    return visit.page("phone_found.html", "app.found", scan_id=scan_id)


@acting(at_apps(_SCAN))
async def take(visit: Here) -> Response[str] | Redirect:
    """What was scanned or typed: take that ticket for this phone (QR-05), or go before the camera for a face check."""
    text = (await visit.form({"code": _LONGEST_CODE}))["code"]
    face = link_in(text) if "/" in text else None
    if face is not None and visit.site.app is not None:
        return visit.go(f"/{visit.site.app.at('F')}/{face.reveal()}")
    code = code_in(text)
    if visit.session is None:
        scanned = code is not None and len(code.reveal()) == SCAN_ID_LENGTH
        mark = "" if visit.site.app is None else visit.site.app.at("Q")
        return asked_to_log_in(visit, f"/{mark}/{code.reveal()}" if code is not None and scanned else visit.site.at(_SCAN))
    if code is None:
        return _scan_page(visit, unfit("code", "no_qr_code", "QRT-6"), phrase("app.scan.nothing"))
    ticket = visit.own.qr_login.scan(visit.session, code, address_of(visit.request))
    if isinstance(ticket, Refused):
        return _scan_page(visit, ticket, _said(visit, ticket))
    visit.note.says(*told(ticket))
    return visit.go(_ticket_path(visit, ticket.ticket_id))


@get(at_apps(_TICKET), include_in_schema=False)
async def ticket_page(visit: Here, ticket_id: Id) -> Response[str]:
    """Who asks, from where, since when, and the numbers; or what became of it."""
    if visit.session is None:
        return asked_to_log_in(visit, _ticket_path(visit, ticket_id))
    ticket = visit.own.qr_login.show(visit.session, ticket_id)
    return _over(visit, ticket) if isinstance(ticket, Refused) else _ticket_page(visit, ticket)


@acting(at_apps(_TICKET))
async def decide(visit: Here, ticket_id: Id) -> Response[str] | Redirect:
    """登录 with the number that was picked, or 取消 (QR-04)."""
    form = await visit.form({"decision": 8, "number": 2})
    if visit.session is None:
        return asked_to_log_in(visit, _ticket_path(visit, ticket_id))
    if form["decision"] not in set(Decision):
        raise forms.not_offered("decision")
    decision = Decision(form["decision"])
    number = int(form["number"]) if re.fullmatch("[0-9]{2}", form["number"]) else None
    result = visit.own.qr_login.decide(visit.session, ticket_id, decision, number)
    if not isinstance(result, Refused):
        visit.note.says(*told(result))
        return visit.go(_ticket_path(visit, ticket_id))
    ticket = visit.own.qr_login.show(visit.session, ticket_id) if result.field == "number" else result
    return _over(visit, result) if isinstance(ticket, Refused) else _ticket_page(visit, ticket, result)


def _scan_page(visit: Visit, refused: Refused | None = None, message: Phrase | None = None, *, starts: bool = False) -> Response[str]:
    """`starts`: the camera is opened at once; after a refusal there is something to read first."""
    return visit.page(
        "phone_scan.html",
        "app.scan",
        refused=refused,
        here=visit.site.at(_SCAN),
        scripts=_SCRIPTS,
        headers=_CAMERA,
        message=message,
        starts=starts,
    )


def _ticket_page(visit: Visit, ticket: ScannedTicket, refused: Refused | None = None) -> Response[str]:
    if ticket.state is TicketState.scanned:
        return visit.page(
            "phone_confirm.html", "app.confirm", refused=refused, scripts=("/countdown.js",), ticket=ticket, unpicked=refused is not None
        )
    outcome = ticket.because or ticket.state
    return visit.page("phone_result.html", f"app.result.{outcome}", outcome=outcome, message=phrase(f"app.result.{outcome}.next"))


def _over(visit: Visit, refused: Refused) -> Response[str]:
    """There is no such ticket for this phone, or an account is locked: that of the phone, or the one to which the code leads."""
    return visit.page(
        "phone_result.html",
        f"app.result.{refused.code}",
        refused=refused,
        outcome=refused.code.value,
        message=_said(visit, refused),
        forgot=(BUREAU if _of_bureau(visit, refused) else visit.site).at("/forgot"),
        hall_helps=not _of_bureau(visit, refused),
    )


def _said(visit: Visit, refused: Refused) -> Phrase:
    """A lock of the bureau's in its own words: it lasts till midnight, and the hall ends none (BJ-44)."""
    locked = refused.code is RefusalCode.locked and _of_bureau(visit, refused)
    return why_not(refused) if locked else refusal_at(visit, refused)


def _of_bureau(visit: Visit, refused: Refused) -> bool:
    """Whether it is the bureau's account that stands against a code."""
    return visit.site is BUREAU_APP or refused.elsewhere


def _ticket_path(visit: Visit, ticket_id: int) -> str:
    return visit.site.at(f"/tickets/{ticket_id}")


HANDLERS = (scan, scanned_elsewhere, take, ticket_page, decide)
