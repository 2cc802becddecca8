"""What is ended can be deleted from the list of who had it (AUT-05)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("authorisations", sa.Column("hidden", sa.Integer(), nullable=False, server_default="0"))
