"""The units' certificates: issued by the world's simulated CA, revoked, run out at a word (CA)."""

import secrets

from litestar.params import JSONBody

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units import ca
from etax_client.domain.units.ca import CertificateSeen
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, unit_id_of
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.why import unfit
from etax_client.wire.ca import lines_of
from etax_client.wire.control.certificates import (
    EXPIRE_CERTIFICATE,
    ISSUE_CERTIFICATE,
    LIST_CERTIFICATES,
    REVOKE_CERTIFICATE,
    CertificatesView,
    IssuedView,
    IssueRequest,
)

_DRAWN = 6
"""Digits of a PIN that nobody chose."""


@handles(LIST_CERTIFICATES)
async def list_certificates(request: Anyone, services: Served, which: Name) -> CertificatesView:
    """All that were issued to a unit; without their keys, which the server does not keep."""
    unit_id = unit_id_of(services, which)
    acted(request, LIST_CERTIFICATES, unit=unit_id)
    return CertificatesView(services.ca.issued_to(unit_id))


@handles(ISSUE_CERTIFICATE)
async def issue_certificate(request: Anyone, services: Served, which: Name, data: JSONBody[IssueRequest]) -> IssuedView:
    """A certificate with its key in a PKCS#12 file, given out this once; from now on the unit has one."""
    pin = data.pin or Secret(f"{secrets.randbelow(10**_DRAWN):0{_DRAWN}}")
    if not ca.is_pin(pin.reveal()):
        raise Turned(unfit("pin", "format", "CA-01"), detail="pin: 4 to 32 visible ASCII characters")
    issued = accepted(services.ca.issue(unit_id_of(services, which), pin, data.days))
    acted(request, ISSUE_CERTIFICATE, certificate=issued.certificate.serial)
    return IssuedView(issued.certificate, pin, lines_of(issued.pkcs12))


@handles(REVOKE_CERTIFICATE)
async def revoke_certificate(request: Anyone, services: Served, serial: Name) -> CertificateSeen:
    """Good no more; what it opened stays open (VER-04)."""
    seen = accepted(services.ca.revoke(_serial(serial)))
    acted(request, REVOKE_CERTIFICATE, certificate=seen.serial)
    return seen


@handles(EXPIRE_CERTIFICATE)
async def expire_certificate(request: Anyone, services: Served, serial: Name) -> CertificateSeen:
    """As if its last day had passed; what it opened stays open (VER-04)."""
    seen = accepted(services.ca.expire(_serial(serial)))
    acted(request, EXPIRE_CERTIFICATE, certificate=seen.serial)
    return seen


def _serial(text: str) -> str:
    """Raises Turned."""
    if not ca.is_serial(text):
        raise Turned(Refused(RefusalCode.not_found, field="serial"), detail="there is no such certificate")
    return text


HANDLERS = (list_certificates, issue_certificate, revoke_certificate, expire_certificate)
