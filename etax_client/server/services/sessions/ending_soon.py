"""Whose authorisation runs out soon is told so by a message as they log in: once for each end that it has (AUT-04)."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from etax_client.domain.units import authorisations as rules
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.sessions import messages
from etax_client.server.store.tables import authorisations as given
from etax_client.server.store.tables import units


def tell(connection: Connection, system: AccountSystem, person_id: int, now: datetime) -> None:
    """Within the transaction of the login."""
    theirs = (given.c.person_id == person_id) & given.c.ended_at.is_(None) & (given.c.valid_from <= now)
    soon = (given.c.valid_until > now) & (given.c.valid_until <= now + rules.SOON)
    untold = given.c.told_until.is_(None) | (given.c.told_until != given.c.valid_until)
    chosen = select(given.c.id, given.c.valid_from, given.c.valid_until, units.c.name).join_from(given, units)
    for row in connection.execute(chosen.where(theirs, soon, untold).order_by(given.c.valid_until, given.c.id)).all():
        connection.execute(update(given).where(given.c.id == row.id).values(told_until=row.valid_until))
        end = rules.term_of(row.valid_from, row.valid_until).end
        if end is not None:
            messages.tell(connection, system, person_id, "sms.authorisation_ends_soon", {"unit": row.name, "day": end.isoformat()}, now)
