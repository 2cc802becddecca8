"""Lines of a spreadsheet that wait to be taken over, all at once or not at all (PER-05)."""

from sqlalchemy import Column, ForeignKey, UniqueConstraint

from etax_client.domain.filing.imports import Verdict
from etax_client.server.store.columns import Big, Moment, Text, one_of
from etax_client.server.store.tables.parts import table

imports = table(
    "imports",
    Column("id", Big, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("target", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
)
"""`target`: the people, or an item of income and its month."""

import_lines = table(
    "import_lines",
    Column("import_id", ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Big, primary_key=True),
    Column("key", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("row_id", Big),
    Column("version", Big),
    Column("texts", Text, nullable=False),
    UniqueConstraint("import_id", "key"),
    one_of("verdict", Verdict),
)
"""`key` tells whose line it is, and is the line's number where that is wrong; `row_id` and `version`: what it was compared with."""
