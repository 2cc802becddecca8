"""Refusals as RFC 9457 problem details: the code is stable, the numbers beside it need no second question."""

from typing import Annotated

import msgspec

from etax_client.domain.guessing.passwords import Weakness
from etax_client.domain.refusals import EndReason, RefusalCode, Refused

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:etax-client:problem:"

STATUS = {
    RefusalCode.wrong_credentials: 401,
    RefusalCode.wrong_declaration_password: 403,
    RefusalCode.captcha_required: 403,
    RefusalCode.wrong_captcha: 403,
    RefusalCode.locked: 423,
    RefusalCode.busy: 429,
    RefusalCode.malformed: 422,
    RefusalCode.session_ended: 401,
    RefusalCode.unit_unknown: 404,
    RefusalCode.unit_already_listed: 409,
    RefusalCode.unit_not_listed: 404,
    RefusalCode.unit_closed: 403,
    RefusalCode.ticket_unknown: 404,
    RefusalCode.ticket_used: 409,
    RefusalCode.ticket_not_confirmed: 409,
    RefusalCode.slow_down: 429,
    RefusalCode.world_exists: 409,
    RefusalCode.flow_ended: 404,
    RefusalCode.out_of_order: 409,
    RefusalCode.wrong_hall_code: 403,
    RefusalCode.wrong_code: 403,
    RefusalCode.code_void: 403,
    RefusalCode.already_registered: 409,
    RefusalCode.login_name_taken: 409,
    RefusalCode.mobile_taken: 409,
    RefusalCode.password_refused: 422,
    RefusalCode.face_unknown: 404,
    RefusalCode.no_mobile: 409,
    RefusalCode.person_unknown: 404,
    RefusalCode.already_authorised: 409,
    RefusalCode.authorisation_unknown: 404,
    RefusalCode.beyond_rights: 403,
    RefusalCode.certificate_expired: 403,
    RefusalCode.certificate_revoked: 403,
    RefusalCode.certificate_foreign: 403,
    RefusalCode.certificate_other_unit: 403,
    RefusalCode.signature_invalid: 403,
    RefusalCode.challenge_void: 409,
    RefusalCode.key_reused: 422,
    RefusalCode.in_flight: 409,
    RefusalCode.forbidden: 403,
    RefusalCode.not_found: 404,
    RefusalCode.too_large: 413,
    RefusalCode.too_many: 429,
    RefusalCode.unavailable: 503,
}

Count = Annotated[int, msgspec.Meta(ge=0, le=10**9)]


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every refusal; `type`, `title` and `status` as the RFC has them, the others are ours."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    attempts_left: Count | None = None
    retry_after: Count | None = None
    captcha_required: bool = False
    field: str | None = None
    ended: str | None = None
    weakness: str | None = None


def to_problem(refused: Refused, status: int | None = None, detail: str | None = None) -> Problem:
    return Problem(
        type=TYPE_PREFIX + refused.code,
        title=refused.code.replace("_", " "),
        status=STATUS[refused.code] if status is None else status,
        code=refused.code,
        detail=detail,
        attempts_left=refused.attempts_left,
        retry_after=refused.retry_after,
        captcha_required=refused.captcha_required,
        field=refused.field,
        ended=refused.ended,
        weakness=refused.weakness,
    )


def to_refused(problem: Problem) -> Refused | None:
    """The refusal that a problem spells, or None if its code is not one of ours."""
    try:
        return Refused(
            code=RefusalCode(problem.code),
            attempts_left=problem.attempts_left,
            retry_after=problem.retry_after,
            captcha_required=problem.captcha_required,
            field=problem.field,
            ended=None if problem.ended is None else EndReason(problem.ended),
            weakness=None if problem.weakness is None else Weakness(problem.weakness),
        )
    except ValueError:
        return None
