"""The bureau's APP: one may be logged in to it."""

from etax_client.server.store.migrations.widening import widen

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    channels = ("client", "phone", "portal", "bureau")
    widen("sessions", "channel", channels, (*channels, "bureau_app"))
