"""Units of a world may have people that are made when somebody first enters (PER-01); why a tester has a report fail (PER-04)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Big, Text

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("units", sa.Column("made_up_people", Big, nullable=False, server_default="0"))
    op.add_column("payees", sa.Column("outcome_reason", Text, nullable=False, server_default=""))
