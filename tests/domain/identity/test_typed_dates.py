"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from etax_client.domain.identity.typed_dates import read_day

FORMS = (
    "{0:%Y-%m-%d}",
    "{0:%Y%m%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    " {0:%Y-%m-%d} ",
)


@given(some.dates(min_value=date(1000, 1, 1)), some.sampled_from(FORMS))
def test_any_day_in_any_form_is_read(day: date, form: str) -> None:
    assert read_day(form.format(day)) == day


def test_full_width_digits_are_forgiven() -> None:
    assert read_day("１９８８－０８－１２") == date(1988, 8, 12)


@pytest.mark.parametrize(
    "text", ["", "1990-02-30", "1990-13-01", "199-01-01", "1990-1", "12/31/1990", "19900131x", "1990--01-01", "0000-01-01"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None
