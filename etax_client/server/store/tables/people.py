"""The people whom units pay: what a unit says of each as it is spelled, a column for each field (PER-01, PER-02)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, UniqueConstraint

from etax_client.domain.filing.people import PayeeField
from etax_client.domain.filing.people_states import IdentityState, Outcome, PersonState, ReportState
from etax_client.domain.identity.documents import DocumentType
from etax_client.server.store import name_order
from etax_client.server.store.columns import Big, Moment, Text, one_of
from etax_client.server.store.tables.parts import table


def _named(column: str) -> Callable[[Any], str]:
    def of(context: Any) -> str:
        row = context.get_current_parameters()
        return named(row["name"], row["document_number"])[column]

    return of


def named(name: str, number: str) -> dict[str, str]:
    """The columns that a payee is sorted and found by: a part of the name, of its pinyin initials, or of the number, a line each."""
    return {"name_order": name_order.key(name), "search": "\n".join((name, name_order.initials(name), number)).lower()}


payees = table(
    "payees",
    Column("id", Big, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False),
    Column("version", Big, nullable=False, server_default="1"),
    *(Column(field.value, Text, nullable=False, server_default="") for field in PayeeField),
    Column("person_state", Text, nullable=False, server_default=PersonState.normal.value),
    Column("report_state", Text, nullable=False, server_default=ReportState.pending.value),
    Column("identity_state", Text, nullable=False, server_default=IdentityState.unverified.value),
    Column("was_reported", Integer, nullable=False, server_default="0"),
    Column("reported_at", Moment),
    Column("reason", Text, nullable=False, server_default=""),
    Column("outcome", Text),
    Column("outcome_reason", Text, nullable=False, server_default=""),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Text, nullable=False, server_default=""),
    Column("name_order", Text, nullable=False, default=_named("name_order")),
    Column("search", Text, nullable=False, default=_named("search")),
    UniqueConstraint("unit_id", "document_type", "document_number"),
    one_of("document_type", DocumentType),
    one_of("person_state", PersonState),
    one_of("report_state", ReportState),
    one_of("identity_state", IdentityState),
    one_of("outcome", Outcome),
    CheckConstraint("was_reported IN (0, 1)", name="was_reported"),
    Index(None, "unit_id", "report_state", "identity_state", "person_state"),
    Index("ix_payees_entry", "unit_id", "id", "search"),
    Index("ix_payees_name", "unit_id", "name_order", "id", "search"),
    Index("ix_payees_number", "unit_id", "document_number", "id", "search"),
)
"""`outcome` and its reason are what a tester has fixed that the register will say (PER-04); the last three hold what is searched."""
