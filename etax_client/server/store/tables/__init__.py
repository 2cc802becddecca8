"""The tables, as the services use them; `migrations` makes them, and a test holds the two together."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, UniqueConstraint
from sqlalchemy.sql.schema import SchemaItem

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.qr_login import App, Audience, RefusedBecause, TicketState
from etax_client.domain.units.units import OpenedBy, Role, UnitFacts
from etax_client.server.store import facts, name_order
from etax_client.server.store.columns import Big, Moment, Text, one_of
from etax_client.server.store.tables import annexes, bureau, deductions, filings, parts, people
from etax_client.server.store.tables import imports as import_tables
from etax_client.server.store.tables.parts import accounts_of, table

NAMING, VERSIONS, metadata = parts.NAMING, parts.VERSIONS, parts.metadata
bureau_accounts, hall_records, account_acts = bureau.bureau_accounts, bureau.hall_records, bureau.account_acts
ties, bureau_sessions, bureau_units = bureau.ties, bureau.bureau_sessions, bureau.bureau_units
agreements, projects, project_people = bureau.agreements, bureau.projects, bureau.project_people
payees = people.payees
claims = deductions.claims
imports, import_lines = import_tables.imports, import_tables.import_lines
filing_months, tax_accounts, basic_choices = filings.filing_months, filings.tax_accounts, filings.basic_choices
income_rows, income_taxes = filings.income_rows, filings.income_taxes
returns, return_lines, payments = filings.returns, filings.return_lines, filings.payments
annex_lines, return_annex_lines = annexes.annex_lines, annexes.return_annex_lines

meta = table("meta", Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

persons = table(
    "persons",
    Column("id", Big, primary_key=True),
    Column("document_type", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("nationality", Text),
    Column("birth", Text),
    Column("sex", Text),
    UniqueConstraint("document_type", "document_number"),
    one_of("document_type", DocumentType),
    CheckConstraint("length(name) BETWEEN 1 AND 50", name="name"),
)


accounts = accounts_of("accounts", Column("password_hash", Text, nullable=False), Column("household", Text))

units = table(
    "units",
    Column("id", Big, primary_key=True),
    *facts.items(UnitFacts, but="unit_id"),
    Column("declaration_hash", Text, nullable=False),
    Column("made_up_people", Big, nullable=False, server_default="0"),
    UniqueConstraint("taxpayer_id"),
    UniqueConstraint("id", "taxpayer_id", "name"),
    CheckConstraint("declaration_hash LIKE '$argon2id$%'", name="declaration_hash"),
)


def _name_order(context: Any) -> str:
    """Of a unit that is put into a list; units are not renamed, or whoever does it renews this too."""
    return name_order.key(context.get_current_parameters()["name"])


listings = table(
    "listings",
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", Big, primary_key=True),
    Column("position", Big, nullable=False),
    Column("taxpayer_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_order", Text, nullable=False, server_default="", default=_name_order),
    ForeignKeyConstraint(
        ["unit_id", "taxpayer_id", "name"],
        ["units.id", "units.taxpayer_id", "units.name"],
        onupdate="CASCADE",
        ondelete="CASCADE",
    ),
    Index(None, "person_id", "position", "unit_id"),
    Index(None, "person_id", "taxpayer_id", "unit_id"),
    Index(None, "person_id", "name_order", "unit_id"),
    Index(None, "unit_id", "taxpayer_id", "name"),
)

roles = table(
    "roles",
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, nullable=False),
    one_of("role", Role),
)

authorisations = table(
    "authorisations",
    Column("id", Big, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("permission", Text, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_until", Moment),
    Column("ended_at", Moment),
    Column("hidden", Integer, nullable=False, server_default="0"),
    Column("told_until", Moment),
    CheckConstraint("permission IN ('filing', 'management')", name="permission"),
    CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="term"),
    Index(None, "person_id", "unit_id"),
)

sessions = table(
    "sessions",
    Column("id", Big, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("end_reason", Text),
    Column("channel", Text, nullable=False, server_default=Channel.client.value),
    Column("device", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    one_of("channel", Channel),
    CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended"),
    Index(None, "person_id", "started_at"),
    Index(None, "started_at"),
)

openings = table(
    "openings",
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    one_of("opened_by", OpenedBy),
)


def _one_try(name: str, states: str, *more: SchemaItem) -> Table:
    """What is good for one try of one client."""
    texts = (Column(each, Text, nullable=False) for each in ("client", "purpose", "state"))
    ends = (Column("expires_at", Moment, nullable=False), Index(None, "expires_at"))
    return table(name, Column("id", Text, primary_key=True), *texts, *ends, CheckConstraint(f"state IN ({states})", name="state"), *more)


captchas = _one_try(
    "captchas",
    "'good', 'used', 'replaced'",
    Column("sealed", Text, nullable=False),
    Column("drawn", Big, nullable=False, server_default="0"),
    Index(None, "client", "purpose"),
    Index(None, "drawn"),
)
sliders = _one_try("sliders", "'good', 'used'")

guess_counters = table(
    "guess_counters",
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_failure", Moment),
    Column("locked_until", Moment),
    Column("reservations", Text, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("shown", Text, nullable=False, server_default=""),
    Column("device", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    CheckConstraint("failures >= 0", name="failures"),
    Index(None, "kind", "touched_at"),
)

client_marks = table(
    "client_marks",
    Column("client", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("failed_at", Moment, nullable=False),
    Index(None, "failed_at"),
)

qr_tickets = table(
    "qr_tickets",
    Column("id", Big, primary_key=True),
    Column("poll_hash", Text, nullable=False, unique=True),
    Column("scan_hash", Text, nullable=False, unique=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("offered", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE")),
    Column("phone_session_id", ForeignKey("sessions.id", ondelete="CASCADE")),
    Column("because", Text),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE")),
    Column("redeemed_at", Moment),
    Column("polled_at", Moment),
    Column("polled_before", Moment),
    Column("audience", Text, nullable=False, server_default=Audience.client.value),
    Column("app", Text, nullable=False, server_default=App.itax.value),
    one_of("state", TicketState),
    one_of("audience", Audience),
    one_of("app", App),
    one_of("because", RefusedBecause),
    CheckConstraint("number BETWEEN 10 AND 99", name="number"),
    CheckConstraint("(person_id IS NULL) = (phone_session_id IS NULL)", name="phone"),
    CheckConstraint("state NOT IN ('scanned', 'confirmed', 'redeemed') OR person_id IS NOT NULL", name="person"),
    CheckConstraint("session_id IS NULL OR state = 'redeemed'", name="session"),
    CheckConstraint("(state = 'redeemed') = (redeemed_at IS NOT NULL)", name="redeemed_at"),
    CheckConstraint("(state = 'refused') = (because IS NOT NULL)", name="refused"),
    Index(None, "expires_at"),
)

strangers = table(
    "strangers",
    Column("address", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("misses", Integer, nullable=False),
    Index(None, "since"),
)

messages = table(
    "messages",
    Column("id", Big, primary_key=True),
    Column("medium", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("sent_in", Text),
    one_of("medium", Medium),
    Index(None, "medium", "address", "id"),
    Index(None, "sent_in"),
)

face_checks = table(
    "face_checks",
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("outcome", Text, nullable=False),
    one_of("outcome", FaceOutcome),
)

_JOINING, _OF_UNITS = ("bureau_registration", "bureau_email"), ("bureau_old_login", "bureau_enterprise")
_FLOWS = ("registration", "recovery", "bureau_login", "bureau_recovery", "bureau_mobile", "bureau_level", *_JOINING, *_OF_UNITS)
flows = table(
    "flows",
    Column("id", Big, primary_key=True),
    Column("secret_hash", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("password_hash", Text),
    Column("hall_code_id", ForeignKey("hall_codes.id", ondelete="SET NULL")),
    Column("expires_at", Moment, nullable=False),
    Column("finished_with", Text),
    CheckConstraint(f"kind IN ({', '.join(map(repr, _FLOWS))})", name="kind"),
    CheckConstraint("password_hash IS NULL OR password_hash LIKE '$argon2id$%'", name="password_hash"),
    Index(None, "expires_at"),
)

one_time_codes = table(
    "one_time_codes",
    Column("id", Big, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("bound_to", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("sender", Text, nullable=False, server_default=""),
    one_of("purpose", Purpose),
    CheckConstraint("state IN ('issued', 'used', 'burned', 'replaced', 'voided')", name="state"),
    CheckConstraint("wrong >= 0", name="wrong"),
    Index(None, "target", "sent_at"),
    Index(None, "sender", "sent_at"),
    Index(None, "sent_at"),
)

hall_codes = table(
    "hall_codes",
    Column("id", Big, primary_key=True),
    Column("document_type", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("nationality", Text),
    Column("code_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    one_of("document_type", DocumentType),
    CheckConstraint("state IN ('issued', 'used', 'burned', 'replaced')", name="state"),
    Index(None, "document_type", "document_number"),
    Index(None, "expires_at"),
)

face_requests = table(
    "face_requests",
    Column("id", Big, primary_key=True),
    Column("link_hash", Text, nullable=False, unique=True),
    Column("flow_id", ForeignKey("flows.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("app", Text, nullable=False, server_default=App.itax.value),
    CheckConstraint("state IN ('waiting', 'pass', 'other_person', 'unreachable')", name="state"),
    one_of("app", App),
)

sims = table(
    "sims",
    Column("device", Text, primary_key=True),
    Column("mobile", Text, primary_key=True),
    Column("put_in", Moment, nullable=False),
    Index(None, "mobile"),
    Index(None, "put_in"),
)

certificates = table(
    "certificates",
    Column("serial", Text, primary_key=True),
    Column("taxpayer_id", Text, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("not_after", Moment, nullable=False),
    Column("revoked_at", Moment),
    Index(None, "taxpayer_id"),
)

ca_challenges = table(
    "ca_challenges",
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("challenge_hash", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "expires_at"),
)

answers = table(
    "answers",
    Column("id", Text, primary_key=True),
    Column("who", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("claim", Text),
    Column("answer", Text),
    Column("shown_until", Moment),
    CheckConstraint("claim IS NULL OR answer IS NULL", name="claim"),
    Index(None, "who", "asked_at"),
    Index(None, "asked_at"),
)

snapshots = table(
    "snapshots",
    Column("name", Text, primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("content", Text, nullable=False),
)

faults = table(
    "faults",
    Column("id", Big, primary_key=True),
    Column("method", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("remaining", Integer),
    CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),
    CheckConstraint("remaining >= 0", name="remaining"),
)

journal = table(
    "journal",
    Column("id", Big, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person_id", Big),
    Column("client", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("decided", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("rule", Text, nullable=False),
)
