"""Rows of income, what is computed of them, returns with their versions, payments."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0025"
down_revision = "0024"

_AMOUNTS = (
    *("income", "exempt", "pension", "medical", "unemployment", "housing_fund", "children", "education", "loan", "rent", "elderly"),
    *("infants", "private_pension", "annuity", "health_insurance", "deferred_pension", "transport", "communication", "lawyer", "tibet"),
    *("other", "donations", "reliefs", "treaty", "permitted_taxes"),
)
_ITEMS = (
    *("wages", "bonus", "labour", "continuing", "writing", "royalty", "nonresident_wages", "nonresident_bonus", "nonresident_labour"),
    *("nonresident_writing", "nonresident_royalty"),
)
_KINDS, _TYPES = ("residents", "nonresidents"), ("normal", "correction")
_RETURNS = ("processing", "accepted", "failed", "voiding", "voided", "replaced")
_PAYMENTS = ("processing", "paid", "insufficient", "invalid", "unknown", "not_taken", "issued", "cancelled")
_METHODS, _AGREEMENTS = ("agreement", "voucher"), ("none", "valid", "invalid")
_OUTCOMES = ("paid", "insufficient", "invalid", "unreachable_taken", "unreachable_not_taken")
_LIVE = sa.text("state IN ('processing', 'unknown', 'issued')")
_KEY = ("unit_id", "period", "item", "payee_id", "place")


def upgrade() -> None:
    _made(
        "tax_accounts",
        ["unit_id"],
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("revision", Big, nullable=False, server_default="0"),
        sa.Column("agreement", Text, nullable=False, server_default="none"),
        sa.Column("known_agreement", Text, nullable=False, server_default="none"),
        *_texts("bank", "account"),
        sa.Column("balance", Big, nullable=False, server_default="0"),
        sa.Column("next_outcome", Text, nullable=True),
        sa.Column("next_refusal", Text, nullable=True),
        agreement=_AGREEMENTS,
        known_agreement=_AGREEMENTS,
        next_outcome=_OUTCOMES,
    )
    _made(
        "filing_months",
        ["unit_id", "period", "kind"],
        sa.Column("unit_id", Big, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("period", "kind")),
        sa.Column("in_force", Big, nullable=True),
        sa.Column("on_way", Text, nullable=True),
        *_flags("filing_months", "correcting", "voiding", "redo"),
        sa.Column("changed", Big, nullable=False, server_default="0"),
        sa.Column("calculated", Big, nullable=True),
        sa.Column("calculated_at", Moment(), nullable=True),
        sa.Column("running", Text, nullable=True),
        sa.Column("done", Big, nullable=False, server_default="0"),
        kind=_KINDS,
        on_way=_TYPES,
    )
    _made(
        "income_rows",
        list(_KEY),
        sa.Column("unit_id", Big, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("period", "item")),
        sa.Column("payee_id", Big, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *_filled_in("income_rows"),
        _payee("income_rows"),
        item=_ITEMS,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_income_rows_payee_id"), "income_rows", ["payee_id"], unique=False)
    _made(
        "income_taxes",
        list(_KEY),
        sa.Column("unit_id", Big, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("period", "item")),
        sa.Column("payee_id", Big, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, Big, nullable=False) for name in ("due", "carried")),
        *_texts("failed"),
        sa.ForeignKeyConstraint(
            list(_KEY),
            [f"income_rows.{name}" for name in _KEY],
            name=op.f("fk_income_taxes_unit_id_period_item_payee_id_place"),
            ondelete="CASCADE",
        ),
        of_unit=False,
        sqlite_with_rowid=False,
    )
    _made(
        "returns",
        ["id"],
        *(sa.Column(name, Big, nullable=False) for name in ("id", "unit_id")),
        *(sa.Column(name, Text, nullable=False) for name in ("period", "kind")),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("type", "state")),
        *(sa.Column(name, Big, nullable=False) for name in ("people", "income", "tax")),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("sent_by", Text, nullable=False),
        sa.Column("answer_at", Moment(), nullable=True),
        sa.Column("refused_because", Text, nullable=True),
        *_texts("receipt", "reason"),
        sa.UniqueConstraint("unit_id", "period", "kind", "number", name=op.f("uq_returns_unit_id_period_kind_number")),
        kind=_KINDS,
        type=_TYPES,
        state=_RETURNS,
    )
    op.create_index(op.f("ix_returns_answer_at"), "returns", ["answer_at"], unique=False)
    _made(
        "return_lines",
        ["return_id", "item", "payee_id", "place"],
        sa.Column("return_id", Big, nullable=False),
        sa.Column("item", Text, nullable=False),
        sa.Column("payee_id", Big, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("work_number", "name", "document_type", "document_number")),
        *_filled_in("return_lines"),
        *(sa.Column(name, Big, nullable=False) for name in ("due", "carried")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_return_lines_return_id"), ondelete="CASCADE"),
        of_unit=False,
        sqlite_with_rowid=False,
    )
    _payments()
    _made(
        "basic_choices",
        ["unit_id", "year", "payee_id"],
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("payee_id", Big, nullable=False),
        *_flags("basic_choices", "at_once"),
        _payee("basic_choices"),
    )
    op.create_index(op.f("ix_basic_choices_payee_id"), "basic_choices", ["payee_id"], unique=False)


def _payments() -> None:
    _made(
        "payments",
        ["id"],
        *(sa.Column(name, Big, nullable=False) for name in ("id", "unit_id")),
        *(sa.Column(name, Text, nullable=False) for name in ("period", "kind", "method", "state")),
        *(sa.Column(name, Big, nullable=False) for name in ("amount", "late_fee")),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("asked_by", Text, nullable=False),
        *(sa.Column(name, Moment(), nullable=True) for name in ("answer_at", "settled_at")),
        sa.Column("outcome", Text, nullable=True),
        *_texts("receipt", "voucher"),
        sa.Column("pay_by", Text, nullable=True),
        sa.CheckConstraint("amount > 0 AND late_fee >= 0", name=op.f("ck_payments_amount")),
        kind=_KINDS,
        method=_METHODS,
        state=_PAYMENTS,
        outcome=_OUTCOMES,
    )
    of_return = ["unit_id", "period", "kind"]
    op.create_index(op.f("ix_payments_unit_id_period_kind"), "payments", of_return, unique=False)
    op.create_index("ix_payments_live", "payments", of_return, unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE)
    op.create_index(op.f("ix_payments_answer_at"), "payments", ["answer_at"], unique=False)


def _made(
    name: str, key: list[str], *items: sa.schema.SchemaItem, of_unit: bool = True, sqlite_with_rowid: bool = True, **codes: tuple[str, ...]
) -> None:
    """A table with its key, its unit, and the codes that its columns may hold."""
    unit = sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f(f"fk_{name}_unit_id"), ondelete="CASCADE")
    op.create_table(
        name,
        *items,
        *(
            sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=op.f(f"ck_{name}_{column}"))
            for column, values in codes.items()
        ),
        *([unit] if of_unit else []),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        sqlite_strict=True,
        sqlite_with_rowid=sqlite_with_rowid,
    )


def _filled_in(name: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("version", Big, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("changed_by", Text, nullable=False),
        *_texts("labour", "remark"),
        *_flags(name, "merged"),
        *(sa.Column(amount, Big, nullable=False, server_default="0") for amount in _AMOUNTS),
    ]


def _texts(*names: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column(name, Text, nullable=False, server_default="") for name in names]


def _flags(table: str, *names: str) -> list[sa.schema.SchemaItem]:
    found: list[sa.schema.SchemaItem] = []
    for name in names:
        found += [
            sa.Column(name, sa.Integer(), nullable=False, server_default="0"),
            sa.CheckConstraint(f"{name} IN (0, 1)", name=op.f(f"ck_{table}_{name}")),
        ]
    return found


def _payee(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["payee_id"], ["payees.id"], name=op.f(f"fk_{table}_payee_id"), ondelete="CASCADE")
