"""The units' certificates: issued by the world's simulated CA, revoked, run out at a word (CA)."""

import secrets

from litestar import get
from litestar.params import JSONBody

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units import ca
from etax_client.domain.units.ca import CertificateSeen
from etax_client.server.control.answers import refusals
from etax_client.server.control.repeating import post
from etax_client.server.control.tester_acts import acted, unit_id_of
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served, Spelled
from etax_client.server.services.why import unfit
from etax_client.wire.ca import CertificatesView, IssuedView, IssueRequest, lines_of

_DRAWN = 6
"""Digits of a PIN that nobody chose."""


@get("/units/{which:str}/certificates", responses=refusals(RefusalCode.not_found))
async def list_certificates(request: Anyone, services: Served, which: Name) -> CertificatesView:
    """All that were issued to a unit; without their keys, which the server does not keep."""
    unit_id = unit_id_of(services, which)
    acted(request, "list_certificates", unit=unit_id)
    return CertificatesView(services.ca.issued_to(unit_id))


@post(
    "/units/{which:str}/certificates",
    dto=Spelled[IssueRequest],
    return_dto=None,
    refused=(RefusalCode.not_found, RefusalCode.malformed, RefusalCode.too_large),
)
async def issue_certificate(request: Anyone, services: Served, which: Name, data: JSONBody[IssueRequest]) -> IssuedView:
    """A certificate with its key in a PKCS#12 file, given out this once; from now on the unit has one."""
    pin = data.pin or Secret(f"{secrets.randbelow(10**_DRAWN):0{_DRAWN}}")
    if not ca.is_pin(pin.reveal()):
        raise Turned(unfit("pin", "format", "CA-01"), detail="pin: 4 to 32 visible ASCII characters")
    issued = accepted(services.ca.issue(unit_id_of(services, which), pin, data.days))
    acted(request, "issue_certificate", certificate=issued.certificate.serial)
    return IssuedView(issued.certificate, pin, lines_of(issued.pkcs12))


@post("/certificates/{serial:str}/revoke", status_code=200, refused=(RefusalCode.not_found,))
async def revoke_certificate(request: Anyone, services: Served, serial: Name) -> CertificateSeen:
    """Good no more; what it opened stays open (VER-04)."""
    seen = accepted(services.ca.revoke(_serial(serial)))
    acted(request, "revoke_certificate", certificate=seen.serial)
    return seen


@post("/certificates/{serial:str}/expire", status_code=200, refused=(RefusalCode.not_found,))
async def expire_certificate(request: Anyone, services: Served, serial: Name) -> CertificateSeen:
    """As if its last day had passed; what it opened stays open (VER-04)."""
    seen = accepted(services.ca.expire(_serial(serial)))
    acted(request, "expire_certificate", certificate=seen.serial)
    return seen


def _serial(text: str) -> str:
    """Raises Turned."""
    if not ca.is_serial(text):
        raise Turned(Refused(RefusalCode.not_found, field="serial"), detail="there is no such certificate")
    return text


HANDLERS = (list_certificates, issue_certificate, revoke_certificate, expire_certificate)
