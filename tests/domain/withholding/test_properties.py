"""What holds for any amounts (CAL-01, CAL-02, CAL-08)."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.withholding.cumulative import Basic, Kind, PaidMonth, withhold
from etax_client.domain.withholding.figures import CENT, Figure, How, Term, recomputed
from etax_client.domain.withholding.months import Month, read_month
from etax_client.domain.withholding.payments import Kind as PaymentKind
from etax_client.domain.withholding.payments import NonResident, Payment, bonus, non_resident, single

JANUARY = Month(2026, 1)
AMOUNTS = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)
SMALLER = st.decimals(min_value=0, max_value=Decimal("20000.00"), places=2)


@st.composite
def paid_months(draw: st.DrawFn) -> list[PaidMonth]:
    count = draw(st.integers(1, 12))
    months = [
        PaidMonth(JANUARY.plus(place), draw(AMOUNTS), exempt=draw(SMALLER), insurance=draw(SMALLER), other=draw(SMALLER))
        for place in range(count)
    ]
    return filed(draw(st.sampled_from(Kind)), months)


def filed(kind: Kind, months: list[PaidMonth]) -> list[PaidMonth]:
    """Each month with what was withheld for it; the last one is still to be computed."""
    done: list[PaidMonth] = []
    for month in months[:-1]:
        done.append(replace(month, withheld=withhold(kind, [*done, month], Basic(JANUARY)).due.amount))
    return [*done, months[-1]]


def explained(figure: Figure) -> None:
    """Every figure is what its parts make, down to what was given; nothing has left decimal."""
    assert isinstance(figure.amount, Decimal)
    if figure.how is not How.given:
        assert figure.parts
        assert figure.amount == recomputed(figure.how, figure.parts)
    for part in figure.parts:
        explained(part)


@given(st.sampled_from(Kind), paid_months())
def test_every_figure_explains_itself(kind: Kind, months: list[PaidMonth]) -> None:
    """CAL-08; never below 0, and in whole 分 (CAL-01)."""
    outcome = withhold(kind, months, Basic(JANUARY))
    explained(outcome.due)
    assert outcome.due.term is Term.due
    assert outcome.due.amount >= 0 >= outcome.carried
    assert outcome.due.amount == 0 or outcome.carried == 0
    assert outcome.due.amount == outcome.due.amount.quantize(CENT)


@given(AMOUNTS, SMALLER, st.sampled_from([*PaymentKind, *NonResident, None]))
def test_so_do_single_payments(income: Decimal, exempt: Decimal, kind: PaymentKind | NonResident | None) -> None:
    """CAL-04, CAL-05, CAL-07."""
    paid = Payment(income, exempt)
    if kind is None:
        outcome = bonus(JANUARY, paid)
    else:
        outcome = single(kind, JANUARY, [paid]) if isinstance(kind, PaymentKind) else non_resident(kind, JANUARY, [paid])
    explained(outcome.due)
    assert 0 <= outcome.due.amount <= income


@given(AMOUNTS)
def test_a_steady_year_comes_to_the_tax_of_its_sum(income: Decimal) -> None:
    """CAL-02: the months together are the tax on the year at its end, as if it were computed once."""
    months = [PaidMonth(JANUARY.plus(place), income) for place in range(12)]
    done = filed(Kind.wages, months)
    last = withhold(Kind.wages, done, Basic(JANUARY))
    whole = withhold(Kind.wages, months, Basic(JANUARY))
    assert sum(month.withheld for month in done[:-1]) + last.due.amount == whole.due.amount


@given(paid_months())
def test_the_same_months_give_the_same_tax(months: list[PaidMonth]) -> None:
    """Recomputed from scratch (CAL-02)."""
    again = filed(Kind.wages, [replace(month, withheld=Decimal(0)) for month in months])
    assert filed(Kind.wages, again) == again


@given(AMOUNTS, AMOUNTS)
def test_more_is_never_taxed_less(one: Decimal, other: Decimal) -> None:
    """CAL-02: but for bonuses, whose table is known to jump."""
    low, high = sorted((one, other))
    taxes = [withhold(Kind.wages, [PaidMonth(JANUARY, each)], Basic(JANUARY)).due.amount for each in (low, high)]
    assert taxes == sorted(taxes)


@given(st.integers(1990, 2100), st.integers(1, 12), st.integers(-500, 500))
def test_months_are_counted_as_they_stand(year: int, month: int, more: int) -> None:
    one = Month(year, month)
    assert one.plus(more).since(one) == more
    assert read_month(str(one)) == one
    assert (one.plus(more) > one) is (more > 0)
