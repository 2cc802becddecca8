"""Who a person is and what their real-name level rests on, as it stands in the transaction that asks (BJ-03, BJ-55)."""

from datetime import date, datetime

from sqlalchemy import Connection, select, update

from etax_client.domain.bureau.levels import KEY_TASKS, Fact, level_of
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.identity import Identity
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.bureau import hall_records
from etax_client.server.services.sessions import own_log
from etax_client.server.services.why import because
from etax_client.server.store.tables import hall_records as records
from etax_client.server.store.tables import persons


def facts_of(connection: Connection, system: AccountSystem, person_id: int) -> tuple[Fact, ...]:
    """The strongest first."""
    accounts = system.accounts
    joined = select(accounts, records.c.collected_at).outerjoin_from(accounts, records, records.c.person_id == accounts.c.person_id)
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


def too_low(connection: Connection, system: AccountSystem, person_id: int) -> Refused | None:
    """Why a key task is not for them yet, if it is not (BJ-54)."""
    level = level_of(facts_of(connection, system, person_id))
    return None if level >= KEY_TASKS else below(level)


def below(level: int) -> Refused:
    """A key task is not for who has come so far."""
    return because(Refused(RefusalCode.level_too_low), "level.asked", "BJ-54", level=level)


def collected(connection: Connection, system: AccountSystem, person_id: int, mobile: str | None, now: datetime) -> bool:
    """The hall has taken their real name down, with a number if one was given; whether that has raised the level of an account (BJ-55)."""
    before = facts_of(connection, system, person_id)
    hall_records.take_down(connection, person_id, mobile, now)
    after = facts_of(connection, system, person_id)
    if level_of(after) <= level_of(before):
        return False
    own_log.note(connection, system, person_id, OwnAct.level_raised, now)
    return True


def known_by_face(connection: Connection, system: AccountSystem, person_id: int, now: datetime) -> None:
    """The face was theirs: from now on that is known of them; their log tells if it has raised the level (BJ-53)."""
    accounts, before = system.accounts, level_of(facts_of(connection, system, person_id))
    connection.execute(update(accounts).where(accounts.c.person_id == person_id).values(face_at=now))
    if level_of(facts_of(connection, system, person_id)) > before:
        own_log.note(connection, system, person_id, OwnAct.level_raised, now)


def identity_of(connection: Connection, person_id: int) -> Identity:
    """As the register has it."""
    row = connection.execute(select(persons).where(persons.c.id == person_id)).one()
    birth = None if row.birth is None else date.fromisoformat(row.birth)
    sex = None if row.sex is None else Sex(row.sex)
    return Identity(DocumentType(row.document_type), row.document_number, row.name, row.nationality, birth, sex)
