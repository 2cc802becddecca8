"""Registration and recovery: flows, codes by SMS and from the hall, face checks, SIM cards; accounts may lack a login name.

Sessions may be the web portal's as well.
"""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0004"
down_revision = "0003"

_TYPES = (
    "'resident_id', 'hk_macao_permit', 'taiwan_permit', 'hk_macao_residence', 'taiwan_residence', 'foreign_permanent_resident', "
    "'cn_passport', 'foreign_passport', 'work_permit_a', 'work_permit_b', 'work_permit_c'"
)
_STATES = "state IN ('issued', 'used', 'burned', 'replaced')"


def upgrade() -> None:
    for column in ("nationality", "birth", "sex"):
        op.add_column("persons", sa.Column(column, Text, nullable=True))
    _loosen_accounts()
    _open_the_portal()
    op.create_table(
        "hall_codes",
        sa.Column("id", Big, nullable=False),
        sa.Column("document_type", Text, nullable=False),
        sa.Column("document_number", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("nationality", Text, nullable=True),
        sa.Column("code_hash", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.CheckConstraint(f"document_type IN ({_TYPES})", name=op.f("ck_hall_codes_document_type")),
        sa.CheckConstraint(_STATES, name=op.f("ck_hall_codes_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_codes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_hall_codes_document_type_document_number"), "hall_codes", ["document_type", "document_number"], unique=False)
    op.create_index(op.f("ix_hall_codes_expires_at"), "hall_codes", ["expires_at"], unique=False)
    op.create_table(
        "flows",
        sa.Column("id", Big, nullable=False),
        sa.Column("secret_hash", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("content", Text, nullable=False),
        sa.Column("password_hash", Text, nullable=True),
        sa.Column("hall_code_id", Big, nullable=True),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('registration', 'recovery')", name=op.f("ck_flows_kind")),
        sa.CheckConstraint("password_hash IS NULL OR password_hash LIKE '$argon2id$%'", name=op.f("ck_flows_password_hash")),
        sa.ForeignKeyConstraint(["hall_code_id"], ["hall_codes.id"], name=op.f("fk_flows_hall_code_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flows")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_flows_secret_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_flows_expires_at"), "flows", ["expires_at"], unique=False)
    op.create_table(
        "one_time_codes",
        sa.Column("id", Big, nullable=False),
        sa.Column("purpose", Text, nullable=False),
        sa.Column("target", Text, nullable=False),
        sa.Column("bound_to", Text, nullable=False),
        sa.Column("code_hash", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('registration', 'recovery', 'mobile', 'declaration_password')", name=op.f("ck_one_time_codes_purpose")
        ),
        sa.CheckConstraint(_STATES, name=op.f("ck_one_time_codes_state")),
        sa.CheckConstraint("wrong >= 0", name=op.f("ck_one_time_codes_wrong")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_one_time_codes_target_sent_at"), "one_time_codes", ["target", "sent_at"], unique=False)
    op.create_index(op.f("ix_one_time_codes_sent_at"), "one_time_codes", ["sent_at"], unique=False)
    op.create_table(
        "face_requests",
        sa.Column("id", Big, nullable=False),
        sa.Column("link_hash", Text, nullable=False),
        sa.Column("flow_id", Big, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'pass', 'other_person', 'unreachable')", name=op.f("ck_face_requests_state")),
        sa.ForeignKeyConstraint(["flow_id"], ["flows.id"], name=op.f("fk_face_requests_flow_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_requests")),
        sa.UniqueConstraint("flow_id", name=op.f("uq_face_requests_flow_id")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_face_requests_link_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "sims",
        sa.Column("mobile", Text, nullable=False),
        sa.Column("device", Text, nullable=False),
        sa.Column("put_in", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("mobile", name=op.f("pk_sims")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sims_device"), "sims", ["device"], unique=False)


def _loosen_accounts() -> None:
    """The table is made anew, as SQLite can't take a NOT NULL away; nothing refers to it, and its rows wait in another meanwhile."""
    op.create_table(
        "accounts_before",
        sa.Column("person_id", Big),
        sa.Column("login_name", Text),
        sa.Column("mobile", Text),
        sa.Column("password_hash", Text),
    )
    columns = "person_id, login_name, mobile, password_hash"
    op.execute(f"INSERT INTO accounts_before ({columns}) SELECT {columns} FROM accounts")  # noqa: S608
    op.drop_table("accounts")
    op.create_table(
        "accounts",
        sa.Column("person_id", Big, nullable=False),
        sa.Column("login_name", Text, nullable=True),
        sa.Column("mobile", Text, nullable=True),
        sa.Column("password_hash", Text, nullable=False),
        sa.Column("household", Text, nullable=True),
        sa.CheckConstraint("password_hash LIKE '$argon2id$%'", name=op.f("ck_accounts_password_hash")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_accounts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login_name", name=op.f("uq_accounts_login_name")),
        sa.UniqueConstraint("mobile", name=op.f("uq_accounts_mobile")),
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO accounts ({columns}) SELECT {columns} FROM accounts_before")  # noqa: S608
    op.drop_table("accounts_before")


def _open_the_portal() -> None:
    """The list of channels in a CHECK can't be added to. Sessions, and what refers to them, last hours at most: all log in again."""
    for table in ("qr_tickets", "openings", "sessions"):
        op.drop_table(table)
    op.create_table(
        "sessions",
        sa.Column("id", Big, nullable=False),
        sa.Column("token_hash", Text, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("last_seen", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("end_reason", Text, nullable=True),
        sa.Column("channel", Text, server_default="client", nullable=False),
        sa.CheckConstraint("channel IN ('client', 'phone', 'portal')", name=op.f("ck_sessions_channel")),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_sessions_ended")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_sessions_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sessions_person_id_started_at"), "sessions", ["person_id", "started_at"], unique=False)
    op.create_index(op.f("ix_sessions_started_at"), "sessions", ["started_at"], unique=False)
    op.create_table(
        "openings",
        sa.Column("session_id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("opened_by", Text, nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.CheckConstraint("opened_by IN ('declaration_password', 'authorisation', 'certificate')", name=op.f("ck_openings_opened_by")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_openings_session_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_openings_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "unit_id", name=op.f("pk_openings")),
        sqlite_strict=True,
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
