"""A QR ticket that became no session yet, but the choice as what one enters (BJ-36)."""

from etax_client.server.store.migrations.widening import recheck

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    recheck("qr_tickets", "session", "(state = 'redeemed') = (session_id IS NOT NULL)", "session_id IS NULL OR state = 'redeemed'")
