"""What the tax hall has taken down of people who came with their papers: 实名信息采集 (BJ-22, BJ-25)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from etax_client.domain.identity.identity import Identity
from etax_client.domain.identity.names import same_name
from etax_client.server.store.tables import hall_records, persons


def of(connection: Connection, identity: Identity) -> Row[Any] | None:
    """The record of this document, if name, sex and nationality are as the register has them; what it has not, nobody contradicts."""
    mine = (persons.c.document_type == identity.document_type.value) & (persons.c.document_number == identity.number)
    row = connection.execute(select(hall_records, persons).join_from(hall_records, persons).where(mine)).one_or_none()
    if row is None or not same_name(row.name, identity.name):
        return None
    told = ((row.sex, None if identity.sex is None else identity.sex.value), (row.nationality, identity.nationality))
    return row if all(known is None or known == typed for known, typed in told) else None


def take_down(connection: Connection, person_id: int, mobile: str | None, now: datetime) -> None:
    """Collected now; with a number if one was given, else the one that there was stays."""
    mine = hall_records.c.person_id == person_id
    known = connection.execute(select(hall_records).where(mine).with_for_update()).one_or_none()
    if known is None:
        connection.execute(insert(hall_records).values(person_id=person_id, mobile=mobile, collected_at=now))
    else:
        connection.execute(update(hall_records).where(mine).values(mobile=mobile or known.mobile, collected_at=now))
