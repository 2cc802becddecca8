"""For whom an agency acts, sessions that act so, and 企业密码 with the flows that go about it (BJ-39)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text
from etax_client.server.store.migrations.widening import widen

revision = "0020"
down_revision = "0019"

_ENTRANCES = ("enterprise", "person", "agency", "foreigner", "special")
_KINDS = ("person", "enterprise", "agency", "principal", "project")


def upgrade() -> None:
    op.add_column("bureau_units", sa.Column("enterprise_hash", Text, nullable=True))
    op.create_table(
        "agreements",
        sa.Column("agency_id", Big, nullable=False),
        sa.Column("principal_id", Big, nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["units.id"], name=op.f("fk_agreements_agency_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["principal_id"], ["units.id"], name=op.f("fk_agreements_principal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agency_id", "principal_id", name=op.f("pk_agreements")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_agreements_principal_id"), "agreements", ["principal_id"], unique=False)
    _sessions_for_principals()
    mine = ("bureau_registration", "bureau_email")
    kinds = ("registration", "recovery", "bureau_login", "bureau_recovery", "bureau_mobile", "bureau_level", *mine)
    widen("flows", "kind", kinds, (*kinds, "bureau_old_login", "bureau_enterprise"))
    before = ("registration", "recovery", "mobile", "declaration_password", "bureau_login", "bureau_recovery", "bureau_mobile", *mine)
    widen("one_time_codes", "purpose", before, (*before, "bureau_enterprise"))


def _sessions_for_principals() -> None:
    """A column that refers to another table; SQLite takes such a one with a new table alone, and nothing refers to this one."""
    if op.get_bind().dialect.name != "sqlite":
        for_principal = sa.ForeignKey("units.id", name=op.f("fk_bureau_sessions_principal_id"), ondelete="SET NULL")
        op.add_column("bureau_sessions", sa.Column("principal_id", Big, for_principal, nullable=True))
        return
    op.rename_table("bureau_sessions", "bureau_sessions_before")
    op.create_table(
        "bureau_sessions",
        sa.Column("session_id", Big, nullable=False),
        sa.Column("entrance", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("tie_id", Big, nullable=True),
        sa.Column("mark", Text, nullable=False),
        sa.Column("project_id", Big, nullable=True),
        sa.Column("principal_id", Big, nullable=True),
        *(_one_of(name, codes) for name, codes in (("entrance", _ENTRANCES), ("kind", _KINDS))),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_bureau_sessions_session_id"), ondelete="CASCADE"),
        *(_for(name, table) for name, table in (("tie_id", "ties"), ("project_id", "projects"), ("principal_id", "units"))),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_bureau_sessions")),
        sqlite_strict=True,
    )
    kept = "session_id, entrance, kind, tie_id, mark, project_id"
    op.execute(f"INSERT INTO bureau_sessions ({kept}) SELECT {kept} FROM bureau_sessions_before")  # noqa: S608
    op.drop_table("bureau_sessions_before")


def _for(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_bureau_sessions_{column}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="SET NULL")


def _one_of(column: str, codes: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, codes))})", name=op.f(f"ck_bureau_sessions_{column}"))
