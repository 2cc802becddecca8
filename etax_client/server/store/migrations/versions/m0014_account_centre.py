"""The bureau's account centre: e-mail, when a name was changed, what a real-name level rests on, and a log of one's own acts."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text
from etax_client.server.store.migrations.widening import widen

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    for column in (
        sa.Column("email", Text, nullable=True),
        sa.Column("is_old", sa.Integer, nullable=False, server_default="0"),
        sa.Column("name_changed_at", Moment(), nullable=True),
        sa.Column("face_at", Moment(), nullable=True),
    ):
        op.add_column("bureau_accounts", column)
    op.create_index(op.f("ix_bureau_accounts_email"), "bureau_accounts", ["email"], unique=True)
    op.create_table(
        "hall_records",
        sa.Column("person_id", Big, nullable=False),
        sa.Column("mobile", Text, nullable=True),
        sa.Column("collected_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_hall_records_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_hall_records")),
        sqlite_strict=True,
    )
    op.create_table(
        "account_acts",
        sa.Column("id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("act", Text, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("device", Text, nullable=False),
        sa.Column("address", Text, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_account_acts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_acts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_account_acts_person_id_id"), "account_acts", ["person_id", "id"], unique=False)
    kinds = ("registration", "recovery", "bureau_login")
    purposes = ("registration", "recovery", "mobile", "declaration_password", "bureau_login")
    widen("flows", "kind", kinds, (*kinds, "bureau_recovery", "bureau_mobile", "bureau_level"))
    widen("one_time_codes", "purpose", purposes, (*purposes, "bureau_recovery", "bureau_mobile"))
