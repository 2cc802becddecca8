"""Refusals as RFC 9457 problem details: the code is stable, the numbers beside it need no second question."""

from datetime import datetime
from typing import Annotated

import msgspec

from etax_client.domain.guessing.passwords import Weakness
from etax_client.domain.refusals import EndReason, RefusalCode, Refused

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:etax-client:problem:"

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
    changed_by: str | None = None
    changed_at: datetime | None = None


def to_problem(refused: Refused, status: int | None = None, detail: str | None = None) -> Problem:
    return Problem(
        type=TYPE_PREFIX + refused.code,
        title=refused.code.replace("_", " "),
        status=refused.code.status if status is None else status,
        code=refused.code,
        detail=detail,
        attempts_left=refused.attempts_left,
        retry_after=refused.retry_after,
        captcha_required=refused.captcha_required,
        field=refused.field,
        ended=refused.ended,
        weakness=refused.weakness,
        changed_by=refused.changed_by,
        changed_at=refused.changed_at,
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
            changed_by=problem.changed_by,
            changed_at=problem.changed_at,
        )
    except ValueError:
        return None
