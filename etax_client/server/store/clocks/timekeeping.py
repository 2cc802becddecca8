"""The server's time across restarts and processes: never below the latest moment that the store has seen (CLK-1, CLK-2)."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from etax_client.clock import Clock, SteadyClock, SystemClock, since_boot
from etax_client.server.store import meta
from etax_client.server.store.columns import from_micros, to_micros
from etax_client.server.store.database import Store

_log = logging.getLogger(__name__)
_GRAIN = timedelta(seconds=1)
_NOTEWORTHY = timedelta(minutes=1)
_NOTEWORTHY_UNSEEN = timedelta(days=1)
"""Across a restart of the machine nobody can tell a jump from a pause; a long one is worth a line all the same."""


class ServerClock:
    """A steady clock that catches up with what other processes of the same store have written."""

    def __init__(self, start: datetime) -> None:
        self._steady = SteadyClock(start)

    def now(self) -> datetime:
        return self._steady.now()

    def monotonic(self) -> float:
        return self._steady.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._steady.sleep(seconds)

    def catch_up(self, moment: datetime) -> None:
        if moment > self.now():
            self._steady = SteadyClock(moment)


def keep_time(store: Store, clock: Clock | None = None, wall: Clock | None = None) -> Clock:
    """The clock to serve by, its mark kept with the store's writes about once a second.

    A `clock` that is handed in is taken as it is (tests); else it starts at the later of the mark and the database's own time, or of `wall`
    where the database has none.
    """
    if clock is None:
        clock = ServerClock(_start(store, store.wall() or (wall or SystemClock()).now()))
    _mark_with_writes(store, clock)
    return clock


def _start(store: Store, wall: datetime) -> datetime:
    with store.read() as connection:
        found = meta.get(connection, meta.MARK)
    if found is None:
        return wall
    micros, boot, seconds = found.split(" ")
    mark = from_micros(int(micros))
    if wall < mark:
        _log.warning("time of day is %s behind what the store has seen: going on from there", mark - wall)
        # the mark may be so much older than the last moment that was acted upon
        return mark + _GRAIN
    same_boot = boot == _boot_id()
    expected = mark + timedelta(seconds=since_boot() - float(seconds)) if same_boot else mark
    if wall - expected > (_NOTEWORTHY if same_boot else _NOTEWORTHY_UNSEEN):
        _log.warning("time of day is %s ahead of what was expected: locks and sessions may end early", wall - expected)
    return wall


def _mark_with_writes(store: Store, clock: Clock) -> None:
    written = datetime.min.replace(tzinfo=UTC)

    def before_commit(connection: Connection) -> None:
        nonlocal written
        if clock.now() - written < _GRAIN:
            return
        found = meta.get(connection, meta.MARK)
        if found is not None and isinstance(clock, ServerClock):
            clock.catch_up(from_micros(int(found.split(" ")[0])))
        written = clock.now()
        meta.put(connection, meta.MARK, f"{to_micros(written)} {_boot_id()} {since_boot():.0f}")

    store.before_commit = before_commit


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "-"
