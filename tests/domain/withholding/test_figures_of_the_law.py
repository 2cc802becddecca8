"""The figures that the law's own examples and tables come to (CAL-02 to CAL-07, SUB-04), recomputed by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from etax_client.domain.withholding import cumulative, payments
from etax_client.domain.withholding.cumulative import Basic, Kind, PaidMonth, withhold
from etax_client.domain.withholding.deadlines import deadline, late_days, late_fee
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.payments import NonResident, Payment
from etax_client.domain.withholding.rates import TableName, bracket_of, table_of

JANUARY = Month(2026, 1)


def yuan(*amounts: float | str) -> list[Decimal]:
    return [Decimal(str(each)) for each in amounts]


def a_year(kind: Kind, paid: Sequence[PaidMonth], basic: Basic) -> list[Decimal]:
    """What is withheld month by month, each return kept for the next one."""
    filed: list[PaidMonth] = []
    for month in paid:
        due = withhold(kind, [*filed, month], basic).due.amount
        filed.append(replace(month, withheld=due))
    return [month.withheld for month in filed]


def steady(income: int, insurance: int = 0, additional: int = 0, first: Month = JANUARY) -> list[PaidMonth]:
    months = [first.plus(place) for place in range(13 - first.month)]
    return [
        PaidMonth(month, Decimal(income), insurance=Decimal(insurance), additional=Decimal(additional * (place + 1)))
        for place, month in enumerate(months)
    ]


@pytest.mark.parametrize(
    ("paid", "due"),
    [
        (steady(30_000, 4_500, 2_000), [555, 625, *[1850] * 5, 2250, *[3700] * 4]),
        (steady(10_000, 1_500, 1_000), [75] * 12),
        (steady(8_000), [90] * 12),
    ],
)
def test_wages_of_a_year(paid: list[PaidMonth], due: list[int]) -> None:
    """CAL-02 [61]."""
    assert a_year(Kind.wages, paid, Basic(JANUARY)) == yuan(*due)
    assert sum(due) in (27_480, 900, 1_080)


def test_the_first_month_without_additional_deductions() -> None:
    assert withhold(Kind.wages, steady(30_000, 4_500)[:1], Basic(JANUARY)).due.amount == 615


def test_sixty_thousand_at_once() -> None:
    """CAL-02 [19]: the same year's tax, later."""
    assert a_year(Kind.wages, steady(8_000), Basic(JANUARY, at_once=True)) == yuan(*[0] * 7, 120, *[240] * 4)


def test_who_may_deduct_sixty_thousand_at_once() -> None:
    """CAL-02: in all twelve months, and no more than that in all."""
    year = {Month(2025, month): Decimal(5_000) for month in range(1, 13)}
    assert cumulative.may_deduct_at_once(year)
    assert not cumulative.may_deduct_at_once(year | {Month(2025, 3): Decimal("5000.01")})
    assert not cumulative.may_deduct_at_once({month: paid for month, paid in year.items() if month.month != 7})


def test_a_first_job_in_july() -> None:
    """CAL-02 [13]: 5,000 a month from January on; from July without."""
    july, hired = Month(2026, 7), date(2026, 7, 6)
    from_january = Basic(cumulative.first_month(2026, hired, first_job_this_year=True))
    assert a_year(Kind.wages, steady(12_000, first=july), from_january) == yuan(0, 0, 0, 0, 150, 210)
    from_july = Basic(cumulative.first_month(2026, hired, first_job_this_year=False))
    assert from_july.first == july
    assert cumulative.first_month(2026, date(2020, 5, 1), first_job_this_year=False) == JANUARY


def test_what_was_withheld_too_much_stays() -> None:
    """CAL-02: nothing is paid back before the annual return, and it is said what is carried on."""
    paid = [replace(month, income=income) for month, income in zip(steady(0), yuan(30_000, 30_000, 30_000, 0, 0, 30_000), strict=False)]
    assert a_year(Kind.wages, paid, Basic(JANUARY)) == yuan(750, 1730, 2500, 0, 0, 1500)
    filed = [replace(month, withheld=due) for month, due in zip(paid, yuan(750, 1730, 2500, 0), strict=False)]
    assert withhold(Kind.wages, filed[:4], Basic(JANUARY)).carried == -500


def test_a_second_job_deducts_nothing_and_who_left_no_longer() -> None:
    """CAL-02."""
    [month] = steady(10_000)[:1]
    assert withhold(Kind.wages, [month], Basic(JANUARY, taken=False)).due.amount == 300
    left = Basic(JANUARY, last=Month(2026, 2))
    assert (
        withhold(Kind.wages, steady(10_000)[:4], left).due.amount
        == withhold(Kind.wages, steady(10_000)[:4], Basic(JANUARY)).due.amount + 300
    )


@pytest.mark.parametrize(
    ("kind", "income", "due"),
    [
        (Kind.intern, 10_000, [90] * 12),
        (Kind.platform, 10_000, [90] * 12),
        (Kind.intern, 30_000, [570, 710, *[1900] * 5, 2700, *[3800] * 4]),
        (Kind.agent, 10_000, [30] * 12),
        (Kind.agent, 30_000, [390, 390, 600, 1300]),
    ],
)
def test_continuing_labour(kind: Kind, income: int, due: list[int]) -> None:
    """CAL-06 [13] [16] [164]."""
    assert a_year(kind, steady(income)[: len(due)], Basic(JANUARY)) == yuan(*due)


def test_a_gap_starts_anew() -> None:
    """CAL-06: for platform workers (ours)."""
    months = [month for month in steady(10_000) if month.month.month not in (3, 6)]
    assert [each.month.month for each in cumulative.unbroken(months)] == [7, 8, 9, 10, 11, 12]
    assert [each.month.month for each in cumulative.unbroken(months[:1])] == [1]


@pytest.mark.parametrize(
    ("amount", "due"),
    [
        ("36000", "1080"),
        ("36000.01", "3390.00"),
        ("36001", "3390.10"),
        ("144000", "14190"),
        ("144001", "27390.20"),
        ("960000", "328840"),
        ("960001", "416840.45"),
    ],
)
def test_bonus(amount: str, due: str) -> None:
    """CAL-04 [30]."""
    assert payments.bonus(JANUARY, Payment(Decimal(amount))).due.amount == Decimal(due)


def test_bonuses_are_merged_only_from_2028_on() -> None:
    """CAL-04."""
    payments.bonus(Month(2027, 12), Payment(Decimal(1)))
    with pytest.raises(ValueError, match="2028"):
        payments.bonus(Month(2028, 1), Payment(Decimal(1)))


@pytest.mark.parametrize(
    ("kind", "paid", "due"),
    [
        *[
            (payments.Kind.labour, [amount], due)
            for amount, due in [(800, 0), (2000, 240), (4000, 640), (4001, "640.16"), (8000, 1280), (25_000, 4000), (30_000, 5200)]
        ],
        (payments.Kind.labour, [62_500], 13_000),
        (payments.Kind.labour, [100_000], 25_000),
        (payments.Kind.labour, [3000, 3000], 960),
        (payments.Kind.writing, [40_000], 4480),
        (payments.Kind.royalty, [2000], 240),
        (payments.Kind.labour, [500], 0),
    ],
)
def test_single_payments(kind: payments.Kind, paid: list[int], due: int | str) -> None:
    """CAL-05; what continues is one payment."""
    assert payments.single(kind, JANUARY, [Payment(Decimal(each)) for each in paid]).due.amount == Decimal(due)


def test_a_later_payment_of_a_month_owes_the_rest() -> None:
    """CAL-05."""
    both = [Payment(Decimal(3000)), Payment(Decimal(3000), withheld=Decimal(440))]
    assert payments.single(payments.Kind.labour, JANUARY, both).due.amount == 520


@pytest.mark.parametrize(
    ("kind", "amount", "due"),
    [
        (NonResident.wages, 30_000, 3590),
        (NonResident.wages, 40_000, 6090),
        (NonResident.wages, 4_000, 0),
        (NonResident.bonus, 18_000, 540),
        (NonResident.bonus, 60_000, 4740),
        (NonResident.labour, 20_000, 1790),
        (NonResident.writing, 10_000, 350),
        (NonResident.royalty, 10_000, 590),
    ],
)
def test_non_residents(kind: NonResident, amount: int, due: int) -> None:
    """CAL-07 [35]."""
    assert payments.non_resident(kind, JANUARY, [Payment(Decimal(amount))]).due.amount == due


@pytest.mark.parametrize(
    ("table", "taxes"),
    [
        (TableName.year, [1080, 11_880, 43_080, 73_080, 145_080, 250_080]),
        (TableName.month, [90, 990, 3590, 6090, 12_090, 20_840]),
        (TableName.labour, [4000, 13_000]),
    ],
)
def test_a_tables_edges_are_equal_from_both_sides(table: TableName, taxes: list[int]) -> None:
    """CAL-03: the quick deductions fit."""
    brackets = table_of(table, JANUARY).brackets
    for low, high, tax in zip(brackets[:-1], brackets[1:], taxes, strict=True):
        assert low.up_to is not None
        assert low.up_to * low.rate - low.quick == low.up_to * high.rate - high.quick == tax
        assert bracket_of(table_of(table, JANUARY), low.up_to) is low
        assert bracket_of(table_of(table, JANUARY), low.up_to + Decimal("0.01")) is high


def test_a_table_holds_from_its_month_on() -> None:
    """CAL-03."""
    with pytest.raises(ValueError, match="2018"):
        table_of(TableName.year, Month(2018, 12))


def test_deadlines_and_what_comes_after_them() -> None:
    """FLW-01, SUB-04: October 2026 was due on 16 November; a year without a notice has its usual day."""
    due = deadline(Month(2026, 10))
    assert (due.day, due.announced) == (date(2026, 11, 16), True)
    days = late_days(due.day, date(2026, 11, 30))
    assert (days, late_fee(Decimal("12345.67"), days)) == (14, Decimal("86.42"))
    assert late_days(due.day, due.day) == 0
    assert deadline(Month(2025, 12)).day == date(2026, 1, 20)
    other = deadline(Month(2026, 12))
    assert (other.day, other.announced) == (date(2027, 1, 15), False)
