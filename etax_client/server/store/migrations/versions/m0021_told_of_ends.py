"""Of which end of an authorisation its holder has been told (AUT-04)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Moment

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("authorisations", sa.Column("told_until", Moment(), nullable=True))
