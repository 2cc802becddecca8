"""Spans, tax periods and sessions: whole days are those of Shanghai, whatever the host thinks (SES-01, AUZ-3)."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.refusals import EndReason
from etax_client.domain.sessions.sessions import SessionRule, ended
from etax_client.domain.spans import SHANGHAI, Lasting, UntilMidnight
from etax_client.domain.units.tax_period import tax_period

ZONES = st.sampled_from([UTC, ZoneInfo(SHANGHAI), timezone(timedelta(hours=-5))])
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        ("2026-11-20T02:00:00Z", "2026-10"),
        ("2026-10-31T15:59:59Z", "2026-09"),
        ("2026-10-31T16:00:00Z", "2026-10"),
        ("2026-12-31T15:59:59Z", "2026-11"),
        ("2026-12-31T16:00:00Z", "2026-12"),
        ("2028-02-29T16:00:00Z", "2028-02"),
        ("2026-11-01T00:00:00+14:00", "2026-09"),
        ("2026-10-31T10:00:00-10:00", "2026-10"),
    ],
)
def test_the_tax_period_is_last_month_in_shanghai(moment: str, period: str, host_zone: str) -> None:
    assert tax_period(datetime.fromisoformat(moment)) == period


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-20T15:59:59.999999Z", "2026-11-20T16:00:00Z"),
        ("2026-11-20T16:00:00Z", "2026-11-21T16:00:00Z"),
        ("2026-12-31T20:00:00Z", "2027-01-01T16:00:00Z"),
    ],
)
def test_a_day_ends_at_midnight_in_shanghai(start: str, end: str, host_zone: str) -> None:
    assert UntilMidnight().end(datetime.fromisoformat(start)) == datetime.fromisoformat(end)


@given(MOMENTS)
def test_until_midnight_is_a_day_at_most(start: datetime) -> None:
    end = UntilMidnight().end(start)
    assert timedelta(0) < end - start <= timedelta(days=1)
    there = end.astimezone(ZoneInfo(SHANGHAI))
    assert (there.hour, there.minute, there.second, there.microsecond) == (0, 0, 0, 0)
    assert end.tzinfo is start.tzinfo


def test_another_zone_has_another_midnight_and_its_long_days() -> None:
    """The day on which summer time ends has 25 hours."""
    start = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)  # midnight in New York
    assert UntilMidnight("America/New_York").end(start) - start == timedelta(hours=25)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_fixed_length_is_what_it_says(start: datetime, length: timedelta) -> None:
    assert Lasting(length).end(start) - start == length


START = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seen", "now", "why"),
    [
        (timedelta(0), timedelta(minutes=30) - timedelta(seconds=1), None),
        (timedelta(0), timedelta(minutes=30), EndReason.idle),
        (timedelta(hours=11, minutes=59), timedelta(hours=12) - timedelta(seconds=1), None),
        (timedelta(hours=11, minutes=59), timedelta(hours=12), EndReason.expired),
        (timedelta(0), timedelta(hours=13), EndReason.expired),
    ],
)
def test_when_a_session_ends(seen: timedelta, now: timedelta, why: EndReason | None) -> None:
    """SES-01: 30 idle minutes, 12 hours in all."""
    assert ended(SessionRule(), START, START + seen, START + now) is why
