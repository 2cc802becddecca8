"""The people whom units pay (PER-01)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0019"
down_revision = "0018"

_FACTS = (
    *("work_number", "name", "document_type", "document_number", "nationality", "sex", "birth", "is_senior_expert", "employment"),
    *("other_circumstances", "first_year", "mobile", "employed_from", "left_on", "is_paid_after_leaving", "back_pay_period"),
    *("is_disabled", "is_martyrs_family", "is_elderly_alone", "disability_document", "disability_number", "martyr_number"),
    *("takes_basic_deduction", "invested", "share", "remark", "chinese_name", "tax_reasons", "birth_country", "first_entry"),
    *("expected_departure", "other_document_type", "other_document_number", "registered_province", "registered_city"),
    *("registered_district", "registered_detail", "residence_province", "residence_city", "residence_district", "residence_detail"),
    *("contact_province", "contact_city", "contact_district", "contact_detail", "email", "education", "bank", "bank_account"),
    *("bank_province", "position"),
)
_DOCUMENTS = (
    *("resident_id", "hk_macao_permit", "taiwan_permit", "hk_macao_residence", "taiwan_residence", "foreign_permanent_resident"),
    *("cn_passport", "foreign_passport", "work_permit_a", "work_permit_b", "work_permit_c"),
)
_STATES = {
    "person_state": ("normal", "abnormal"),
    "report_state": ("pending", "awaiting", "accepted", "failed"),
    "identity_state": ("unverified", "verifying", "passed", "failed", "deferred"),
}
_OUTCOMES = ("passed", "failed", "deferred", "refused")
_INDEXES = {
    "ix_payees_unit_id_report_state_identity_state_person_state": ["report_state", "identity_state", "person_state"],
    "ix_payees_entry": ["id", "search"],
    "ix_payees_name": ["name_order", "id", "search"],
    "ix_payees_number": ["document_number", "id", "search"],
}


def upgrade() -> None:
    kinds = {"document_type": _DOCUMENTS, **_STATES, "outcome": _OUTCOMES}
    op.create_table(
        "payees",
        sa.Column("id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("version", Big, nullable=False, server_default="1"),
        *(sa.Column(name, Text, nullable=False, server_default="") for name in _FACTS),
        *(sa.Column(name, Text, nullable=False, server_default=codes[0]) for name, codes in _STATES.items()),
        sa.Column("was_reported", sa.Integer, nullable=False, server_default="0"),
        sa.Column("reported_at", Moment(), nullable=True),
        sa.Column("reason", Text, nullable=False, server_default=""),
        sa.Column("outcome", Text, nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("changed_by", Text, nullable=False, server_default=""),
        sa.Column("name_order", Text, nullable=False),
        sa.Column("search", Text, nullable=False),
        *(
            sa.CheckConstraint(f"{name} IN ({', '.join(map(repr, codes))})", name=op.f(f"ck_payees_{name}"))
            for name, codes in kinds.items()
        ),
        sa.CheckConstraint("was_reported IN (0, 1)", name=op.f("ck_payees_was_reported")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_payees_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payees")),
        sa.UniqueConstraint("unit_id", "document_type", "document_number", name=op.f("uq_payees_unit_id_document_type_document_number")),
        sqlite_strict=True,
    )
    for name, columns in _INDEXES.items():
        op.create_index(op.f(name), "payees", ["unit_id", *columns], unique=False)
