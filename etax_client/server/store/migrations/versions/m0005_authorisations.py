"""What is ended can be deleted from the list of who had it (AUT-05); certificates, and the challenges that they sign (CA-01)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("authorisations", sa.Column("hidden", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "certificates",
        sa.Column("serial", Text, nullable=False),
        sa.Column("taxpayer_id", Text, nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("not_after", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_certificates")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_certificates_taxpayer_id"), "certificates", ["taxpayer_id"], unique=False)
    op.create_table(
        "ca_challenges",
        sa.Column("session_id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("challenge_hash", Text, nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_ca_challenges_session_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_ca_challenges_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "unit_id", name=op.f("pk_ca_challenges")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_ca_challenges_expires_at"), "ca_challenges", ["expires_at"], unique=False)
