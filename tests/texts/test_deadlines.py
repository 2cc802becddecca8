"""The deadline as it is said on 办税首页 (FLW-01)."""

from datetime import date

import pytest

from etax_client.domain.units.units import Filing
from etax_client.domain.withholding.months import Month
from etax_client.texts.catalogue import words
from etax_client.texts.deadlines import due, period
from etax_client.texts.words import Language

WORDS = words(Language.zh)


@pytest.mark.parametrize(
    ("today", "filing", "said"),
    [
        (date(2026, 11, 1), Filing.pending, "申报期限 11-16，剩余 15 天"),
        (date(2026, 11, 16), Filing.pending, "申报期限 11-16，今天截止"),
        (date(2026, 11, 17), Filing.pending, "申报期限 11-16，已逾期 1 天"),
        (date(2026, 11, 30), Filing.filed, "申报期限 11-16"),
    ],
)
def test_until_when_and_how_long_that_is(today: date, filing: Filing, said: str) -> None:
    assert WORDS.tell(due(Month(2026, 10), today, filing)) == said


def test_a_year_without_a_notice_says_so() -> None:
    assert "01-15（待公布）" in WORDS.tell(due(Month(2026, 12), date(2027, 1, 2), Filing.pending))


@pytest.mark.parametrize("sent", ["", "2026-13", "9999-12", "\x1b]0;HACKED\x07", "2026-10-01", "上月"])
def test_what_is_no_month_is_shown_as_it_is(sent: str) -> None:
    assert WORDS.tell(period(sent, date(2026, 11, 30), Filing.pending)) == sent
