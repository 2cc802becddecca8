"""A captcha's answer and picture are sealed with the installation's key (CAP-2); those that were drawn before are over."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.drop_table("captchas")
    op.create_table(
        "captchas",
        sa.Column("id", Text, nullable=False),
        sa.Column("client", Text, nullable=False),
        sa.Column("purpose", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("sealed", Text, nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("drawn", Big, nullable=False, server_default="0"),
        sa.CheckConstraint("state IN ('good', 'used', 'replaced')", name=op.f("ck_captchas_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captchas")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_captchas_client_purpose"), "captchas", ["client", "purpose"], unique=False)
    op.create_index(op.f("ix_captchas_expires_at"), "captchas", ["expires_at"], unique=False)
    op.create_index(op.f("ix_captchas_drawn"), "captchas", ["drawn"], unique=False)
