"""The bureau's ties between people and units, which the register makes of its own roles; as whom its sessions act (BJ-40, BJ-56, BJ-57)."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0016"
down_revision = "0015"

_ROLES = ("legal_representative", "finance_officer", "tax_staff")
_ORIGINS = ("register", "online", "hall")
_STATES = ("pending", "confirmed", "declined", "withdrawn", "removed", "expired", "register_ended")
_ENTRANCES = ("enterprise", "person", "agency", "foreigner", "special")
_KINDS = ("person", "enterprise", "agency", "principal", "project")
_LIVE = sa.text("state IN ('pending', 'confirmed')")


def upgrade() -> None:
    op.create_table(
        "ties",
        sa.Column("id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("role", Text, nullable=False),
        sa.Column("origin", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        *(_one_of("ties", name, codes) for name, codes in (("role", _ROLES), ("origin", _ORIGINS), ("state", _STATES))),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_ties_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_ties_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ties")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_ties_person_id_id"), "ties", ["person_id", "id"], unique=False)
    op.create_index(op.f("ix_ties_unit_id_id"), "ties", ["unit_id", "id"], unique=False)
    live = ["unit_id", "person_id", "role"]
    op.create_index(op.f("ix_ties_live"), "ties", live, unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE)
    op.create_table(
        "bureau_sessions",
        sa.Column("session_id", Big, nullable=False),
        sa.Column("entrance", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("tie_id", Big, nullable=True),
        sa.Column("mark", Text, nullable=False),
        *(_one_of("bureau_sessions", name, codes) for name, codes in (("entrance", _ENTRANCES), ("kind", _KINDS))),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_bureau_sessions_session_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tie_id"], ["ties.id"], name=op.f("fk_bureau_sessions_tie_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_bureau_sessions")),
        sqlite_strict=True,
    )
    _follow_the_register()


def _follow_the_register() -> None:
    """Those whom it names already are tied as those whom it names from now on."""
    roles = sa.table("roles", sa.column("unit_id"), sa.column("person_id"), sa.column("role"))
    named = ("unit_id", "person_id", "role")
    ties = sa.table("ties", *map(sa.column, (*named, "origin", "state")), sa.column("made_at", Moment()))
    born = sa.case((roles.c.role == "legal_representative", "confirmed"), else_="pending")
    made = sa.literal(datetime.now(UTC), Moment())
    found = sa.select(*(roles.c[name] for name in named), sa.literal("register"), born, made).where(roles.c.role != "tax_staff")
    op.execute(sa.insert(ties).from_select([*named, "origin", "state", "made_at"], found))


def _one_of(table: str, column: str, codes: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, codes))})", name=op.f(f"ck_{table}_{column}"))
