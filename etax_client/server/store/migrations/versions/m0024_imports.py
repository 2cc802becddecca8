"""Lines of spreadsheets that wait to be taken over (PER-05)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Moment, Text

revision = "0024"
down_revision = "0023"

_VERDICTS = ("new", "changed", "unchanged", "misfilled", "twice", "awaiting", "unknown", "other_name", "not_accepted")


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("target", Text, nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_imports_unit_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_imports_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_imports_unit_id"), "imports", ["unit_id"], unique=False)
    op.create_table(
        "import_lines",
        sa.Column("import_id", Big, nullable=False),
        sa.Column("number", Big, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("verdict", Text, nullable=False),
        sa.Column("row_id", Big, nullable=True),
        sa.Column("version", Big, nullable=True),
        sa.Column("texts", Text, nullable=False),
        sa.CheckConstraint(f"verdict IN ({', '.join(map(repr, _VERDICTS))})", name=op.f("ck_import_lines_verdict")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_lines_import_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_lines")),
        sa.UniqueConstraint("import_id", "key", name=op.f("uq_import_lines_import_id_key")),
        sqlite_strict=True,
    )
