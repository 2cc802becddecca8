"""The people whom a unit of a world pays, as the rows that they are laid as (PER-01)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from etax_client.domain.filing.people import PayeeField
from etax_client.domain.filing.people_rules import judge
from etax_client.domain.filing.people_states import IdentityState, Outcome, PersonState, ReportState, Standing
from etax_client.domain.local_time import local_day
from etax_client.server.services.bundle import Services
from etax_client.server.services.filing.people import columns_of, columns_of_standing
from etax_client.server.store.tables import payees
from etax_client.server.world.world_file import Flaw
from etax_client.server.world.world_payees import REASON, flaw_of_payee


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


def add_payee(services: Services, unit_id: int, payee: Mapping[str, str]) -> int | Flaw:
    """Someone more in a world that was laid: the id, or what is wrong. Raises StoreError."""
    now = services.clock.now()
    why = flaw_of_payee(payee, local_day(now))
    if why is not None:
        return Flaw(*why.split(": ", 1))
    row = row_of(payee, unit_id, now)
    same = (payees.c.document_type == row["document_type"]) & (payees.c.document_number == row["document_number"])
    with services.store.write() as connection:
        if connection.execute(select(payees.c.id).where(payees.c.unit_id == unit_id, same)).first() is not None:
            return Flaw("document_number", f"{row['document_number']!r} is used twice")
        added: int = connection.execute(insert(payees).values(row).returning(payees.c.id)).scalar_one()
        return added
