"""A refusal by the server, as a value: it is no accident, so nothing is raised."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from etax_client.domain.guessing.passwords import Weakness


class RefusalCode(StrEnum):
    """Why the server refused; stable, spelled the same on the wire."""

    # a row each: the code, its HTTP status, its rule, what of `Refused` it may carry, and the key of its reason
    status: int
    rule: str
    carries: tuple[str, ...]
    reason: str
    """In the journal (texts/journal.py), where whoever refused gave no other: the code, if there is none."""

    def __new__(cls, code: str, status: int = 0, rule: str = "", carries: str = "", reason: str = "") -> Self:
        if not (400 <= status < 600 and rule):
            raise ValueError(f"{code} has no status, or no rule")
        made = str.__new__(cls, code)
        made._value_ = code
        made.status, made.rule, made.carries, made.reason = status, rule, tuple(carries.split()), reason or code
        return made

    wrong_credentials = "wrong_credentials", 401, "LOG-04", "attempts_left captcha_required"
    wrong_declaration_password = "wrong_declaration_password", 403, "VER-02", "attempts_left captcha_required"
    captcha_required = "captcha_required", 403, "CAP-01", "attempts_left captcha_required"
    wrong_captcha = "wrong_captcha", 403, "CAP-01", "attempts_left captcha_required"
    locked = "locked", 423, "LOG-05", "attempts_left retry_after captcha_required"
    busy = "busy", 429, "LOG-09", "retry_after"
    malformed = "malformed", 422, "INP-1", "field"
    session_ended = "session_ended", 401, "SES-01", "ended"
    unit_unknown = "unit_unknown", 404, "UNT-04", "", "unit.unknown"
    unit_already_listed = "unit_already_listed", 409, "UNT-04", "", "unit.already_listed"
    unit_not_listed = "unit_not_listed", 404, "AUZ-1", "", "unit.not_listed"
    unit_closed = "unit_closed", 403, "VER-04", "", "unit.closed"
    ticket_unknown = "ticket_unknown", 404, "QRT-6", "", "ticket.unknown"
    ticket_used = "ticket_used", 409, "QRT-2", "", "ticket.used"
    ticket_not_confirmed = "ticket_not_confirmed", 409, "QR-03", "", "ticket.not_confirmed"
    slow_down = "slow_down", 429, "QRT-6", "retry_after"
    world_exists = "world_exists", 409, "WEB-4"
    flow_ended = "flow_ended", 404, "REG-1", "", "flow.ended"
    out_of_order = "out_of_order", 409, "REG-1", "", "flow.out_of_order"
    wrong_hall_code = "wrong_hall_code", 403, "REG-02", "attempts_left", "hall_code.used_meanwhile"
    wrong_code = "wrong_code", 403, "COD-2", "attempts_left", "code.void"
    code_void = "code_void", 403, "SMS-01", "", "code.void"
    already_registered = "already_registered", 409, "REG-05"
    login_name_taken = "login_name_taken", 409, "REG-05", "field"
    login_name_too_soon = "login_name_too_soon", 409, "BJ-49", "retry_after field"
    mobile_taken = "mobile_taken", 409, "REG-3", "field"
    password_refused = "password_refused", 422, "PWD-1", "field weakness"
    face_unknown = "face_unknown", 404, "REG-03", "", "face.unknown"
    wrong_app = "wrong_app", 409, "BJ-79"
    hall_first = "hall_first", 409, "BJ-25"
    face_not_offered = "face_not_offered", 409, "BJ-25"
    email_taken = "email_taken", 409, "BJ-29", "field"
    level_too_low = "level_too_low", 403, "BJ-54"
    no_mobile = "no_mobile", 409, "DPW-02"
    not_registered = "not_registered", 404, "BJ-31"
    slider_required = "slider_required", 403, "BJ-11"
    old_login_closed = "old_login_closed", 410, "BJ-74", "", "old.closed"
    wrong_enterprise_password = "wrong_enterprise_password", 401, "BJ-75", "attempts_left captcha_required"
    no_tie = "no_tie", 403, "BJ-32", "", "tie.none"
    tie_pending = "tie_pending", 403, "BJ-32", "", "tie.pending"
    tie_over = "tie_over", 409, "BJ-59", "", "tie.over"
    already_tied = "already_tied", 409, "BJ-58"
    too_many_ties = "too_many_ties", 409, "BJ-58"
    not_withdrawable = "not_withdrawable", 409, "BJ-60"
    project_required = "project_required", 422, "BJ-70", "field", "project.required"
    report_unknown = "report_unknown", 404, "BJ-72", "", "report.unknown"
    already_checked_in = "already_checked_in", 409, "BJ-73"
    switch_not_offered = "switch_not_offered", 403, "BJ-65"
    identity_changed = "identity_changed", 409, "BJ-67"
    identity_ended = "identity_ended", 409, "BJ-63"
    person_unknown = "person_unknown", 404, "AUT-02"
    already_authorised = "already_authorised", 409, "AUT-02"
    authorisation_unknown = "authorisation_unknown", 404, "AUT-04"
    beyond_rights = "beyond_rights", 403, "AUZ-2", "field"
    payee_unknown = "payee_unknown", 404, "PER-01", "", "payee.unknown"
    payee_listed = "payee_listed", 409, "PER-02", "field", "payee.listed"
    payee_awaiting = "payee_awaiting", 409, "PER-04", "", "payee.awaiting"
    payee_reported = "payee_reported", 409, "PER-03", "", "payee.reported"
    claim_unknown = "claim_unknown", 404, "DED-01", "", "claim.unknown"
    claim_listed = "claim_listed", 409, "DED-01", "", "claim.listed"
    claims_clash = "claims_clash", 409, "DED-01", "", "claim.clash"
    import_wrong = "import_wrong", 409, "PER-05"
    outdated = "outdated", 409, "FLW-04", "changed_by changed_at"
    """Someone has changed it since it was looked at (FLW-04)."""
    month_not_open = "month_not_open", 409, "FLW-01"
    rows_locked = "rows_locked", 409, "SUB-03", "changed_by changed_at"
    earlier_data = "earlier_data", 409, "INC-04"
    correction_limited = "correction_limited", 409, "SUB-03", "field"
    calculation_stopped = "calculation_stopped", 409, "FLW-06"
    not_calculated = "not_calculated", 409, "CAL-09"
    bound_at_once = "bound_at_once", 409, "CAL-02"
    bound_monthly = "bound_monthly", 409, "CAL-02"
    not_eligible = "not_eligible", 409, "CAL-02"
    not_now = "not_now", 409, "SUB-02", "changed_by changed_at"
    unready = "unready", 409, "SUB-02", "field"
    already_paid = "already_paid", 409, "SUB-03"
    later_filed = "later_filed", 409, "SUB-03"
    payment_live = "payment_live", 409, "PAY-01", "changed_by changed_at"
    nothing_due = "nothing_due", 409, "PAY-02"
    no_agreement = "no_agreement", 409, "PAY-01"
    certificate_expired = "certificate_expired", 403, "CA-02", "", "certificate.expired"
    certificate_not_yet_valid = "certificate_not_yet_valid", 403, "CA-02", "", "certificate.not_yet_valid"
    certificate_revoked = "certificate_revoked", 403, "CA-02", "", "certificate.revoked"
    certificate_foreign = "certificate_foreign", 403, "CA-02", "", "certificate.foreign"
    certificate_other_unit = "certificate_other_unit", 403, "CA-02", "", "certificate.other_unit"
    signature_invalid = "signature_invalid", 403, "CA-01", "", "certificate.signature"
    challenge_void = "challenge_void", 409, "CA-01", "", "certificate.challenge_void"
    key_reused = "key_reused", 422, "IDM-1"
    """The key of an act came with another act, or another body (IDM-1)."""
    in_flight = "in_flight", 409, "IDM-1", "retry_after"
    """The same act is being done right now."""
    forbidden = "forbidden", 403, "WEB-1"
    not_found = "not_found", 404, "WEB-4", "field"
    too_large = "too_large", 413, "INP-1"
    too_many = "too_many", 429, "QRT-6", "retry_after"
    unavailable = "unavailable", 503, "LCK-11", "retry_after"


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
    elsewhere: bool = False
    """Of a scanned code: what stands against it is the account to which it leads, not that of the phone (BJ-36)."""
    changed_by: str | None = None
    changed_at: datetime | None = None
    """Who changed what one would change, and when (FLW-04)."""
