"""附表填写: lines behind amounts of income, and those of each version that was sent (SUB-01)."""

from sqlalchemy import Column, ForeignKey, Index, Integer
from sqlalchemy.sql.schema import SchemaItem

from etax_client.domain.filing.annexes.annexes import AMOUNTS, TEXTS, Annex
from etax_client.domain.filing.income import Item, ReturnKind
from etax_client.server.store.columns import Big, Moment, Text, one_of
from etax_client.server.store.tables.parts import table


def _stated() -> tuple[SchemaItem, ...]:
    """What a line says, and who said it when; `counted`: the column of income that it stands behind; amounts in 分."""
    return (
        Column("version", Big, nullable=False),
        Column("changed_at", Moment, nullable=False),
        Column("changed_by", Text, nullable=False),
        Column("item", Text, nullable=False),
        Column("counted", Text, nullable=False),
        *(Column(name, Text, nullable=False, server_default="") for name in TEXTS),
        *(Column(name, Big, nullable=False, server_default="0") for name in AMOUNTS),
        one_of("item", Item),
        one_of("annex", Annex),
    )


annex_lines = table(
    "annex_lines",
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), primary_key=True),
    Column("period", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("annex", Text, primary_key=True),
    Column("payee_id", ForeignKey("payees.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    *_stated(),
    one_of("kind", ReturnKind),
    Index(None, "payee_id"),
)

return_annex_lines = table(
    "return_annex_lines",
    Column("return_id", ForeignKey("returns.id", ondelete="CASCADE"), primary_key=True),
    Column("annex", Text, primary_key=True),
    Column("payee_id", Big, primary_key=True),
    Column("place", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("name", "document_number")),
    *_stated(),
)
"""A version's lines as they were sent, with whom they were for then."""
