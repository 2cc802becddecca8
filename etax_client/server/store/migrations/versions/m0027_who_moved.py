"""Who took the last step with a month's return, and when (FLW-04)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Moment, Text

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("filing_months", sa.Column("changed_by", Text, nullable=False, server_default=""))
    op.add_column("filing_months", sa.Column("changed_at", Moment(), nullable=True))
