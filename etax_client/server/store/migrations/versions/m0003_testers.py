"""What testers need: snapshots of a world, faults on demand, and the journal of what was asked and decided."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "snapshots",
        sa.Column("name", Text, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("content", Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_snapshots")),
        sqlite_strict=True,
    )
    op.create_table(
        "faults",
        sa.Column("id", Big, nullable=False),
        sa.Column("method", Text, nullable=False),
        sa.Column("path", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("params", Text, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_faults_percent")),
        sa.CheckConstraint("remaining >= 0", name=op.f("ck_faults_remaining")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faults")),
        sqlite_strict=True,
    )
    op.create_table(
        "journal",
        sa.Column("id", Big, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("person_id", Big, nullable=True),
        sa.Column("client", Text, nullable=False),
        sa.Column("address", Text, nullable=False),
        sa.Column("asked", Text, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("decided", Text, nullable=False),
        sa.Column("why", Text, nullable=False),
        sa.Column("params", Text, nullable=False),
        sa.Column("rule", Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sqlite_strict=True,
    )
