"""The tables that the Beijing bureau has for itself."""

from sqlalchemy import Column, ForeignKey, Index, Integer

from etax_client.server.store.columns import Big, Moment, Text
from etax_client.server.store.tables.parts import accounts_of, table

bureau_accounts = accounts_of(
    "bureau_accounts",
    Column("password_hash", Text),
    Column("email", Text),
    Column("is_old", Integer, nullable=False, server_default="0"),
    Column("name_changed_at", Moment),
    Column("face_at", Moment),
    Index(None, "email", unique=True),
)
"""Who has never set a password there has none; `is_old` are those of before the new login."""

hall_records = table(
    "hall_records",
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("mobile", Text),
    Column("collected_at", Moment, nullable=False),
)
account_acts = table(
    "account_acts",
    Column("id", Big, primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("act", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("device", Text, nullable=False),
    Column("address", Text, nullable=False),
    Index(None, "person_id", "id"),
)
