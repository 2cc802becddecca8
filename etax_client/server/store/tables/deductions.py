"""What employees claim as 专项附加扣除: filed in the APP, or entered by a clerk (DED-01, DED-02)."""

from sqlalchemy import Column, ForeignKey, Index

from etax_client.domain.filing.deductions.claims import ClaimKind
from etax_client.server.store.columns import Big, Moment, Text, one_of
from etax_client.server.store.tables.parts import table

claims = table(
    "claims",
    Column("id", Big, primary_key=True),
    Column("payee_id", ForeignKey("payees.id", ondelete="CASCADE"), nullable=False),
    Column("version", Big, nullable=False, server_default="1"),
    Column("kind", Text, nullable=False),
    *(Column(name, Text, nullable=False, server_default="") for name in ("person", "born", "begins", "ends", "whole", "city")),
    Column("amount", Big),
    Column("filed_at", Moment),
    Column("taken_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Text, nullable=False, server_default=""),
    one_of("kind", ClaimKind),
    Index(None, "payee_id"),
    Index(None, "taken_at"),
)
"""`amount` in 分. `filed_at` by the employee; `taken_at` since when it counts for the unit: what waits to be downloaded has none."""
