"""The tables, as the services use them; `migrations` makes them, and a test holds the two together."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.sql.schema import SchemaItem

from etax_client.domain.documents import DocumentType
from etax_client.domain.units import DepartmentFiling, Filing, OpenedBy, Role
from etax_client.server.store.columns import Big, Moment

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


def _one_of(column: str, values: type[DocumentType | DepartmentFiling | Filing | OpenedBy | Role]) -> CheckConstraint:
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


meta = _table("meta", Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

persons = _table(
    "persons",
    Column("id", Big, primary_key=True),
    Column("document_type", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("document_type", "document_number"),
    _one_of("document_type", DocumentType),
    CheckConstraint("length(name) BETWEEN 1 AND 50", name="name"),
)

accounts = _table(
    "accounts",
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("login_name", Text, nullable=False, unique=True),
    Column("mobile", Text, unique=True),
    Column("password_hash", Text, nullable=False),
    CheckConstraint("password_hash LIKE '$argon2id$%'", name="password_hash"),
)

units = _table(
    "units",
    Column("id", Big, primary_key=True),
    Column("taxpayer_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("department_filing", Text, nullable=False),
    Column("income_filing", Text, nullable=False),
    Column("business_filing", Text, nullable=False),
    Column("has_certificate", Integer, nullable=False),
    Column("declaration_hash", Text, nullable=False),
    UniqueConstraint("id", "taxpayer_id", "name"),
    _one_of("department_filing", DepartmentFiling),
    _one_of("income_filing", Filing),
    _one_of("business_filing", Filing),
    CheckConstraint("has_certificate IN (0, 1)", name="has_certificate"),
    CheckConstraint("declaration_hash LIKE '$argon2id$%'", name="declaration_hash"),
)

listings = _table(
    "listings",
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", Big, primary_key=True),
    Column("position", Big, nullable=False),
    Column("taxpayer_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    ForeignKeyConstraint(
        ["unit_id", "taxpayer_id", "name"],
        ["units.id", "units.taxpayer_id", "units.name"],
        onupdate="CASCADE",
        ondelete="CASCADE",
    ),
    Index(None, "person_id", "position", "unit_id"),
    Index(None, "person_id", "taxpayer_id", "unit_id"),
    Index(None, "person_id", "name", "unit_id"),
    Index(None, "unit_id", "taxpayer_id", "name"),
)

roles = _table(
    "roles",
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, nullable=False),
    _one_of("role", Role),
)

authorisations = _table(
    "authorisations",
    Column("id", Big, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("permission", Text, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_until", Moment),
    Column("ended_at", Moment),
    CheckConstraint("permission IN ('filing', 'management')", name="permission"),
    CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="term"),
    Index(None, "person_id", "unit_id"),
)

sessions = _table(
    "sessions",
    Column("id", Big, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("end_reason", Text),
    CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended"),
    Index(None, "person_id", "started_at"),
    Index(None, "started_at"),
)

openings = _table(
    "openings",
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    _one_of("opened_by", OpenedBy),
)

captchas = _table(
    "captchas",
    Column("id", Text, primary_key=True),
    Column("client", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("picture", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "expires_at"),
)

guess_counters = _table(
    "guess_counters",
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_failure", Moment),
    Column("locked_until", Moment),
    Column("reservations", Text, nullable=False),
    Column("touched_at", Moment, nullable=False),
    CheckConstraint("failures >= 0", name="failures"),
    Index(None, "kind", "touched_at"),
)

client_marks = _table(
    "client_marks",
    Column("client", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("failed_at", Moment, nullable=False),
    Index(None, "failed_at"),
)
