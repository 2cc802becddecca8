"""What a person's real-name level rests on, as it stands in the transaction that asks (BJ-03, BJ-55)."""

from sqlalchemy import Connection, select

from etax_client.domain.bureau.levels import Fact
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.store.tables import hall_records


def facts_of(connection: Connection, system: AccountSystem, person_id: int) -> tuple[Fact, ...]:
    """The strongest first."""
    accounts = system.accounts
    collected = hall_records.c.person_id == accounts.c.person_id
    joined = select(accounts, hall_records.c.collected_at).outerjoin_from(accounts, hall_records, collected)
    row = connection.execute(joined.where(accounts.c.person_id == person_id)).one_or_none()
    if row is None:
        return ()
    known = {
        Fact.hall: row.collected_at is not None,
        Fact.face: row.face_at is not None,
        Fact.old: bool(row.is_old),
        Fact.mobile: row.mobile is not None,
        Fact.email: row.email is not None,
    }
    return tuple(fact for fact in Fact if known[fact])
