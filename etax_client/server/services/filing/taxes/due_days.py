"""The days until which a world's months are to be declared: as announced, unless the world has its own (FLW-01)."""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from etax_client.domain.withholding.deadlines import Deadline, deadline
from etax_client.domain.withholding.months import Month
from etax_client.server.store import meta


def of(connection: Connection, month: Month) -> Deadline:
    own = _kept(connection).get(str(month))
    return deadline(month) if own is None else Deadline(date.fromisoformat(own), announced=True)


def keep(connection: Connection, days: Mapping[str, date]) -> None:
    """By months as YYYY-MM, those of a world that is laid."""
    _put(connection, {period: day.isoformat() for period, day in days.items()})


def change(connection: Connection, month: Month, day: date | None) -> Deadline:
    """Another day for one month; None: the announced one again."""
    kept = {period: own for period, own in _kept(connection).items() if period != str(month)}
    _put(connection, kept if day is None else kept | {str(month): day.isoformat()})
    return of(connection, month)


def _kept(connection: Connection) -> dict[str, str]:
    kept: dict[str, str] = json.loads(meta.get(connection, meta.DEADLINES) or "{}")
    return kept


def _put(connection: Connection, days: Mapping[str, str]) -> None:
    if days:
        meta.put(connection, meta.DEADLINES, json.dumps(days))
    else:
        meta.drop(connection, meta.DEADLINES)
