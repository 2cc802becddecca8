"""A month's tax by the store: what is read for it, what is kept of it, and what it is explained by (CAL)."""

from collections.abc import Coroutine
from decimal import Decimal

import pytest

from etax_client.domain.filing.income import Item, Labour, ReturnKind, RowKey
from etax_client.domain.filing.returns import Unready
from etax_client.domain.filing.taxes.calculation import Failed
from etax_client.domain.filing.taxes.explanation import BonusWays, Explanation
from etax_client.domain.filing.taxes.pages import AT_ONCE_REMARK, Calculated
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing.taxes import calculating
from tests.server.filing.books import OCTOBER, Books, books, yuan
from tests.server.running import Start

pytestmark = pytest.mark.sql


@pytest.fixture
async def ours(start: Start) -> Books:
    return await books(await start())


def explained(ours: Books, payee_id: int, month: Month = OCTOBER, item: Item = Item.wages, place: int = 1) -> Explanation:
    found = ours.filing.explanations.explain(ours.session, ours.unit, month, item, RowKey(payee_id, place))
    assert isinstance(found, Explanation), found
    return found


async def test_a_year_of_wages(ours: Books) -> None:
    """CAL-02, CAL-08: each month from those that were declared before; what is shown is what is explained."""
    [one, other] = ours.hire("employee", "employee")
    due = [list[object](), list[object]()]
    for month in range(1, 10):
        await ours.file(Month(2026, month), (one, 30_000), (other, 8_000))
        for place, tax in enumerate(ours.taxes(Month(2026, month))):
            due[place].append(tax)
        for place, payee in enumerate((one, other)):
            assert explained(ours, payee, Month(2026, month)).due == due[place][-1]
    assert due == [yuan(750, 1730, 2500, 2500, 2500, 3100, 5000, 5000, 5000), yuan(*[90] * 9)]
    assert explained(ours, one, Month(2026, 9)).months == tuple(f"2026-{month:02}" for month in range(1, 10))
    assert explained(ours, one, Month(2026, 9)).table.row == 3


async def test_rows_taxed_by_themselves_and_a_bonus_by_either_way(ours: Books) -> None:
    """CAL-04, CAL-05, CAL-07."""
    [staff, writer] = ours.hire("employee", "other")
    [foreign] = ours.hire("employee", serial="3", abroad="yes")
    for place, income in enumerate((3000, 3000), start=1):
        ours.fill(writer, income, item=Item.labour, labour=Labour.general, place=place)
    for place, income in enumerate((3000, 3000), start=3):
        ours.fill(writer, income, item=Item.labour, labour=Labour.single, place=place)
    ours.fill(writer, 40_000, item=Item.writing)
    ours.fill(staff, 10_000)
    ours.fill(staff, 36_000, item=Item.bonus)
    ours.fill(foreign, 30_000, item=Item.nonresident_wages)
    month = await ours.calculate()
    assert ours.taxes(item=Item.labour) == yuan(440, 520, 440, 440)
    assert [explained(ours, writer, item=Item.labour, place=place).due for place in range(1, 5)] == yuan(440, 520, 440, 440)
    assert ours.taxes(item=Item.writing) == yuan(4480)
    assert (ours.taxes(), ours.taxes(item=Item.bonus)) == (yuan(0), yuan(1080))
    assert explained(ours, staff, item=Item.bonus).ways == BonusWays(Decimal(1080), Decimal(0))
    assert month.tax == Decimal(1080 + 4480 + 1840)
    await ours.calculate(kind=ReturnKind.nonresidents)
    assert ours.taxes(item=Item.nonresident_wages) == yuan(3590)
    bonus = ours.filing.incomes.one(ours.session, ours.unit, OCTOBER, Item.bonus, RowKey(staff))
    assert not isinstance(bonus, Refused)
    ours.fill(staff, 136_000, item=Item.bonus, merged=True, version=bonus.version)
    await ours.calculate()
    assert (ours.taxes(), ours.taxes(item=Item.bonus)) == (yuan(7080), yuan(0))
    assert explained(ours, staff).due == explained(ours, staff, item=Item.bonus).due == 7080


async def test_failures_are_listed_and_the_rest_stands(ours: Books) -> None:
    """CAL-09."""
    [good, intern, gone] = ours.hire("employee", "intern", "employee")
    for payee in (good, intern, gone):
        ours.fill(payee, 8_000)
    ours.say(gone, person_state="abnormal")
    month = await ours.calculate()
    assert ours.taxes() == [Decimal(0), Failed.employment, Failed.not_reported]
    failed = ours.filing.calculations.failed(ours.session, ours.unit, OCTOBER, ReturnKind.residents)
    assert [(row.payee_id, row.why) for row in failed.rows] == [(intern, Failed.employment), (gone, Failed.not_reported)]
    assert (failed.total, month.unready) == (2, (Unready.failed_rows,))
    refused = ours.filing.explanations.explain(ours.session, ours.unit, OCTOBER, Item.wages, RowKey(intern))
    assert isinstance(refused, Refused)
    assert refused.code is RefusalCode.not_calculated


async def test_what_changes_makes_it_outdated(ours: Books) -> None:
    """CAL-09: a row, an earlier month; what is said of a payee: `test_what_decides_a_tax_makes_it_outdated`."""
    [one, other] = ours.hire("employee", "employee")
    await ours.file(Month(2026, 9), (one, 8_000))
    ours.fill(one, 8_000)
    assert not (await ours.calculate()).outdated
    ours.fill(other, 100)
    assert ours.month().outdated
    await ours.calculate()
    ours.filing.returns.correct(ours.session, ours.unit, Month(2026, 9), ReturnKind.residents)
    await ours.calculate(Month(2026, 9))
    assert ours.month().outdated


async def test_a_second_calculation_stops_the_first_and_a_change_stops_both(ours: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """FLW-06: between its parts, of which others see how far they are; and one that is stopped has computed nothing."""
    monkeypatch.setattr(calculating, "AT_ONCE", 1)
    [one, other] = ours.hire("employee", "employee")
    ours.fill(one, 8_000)
    ours.fill(other, 8_000)

    def begin() -> Coroutine[None, None, object]:
        found = ours.filing.calculations.calculate(ours.session, ours.unit, OCTOBER, ReturnKind.residents)
        found.send(None)
        return found

    def end(run: Coroutine[None, None, object]) -> object:
        try:
            while True:
                run.send(None)
        except StopIteration as stopped:
            return stopped.value

    first = begin()
    assert (ours.month().running, ours.month().unready) == (1, (Unready.not_calculated,))
    second = begin()
    assert (end(first), ours.month().running) == (Refused(RefusalCode.calculation_stopped), 1)
    assert end(second) == Calculated(2, 0)
    third = begin()
    ours.filing.incomes.clear(ours.session, ours.unit, OCTOBER, Item.bonus)
    assert (end(third), ours.month().running) == (Refused(RefusalCode.calculation_stopped), None)
    fourth = begin()
    ours.filing.calculations.cancel(ours.session, ours.unit, OCTOBER, ReturnKind.residents)
    assert (end(fourth), ours.month().calculated_at, ours.month().tax) == (Refused(RefusalCode.calculation_stopped), None, None)


def remarks(ours: Books, month: Month) -> list[str]:
    return [line.row.remark for line in ours.filing.incomes.page(ours.session, ours.unit, month, Item.wages, limit=9).lines]


async def test_sixty_thousand_at_once_by_the_choice_of_the_year(ours: Books) -> None:
    """CAL-02: for whoever was paid at most that in all of last year; what January has chosen binds until January is corrected."""
    [one, rich] = ours.hire("employee", "employee")
    for month in range(1, 13):
        await ours.file(Month(2025, month), (one, 5_000), (rich, 5_000.01))
    january, february = Month(2026, 1), Month(2026, 2)
    choices = ours.filing.choices
    [offered] = choices.offered(ours.session, ours.unit, 2026)
    assert (offered.payee_id, offered.last_year, offered.decided, offered.bound) == (one, Decimal(60_000), False, False)
    assert choices.choose(ours.session, ours.unit, 2026, [rich], True) == Refused(RefusalCode.not_eligible)
    assert not isinstance(choices.choose(ours.session, ours.unit, 2026, [one], True), Refused)
    await ours.file(january, (one, 8_000), (rich, 8_000))
    assert ours.taxes(january) == yuan(0, 90)
    assert remarks(ours, january) == [AT_ONCE_REMARK, ""]
    assert choices.choose(ours.session, ours.unit, 2026, [one], False) == Refused(RefusalCode.bound_at_once)
    ours.fill(one, 8_000, february)
    await ours.calculate(february)
    ours.filing.returns.correct(ours.session, ours.unit, january, ReturnKind.residents)
    assert not isinstance(choices.choose(ours.session, ours.unit, 2026, [one], False), Refused)
    assert ours.month(february).outdated
    await ours.calculate(january)
    assert ours.taxes(january) == yuan(90, 90)
    assert remarks(ours, january) == ["", ""]
    ours.send(january)
    assert choices.choose(ours.session, ours.unit, 2026, [one], True) == Refused(RefusalCode.bound_monthly)
    [decided] = choices.offered(ours.session, ours.unit, 2026)
    assert (decided.at_once, decided.decided, decided.bound) == (False, True, True)
