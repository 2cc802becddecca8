"""Where someone sits who is logged in, or guesses; and what a trainer may read of a counter whose key is a hash (WEB-4)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for table, names in (("sessions", ("device", "address")), ("guess_counters", ("shown", "device", "address"))):
        for name in names:
            op.add_column(table, sa.Column(name, Text, nullable=False, server_default=""))
