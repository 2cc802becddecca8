"""What the bureau knows of units beside the register, projects of units from elsewhere, and sessions that act for one."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0018"
down_revision = "0017"

_ENTRANCES = ("enterprise", "person", "agency", "foreigner", "special")
_KINDS = ("person", "enterprise", "agency", "principal", "project")


def upgrade() -> None:
    op.create_table(
        "bureau_units",
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("province", Text, nullable=True),
        sa.Column("authority", Text, nullable=False, server_default=""),
        sa.Column("is_agency", sa.Integer(), nullable=False, server_default="0"),
        sa.CheckConstraint("is_agency IN (0, 1)", name=op.f("ck_bureau_units_is_agency")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_bureau_units_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_bureau_units")),
        sqlite_strict=True,
    )
    op.create_table(
        "projects",
        sa.Column("id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        *(sa.Column(name, Text, nullable=False) for name in ("number", "ending", "name", "kind", "place", "authority", "state")),
        sa.Column("begins_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("checked_in_at", Moment(), nullable=True),
        sa.CheckConstraint("kind IN ('reported', 'source')", name=op.f("ck_projects_kind")),
        sa.CheckConstraint("state IN ('reported', 'checked_in', 'closed')", name=op.f("ck_projects_state")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_projects_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("number", name=op.f("uq_projects_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_projects_unit_id_id"), "projects", ["unit_id", "id"], unique=False)
    op.create_table(
        "project_people",
        sa.Column("project_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("role", Text, nullable=False),
        sa.CheckConstraint("role IN ('handler', 'contact')", name=op.f("ck_project_people_role")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_project_people_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_project_people_project_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "person_id", "role", name=op.f("pk_project_people")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_project_people_person_id"), "project_people", ["person_id"], unique=False)
    _sessions_for_projects()


def _sessions_for_projects() -> None:
    """A column that refers to another table; SQLite takes such a one with a new table alone, and nothing refers to this one."""
    if op.get_bind().dialect.name != "sqlite":
        for_project = sa.ForeignKey("projects.id", name=op.f("fk_bureau_sessions_project_id"), ondelete="SET NULL")
        op.add_column("bureau_sessions", sa.Column("project_id", Big, for_project, nullable=True))
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
        *(_one_of(name, codes) for name, codes in (("entrance", _ENTRANCES), ("kind", _KINDS))),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_bureau_sessions_session_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tie_id"], ["ties.id"], name=op.f("fk_bureau_sessions_tie_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_bureau_sessions_project_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_bureau_sessions")),
        sqlite_strict=True,
    )
    kept = "session_id, entrance, kind, tie_id, mark"
    op.execute(f"INSERT INTO bureau_sessions ({kept}) SELECT {kept} FROM bureau_sessions_before")  # noqa: S608
    op.drop_table("bureau_sessions_before")


def _one_of(column: str, codes: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, codes))})", name=op.f(f"ck_bureau_sessions_{column}"))
