"""What testers need: snapshots of a world, faults on demand, the journal, what face checks will say, and which captcha is the latest."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("captchas", sa.Column("drawn", Big, nullable=False, server_default="0"))
    op.create_index(op.f("ix_captchas_drawn"), "captchas", ["drawn"], unique=False)
    op.create_table(
        "face_checks",
        sa.Column("person_id", Big, nullable=False),
        sa.Column("outcome", Text, nullable=False),
        sa.CheckConstraint("outcome IN ('pass', 'other_person', 'unreachable')", name=op.f("ck_face_checks_outcome")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_face_checks_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_face_checks")),
        sqlite_strict=True,
    )
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
