"""What acts have answered, for whoever asks again after a lost answer (IDM-1); what a finished flow was finished with."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Moment, Text

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("id", Text, nullable=False),
        sa.Column("who", Text, nullable=False),
        sa.Column("asked", Text, nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("claim", Text, nullable=True),
        sa.Column("answer", Text, nullable=True),
        sa.Column("shown_until", Moment(), nullable=True),
        sa.CheckConstraint("claim IS NULL OR answer IS NULL", name=op.f("ck_answers_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_answers_who_asked_at"), "answers", ["who", "asked_at"], unique=False)
    op.create_index(op.f("ix_answers_asked_at"), "answers", ["asked_at"], unique=False)
    op.add_column("flows", sa.Column("finished_with", Text, nullable=True))
