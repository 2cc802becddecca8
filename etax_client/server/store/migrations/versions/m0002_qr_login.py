"""QR login: tickets, who asks for tickets that there are not, messages to phones and mailboxes, and the channel of a session."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # by hand: a table that others refer to is not made anew for a column
    op.execute(
        "ALTER TABLE sessions ADD COLUMN channel TEXT DEFAULT 'client' NOT NULL "
        "CONSTRAINT ck_sessions_channel CHECK (channel IN ('client', 'phone'))"
    )
    op.create_table(
        "qr_tickets",
        sa.Column("id", Big, nullable=False),
        sa.Column("poll_hash", Text, nullable=False),
        sa.Column("scan_hash", Text, nullable=False),
        sa.Column("code_hash", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("device", Text, nullable=False),
        sa.Column("address", Text, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("offered", Text, nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("person_id", Big, nullable=True),
        sa.Column("phone_session_id", Big, nullable=True),
        sa.Column("because", Text, nullable=True),
        sa.Column("session_id", Big, nullable=True),
        sa.Column("redeemed_at", Moment(), nullable=True),
        sa.Column("polled_at", Moment(), nullable=True),
        sa.Column("polled_before", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'scanned', 'confirmed', 'redeemed', 'refused', 'expired', 'cancelled')", name=op.f("ck_qr_tickets_state")
        ),
        sa.CheckConstraint("because IN ('person', 'wrong_number')", name=op.f("ck_qr_tickets_because")),
        sa.CheckConstraint("number BETWEEN 10 AND 99", name=op.f("ck_qr_tickets_number")),
        sa.CheckConstraint("(person_id IS NULL) = (phone_session_id IS NULL)", name=op.f("ck_qr_tickets_phone")),
        sa.CheckConstraint("state NOT IN ('scanned', 'confirmed', 'redeemed') OR person_id IS NOT NULL", name=op.f("ck_qr_tickets_person")),
        sa.CheckConstraint("(state = 'redeemed') = (session_id IS NOT NULL)", name=op.f("ck_qr_tickets_session")),
        sa.CheckConstraint("(state = 'redeemed') = (redeemed_at IS NOT NULL)", name=op.f("ck_qr_tickets_redeemed_at")),
        sa.CheckConstraint("(state = 'refused') = (because IS NOT NULL)", name=op.f("ck_qr_tickets_refused")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_qr_tickets_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["phone_session_id"], ["sessions.id"], name=op.f("fk_qr_tickets_phone_session_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_qr_tickets_session_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qr_tickets")),
        sa.UniqueConstraint("poll_hash", name=op.f("uq_qr_tickets_poll_hash")),
        sa.UniqueConstraint("scan_hash", name=op.f("uq_qr_tickets_scan_hash")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_qr_tickets_code_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_qr_tickets_expires_at"), "qr_tickets", ["expires_at"], unique=False)
    op.create_table(
        "strangers",
        sa.Column("address", Text, nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_strangers")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_strangers_since"), "strangers", ["since"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", Big, nullable=False),
        sa.Column("medium", Text, nullable=False),
        sa.Column("address", Text, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("params", Text, nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.CheckConstraint("medium IN ('sms', 'email')", name=op.f("ck_messages_medium")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_messages_medium_address_id"), "messages", ["medium", "address", "id"], unique=False)
