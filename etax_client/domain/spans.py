"""Spans of time that rules speak of: so many minutes, or until the next midnight of a place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = "Asia/Shanghai"
FLOW_LIFE = timedelta(minutes=30)
"""Of a registration or a recovery, from its beginning; one that is over is as good as one that never was (REG-1)."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """A fixed length of time."""

    length: timedelta

    def end(self, start: datetime) -> datetime:
        return start + self.length


@dataclass(frozen=True, slots=True)
class UntilMidnight:
    """Until the day ends, in the zone of the tax office and not of the host."""

    zone: str = SHANGHAI

    def end(self, start: datetime) -> datetime:
        local = start.astimezone(ZoneInfo(self.zone))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(days=1)
        return midnight.replace(tzinfo=ZoneInfo(self.zone)).astimezone(start.tzinfo)


Span = Lasting | UntilMidnight
