"""Rows of income: saved in blocks, copied, made, cleared, warned of, and read again when they were sent (INC, QRY-01, FLW-04)."""

from decimal import Decimal

import pytest

from etax_client.domain.filing.income import IncomeRow, Item, Labour, ReturnKind, RowKey
from etax_client.domain.filing.taxes.pages import EarlierRows, RowChange, RowRemoval, Saved
from etax_client.domain.filing.taxes.warnings import Warned
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.acting import Over
from etax_client.server.services.why import unfit_in
from tests.server.filing.books import OCTOBER, Books, books
from tests.server.filing.test_returns import code_of
from tests.server.running import Start

pytestmark = pytest.mark.sql
SEPTEMBER = Month(2026, 9)


@pytest.fixture
async def ours(start: Start) -> Books:
    return await books(await start())


def keys(ours: Books, month: Month = OCTOBER, item: Item = Item.wages) -> list[RowKey]:
    return [line.row.key for line in ours.filing.incomes.page(ours.session, ours.unit, month, item, limit=200).lines]


async def test_a_block_is_saved_whole_or_not_at_all(ours: Books) -> None:
    """INC-02, FLW-04: with all that is wrong in it, row by row."""
    [one, other] = ours.hire("employee", "employee")
    save = ours.filing.incomes.save
    bad = [
        RowChange(IncomeRow(one, {"income": Decimal(1)})),
        RowChange(IncomeRow(other, {"income": Decimal("1.001"), "permitted_taxes": Decimal(1)}, Labour.single)),
    ]
    refused = save(ours.session, ours.unit, OCTOBER, Item.wages, bad)
    assert isinstance(refused, Refused)
    assert [*unfit_in(refused)] == ["rows[1].income", "rows[1].amounts", "rows[1].labour"]
    assert code_of(save(ours.session, ours.unit, OCTOBER, Item.wages, [bad[0], bad[0]])) is RefusalCode.malformed
    stranger = RowChange(IncomeRow(99, {"income": Decimal(1)}))
    assert code_of(save(ours.session, ours.unit, OCTOBER, Item.wages, [bad[0], stranger])) is RefusalCode.payee_unknown
    assert keys(ours) == []
    good = [RowChange(IncomeRow(each, {"income": Decimal("12.34")})) for each in (one, other)]
    saved = save(ours.session, ours.unit, OCTOBER, Item.wages, good)
    assert saved == Saved(1, 2)
    half = RowChange(IncomeRow(one, {"income": Decimal(2)}), 1)
    stale = RowRemoval(other, 1, 7)
    assert code_of(save(ours.session, ours.unit, OCTOBER, Item.wages, [half], [stale])) is RefusalCode.outdated
    assert save(ours.session, ours.unit, OCTOBER, Item.wages, [half], [RowRemoval(other, 1, 1)]) == Saved(2, 2)
    sums = ours.filing.incomes.sums(ours.session, ours.unit, OCTOBER, Item.wages)
    assert (sums.rows, sums.amounts["income"], sums.tax) == (1, Decimal(2), None)


async def test_pages_follow_a_row_or_a_place(ours: Books) -> None:
    """INC-01: payments of one payee by their places too."""
    payees = ours.hire(*["other"] * 3)
    for payee in payees:
        for place in (1, 2):
            ours.fill(payee, 100 * place, item=Item.labour, labour=Labour.single, place=place)
    rows = keys(ours, item=Item.labour)
    assert rows == [RowKey(payee, place) for payee in payees for place in (1, 2)]
    page = ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, Item.labour, after=rows[2], limit=2)
    assert ([line.row.key for line in page.lines], page.total) == (rows[3:5], 6)
    page = ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, Item.labour, at=4, limit=9)
    assert [line.row.key for line in page.lines] == rows[4:]
    removed = [RowRemoval(rows[1].payee_id, 2, ours_version(ours, rows[1]))]
    assert isinstance(ours.filing.incomes.save(ours.session, ours.unit, OCTOBER, Item.labour, [], removed), Saved)
    assert keys(ours, item=Item.labour) == [rows[0], *rows[2:]]


def ours_version(ours: Books, key: RowKey) -> int:
    line = ours.filing.incomes.one(ours.session, ours.unit, OCTOBER, Item.labour, key)
    assert not isinstance(line, Refused)
    return line.version


async def test_rows_are_made_only_where_nothing_was_filled_in_before(ours: Books) -> None:
    """INC-04."""
    [one, _] = ours.hire("employee", "intern")
    ours.hire("employee", serial="2", report_state="pending")
    zeros = ours.filing.incomes.zeros
    assert zeros(ours.session, ours.unit, SEPTEMBER) == Saved(1, 1)
    assert keys(ours, SEPTEMBER) == [RowKey(one)]
    assert code_of(zeros(ours.session, ours.unit, OCTOBER)) is RefusalCode.earlier_data


async def test_an_earlier_month_is_copied_for_whoever_has_no_row(ours: Books) -> None:
    """INC-04: without what is summed since January (DED-02), and without who may not be declared."""
    [one, other, gone] = ours.hire("employee", "employee", "employee")
    for payee in (one, other, gone):
        ours.fill(payee, 8_000, SEPTEMBER, pension=500, children=9_000)
    ours.say(gone, person_state="abnormal")
    ours.fill(other, 1)
    assert ours.filing.incomes.earlier(ours.session, ours.unit, OCTOBER, Item.wages) == (EarlierRows("2026-09", 3),)
    assert ours.filing.incomes.earlier(ours.session, ours.unit, SEPTEMBER, Item.wages) == ()
    assert ours.filing.incomes.copy(ours.session, ours.unit, OCTOBER, Item.wages, SEPTEMBER) == Saved(5, 1)
    copied, kept = ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, Item.wages, limit=9).lines
    assert (copied.row.amounts, copied.version) == ({"income": Decimal(8_000), "pension": Decimal(500)}, 5)
    assert kept.row.amounts == {"income": Decimal(1)}
    assert ours.filing.incomes.clear(ours.session, ours.unit, OCTOBER, Item.wages) == Saved(6, 2)
    assert keys(ours) == []


async def test_a_month_that_is_not_over_takes_no_rows(ours: Books) -> None:
    """FLW-01: nor one from before last year's January."""
    [one] = ours.hire("employee")
    for month in (Month(2026, 11), Month(2024, 12)):
        assert code_of(ours.fill(one, 1, month)) is RefusalCode.month_not_open
    assert isinstance(ours.fill(one, 1, Month(2025, 1)), Saved)


async def test_what_looks_wrong_is_said(ours: Books) -> None:
    """INC-05."""
    [one, missing, gone, writer] = ours.hire("employee", "employee", "employee", "other")
    for payee in (one, missing, gone):
        ours.fill(payee, 8_000, SEPTEMBER)
    ours.say(gone, person_state="abnormal")
    ours.fill(one, 24_000.01, housing_fund=4_297.33, annuity=1_432.45, tibet=20_000)
    for place in (1, 2):
        ours.fill(writer, 500, item=Item.writing, place=place)
    found = ours.filing.checks.warnings(ours.session, ours.unit, OCTOBER, ReturnKind.residents)
    said = [(each.item, each.payee_id, each.what) for each in found.warnings]
    assert said[0] == (Item.wages, missing, Warned.missing)
    assert {what for _, payee, what in said if payee == one} == {*Warned} - {Warned.missing, Warned.twice, Warned.new_deductions}
    assert said[-2:] == [(Item.writing, writer, Warned.twice)] * 2
    assert (found.total, found.warnings[0].name) == (7, "员工101")


async def test_every_version_stays_readable(ours: Books) -> None:
    """SUB-03, QRY-01: with whom it was for then; a payee's months are those in force."""
    [one] = ours.hire("employee")
    await ours.file(SEPTEMBER, (one, 8_000))
    await ours.file(OCTOBER, (one, 9_000))
    ours.filing.returns.correct(ours.session, ours.unit, OCTOBER, ReturnKind.residents)
    [line] = ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, Item.wages, limit=9).lines
    ours.fill(one, 99_000, version=line.version)
    ours.say(one, name="李新名")
    await ours.server.manual.advance(1)
    await ours.calculate()
    ours.send()
    records = ours.filing.records
    versions = records.versions(ours.session, ours.unit, 2026)
    assert [(each.period, each.number, each.state) for each in versions] == [
        ("2026-09", 1, "accepted"),
        ("2026-10", 1, "replaced"),
        ("2026-10", 2, "accepted"),
    ]
    lines = [records.lines(ours.session, ours.unit, each.return_id, Item.wages, after=None, limit=9) for each in versions[1:]]
    told = [(each.lines[0].name, each.lines[0].row.amount("income")) for each in lines if not isinstance(each, Refused)]
    assert told == [("员工100", Decimal(9_000)), ("李新名", Decimal(99_000))]
    with pytest.raises(Over, match="unit_closed"):
        records.lines(ours.session, 1, versions[0].return_id, Item.wages, after=None, limit=9)
    year = records.person(ours.session, ours.unit, one, 2026)
    assert ([each.period for each in year.months], year.income) == (["2026-09", "2026-10"], Decimal(107_000))
