"""The law's figures through the glue: from rows, payees and earlier months to the tax and its explanation (CAL-01 to CAL-09)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.filing.income import ITEMS, IncomeRow, Item, Labour, Use, used
from etax_client.domain.filing.people import Employment
from etax_client.domain.filing.taxes import calculation
from etax_client.domain.filing.taxes.calculation import RULES, Cumulated, Failed, Single, Taxpayer
from etax_client.domain.filing.taxes.explanation import Explanation, Line, explain, table_for
from etax_client.domain.withholding import quick
from etax_client.domain.withholding.cumulative import PaidMonth
from etax_client.domain.withholding.figures import Figure, How, Term, recomputed
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.payments import Payment

JANUARY = Month(2026, 1)
STAFF = Taxpayer(Employment.employee, date(2020, 5, 1))
INTERN, PLATFORM = Taxpayer(Employment.intern), Taxpayer(Employment.platform_worker)
AGENT = Taxpayer(Employment.insurance_agent, date(2020, 5, 1))
FOREIGNER = Taxpayer(Employment.employee, date(2020, 5, 1), is_domestic=False)


def amounts(**given: float | str) -> Mapping[str, Decimal]:
    return {name: Decimal(str(amount)) for name, amount in given.items()}


def wages(income: float | str, insurance: int = 0, additional: int = 0) -> IncomeRow:
    return IncomeRow(1, amounts(income=income, pension=insurance, children=additional))


def labour(income: int, kind: Labour = Labour.continuing) -> IncomeRow:
    return IncomeRow(1, amounts(income=income), kind)


def computed(payer: Taxpayer, item: Item, row: IncomeRow, before: Sequence[PaidMonth], month: Month) -> tuple[Decimal, Decimal] | Failed:
    """Due and carried, both ways: for a unit at once, and explained."""
    parts = used(item, row)
    counting = calculation.counted(payer, row.labour, before, month)
    past = calculation.summed(counting)
    decided = calculation.decide(payer, item, row.labour, month, past)
    if isinstance(decided, Failed):
        return decided
    balance = quick.in_yuan(decided.at(month).due(past, calculation.now_of(parts)))
    outcome = decided.explained([*counting, calculation.month_of(month, parts)])
    assert (outcome.due.amount, outcome.carried) == (max(balance, 0), min(balance, 0))
    explained(explain(item, RULES[item], outcome, table_for(item)[0], [*(each.month for each in counting), month]))
    return outcome.due.amount, outcome.carried


def a_year(payer: Taxpayer, item: Item, rows: Sequence[IncomeRow], first: Month = JANUARY) -> list[Decimal | Failed]:
    """What is due month by month, each return kept for the next one."""
    filed: list[PaidMonth] = []
    found: list[Decimal | Failed] = []
    for place, row in enumerate(rows):
        month = first.plus(place)
        outcome = computed(payer, item, row, filed, month)
        due = outcome if isinstance(outcome, Failed) else outcome[0]
        found.append(due)
        if not isinstance(due, Failed):
            filed.append(calculation.month_of(month, used(item, row), due))
    return found


def explained(found: Explanation) -> None:
    """CAL-08: the lines tell each figure with what it was made of, and the row that the tax was found in."""
    assert found.lines[0].amount == found.due
    for place, line in enumerate(found.lines):
        below = [each.amount for each in parts_of(found, place)]
        if line.how is not How.given:
            assert below
            assert line.amount == _made(line.how, below)
    assert found.table.rate in {line.amount for line in found.lines if line.term is Term.rate}


def parts_of(found: Explanation, place: int) -> Sequence[Line]:
    depth, parts = found.lines[place].depth, list[Line]()
    for line in found.lines[place + 1 :]:
        if line.depth <= depth:
            break
        if line.depth == depth + 1:
            parts.append(line)
    return parts


def _made(how: How, below: Sequence[Decimal]) -> Decimal:
    return recomputed(how, [Figure(Term.income, amount) for amount in below])


def yuan(*due: float | str) -> list[Decimal]:
    return [Decimal(str(each)) for each in due]


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        ([wages(30_000, 4_500, 2_000 * (place + 1)) for place in range(12)], [555, 625, *[1850] * 5, 2250, *[3700] * 4]),
        ([wages(10_000, 1_500, 1_000 * (place + 1)) for place in range(12)], [75] * 12),
        ([wages(8_000)] * 12, [90] * 12),
        ([wages(30_000, 4_500)], [615]),
        ([wages(each) for each in (30_000, 30_000, 30_000, 0, 0, 30_000)], [750, 1730, 2500, 0, 0, 1500]),
    ],
)
def test_wages(rows: Sequence[IncomeRow], due: Sequence[float]) -> None:
    """CAL-02."""
    assert a_year(STAFF, Item.wages, rows) == yuan(*due)


def test_what_was_withheld_too_much_is_carried() -> None:
    """CAL-02: 暂不退税，结转 -500.00."""
    filed = [
        calculation.month_of(JANUARY.plus(place), {Use.income: Decimal(30_000)}, Decimal(due))
        for place, due in enumerate((750, 1730, 2500))
    ]
    assert computed(STAFF, Item.wages, wages(0), filed, Month(2026, 4)) == tuple(yuan(0, -500))


def test_sixty_thousand_at_once() -> None:
    """CAL-02 [19]; for interns as well, as CAL-06 goes by it."""
    assert a_year(replace(STAFF, at_once=True), Item.wages, [wages(8_000)] * 12) == yuan(*[0] * 7, 120, *[240] * 4)
    assert a_year(replace(INTERN, at_once=True), Item.continuing, [labour(10_000)] * 8) == yuan(*[0] * 7, 120)


def test_a_first_job_in_july_and_a_second_one() -> None:
    """CAL-02 [13]."""
    hired = Taxpayer(Employment.employee, date(2026, 7, 6), first_job=True)
    assert a_year(hired, Item.wages, [wages(12_000)] * 6, Month(2026, 7)) == yuan(0, 0, 0, 0, 150, 210)
    assert a_year(replace(hired, first_job=False), Item.wages, [wages(12_000)], Month(2026, 7)) == yuan(210)
    assert a_year(replace(STAFF, takes_basic=False), Item.wages, [wages(10_000)]) == yuan(300)


def test_who_has_left_is_deducted_no_further_months() -> None:
    left = replace(STAFF, left_on=date(2026, 2, 28))
    assert a_year(left, Item.wages, [wages(10_000)] * 4) == yuan(150, 150, 300, 300)


@pytest.mark.parametrize(
    ("payer", "kind", "income", "due"),
    [
        (INTERN, Labour.continuing, 10_000, [90] * 12),
        (PLATFORM, Labour.continuing, 10_000, [90] * 12),
        (INTERN, Labour.continuing, 30_000, [570, 710, *[1900] * 5, 2700, *[3800] * 4]),
        (AGENT, Labour.insurance_agent, 10_000, [30] * 12),
        (AGENT, Labour.insurance_agent, 30_000, [390, 390, 600, 1300]),
    ],
)
def test_continuing_labour(payer: Taxpayer, kind: Labour, income: int, due: Sequence[float]) -> None:
    """CAL-06."""
    assert a_year(payer, Item.continuing, [labour(income, kind)] * len(due)) == yuan(*due)


def test_a_gap_fails_but_for_platform_workers_whom_it_begins_anew() -> None:
    """CAL-09, CAL-06."""
    earlier = [calculation.month_of(JANUARY.plus(place), {Use.income: Decimal(10_000)}, Decimal(90)) for place in (0, 1)]
    assert computed(INTERN, Item.continuing, labour(10_000), earlier, Month(2026, 4)) is Failed.gap
    assert computed(STAFF, Item.wages, wages(10_000), earlier, Month(2026, 4)) is Failed.gap
    assert computed(PLATFORM, Item.continuing, labour(10_000), earlier, Month(2026, 4)) == tuple(yuan(90, 0))
    assert computed(PLATFORM, Item.continuing, labour(10_000), earlier, Month(2026, 3)) == tuple(yuan(90, 0))


@pytest.mark.parametrize(
    ("payer", "item", "row", "why"),
    [
        (replace(STAFF, may_be_declared=False), Item.wages, wages(1), Failed.not_reported),
        (INTERN, Item.wages, wages(1), Failed.employment),
        (STAFF, Item.continuing, labour(1), Failed.employment),
        (INTERN, Item.continuing, labour(1, Labour.securities_broker), Failed.employment),
    ],
)
def test_whom_an_item_is_not_for(payer: Taxpayer, item: Item, row: IncomeRow, why: Failed) -> None:
    """CAL-09."""
    assert computed(payer, item, row, [], JANUARY) is why


@pytest.mark.parametrize(
    ("item", "amount", "due"),
    [
        *[(Item.bonus, *each) for each in (("36000", "1080"), ("36000.01", "3390"), ("36001", "3390.10"), ("144000", "14190"))],
        *[(Item.bonus, *each) for each in (("144001", "27390.20"), ("960000", "328840"), ("960001", "416840.45"))],
        *[(Item.labour, *each) for each in (("800", "0"), ("2000", "240"), ("4000", "640"), ("4001", "640.16"), ("8000", "1280"))],
        *[(Item.labour, *each) for each in (("25000", "4000"), ("30000", "5200"), ("62500", "13000"), ("100000", "25000"))],
        (Item.writing, "40000", "4480"),
        (Item.royalty, "2000", "240"),
        *[(Item.nonresident_wages, *each) for each in (("30000", "3590"), ("40000", "6090"))],
        *[(Item.nonresident_bonus, *each) for each in (("18000", "540"), ("60000", "4740"))],
        (Item.nonresident_labour, "20000", "1790"),
        (Item.nonresident_writing, "10000", "350"),
        (Item.nonresident_royalty, "10000", "590"),
    ],
)
def test_rows_taxed_by_themselves(item: Item, amount: str, due: str) -> None:
    """CAL-04, CAL-05, CAL-07, each with its table's row (CAL-08)."""
    row = Single(item, used(item, IncomeRow(1, amounts(income=amount))))
    assert calculation.failed_single(FOREIGNER, row, taken=False, has_wages=False) is None
    outcome = calculation.single(row, JANUARY)
    assert outcome.due.amount == Decimal(due)
    table, spread = table_for(item)
    explained(explain(item, RULES[item], outcome, table, [JANUARY], spread))


def test_what_continues_in_a_month_is_one_payment() -> None:
    """CAL-05: 3,000 and 3,000 are 960."""
    parts = {Use.income: Decimal(3000)}
    first = calculation.single(Single(Item.labour, parts), JANUARY).due.amount
    second = calculation.single(Single(Item.labour, parts), JANUARY, [Payment(Decimal(3000), withheld=first)]).due.amount
    assert first + second == 960
    assert calculation.continues(Labour.general)
    assert not calculation.continues(Labour.single)


@pytest.mark.parametrize(
    ("payer", "row", "taken", "has_wages", "why"),
    [
        (replace(STAFF, may_be_declared=False), Single(Item.labour), False, True, Failed.not_reported),
        (STAFF, Single(Item.nonresident_wages), False, True, Failed.resident),
        (INTERN, Single(Item.bonus), False, True, Failed.employment),
        (STAFF, Single(Item.bonus), True, True, Failed.taken),
        (STAFF, Single(Item.bonus, merged=True), True, True, None),
        (STAFF, Single(Item.bonus, merged=True), False, False, Failed.no_wages),
        (FOREIGNER, Single(Item.nonresident_bonus), True, False, Failed.taken),
        (STAFF, Single(Item.labour), True, False, None),
    ],
)
def test_whom_a_row_by_itself_is_not_for(payer: Taxpayer, row: Single, taken: bool, has_wages: bool, why: Failed | None) -> None:
    """CAL-04, CAL-09."""
    assert calculation.failed_single(payer, row, taken=taken, has_wages=has_wages) is why


def test_a_bonus_is_merged_into_the_wages_of_the_month() -> None:
    """CAL-04: both results; from 2028 on merged alone."""
    parts, more = used(Item.wages, wages(10_000)), {Use.income: Decimal(36_000)}
    both = calculation.together(calculation.month_of(JANUARY, parts), calculation.month_of(JANUARY, more))
    decided = calculation.decide(STAFF, Item.wages, None, JANUARY, None)
    assert isinstance(decided, Cumulated)
    merged = decided.explained([both]).due.amount
    assert merged == quick.in_yuan(decided.at(JANUARY).due(None, calculation.now_of(parts).plus(calculation.now_of(more)))) == 1580
    assert not calculation.must_merge(Month(2027, 12))
    assert calculation.must_merge(Month(2028, 1))


CENTS = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)
SMALL = st.decimals(min_value=0, max_value=Decimal("9000.00"), places=2)
ROWS = st.builds(
    lambda income, exempt, pension, children, tibet, donations, reliefs, taxes: IncomeRow(
        1,
        {"income": income, "exempt": exempt, "pension": pension, "children": children, "tibet": tibet, "donations": donations}
        | {"reliefs": reliefs, "permitted_taxes": taxes},
    ),
    st.one_of(CENTS, SMALL),
    *[SMALL] * 7,
)


@given(
    st.sampled_from([STAFF, replace(STAFF, takes_basic=False), INTERN, PLATFORM, AGENT]), st.lists(ROWS, min_size=1, max_size=5), st.data()
)
def test_both_ways_come_to_the_same(payer: Taxpayer, rows: Sequence[IncomeRow], data: st.DataObject) -> None:
    """CAL-01: the tax of a unit at once is the one that is explained, for any amounts; and the order of the months alone matters."""
    item = Item.wages if payer.employment is Employment.employee else Item.continuing
    kind = Labour.insurance_agent if payer is AGENT else Labour.continuing
    fitting = [
        replace(row, labour=None if item is Item.wages else kind, amounts={k: v for k, v in row.amounts.items() if k in _names(item)})
        for row in rows
    ]
    first = JANUARY.plus(data.draw(st.integers(0, 7)))
    assert all(isinstance(each, Decimal) for each in a_year(payer, item, fitting, first))


def _names(item: Item) -> frozenset[str]:
    return frozenset(ITEMS[item].amounts)
