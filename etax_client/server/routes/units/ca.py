"""Unit verification by certificate over HTTP (CA)."""

from litestar import post
from litestar.params import JSONBody

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.units.ca import Challenge
from etax_client.domain.units.units import UnitHome
from etax_client.server.routes.answers import Turned, accepted, refusals
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, noted
from etax_client.server.services.why import unfit
from etax_client.wire import paths
from etax_client.wire.ca import CertificateVerificationRequest, bytes_of

_PATH = "{unit_id:int}"


@post(
    paths.unit_challenges(_PATH),
    security=SIGNED_IN,
    responses=refusals(RefusalCode.session_ended, RefusalCode.unit_not_listed),
)
async def challenge_certificate(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id) -> Challenge:
    """What the unit's key is to sign: good for one try and 2 minutes, in place of an earlier one (CA-01)."""
    challenge = accepted(services.certificate_verification.challenge(session, unit_id))
    noted(request).says("challenged", "certificate.challenged", "CA-01")
    return challenge


@post(
    paths.unit_certificate(_PATH),
    dto=Spelled[CertificateVerificationRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    responses=refusals(
        RefusalCode.session_ended,
        RefusalCode.unit_not_listed,
        RefusalCode.challenge_void,
        RefusalCode.certificate_foreign,
        RefusalCode.certificate_other_unit,
        RefusalCode.certificate_not_yet_valid,
        RefusalCode.certificate_expired,
        RefusalCode.certificate_revoked,
        RefusalCode.signature_invalid,
        RefusalCode.malformed,
        RefusalCode.too_large,
    ),
)
async def verify_by_certificate(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, data: JSONBody[CertificateVerificationRequest]
) -> UnitHome:
    """Unit verification with the unit's certificate; a lock of the declaration password does not stand in its way (CA, VER-06)."""
    challenge, certificate, signature = (_bytes(data, field) for field in ("challenge", "certificate", "signature"))
    home = accepted(services.certificate_verification.verify(session, unit_id, challenge, certificate, signature))
    noted(request).says("opened", "right.certificate", "CA-01")
    return home


def _bytes(data: CertificateVerificationRequest, field: str) -> bytes:
    """Raises Turned for what is not base64."""
    found = bytes_of(getattr(data, field))
    if found is None:
        raise Turned(unfit(field, "unreadable", "CA-01"))
    return found


HANDLERS = (challenge_certificate, verify_by_certificate)
