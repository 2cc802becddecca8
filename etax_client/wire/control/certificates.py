"""The units' certificates at the tester's door, as they are sent."""

from typing import Annotated

import msgspec

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import MOST_DAYS, USUAL_DAYS, CertificateSeen
from etax_client.wire.control.verb import Order, Verb


class IssueRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without a `pin` six digits are drawn."""

    pin: Secret | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] = USUAL_DAYS


class IssuedView(msgspec.Struct, frozen=True):
    """A certificate, the PIN of its file, and the PKCS#12 file itself as lines of base64: neither is kept by the server."""

    certificate: CertificateSeen
    pin: Secret
    pkcs12: tuple[Secret, ...]


class CertificatesView(msgspec.Struct, frozen=True):
    """The newest first."""

    certificates: tuple[CertificateSeen, ...]


_UNKNOWN = (RefusalCode.not_found,)

LIST_CERTIFICATES = Verb("list_certificates", "GET", "/units/{which:str}/certificates", CertificatesView, refuses=_UNKNOWN)
ISSUE_CERTIFICATE = Order(
    "issue_certificate", "POST", "/units/{which:str}/certificates", IssuedView, IssueRequest, refuses=_UNKNOWN, status=201
)
REVOKE_CERTIFICATE = Verb("revoke_certificate", "POST", "/certificates/{serial:str}/revoke", CertificateSeen, refuses=_UNKNOWN)
EXPIRE_CERTIFICATE = Verb("expire_certificate", "POST", "/certificates/{serial:str}/expire", CertificateSeen, refuses=_UNKNOWN)
