"""The people whom a unit of a world pays, as the rows that they are laid as (PER-01)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from etax_client.domain.filing.people import PayeeField
from etax_client.domain.filing.people_rules import judge
from etax_client.domain.filing.people_states import IdentityState, Outcome, PersonState, ReportState, Standing
from etax_client.domain.local_time import local_day
from etax_client.server.services.filing.people import columns_of, columns_of_standing
from etax_client.server.world.world_payees import REASON


def row_of(payee: Mapping[str, str], unit_id: int, now: datetime) -> dict[str, Any]:
    """As of someone who has been there for a while; judged before. Raises ValueError."""
    facts = judge({field: payee[field] for field in PayeeField if field in payee}, local_day(now)).facts
    if facts is None:
        raise ValueError("judged when the world was read")
    report, identity = ReportState(payee.get("report", "pending")), IdentityState(payee.get("identity", "unverified"))
    was_reported = (report, identity) != (ReportState.pending, IdentityState.unverified)
    standing = Standing(PersonState(payee.get("person", "normal")), report, identity, was_reported)
    outcome, reason = payee.get("outcome"), payee.get(REASON, "")
    return {
        **columns_of(facts),
        **columns_of_standing(standing),
        "unit_id": unit_id,
        "reason": reason if report is ReportState.failed else "",
        "outcome": outcome,
        "outcome_reason": reason if outcome == Outcome.refused.value else "",
        "reported_at": now if report is ReportState.awaiting else None,
        "changed_at": now,
    }
