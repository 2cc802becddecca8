"""What employees claim as 专项附加扣除 (DED-01)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0026"
down_revision = "0025"

_KINDS = ("child", "infant", "degree", "certificate", "loan", "rent", "elder", "pension")


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("id", Big, nullable=False),
        sa.Column("payee_id", Big, nullable=False),
        sa.Column("version", Big, nullable=False, server_default="1"),
        sa.Column("kind", Text, nullable=False),
        *(sa.Column(name, Text, nullable=False, server_default="") for name in ("person", "born", "begins", "ends", "whole", "city")),
        sa.Column("amount", Big, nullable=True),
        sa.Column("filed_at", Moment(), nullable=True),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("changed_by", Text, nullable=False, server_default=""),
        sa.CheckConstraint(f"kind IN ({', '.join(map(repr, _KINDS))})", name=op.f("ck_claims_kind")),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.id"], name=op.f("fk_claims_payee_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_claims_payee_id"), "claims", ["payee_id"], unique=False)
    op.create_index(op.f("ix_claims_taken_at"), "claims", ["taken_at"], unique=False)
