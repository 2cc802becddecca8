"""A flow says on which channel it goes, in the words that sessions have for it; it said door, and terminal for the client (REG-1)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    flows = sa.table("flows", sa.column("content"))
    for door, channel in (("terminal", "client"), ("phone", "phone"), ("portal", "portal")):
        before, now = f'{{"door":"{door}",', f'{{"channel":"{channel}",'
        op.execute(sa.update(flows).values(content=sa.func.replace(flows.c.content, before, now)))
