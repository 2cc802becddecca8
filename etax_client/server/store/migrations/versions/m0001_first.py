"""The first schema: people, accounts, units, lists, sessions, captchas and guess counters."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "captchas",
        sa.Column("id", Text, nullable=False),
        sa.Column("client", Text, nullable=False),
        sa.Column("purpose", Text, nullable=False),
        sa.Column("answer", Text, nullable=False),
        sa.Column("picture", Text, nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captchas")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_captchas_expires_at"), "captchas", ["expires_at"], unique=False)
    op.create_table(
        "client_marks",
        sa.Column("client", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("failed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("client", "kind", name=op.f("pk_client_marks")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_client_marks_failed_at"), "client_marks", ["failed_at"], unique=False)
    op.create_table(
        "guess_counters",
        sa.Column("kind", Text, nullable=False),
        sa.Column("subject", Text, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failure", Moment(), nullable=True),
        sa.Column("locked_until", Moment(), nullable=True),
        sa.Column("reservations", Text, nullable=False),
        sa.Column("touched_at", Moment(), nullable=False),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_guess_counters_failures")),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_guess_counters")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_guess_counters_kind_touched_at"), "guess_counters", ["kind", "touched_at"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", Text, nullable=False),
        sa.Column("value", Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        sqlite_strict=True,
    )
    op.create_table(
        "persons",
        sa.Column("id", Big, nullable=False),
        sa.Column("document_type", Text, nullable=False),
        sa.Column("document_number", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.CheckConstraint(
            "document_type IN ('resident_id', 'hk_macao_permit', 'taiwan_permit', 'hk_macao_residence', 'taiwan_residence', "
            "'foreign_permanent_resident', 'cn_passport', 'foreign_passport', 'work_permit_a', 'work_permit_b', 'work_permit_c')",
            name=op.f("ck_persons_document_type"),
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 50", name=op.f("ck_persons_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("document_type", "document_number", name=op.f("uq_persons_document_type_document_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "units",
        sa.Column("id", Big, nullable=False),
        sa.Column("taxpayer_id", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("department", Text, nullable=False),
        sa.Column("department_filing", Text, nullable=False),
        sa.Column("income_filing", Text, nullable=False),
        sa.Column("business_filing", Text, nullable=False),
        sa.Column("has_certificate", sa.Integer(), nullable=False),
        sa.Column("declaration_hash", Text, nullable=False),
        sa.CheckConstraint("business_filing IN ('none', 'pending', 'filed')", name=op.f("ck_units_business_filing")),
        sa.CheckConstraint("declaration_hash LIKE '$argon2id$%'", name=op.f("ck_units_declaration_hash")),
        sa.CheckConstraint("department_filing IN ('unregistered', 'enabled')", name=op.f("ck_units_department_filing")),
        sa.CheckConstraint("income_filing IN ('none', 'pending', 'filed')", name=op.f("ck_units_income_filing")),
        sa.CheckConstraint("has_certificate IN (0, 1)", name=op.f("ck_units_has_certificate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("id", "taxpayer_id", "name", name=op.f("uq_units_id_taxpayer_id_name")),
        sa.UniqueConstraint("taxpayer_id", name=op.f("uq_units_taxpayer_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "accounts",
        sa.Column("person_id", Big, nullable=False),
        sa.Column("login_name", Text, nullable=False),
        sa.Column("mobile", Text, nullable=True),
        sa.Column("password_hash", Text, nullable=False),
        sa.CheckConstraint("password_hash LIKE '$argon2id$%'", name=op.f("ck_accounts_password_hash")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_accounts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login_name", name=op.f("uq_accounts_login_name")),
        sa.UniqueConstraint("mobile", name=op.f("uq_accounts_mobile")),
        sqlite_strict=True,
    )
    op.create_table(
        "authorisations",
        sa.Column("id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("permission", Text, nullable=False),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.Column("valid_until", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("permission IN ('filing', 'management')", name=op.f("ck_authorisations_permission")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_authorisations_term")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_authorisations_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_authorisations_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisations")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_authorisations_person_id_unit_id"), "authorisations", ["person_id", "unit_id"], unique=False)
    op.create_table(
        "listings",
        sa.Column("person_id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("position", Big, nullable=False),
        sa.Column("taxpayer_id", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_listings_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["unit_id", "taxpayer_id", "name"],
            ["units.id", "units.taxpayer_id", "units.name"],
            name=op.f("fk_listings_unit_id_taxpayer_id_name"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "unit_id", name=op.f("pk_listings")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_listings_person_id_name_unit_id"), "listings", ["person_id", "name", "unit_id"], unique=False)
    op.create_index(op.f("ix_listings_person_id_position_unit_id"), "listings", ["person_id", "position", "unit_id"], unique=False)
    op.create_index(op.f("ix_listings_person_id_taxpayer_id_unit_id"), "listings", ["person_id", "taxpayer_id", "unit_id"], unique=False)
    op.create_index(op.f("ix_listings_unit_id_taxpayer_id_name"), "listings", ["unit_id", "taxpayer_id", "name"], unique=False)
    op.create_table(
        "roles",
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("role", Text, nullable=False),
        sa.CheckConstraint("role IN ('legal_representative', 'finance_officer', 'tax_staff')", name=op.f("ck_roles_role")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_roles_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_roles_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("unit_id", "person_id", name=op.f("pk_roles")),
        sqlite_strict=True,
    )
    op.create_table(
        "sessions",
        sa.Column("id", Big, nullable=False),
        sa.Column("token_hash", Text, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("last_seen", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("end_reason", Text, nullable=True),
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
