"""Registration at the bureau: by number and face, or by e-mail."""

from etax_client.server.store.migrations.widening import widen

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    mine = ("bureau_registration", "bureau_email")
    kinds = ("registration", "recovery", "bureau_login", "bureau_recovery", "bureau_mobile", "bureau_level")
    widen("flows", "kind", kinds, (*kinds, *mine))
    before = ("registration", "recovery", "mobile", "declaration_password", "bureau_login", "bureau_recovery", "bureau_mobile")
    widen("one_time_codes", "purpose", before, (*before, *mine))
