"""The log of one's own account, where a system keeps one: written in the transaction of what it tells of."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from etax_client.domain.sessions.own_acts import MOST, Entry, OwnAct
from etax_client.domain.sessions.sessions import NOWHERE, Seat
from etax_client.server.services.account_system import AccountSystem


def note(connection: Connection, system: AccountSystem, person_id: int, act: OwnAct, now: datetime, seat: Seat = NOWHERE) -> None:
    """Nothing, where nobody can read it; the oldest entries fall out."""
    log = system.log
    if log is None:
        return
    values = {"person_id": person_id, "act": act.value, "at": now, "device": seat.device, "address": seat.address}
    connection.execute(insert(log).values(values))
    mine = log.c.person_id == person_id
    kept = select(log.c.id).where(mine).order_by(log.c.id.desc()).limit(MOST)
    connection.execute(delete(log).where(mine, log.c.id.not_in(kept)))


def read(connection: Connection, system: AccountSystem, person_id: int) -> tuple[Entry, ...]:
    """The newest first."""
    log = system.log
    if log is None:
        return ()
    rows = connection.execute(select(log).where(log.c.person_id == person_id).order_by(log.c.id.desc())).all()
    return tuple(Entry(OwnAct(row.act), row.at, Seat(row.device, row.address)) for row in rows)
