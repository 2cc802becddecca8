"""Whom a QR ticket is for, and whose APP takes it; whose APP stands before the face of a check: there may be several (QRT-1, REG-03)."""

import sqlalchemy as sa
from alembic import op

from etax_client.server.store.columns import Text

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    for table, name, values in (
        ("qr_tickets", "audience", ("client", "bureau")),
        ("qr_tickets", "app", ("itax", "bureau")),
        ("face_requests", "app", ("itax", "bureau")),
    ):
        listed = ", ".join(f"'{value}'" for value in values)
        check = sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_{table}_{name}"))
        op.add_column(table, sa.Column(name, Text, check, nullable=False, server_default=values[0]))
