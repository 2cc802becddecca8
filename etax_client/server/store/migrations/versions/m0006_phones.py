"""What a phone is: cards by phone and number, messages with the flow that they were sent in, codes with their sender (WEB-5, COD-3)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Moment, Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("messages", sa.Column("sent_in", Text, nullable=True))
    op.create_index(op.f("ix_messages_sent_in"), "messages", ["sent_in"], unique=False)
    op.add_column("one_time_codes", sa.Column("sender", Text, nullable=False, server_default=""))
    op.create_index(op.f("ix_one_time_codes_sender_sent_at"), "one_time_codes", ["sender", "sent_at"], unique=False)
    # cards that came by a login stayed behind it: they all have to be put in again
    op.drop_table("sims")
    op.create_table(
        "sims",
        sa.Column("device", Text, nullable=False),
        sa.Column("mobile", Text, nullable=False),
        sa.Column("put_in", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("device", "mobile", name=op.f("pk_sims")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sims_mobile"), "sims", ["mobile"], unique=False)
    op.create_index(op.f("ix_sims_put_in"), "sims", ["put_in"], unique=False)
