"""The tables that the Beijing bureau has for itself."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, UniqueConstraint

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.bureau.projects import ProjectKind, ProjectRole, ProjectState
from etax_client.domain.bureau.ties import LIVE, TieOrigin, TieState
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.units.units import Role
from etax_client.server.store.columns import Big, Moment, Text, one_of
from etax_client.server.store.tables.parts import accounts_of, once_in, table

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

ties = table(
    "ties",
    Column("id", Big, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("ends_at", Moment),
    Column("made_at", Moment, nullable=False),
    Column("decided_at", Moment),
    one_of("role", Role),
    one_of("origin", TieOrigin),
    one_of("state", TieState),
    Index(None, "person_id", "id"),
    Index(None, "unit_id", "id"),
    once_in("ix_ties_live", LIVE, "unit_id", "person_id", "role"),
)

bureau_units = table(
    "bureau_units",
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("province", Text),
    Column("authority", Text, nullable=False, server_default=""),
    Column("is_agency", Integer, nullable=False, server_default="0"),
    Column("enterprise_hash", Text),
    CheckConstraint("is_agency IN (0, 1)", name="is_agency"),
)
"""What the bureau knows of a unit beside the register: a unit without a row, or without a `province`, is one of its own.

It has no 企业密码 until one is set.
"""

agreements = table(
    "agreements",
    Column("agency_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("principal_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("ends_at", Moment),
    Index(None, "principal_id"),
)
"""For which units an agency acts, until a moment if it has an end."""

projects = table(
    "projects",
    Column("id", Big, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False),
    Column("number", Text, nullable=False),
    Column("ending", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("begins_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("checked_in_at", Moment),
    UniqueConstraint("number"),
    one_of("kind", ProjectKind),
    one_of("state", ProjectState),
    Index(None, "unit_id", "id"),
)
"""`ending` is the number as it is compared. A source is checked in from the beginning; `checked_in_at` stays when one is closed."""

project_people = table(
    "project_people",
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    one_of("role", ProjectRole),
    Index(None, "person_id"),
)

bureau_sessions = table(
    "bureau_sessions",
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("entrance", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("tie_id", ForeignKey("ties.id", ondelete="SET NULL")),
    Column("mark", Text, nullable=False),
    Column("project_id", ForeignKey("projects.id", ondelete="SET NULL")),
    Column("principal_id", ForeignKey("units.id", ondelete="SET NULL")),
    one_of("entrance", Entrance),
    one_of("kind", CapacityKind),
)
"""`mark` is drawn anew whenever someone switches; `principal_id` is for whom an agency acts, by the tie with the agency."""
