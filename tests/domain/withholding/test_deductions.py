"""专项附加扣除 by item and month (DED-01, DED-02)."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.withholding import deductions
from etax_client.domain.withholding.deductions import (
    Certificate,
    Child,
    City,
    Claim,
    Degree,
    Elder,
    Infant,
    Item,
    Loan,
    Rent,
    Voucher,
    amount_in,
    cumulative,
)
from etax_client.domain.withholding.months import Month

YEAR = [Month(2026, month) for month in range(1, 13)]
BORN = date(2023, 5, 20)


@pytest.mark.parametrize(
    ("claim", "first", "last", "worth"),
    [
        (Infant(BORN), Month(2023, 5), Month(2026, 4), 2000),
        (Infant(BORN, whole=False), Month(2023, 5), Month(2026, 4), 1000),
        (Child(BORN, Month(2041, 6)), Month(2026, 5), Month(2041, 6), 2000),
        (Child(BORN, Month(2041, 6), whole=False), Month(2026, 5), Month(2041, 6), 1000),
        (Degree(Month(2023, 9)), Month(2023, 9), Month(2027, 8), 400),
        (Degree(Month(2023, 9), Month(2025, 6)), Month(2023, 9), Month(2025, 6), 400),
        (Loan(Month(2010, 3)), Month(2010, 3), Month(2030, 2), 1000),
        (Loan(Month(2010, 3), Month(2026, 1), whole=False), Month(2010, 3), Month(2026, 1), 500),
        (Rent(Month(2026, 2), Month(2026, 8), City.large), Month(2026, 2), Month(2026, 8), 1500),
        (Rent(Month(2026, 2), Month(2026, 8), City.middle), Month(2026, 2), Month(2026, 8), 1100),
        (Rent(Month(2026, 2), Month(2026, 8), City.small), Month(2026, 2), Month(2026, 8), 800),
        (Elder(date(1966, 11, 30), duty_ended=date(2029, 3, 1)), Month(2026, 11), Month(2029, 12), 3000),
        (Elder(date(1966, 11, 30), Decimal(1000), date(2029, 3, 1)), Month(2026, 11), Month(2029, 12), 1000),
        (Elder(date(1966, 11, 30), Decimal(2000), date(2029, 3, 1)), Month(2026, 11), Month(2029, 12), 1500),
        (Voucher(Month(2026, 3), Decimal("1000.00")), Month(2026, 3), Month(2026, 3), 1000),
        (Certificate(date(2026, 9, 9)), Month(2026, 9), Month(2026, 9), 3600),
    ],
)
def test_from_its_first_month_to_its_last(claim: Claim, first: Month, last: Month, worth: int) -> None:
    """DED-01: at both edges and just outside them."""
    seen = [amount_in(claim, month) for month in (first.plus(-1), first, last, last.plus(1))]
    assert seen == [0, worth, worth, 0]


def test_an_infant_becomes_a_child_in_the_month_of_the_third_birthday() -> None:
    """DED-01: no month is counted twice and none is lost."""
    sums = cumulative([Infant(BORN), Child(BORN)], YEAR)
    assert [sums[Item.infants], sums[Item.children]] == [8000, 16_000]


def test_each_child_counts_and_all_else_once() -> None:
    """DED-01."""
    elders = [Elder(date(1950, 1, 1)), Elder(date(1951, 1, 1))]
    claims: list[Claim] = [
        Child(date(2015, 1, 1)),
        Child(date(2018, 1, 1)),
        *elders,
        Certificate(date(2026, 4, 1)),
        Certificate(date(2026, 5, 1)),
    ]
    sums = cumulative(claims, YEAR[:6])
    assert [sums[each] for each in (Item.children, Item.elderly, Item.education, Item.rent)] == [24_000, 18_000, 3600, 0]


def test_a_pension_counts_to_twelve_thousand_a_year() -> None:
    """DED-01."""
    vouchers = [Voucher(month, Decimal("1500.00")) for month in YEAR]
    assert cumulative(vouchers, YEAR[:7])[Item.pension] == 10_500
    assert cumulative(vouchers, YEAR)[Item.pension] == 12_000


def test_months_before_employment_do_not_count() -> None:
    """DED-02."""
    assert cumulative([Loan(Month(2020, 1))], YEAR[6:9])[Item.loan] == 3000


def test_a_loan_and_a_rent_clash_in_the_months_of_both() -> None:
    """DED-01: not both."""
    claims: list[Claim] = [Loan(Month(2026, 6)), Rent(Month(2026, 1), Month(2026, 6), City.small)]
    assert [month.month for month in YEAR if deductions.clash(claims, month)] == [6]


@given(st.lists(st.sampled_from([Child(BORN), Degree(Month(2025, 1)), Loan(Month(2026, 4)), Certificate(date(2026, 4, 1))])), st.randoms())
def test_the_order_of_claims_does_not_matter(claims: list[Claim], by: Random) -> None:
    mixed = sorted(claims, key=lambda _: by.random())
    assert cumulative(mixed, YEAR) == cumulative(claims, YEAR)
