"""Which 税款所属月份 may be chosen (FLW-01)."""

from datetime import date

from etax_client.domain.filing.periods import fileable
from etax_client.domain.withholding.months import Month


def test_the_month_before_first_then_back_to_last_january() -> None:
    months = fileable(date(2026, 11, 30))
    assert months[0] == Month(2026, 10)
    assert months[-1] == Month(2025, 1)
    assert len(months) == 22


def test_in_january_all_of_them_are_last_years() -> None:
    assert fileable(date(2027, 1, 2)) == tuple(Month(2026, month) for month in range(12, 0, -1))
