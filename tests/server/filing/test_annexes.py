"""附表填写: what stands behind amounts, held to them, kept with each version and brought back with it (SUB-01, SUB-03)."""

from decimal import Decimal

import pytest

from etax_client.domain.filing.annexes.annexes import Annex, AnnexLine, AnnexPage, AnnexSums, Difference, LineChange
from etax_client.domain.filing.income import Item, ReturnKind
from etax_client.domain.filing.returns import MonthReturn, Unready
from etax_client.domain.filing.taxes.pages import RowRemoval, Saved
from etax_client.domain.refusals import RefusalCode, Refused
from tests.server.filing.books import OCTOBER, Books, books
from tests.server.running import Start

pytestmark = pytest.mark.sql
RESIDENTS = ReturnKind.residents


@pytest.fixture
async def ours(start: Start) -> Books:
    return await books(await start())


def insured(payee_id: int, amount: float, place: int = 1, item: Item = Item.wages) -> AnnexLine:
    texts = {"document": "110101202600000001", "day": "2026-01-01"}
    return AnnexLine(payee_id, item, texts, {"monthly": Decimal(200), "amount": Decimal(str(amount))}, place)


def save(ours: Books, *lines: AnnexLine, annex: Annex = Annex.health_insurance, version: int = 0) -> Saved | Refused:
    changes = [LineChange(line, version) for line in lines]
    return ours.filing.annexes.save(ours.session, ours.unit, OCTOBER, RESIDENTS, annex, changes)


def lines(ours: Books, annex: Annex = Annex.health_insurance) -> AnnexPage:
    return ours.filing.annexes.page(ours.session, ours.unit, OCTOBER, RESIDENTS, annex, after=None, limit=200)


def differences(ours: Books) -> tuple[Difference, ...]:
    found = ours.filing.annexes.differences(ours.session, ours.unit, OCTOBER, RESIDENTS)
    assert found.total == len(found.differences)
    return found.differences


def hundred(amount: int) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


async def test_a_return_is_sent_once_its_annexes_come_to_its_columns(ours: Books) -> None:
    """SUB-01: each difference is named by person, column and amount; no tax is computed anew for a line."""
    [one, other] = ours.hire("employee", "employee")
    ours.fill(one, 8_000, health_insurance=200)
    ours.fill(other, 9_000, health_insurance=100, reliefs=30)
    ours.fill(other, 10_000, item=Item.bonus)
    month = await ours.calculate()
    assert month.unready == (Unready.annexes,)
    assert month.annexes == (
        AnnexSums(Annex.reliefs, hundred(30), hundred(0), 0, 1),
        AnnexSums(Annex.health_insurance, hundred(300), hundred(0), 0, 2),
    )
    assert ours.filing.returns.send(ours.session, ours.unit, OCTOBER, RESIDENTS, month.version) == Refused(
        RefusalCode.unready, field="annexes"
    )
    relief = AnnexLine(other, Item.wages, {"matter": "hardship", "document": "残疾"}, {"amount": Decimal(30)})
    assert isinstance(save(ours, insured(one, 200), insured(other, 60), insured(other, 30, 2)), Saved)
    assert isinstance(save(ours, relief, annex=Annex.reliefs), Saved)
    [left] = differences(ours)
    assert (left.payee_id, left.name, left.column, left.item, left.wanted, left.stated) == (
        *(other, "员工101", "health_insurance", Item.wages),
        *(hundred(100), hundred(90)),
    )
    [_, second, _] = lines(ours).lines
    assert isinstance(save(ours, insured(other, 70), version=second.version), Saved)
    assert differences(ours) == ()
    ready = ours.month()
    assert (ready.unready, ready.outdated, ready.tax) == ((), False, month.tax)
    stale = ours.filing.returns.send(ours.session, ours.unit, OCTOBER, RESIDENTS, month.version)
    assert isinstance(stale, Refused)
    assert stale.code is RefusalCode.outdated  # another annex than what was looked at
    assert ours.send().progress.in_force


async def test_what_a_line_states_of_nobodys_income_differs_too(ours: Books) -> None:
    """SUB-01: in another item, or of a row that is gone."""
    [one] = ours.hire("employee")
    ours.fill(one, 8_000, health_insurance=200)
    save(ours, insured(one, 200, item=Item.labour))
    assert [(each.item, each.wanted, each.stated) for each in differences(ours)] == [
        (Item.labour, hundred(0), hundred(200)),
        (Item.wages, hundred(200), hundred(0)),
    ]
    ours.filing.incomes.clear(ours.session, ours.unit, OCTOBER, Item.wages)
    assert [each.item for each in differences(ours)] == [Item.labour]


async def test_lines_are_kept_with_a_version_and_come_back_with_it(ours: Books) -> None:
    """SUB-03: to the byte, as rows do; those of each version can be read."""
    [one] = ours.hire("employee")
    ours.fill(one, 8_000, health_insurance=200)
    save(ours, insured(one, 200))
    await ours.calculate()
    first = ours.send().in_force
    before = lines(ours)
    [line] = before.lines
    locked = save(ours, insured(one, 100), version=line.version)
    assert isinstance(locked, Refused)
    assert locked.code is RefusalCode.rows_locked
    ours.filing.returns.correct(ours.session, ours.unit, OCTOBER, RESIDENTS)
    assert isinstance(save(ours, insured(one, 150), insured(one, 50, 2), version=0), Refused)
    gone = ours.filing.annexes.save(
        *(ours.session, ours.unit, OCTOBER, RESIDENTS, Annex.health_insurance, []), [RowRemoval(one, 1, line.version)]
    )
    assert isinstance(gone, Saved)
    assert lines(ours).total == 0
    withdrawn = ours.filing.returns.withdraw(ours.session, ours.unit, OCTOBER, RESIDENTS)
    assert isinstance(withdrawn, MonthReturn)
    assert lines(ours) == before
    assert first is not None
    kept = ours.filing.annexes.sent(ours.session, ours.unit, first.return_id, Annex.health_insurance, after=None, limit=9)
    assert kept == before
    foreign = ours.filing.annexes.sent(ours.session, ours.unit, first.return_id + 1, Annex.health_insurance, after=None, limit=9)
    assert foreign == Refused(RefusalCode.not_found)


async def test_two_clerks_and_strangers(ours: Books) -> None:
    """FLW-04: who saves an outdated line is told who changed it; a line is of the unit's own people, and whole."""
    [one] = ours.hire("employee")
    theirs = await books(ours.server)
    assert isinstance(save(ours, insured(one, 200)), Saved)
    refused = save(theirs, insured(one, 100))
    assert isinstance(refused, Refused)
    assert (refused.code, refused.changed_by) == (RefusalCode.outdated, "李明")
    unknown = save(ours, insured(one + 999, 100))
    assert isinstance(unknown, Refused)
    assert unknown.code is RefusalCode.payee_unknown
    wrong = save(ours, insured(one, 201, 2))
    assert isinstance(wrong, Refused)
    assert (wrong.code, wrong.field) == (RefusalCode.malformed, "lines[0].amount")
