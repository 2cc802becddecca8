"""Lists sort names by pinyin (UNT-03): what a name is sorted by stands beside it, under an index."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store import name_order
from etax_client.server.store.columns import Big, Text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("listings", sa.Column("name_order", Text, nullable=False, server_default=""))
    columns = (sa.column("person_id", Big), sa.column("unit_id", Big), sa.column("name", Text), sa.column("name_order", Text))
    listings = sa.table("listings", *columns)
    connection = op.get_bind()
    rows = connection.execute(sa.select(listings.c.person_id, listings.c.unit_id, listings.c.name)).all()
    if rows:
        one = (listings.c.person_id == sa.bindparam("person")) & (listings.c.unit_id == sa.bindparam("unit"))
        new = [{"person": row.person_id, "unit": row.unit_id, "order": name_order.key(row.name)} for row in rows]
        connection.execute(sa.update(listings).where(one).values(name_order=sa.bindparam("order")), new)
    op.drop_index(op.f("ix_listings_person_id_name_unit_id"), "listings")
    op.create_index(op.f("ix_listings_person_id_name_order_unit_id"), "listings", ["person_id", "name_order", "unit_id"], unique=False)
