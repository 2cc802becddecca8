"""税款所属月份: the month before the current one, where the tax office is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from etax_client.domain.spans import SHANGHAI


def tax_period(now: datetime) -> str:
    """YYYY-MM of last month, Asia/Shanghai."""
    first = now.astimezone(ZoneInfo(SHANGHAI)).replace(day=1)
    return (first - timedelta(days=1)).strftime("%Y-%m")
