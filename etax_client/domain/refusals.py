"""A refusal by the server, as a value: it is no accident, so nothing is raised."""

from dataclasses import dataclass
from enum import StrEnum

from etax_client.domain.guessing.passwords import Weakness


class RefusalCode(StrEnum):
    """Why the server refused; stable, spelled the same on the wire."""

    wrong_credentials = "wrong_credentials"
    wrong_declaration_password = "wrong_declaration_password"  # noqa: S105
    captcha_required = "captcha_required"
    wrong_captcha = "wrong_captcha"
    locked = "locked"
    busy = "busy"
    malformed = "malformed"
    session_ended = "session_ended"
    unit_unknown = "unit_unknown"
    unit_already_listed = "unit_already_listed"
    unit_not_listed = "unit_not_listed"
    unit_closed = "unit_closed"
    ticket_unknown = "ticket_unknown"
    ticket_used = "ticket_used"
    ticket_not_confirmed = "ticket_not_confirmed"
    slow_down = "slow_down"
    world_exists = "world_exists"
    flow_ended = "flow_ended"
    out_of_order = "out_of_order"
    wrong_hall_code = "wrong_hall_code"
    wrong_code = "wrong_code"
    code_void = "code_void"
    already_registered = "already_registered"
    login_name_taken = "login_name_taken"
    mobile_taken = "mobile_taken"
    password_refused = "password_refused"  # noqa: S105
    face_unknown = "face_unknown"
    no_mobile = "no_mobile"
    person_unknown = "person_unknown"
    already_authorised = "already_authorised"
    authorisation_unknown = "authorisation_unknown"
    beyond_rights = "beyond_rights"
    certificate_expired = "certificate_expired"
    certificate_revoked = "certificate_revoked"
    certificate_foreign = "certificate_foreign"
    certificate_other_unit = "certificate_other_unit"
    signature_invalid = "signature_invalid"
    challenge_void = "challenge_void"
    key_reused = "key_reused"
    """The key of an act came with another act, or another body (IDM-1)."""
    in_flight = "in_flight"
    """The same act is being done right now."""
    forbidden = "forbidden"
    not_found = "not_found"
    too_large = "too_large"
    too_many = "too_many"
    unavailable = "unavailable"


class EndReason(StrEnum):
    """Why a session ended (SES-01)."""

    idle = "idle"
    expired = "expired"
    logged_out = "logged_out"
    password_reset = "password_reset"  # noqa: S105
    replaced = "replaced"
    trainer = "trainer"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class Refused:
    """The server's no: why, the tries left, the seconds to wait, and whether the next try needs a captcha."""

    code: RefusalCode
    attempts_left: int | None = None
    retry_after: int | None = None
    captcha_required: bool = False
    field: str | None = None
    ended: EndReason | None = None
    weakness: Weakness | None = None
    """Of a password that follows the rule and is refused all the same (PWD-1)."""
