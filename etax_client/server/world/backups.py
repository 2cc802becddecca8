"""Backups of a server's database with its named worlds, and the way back: nobody is logged in then, and what was used stays used."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select, update

from etax_client.domain.refusals import EndReason
from etax_client.server.store import meta, world_places
from etax_client.server.store.clocks.timekeeping import keep_time
from etax_client.server.store.columns import from_micros
from etax_client.server.store.copies import copied, file_of, fold, put
from etax_client.server.store.database import Store, open_store
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.sqlite import is_whole
from etax_client.server.store.tables import answers, ca_challenges, captchas, flows, hall_codes, one_time_codes, qr_tickets, sessions

Spent = dict[tuple[int, str], str]
"""What became of hall codes, by number and hash."""


def back_up(database: str, target: Path) -> None:
    """Copy a database and its worlds, whoever is writing to them, each as it is at one moment. Raises StoreError."""
    source = file_of(database)
    if _same(source, target):
        raise StoreError(StoreFault.busy)
    with copied(source, target.parent) as copy:
        put(copy, target)
    for name in world_places.names(str(source)):
        of_world, place = _place(source, name), _place(target, name)
        with copied(of_world, place.parent) as copy:
            put(copy, place)


def restore(backup: Path, database: str) -> None:
    """Put a backup, and the worlds that it has, in place of a database that no server has open; other worlds stay. Raises StoreError.

    Sessions end, and so does all that was under way: captchas, QR codes, SMS codes, steps of registration and recovery. A hall code that
    has been used since the backup was made stays used; if nothing can be read of what is there now, none of the backup's is good any more.
    """
    target = file_of(database)
    if _same(backup, target):
        raise StoreError(StoreFault.busy)
    _restore(backup, target)
    for name in world_places.names(str(backup)):
        _restore(_place(backup, name), _place(target, name))


def _restore(backup: Path, target: Path) -> None:
    spent, mark = _now_there(target)
    with copied(backup, target.parent) as copy:
        store = open_store(str(copy))
        try:
            _settle(store, spent, mark)
        finally:
            store.close()
        with closing(sqlite3.connect(copy, isolation_level=None)) as kept:
            fold(kept)
        put(copy, target)


def _now_there(target: Path) -> tuple[Spent | None, str | None]:
    """What has become of hall codes, and the latest moment acted upon; None if it can't be read. Raises StoreError if it is not ours."""
    if not target.exists() or not target.stat().st_size:
        return ({} if is_whole(target) else None), None
    try:
        with copied(target, target.parent) as copy:
            store = open_store(str(copy))
            try:
                with store.read() as connection:
                    states = select(hall_codes.c.id, hall_codes.c.code_hash, hall_codes.c.state).where(hall_codes.c.state != "issued")
                    spent = {(row.id, row.code_hash): row.state for row in connection.execute(states)}
                    return spent, meta.get(connection, meta.MARK)
            finally:
                store.close()
    except StoreError as error:
        if error.fault in (StoreFault.busy, StoreFault.foreign):
            raise
        return None, None


def _settle(store: Store, spent: Spent | None, mark: str | None) -> None:
    with store.write() as connection:
        before = meta.get(connection, meta.MARK)
        if mark is not None and (before is None or _moment(mark) > _moment(before)):
            meta.put(connection, meta.MARK, mark)
    now = keep_time(store).now()
    with store.write() as connection:
        alive = sessions.c.end_reason.is_(None)
        connection.execute(update(sessions).where(alive).values(ended_at=now, end_reason=EndReason.expired.value))
        meta.drop(connection, meta.TRAINERS)
        for under_way in (answers, captchas, qr_tickets, ca_challenges, flows):
            connection.execute(delete(under_way))
        connection.execute(update(one_time_codes).where(one_time_codes.c.state == "issued").values(state="replaced"))
        waiting = hall_codes.c.state == "issued"
        if spent is None:
            connection.execute(update(hall_codes).where(waiting).values(state="replaced"))
        for (number, hashed), state in (spent or {}).items():
            same = (hall_codes.c.id == number) & (hall_codes.c.code_hash == hashed)
            connection.execute(update(hall_codes).where(waiting, same).values(state=state))


def _moment(mark: str) -> datetime:
    return from_micros(int(mark.split(" ")[0]))


def _place(database: Path, name: str) -> Path:
    place = world_places.place(str(database), name)
    assert place is not None  # noqa: S101 - a file's worlds are files
    return Path(place)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
