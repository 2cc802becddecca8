"""What units fill in, compute, send and pay: rows of income, returns with all their versions, payments (INC, CAL, SUB, PAY)."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, UniqueConstraint
from sqlalchemy.sql.schema import SchemaItem

from etax_client.domain.filing.income import AMOUNTS, Item, ReturnKind
from etax_client.domain.filing.returns import ReturnState, ReturnType
from etax_client.domain.filing.taxes.payments import Agreement, BankOutcome, Method, PaymentState
from etax_client.server.store.columns import Big, Moment, Text, one_of
from etax_client.server.store.tables.parts import once_in, table


def _of_unit() -> Column[int]:
    return Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True)


def _flag(name: str) -> tuple[SchemaItem, ...]:
    return Column(name, Integer, nullable=False, server_default="0"), CheckConstraint(f"{name} IN (0, 1)", name=name)


def _filled_in() -> tuple[SchemaItem, ...]:
    """What a row of income says, and who said it when; amounts in 分."""
    return (
        Column("version", Big, nullable=False),
        Column("changed_at", Moment, nullable=False),
        Column("changed_by", Text, nullable=False),
        Column("labour", Text, nullable=False, server_default=""),
        Column("remark", Text, nullable=False, server_default=""),
        *_flag("merged"),
        *(Column(name, Big, nullable=False, server_default="0") for name in AMOUNTS),
    )


def _keyed(name: str, *items: SchemaItem) -> Table:
    """Rows that are found by their whole key alone."""
    made = table(name, *items)
    made.dialect_options["sqlite"]["with_rowid"] = False
    return made


tax_accounts = table(
    "tax_accounts",
    _of_unit(),
    Column("revision", Big, nullable=False, server_default="0"),
    Column("agreement", Text, nullable=False, server_default="none"),
    Column("known_agreement", Text, nullable=False, server_default="none"),
    Column("bank", Text, nullable=False, server_default=""),
    Column("account", Text, nullable=False, server_default=""),
    Column("balance", Big, nullable=False, server_default="0"),
    Column("next_outcome", Text),
    Column("next_refusal", Text),
    one_of("agreement", Agreement),
    one_of("known_agreement", Agreement),
    one_of("next_outcome", BankOutcome),
)
"""A unit's filing as a whole: `revision` grows with all that changes in it (FLW-04); the last two are what a tester makes of the
next debit, and why the next return or voiding is refused."""

filing_months = table(
    "filing_months",
    _of_unit(),
    Column("period", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("in_force", Big),
    Column("on_way", Text),
    *_flag("correcting"),
    *_flag("voiding"),
    *_flag("redo"),
    Column("changed", Big, nullable=False, server_default="0"),
    Column("calculated", Big),
    Column("calculated_at", Moment),
    Column("running", Text),
    Column("done", Big, nullable=False, server_default="0"),
    Column("changed_by", Text, nullable=False, server_default=""),
    Column("changed_at", Moment),
    one_of("kind", ReturnKind),
    one_of("on_way", ReturnType),
)
"""Where a month's return is: `changed` is the revision of the last change that its tax depends on, `calculated` that of its tax;
the last two say who took its last step or changed its rows, and when (FLW-04)."""

income_rows = _keyed(
    "income_rows",
    _of_unit(),
    Column("period", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("payee_id", ForeignKey("payees.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    *_filled_in(),
    one_of("item", Item),
    Index(None, "payee_id"),
)

income_taxes = _keyed(
    "income_taxes",
    Column("unit_id", Big, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("payee_id", Big, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("due", Big, nullable=False),
    Column("carried", Big, nullable=False),
    Column("failed", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(
        ["unit_id", "period", "item", "payee_id", "place"],
        [f"income_rows.{name}" for name in ("unit_id", "period", "item", "payee_id", "place")],
        ondelete="CASCADE",
    ),
)
"""What was computed of a row, in 分; `failed` says why nothing was (CAL-09)."""

returns = table(
    "returns",
    Column("id", Big, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False),
    Column("period", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("people", Big, nullable=False),
    Column("income", Big, nullable=False),
    Column("tax", Big, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("sent_by", Text, nullable=False),
    Column("answer_at", Moment),
    Column("refused_because", Text),
    Column("receipt", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    UniqueConstraint("unit_id", "period", "kind", "number"),
    one_of("kind", ReturnKind),
    one_of("type", ReturnType),
    one_of("state", ReturnState),
    Index(None, "answer_at"),
)
"""Each version that was sent; `refused_because` is the reason of a refusal that a tester has fixed (NULL: none is)."""

return_lines = _keyed(
    "return_lines",
    Column("return_id", ForeignKey("returns.id", ondelete="CASCADE"), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("payee_id", Big, primary_key=True),
    Column("place", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("work_number", "name", "document_type", "document_number")),
    *_filled_in(),
    Column("due", Big, nullable=False),
    Column("carried", Big, nullable=False),
)
"""A version's rows as they were sent, with whom they were for then."""

payments = table(
    "payments",
    Column("id", Big, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False),
    Column("period", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("amount", Big, nullable=False),
    Column("late_fee", Big, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("answer_at", Moment),
    Column("settled_at", Moment),
    Column("outcome", Text),
    Column("receipt", Text, nullable=False, server_default=""),
    Column("voucher", Text, nullable=False, server_default=""),
    Column("pay_by", Text),
    one_of("kind", ReturnKind),
    one_of("method", Method),
    one_of("state", PaymentState),
    one_of("outcome", BankOutcome),
    CheckConstraint("amount > 0 AND late_fee >= 0", name="amount"),
    Index(None, "unit_id", "period", "kind"),
    once_in("ix_payments_live", ("processing", "unknown", "issued"), "unit_id", "period", "kind"),
    Index(None, "answer_at"),
)
"""`ix_payments_live`: at most one payment of a return is under way, whoever presses how often (PAY-01)."""

basic_choices = table(
    "basic_choices",
    _of_unit(),
    Column("year", Integer, primary_key=True),
    Column("payee_id", ForeignKey("payees.id", ondelete="CASCADE"), primary_key=True),
    *_flag("at_once"),
    Index(None, "payee_id"),
)
"""减除费用扣除确认: who is deducted 60,000 at once in a year (CAL-02)."""
