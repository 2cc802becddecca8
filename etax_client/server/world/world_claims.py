"""What the payees of a unit of a world deduct, as its file has it, and the rows that it is laid as (DED-01, DED-02)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from etax_client.domain.safe_text import is_clean

WorldClaim = dict[str, Annotated[str, msgspec.Meta(max_length=200)]]
"""The fields of a form, by name; beside them `payee`, a document's number, and `state`: downloaded, or filed in the APP and not yet."""
PAYEE, STATE, FILED, TAKEN = "payee", "state", "filed", "taken"


def flaw_of_claims(given: Iterable[Mapping[str, str]], numbers: Collection[str], today: date) -> str | None:
    """The first thing that is wrong with them; `numbers` are the payees' documents."""
    from etax_client.domain.filing.deductions.claims import ClaimField, judge  # start-up budget: the demo's own world is not judged

    for place, claim in enumerate(given, 1):
        if claim.get(PAYEE) not in numbers:
            return f"claim {place}: payee: there is no {claim.get(PAYEE)!r}"
        strange = next((name for name in claim if name not in {*ClaimField, PAYEE, STATE}), None)
        if strange is not None:
            return f"claim {place}: {strange}: there is no such field"
        if claim.get(STATE, TAKEN) not in (FILED, TAKEN):
            return f"claim {place}: {STATE}: is none of {FILED}, {TAKEN}"
        if not all(is_clean(text) for text in claim.values()):
            return f"claim {place}: has a character that no text may hold"
        found = next(iter(judge({field: claim[field] for field in ClaimField if field in claim}, today).faults.items()), None)
        if found is not None:
            return f"claim {place}: {found[0]}: {getattr(found[1], 'fault', found[1])}"
    return None


def row_of(claim: Mapping[str, str], payee_id: int, now: datetime) -> dict[str, Any]:
    """By the employee, in the APP; judged before."""
    from etax_client.domain.filing.deductions.claims import ClaimField, judge  # start-up budget: as above
    from etax_client.domain.local_time import local_day
    from etax_client.server.services.filing.deductions.claims import filed

    texts = judge({field: claim[field] for field in ClaimField if field in claim}, local_day(now)).texts
    return {**filed(payee_id, texts, now), "taken_at": None if claim.get(STATE, TAKEN) == FILED else now}
