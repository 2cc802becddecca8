"""A month's return from sent to voided, its corrections, and what they mean for the months after it (SUB-02 to SUB-04, FLW-03)."""

from decimal import Decimal

import pytest

from etax_client.domain.filing.income import Item, ReturnKind
from etax_client.domain.filing.returns import Marked, MonthReturn, ReturnState, ReturnType, Stage, Unready
from etax_client.domain.filing.taxes.pages import Saved
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.wire import paths
from tests.server.filing.books import OCTOBER, Books, books, yuan
from tests.server.running import Start

pytestmark = pytest.mark.sql
AUGUST, SEPTEMBER = Month(2026, 8), Month(2026, 9)
RESIDENTS = ReturnKind.residents


@pytest.fixture
async def ours(start: Start) -> Books:
    return await books(await start())


def code_of(answer: object) -> RefusalCode:
    assert isinstance(answer, Refused), answer
    return answer.code


def rows(ours: Books, month: Month) -> object:
    return ours.filing.incomes.page(ours.session, ours.unit, month, Item.wages, limit=200)


async def test_a_return_is_answered_by_the_worlds_clock_or_at_once(ours: Books) -> None:
    """SUB-02, FLW-03: with a receipt; the unit list says so, and a lost answer sends nothing twice."""
    [one] = ours.hire("employee")
    assert ours.month().unready == (Unready.empty, Unready.not_calculated)
    ours.fill(one, 8_000)
    ours.fill(one, 1_000, item=Item.bonus)
    month = await ours.calculate()
    assert month.unready == ()
    returns = ours.filing.returns
    assert code_of(returns.send(ours.session, ours.unit, OCTOBER, RESIDENTS, month.version - 1)) is RefusalCode.outdated
    sent = returns.send(ours.session, ours.unit, OCTOBER, RESIDENTS, month.version)
    assert isinstance(sent, MonthReturn)
    assert (sent.progress.stage, sent.people, sent.income) == (Stage.sent, 1, Decimal(9_000))
    again = returns.send(ours.session, ours.unit, OCTOBER, RESIDENTS, month.version)
    assert isinstance(again, Refused)
    assert (again.code, again.changed_by) == (RefusalCode.not_now, "李明")
    assert code_of(ours.fill(one, 1, version=1)) is RefusalCode.rows_locked
    await ours.server.manual.advance(29)
    assert ours.month().progress.stage is Stage.sent
    await ours.server.manual.advance(1)
    filed = ours.month()
    assert filed.in_force is not None
    assert (filed.progress.stage, filed.in_force.state, filed.in_force.number) == (Stage.filed, ReturnState.accepted, 1)
    assert len(filed.in_force.receipt) == 18
    assert (filed.tax, filed.unpaid, filed.late_days) == (Decimal(30), Decimal(30), 4)


async def test_a_refused_return_is_mended_and_sent_again(ours: Books) -> None:
    """SUB-02: a tester's refusal holds for one answer."""
    [one] = ours.hire("employee")
    ours.fill(one, 8_000)
    await ours.calculate()
    ours.account(next_refusal="对方系统不予受理")
    assert ours.send().progress.stage is Stage.filling
    last = ours.month().last
    assert last is not None
    assert (last.state, last.reason, last.receipt) == (ReturnState.failed, "对方系统不予受理", "")
    assert ours.send().progress.in_force


async def test_a_correction_is_withdrawn_to_the_byte(ours: Books) -> None:
    """SUB-03."""
    [one, other] = ours.hire("employee", "employee")
    filed = await ours.file(OCTOBER, (one, 8_000), (other, 9_000))
    before = rows(ours, OCTOBER)
    returns = ours.filing.returns
    assert isinstance(returns.correct(ours.session, ours.unit, OCTOBER, RESIDENTS), MonthReturn)
    [line, _] = ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, Item.wages, limit=9).lines
    ours.fill(one, 99_999, version=line.version)
    ours.filing.incomes.clear(ours.session, ours.unit, OCTOBER, Item.wages)
    await ours.calculate()
    assert rows(ours, OCTOBER) != before
    withdrawn = returns.withdraw(ours.session, ours.unit, OCTOBER, RESIDENTS)
    assert isinstance(withdrawn, MonthReturn)
    assert rows(ours, OCTOBER) == before
    assert (withdrawn.tax, withdrawn.progress, withdrawn.outdated) == (filed.tax, filed.progress, False)
    assert code_of(returns.withdraw(ours.session, ours.unit, OCTOBER, RESIDENTS)) is RefusalCode.not_now


async def test_later_months_are_computed_and_sent_again_in_order(ours: Books) -> None:
    """SUB-03: marked with old and new tax; stopped half-way, the rest stays marked."""
    [one] = ours.hire("employee")
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        await ours.file(month, (one, 30_000))
    assert [ours.taxes(month) for month in (AUGUST, SEPTEMBER, OCTOBER)] == [yuan(0), yuan(450), yuan(1030)]
    returns, redoing = ours.filing.returns, ours.filing.redoing
    returns.correct(ours.session, ours.unit, AUGUST, RESIDENTS)
    [line] = ours.filing.incomes.page(ours.session, ours.unit, AUGUST, Item.wages, limit=9).lines
    ours.fill(one, 50_000, AUGUST, version=line.version)
    await ours.calculate(AUGUST)
    assert Unready.earlier_month in ours.month(OCTOBER).unready
    corrected = ours.send(AUGUST)
    assert corrected.in_force is not None
    assert (corrected.in_force.number, corrected.in_force.type) == (2, ReturnType.correction)
    marked = redoing.marked(ours.session, ours.unit, 2026)
    assert [(each.period, each.old_tax, each.new_tax) for each in marked] == [
        ("2026-09", Decimal(450), None),
        ("2026-10", Decimal(1030), None),
    ]
    computed = await redoing.compute(ours.session, ours.unit, 2026)
    assert computed == (
        Marked("2026-09", Stage.correcting, Decimal(450), Decimal(750)),
        Marked("2026-10", Stage.correcting, Decimal(1030), Decimal(2430)),
    )
    assert ours.month(OCTOBER).unready == (Unready.earlier_month,)
    october = ours.month(OCTOBER)
    assert code_of(returns.send(ours.session, ours.unit, OCTOBER, RESIDENTS, october.version)) is RefusalCode.unready
    ours.send(SEPTEMBER)
    assert [each.period for each in redoing.marked(ours.session, ours.unit, 2026)] == ["2026-10"]
    ours.send(OCTOBER)
    assert redoing.marked(ours.session, ours.unit, 2026) == ()


async def test_a_correction_of_an_earlier_month_adds_nobody(ours: Books) -> None:
    """SUB-03: and changes no 累计专项附加扣除; that is for the hall."""
    [one, other] = ours.hire("employee", "employee")
    for month in (SEPTEMBER, OCTOBER):
        await ours.file(month, (one, 8_000))
    ours.filing.returns.correct(ours.session, ours.unit, SEPTEMBER, RESIDENTS)
    [line] = ours.filing.incomes.page(ours.session, ours.unit, SEPTEMBER, Item.wages, limit=9).lines
    assert ours.fill(other, 1, SEPTEMBER) == Refused(RefusalCode.correction_limited, field="payee_id")
    limited = ours.fill(one, 8_000, SEPTEMBER, version=line.version, children=2_000)
    assert limited == Refused(RefusalCode.correction_limited, field="children")
    assert isinstance(ours.fill(one, 9_000, SEPTEMBER, version=line.version), Saved)


async def test_only_an_unpaid_normal_return_is_voided(ours: Books) -> None:
    """SUB-03: asynchronous, refused or done; the rows stay, and the month is to be filed again."""
    [one] = ours.hire("employee")
    returns = ours.filing.returns
    await ours.file(SEPTEMBER, (one, 8_000))
    await ours.file(OCTOBER, (one, 8_000))
    assert code_of(returns.void(ours.session, ours.unit, SEPTEMBER, RESIDENTS)) is RefusalCode.later_filed
    ours.account(next_refusal="已入库")
    voiding = returns.void(ours.session, ours.unit, OCTOBER, RESIDENTS)
    assert isinstance(voiding, MonthReturn)
    assert voiding.progress.stage is Stage.voiding
    await ours.server.manual.advance(30)
    kept = ours.month()
    assert kept.in_force is not None
    assert (kept.progress.stage, kept.in_force.reason) == (Stage.filed, "已入库")
    returns.void(ours.session, ours.unit, OCTOBER, RESIDENTS)
    voided = returns.answer(ours.session, ours.unit, OCTOBER, RESIDENTS)
    assert isinstance(voided, MonthReturn)
    assert voided.last is not None
    assert (voided.progress.stage, voided.in_force, voided.last.state) == (Stage.filling, None, ReturnState.voided)
    assert ours.taxes() != []


async def test_the_unit_list_says_what_is_true_of_the_current_month(ours: Books) -> None:
    """FLW-03: until another month begins."""
    [one] = ours.hire("employee")

    async def shown() -> str:
        ours.filing.answers.settle()
        units = (await ours.caller.get(paths.UNITS)).json()["units"]
        return str(next(unit["income_filing"] for unit in units if unit["unit_id"] == ours.unit))

    await ours.file(SEPTEMBER, (one, 8_000))
    before = await shown()
    await ours.file(OCTOBER, (one, 8_000))
    assert (before, await shown()) == ("pending", "filed")
    await ours.server.manual.advance(hours=24 * 12)
    await ours.caller.sign_in()
    assert await shown() == "pending"


async def test_two_clerks_at_once(ours: Books) -> None:
    """FLW-04: one wins, the other is told who it was."""
    [one] = ours.hire("employee")
    theirs = await books(ours.server)
    assert isinstance(ours.fill(one, 8_000), Saved)
    refused = theirs.fill(one, 9_000)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.changed_by, refused.changed_at) == (RefusalCode.outdated, "李明", ours.server.clock.now())
    month = await ours.calculate()
    for winner, loser in ((ours, theirs), (theirs, ours)):
        act = [each.filing.returns for each in (winner, loser)]
        if winner is ours:
            assert isinstance(act[0].send(winner.session, winner.unit, OCTOBER, RESIDENTS, month.version), MonthReturn)
            assert code_of(act[1].send(loser.session, loser.unit, OCTOBER, RESIDENTS, month.version)) is RefusalCode.not_now
            assert isinstance(act[1].answer(loser.session, loser.unit, OCTOBER, RESIDENTS), MonthReturn)
        else:
            assert isinstance(act[0].correct(winner.session, winner.unit, OCTOBER, RESIDENTS), MonthReturn)
            assert code_of(act[1].correct(loser.session, loser.unit, OCTOBER, RESIDENTS)) is RefusalCode.not_now
            assert code_of(act[1].void(loser.session, loser.unit, OCTOBER, RESIDENTS)) is RefusalCode.not_now
