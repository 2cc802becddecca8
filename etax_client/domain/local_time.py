"""Moments as people here read them: the tax office's own time, to the second."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from etax_client.domain.spans import SHANGHAI


def local_time(moment: datetime) -> str:
    """2026-11-20 10:00:00, in Asia/Shanghai wherever the machine stands."""
    return f"{moment.astimezone(ZoneInfo(SHANGHAI)):%Y-%m-%d %H:%M:%S}"


def local_day(moment: datetime) -> date:
    """The day that it is there."""
    return moment.astimezone(ZoneInfo(SHANGHAI)).date()
