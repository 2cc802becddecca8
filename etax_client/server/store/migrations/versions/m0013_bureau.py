"""The Beijing bureau: its accounts, its sliders; its sessions, attempts and codes among those that there are."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text
from etax_client.server.store.migrations.widening import widen

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "bureau_accounts",
        sa.Column("person_id", Big, nullable=False),
        sa.Column("login_name", Text, nullable=True),
        sa.Column("mobile", Text, nullable=True),
        sa.Column("password_hash", Text, nullable=True),
        sa.CheckConstraint("password_hash LIKE '$argon2id$%'", name=op.f("ck_bureau_accounts_password_hash")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_bureau_accounts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_bureau_accounts")),
        sa.UniqueConstraint("login_name", name=op.f("uq_bureau_accounts_login_name")),
        sa.UniqueConstraint("mobile", name=op.f("uq_bureau_accounts_mobile")),
        sqlite_strict=True,
    )
    op.create_table(
        "sliders",
        sa.Column("id", Text, nullable=False),
        sa.Column("client", Text, nullable=False),
        sa.Column("purpose", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.CheckConstraint("state IN ('good', 'used')", name=op.f("ck_sliders_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sliders")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sliders_expires_at"), "sliders", ["expires_at"], unique=False)
    channels, kinds = ("client", "phone", "portal"), ("registration", "recovery")
    purposes, states = ("registration", "recovery", "mobile", "declaration_password"), ("issued", "used", "burned", "replaced")
    widen("sessions", "channel", channels, (*channels, "bureau"))
    widen("flows", "kind", kinds, (*kinds, "bureau_login"))
    widen("one_time_codes", "purpose", purposes, (*purposes, "bureau_login"))
    widen("one_time_codes", "state", states, (*states, "voided"))
