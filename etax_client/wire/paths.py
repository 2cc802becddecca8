"""The paths of the JSON API, the same on both sides, and the headers beside them."""

from dataclasses import dataclass

INFO = "/api/info"
CLOCK = "/api/clock"
CAPTCHAS = "/api/captchas"
SESSIONS = "/api/sessions"
SESSION = "/api/sessions/current"
UNITS = "/api/units"
UNIT_TOTALS = "/api/units/totals"
UNIT_NEWS = "/api/units/news"
UNIT_ORDER = "/api/units/order"
QR_TICKETS = "/api/qr-tickets"
QR_TICKET = "/api/qr-tickets/current"
QR_SESSION = "/api/qr-tickets/current/session"
PHONE_SCANS = "/api/phone/scans"
PHONE_TICKETS = "/api/phone/tickets"
PHONE_MESSAGES = "/api/phone/messages"
PHONE_SIMS = "/api/phone/sims"
PHONE_FACES = "/api/phone/faces"
PHONE_FACE_CHECKS = "/api/phone/faces/checks"
REGISTRATIONS = "/api/registrations"
REGISTRATION = "/api/registrations/current"
REGISTRATION_AGREEMENT = f"{REGISTRATION}/agreement"
REGISTRATION_WAY = f"{REGISTRATION}/way"
REGISTRATION_IDENTITY = f"{REGISTRATION}/identity"
REGISTRATION_FACE = f"{REGISTRATION}/face"
REGISTRATION_SETTINGS = f"{REGISTRATION}/settings"
REGISTRATION_SMS_CODE = f"{REGISTRATION}/sms-code"
REGISTRATION_ACCOUNT = f"{REGISTRATION}/account"
REGISTRATION_BACK = f"{REGISTRATION}/back"
RECOVERIES = "/api/recoveries"
RECOVERY = "/api/recoveries/current"
RECOVERY_IDENTITY = f"{RECOVERY}/identity"
RECOVERY_SMS_CODE = f"{RECOVERY}/sms-code"
RECOVERY_SMS_PROOF = f"{RECOVERY}/sms-proof"
RECOVERY_FACE = f"{RECOVERY}/face"
RECOVERY_PASSWORD = f"{RECOVERY}/password"
RECOVERY_BACK = f"{RECOVERY}/back"
SECURITY = "/api/security"
SECURITY_PASSWORD = f"{SECURITY}/password"
SECURITY_MOBILE = f"{SECURITY}/mobile"
SECURITY_MOBILE_CODE = f"{SECURITY}/mobile/sms-code"
MANAGED_UNITS = "/api/managed-units"
MY_AUTHORISATIONS = "/api/authorisations"
OPENAPI = "/api/openapi.json"
CONTROL = "/control"
JOURNAL = f"{CONTROL}/journal"
TRAINERS_JOURNAL = "/control/page/journal"


@dataclass(frozen=True, slots=True)
class FlowPaths:
    """What every flow has, by its kind: where one begins, and where the one of a secret is asked."""

    begin: str
    current: str
    face: str
    sms_code: str
    back: str


REGISTRATION_FLOW = FlowPaths(REGISTRATIONS, REGISTRATION, REGISTRATION_FACE, REGISTRATION_SMS_CODE, REGISTRATION_BACK)
RECOVERY_FLOW = FlowPaths(RECOVERIES, RECOVERY, RECOVERY_FACE, RECOVERY_SMS_CODE, RECOVERY_BACK)

KEY_HEADER = "Idempotency-Key"
"""Names one act, so that it is done once however often it is asked for (IDM-1, draft-ietf-httpapi-idempotency-key-07)."""
CLIENT_HEADER = "X-Etax-Client"
"""Names one running client (random, 128 bits): captchas are bound to it (CAP-2)."""
DEVICE_HEADER = "X-Etax-Device"
"""What the machine calls itself, percent-encoded: a trainer sees who sits where."""


def unit(unit_id: int | str) -> str:
    return f"{UNITS}/{unit_id}"


def unit_verification(unit_id: int | str) -> str:
    return f"{UNITS}/{unit_id}/verification"


def unit_challenges(unit_id: int | str) -> str:
    return f"{UNITS}/{unit_id}/certificate-challenges"


def unit_certificate(unit_id: int | str) -> str:
    return f"{UNITS}/{unit_id}/certificate-verification"


def unit_home(unit_id: int | str) -> str:
    return f"{UNITS}/{unit_id}/home"


def unit_opening(unit_id: int | str) -> str:
    return f"{UNITS}/{unit_id}/opening"


def authorised(unit_id: int | str) -> str:
    return f"{MANAGED_UNITS}/{unit_id}/authorisations"


def authorisation(unit_id: int | str, authorisation_id: int | str) -> str:
    return f"{authorised(unit_id)}/{authorisation_id}"


def declaration_password(unit_id: int | str) -> str:
    return f"{MANAGED_UNITS}/{unit_id}/declaration-password"


def declaration_password_code(unit_id: int | str) -> str:
    return f"{declaration_password(unit_id)}/sms-code"


def my_authorisation(authorisation_id: int | str) -> str:
    return f"{MY_AUTHORISATIONS}/{authorisation_id}"


def my_authorisation_end(authorisation_id: int | str) -> str:
    return f"{MY_AUTHORISATIONS}/{authorisation_id}/end"


def phone_ticket(ticket_id: int | str) -> str:
    return f"{PHONE_TICKETS}/{ticket_id}"


def phone_decision(ticket_id: int | str) -> str:
    return f"{PHONE_TICKETS}/{ticket_id}/decision"
