"""附表: lines behind amounts of income, and those of each version that was sent (SUB-01)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0028"
down_revision = "0027"

_ITEMS = (
    *("wages", "bonus", "labour", "continuing", "writing", "royalty", "nonresident_wages", "nonresident_bonus", "nonresident_labour"),
    *("nonresident_writing", "nonresident_royalty"),
)
_ANNEXES, _KINDS = ("reliefs", "health_insurance", "deferred_pension", "donations"), ("residents", "nonresidents")
_TEXTS = ("matter", "document", "day", "check_code", "receiver", "receiver_id", "share")
_AMOUNTS = ("amount", "yearly", "monthly", "donated")


def upgrade() -> None:
    op.create_table(
        "annex_lines",
        sa.Column("unit_id", Big, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("period", "kind", "annex")),
        sa.Column("payee_id", Big, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *_stated("annex_lines"),
        _codes("annex_lines", "kind", _KINDS),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_annex_lines_unit_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["payee_id"], ["payees.id"], name=op.f("fk_annex_lines_payee_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("unit_id", "period", "kind", "annex", "payee_id", "place", name=op.f("pk_annex_lines")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_annex_lines_payee_id"), "annex_lines", ["payee_id"], unique=False)
    op.create_table(
        "return_annex_lines",
        sa.Column("return_id", Big, nullable=False),
        sa.Column("annex", Text, nullable=False),
        sa.Column("payee_id", Big, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("name", "document_number")),
        *_stated("return_annex_lines"),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_return_annex_lines_return_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("return_id", "annex", "payee_id", "place", name=op.f("pk_return_annex_lines")),
        sqlite_strict=True,
    )


def _stated(name: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("version", Big, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("changed_by", Text, nullable=False),
        *(sa.Column(each, Text, nullable=False) for each in ("item", "counted")),
        *(sa.Column(each, Text, nullable=False, server_default="") for each in _TEXTS),
        *(sa.Column(each, Big, nullable=False, server_default="0") for each in _AMOUNTS),
        _codes(name, "item", _ITEMS),
        _codes(name, "annex", _ANNEXES),
    ]


def _codes(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=op.f(f"ck_{table}_{column}"))
