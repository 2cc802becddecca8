"""CA 证书（模拟） at the tax hall's counter: a unit's certificates, one more as a file, and the end of one (CA-01)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.faults import Fault
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.testing.tester_views import KnownUnit
from etax_client.domain.units.ca import LONGEST_PIN, USUAL_DAYS, CertificateSeen, is_pin, is_serial
from etax_client.server.control.tester_acts import acted
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.trainer.hall_pages import HALL, unit_at
from etax_client.server.pages.trainer.trainer_visit import TrainerVisit, Visited
from etax_client.server.pages.wrong import Wrongs, refused_for, unit_unknown, wrong
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Search
from etax_client.texts.words import phrase

CERTIFICATES = f"{HALL}/certificates"
_LONGEST = 64
_TYPE = "application/x-pkcs12"
_FILE = "file"


@dataclass(frozen=True, slots=True)
class _File:
    """A certificate's file, by its unit's number."""

    taxpayer_id: str
    pkcs12: bytes


@get(CERTIFICATES, include_in_schema=False)
async def overview(visit: Visited, unit: Search[str] = "") -> Response[str] | Redirect:
    """A unit's certificates, once it is named."""
    if not visit.is_in:
        return visit.go()
    return _page(visit, {"unit": unit})


@get([f"{CERTIFICATES}/{act}" for act in ("revoke", "expire")], include_in_schema=False)
async def nothing_here(visit: Visited) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(CERTIFICATES)


@acting(f"{CERTIFICATES}/issue")
async def issue(visit: Visited) -> Response[str] | Redirect:
    """One more; the PIN is the one that was typed."""
    typed = await visit.form({"unit": _LONGEST, "pin": _LONGEST})
    unit, pin = unit_at(visit.services, typed["unit"]), Secret(typed["pin"])
    if unit is None or not is_pin(pin.reveal()):
        return _page(visit, typed, {} if unit is None else {"pin": wrong(phrase("hall.certificates.pin_form"), Fault.form, "CA-01")})
    unit_id, taxpayer_id = unit.unit_id, unit.taxpayer_id
    once = visit.keeping(_FILE).telling(lambda issued: _File(taxpayer_id, issued.pkcs12))
    issued = accepted(visit.services.ca.issue(unit_id, pin, USUAL_DAYS, once))
    acted(visit.request, "hall_certificate", unit=unit_id, certificate=issued.certificate.serial)
    return visit.done(f"{CERTIFICATES}/issue")


@get(f"{CERTIFICATES}/issue", include_in_schema=False)
async def file(visit: Visited) -> Response[bytes] | Redirect:
    """The PKCS#12 file that the form has led to, for whoever had it issued and not for long."""
    found = visit.result(_FILE, _File) if visit.is_in else None
    if found is None:
        return visit.go(CERTIFICATES)
    headers = {"Content-Disposition": f'attachment; filename="{found.taxpayer_id}.p12"', "Cache-Control": "no-store"}
    return Response(found.pkcs12, media_type=_TYPE, headers=headers)


@acting(f"{CERTIFICATES}/revoke")
async def revoke(visit: Visited) -> Redirect:
    """吊销."""
    return await _ended(visit, visit.services.ca.revoke, "hall_certificate_revoked")


@acting(f"{CERTIFICATES}/expire")
async def expire(visit: Visited) -> Redirect:
    """到期."""
    return await _ended(visit, visit.services.ca.expire, "hall_certificate_expired")


async def _ended(visit: TrainerVisit, end: Callable[[str], CertificateSeen | Refused], act: str) -> Redirect:
    """Raises Turned."""
    typed = await visit.form({"unit": _LONGEST, "serial": _LONGEST})
    if not is_serial(typed["serial"]):
        raise Turned(Refused(RefusalCode.not_found))
    acted(visit.request, act, certificate=accepted(end(typed["serial"])).serial)
    return visit.go(f"{CERTIFICATES}?{urlencode({'unit': typed['unit']})}")


def _page(visit: TrainerVisit, typed: Mapping[str, str], errors: Wrongs | None = None) -> Response[str]:
    unit: KnownUnit | None = unit_at(visit.services, typed["unit"]) if typed["unit"] else None
    if typed["unit"] and unit is None:
        errors = {"unit": unit_unknown()}
    if errors and visit.request.method == "POST":
        visit.note.refuses(refused_for(errors))
    return visit.page(
        "hall_certificates.html",
        "hall.certificates",
        status=422 if errors else 200,
        typed={"unit": typed["unit"], "pin": ""},
        errors=errors or {},
        unit=unit,
        certificates=() if unit is None else visit.services.ca.issued_to(unit.unit_id),
        longest_pin=LONGEST_PIN,
    )


HANDLERS = (overview, nothing_here, issue, file, revoke, expire)
