"""Spreadsheets of incomes on their way in: found by whose they are, saved as one block (INC-04, FLW-04, SUB-03)."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from etax_client.domain.filing.imports import Imported, Preview, SentLine, Verdict
from etax_client.domain.filing.income import IncomeRow, Item, Labour, RowKey
from etax_client.domain.filing.taxes.pages import RowChange, Saved
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.filing.importing.incomes import IncomeTarget
from tests.server.filing.books import OCTOBER, Books, books
from tests.server.filing.test_returns import code_of
from tests.server.running import Start

pytestmark = pytest.mark.sql


@pytest.fixture
async def ours(start: Start) -> Books:
    return await books(await start())


def target(ours: Books, item: Item = Item.wages) -> IncomeTarget:
    return IncomeTarget(ours.filing.incomes, item, OCTOBER)


def who(ours: Books, serial: int, **said: str) -> Mapping[str, str]:
    return {"name": f"员工{serial}", "document_type": "resident_id", "document_number": f"X{serial:08}", **said}


def send(ours: Books, *texts: Mapping[str, str], item: Item = Item.wages) -> tuple[int, Preview]:
    import_id = ours.filing.imports.begin(ours.session, ours.unit, target(ours, item))
    lines = [SentLine(number, each) for number, each in enumerate(texts, 2)]
    preview = ours.filing.imports.send(ours.session, ours.unit, import_id, target(ours, item), lines)
    assert isinstance(preview, Preview)
    return import_id, preview


def take(ours: Books, import_id: int, item: Item = Item.wages, *, only_right: bool = False) -> Imported | Refused:
    return ours.filing.imports.take(ours.session, ours.unit, import_id, target(ours, item), only_right)


def rows(ours: Books, item: Item = Item.wages) -> list[IncomeRow]:
    return [line.row for line in ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, item, limit=200).lines]


async def test_each_line_is_told_by_whose_it_is(ours: Books) -> None:
    """PER-04: only who was reported with success can be declared."""
    [one, *_] = ours.hire("employee", "employee", "employee")
    assert isinstance(ours.fill(one, 100), Saved)
    _, preview = send(
        ours,
        who(ours, 100, income="100.00"),
        who(ours, 101, income="5,000"),
        who(ours, 102, income="5000.001"),
        who(ours, 101, income="1"),
        {**who(ours, 102), "name": "别人"},
        who(ours, 999, income="1"),
    )
    verdicts = {line.number: line.verdict for line in preview.wrong}
    assert preview.counts == {
        Verdict.unchanged: 1,
        Verdict.new: 1,
        Verdict.misfilled: 1,
        Verdict.twice: 1,
        Verdict.other_name: 1,
        Verdict.unknown: 1,
    }
    assert verdicts == {4: Verdict.misfilled, 5: Verdict.twice, 6: Verdict.other_name, 7: Verdict.unknown}
    assert preview.wrong[0].faults == {"income": "decimals"}


async def test_who_may_not_be_declared_is_told(ours: Books) -> None:
    ours.hire("employee", serial="2", report_state="pending")
    _, preview = send(ours, who(ours, 200, income="1"))
    assert [line.verdict for line in preview.wrong] == [Verdict.not_accepted]


async def test_what_is_taken_is_in_the_rows_and_what_has_no_column_stays(ours: Books) -> None:
    one, two = ours.hire("employee", "employee")
    ours.fill(one, 100, housing_fund=7, remark="旧")
    import_id, preview = send(ours, who(ours, 100, income="250.50", pension=""), who(ours, 101, income="0", remark="新"))
    assert preview.counts == {Verdict.changed: 1, Verdict.new: 1}
    assert [row.amounts for row in rows(ours)] == [{"income": Decimal(100), "housing_fund": Decimal(7)}]
    assert take(ours, import_id) == Imported(1, 1)
    first, second = rows(ours)
    assert (first.key, first.amounts, first.remark) == (RowKey(one), {"income": Decimal("250.50"), "housing_fund": Decimal(7)}, "旧")
    assert (second.key, second.remark) == (RowKey(two), "新")


async def test_a_bonus_that_is_merged_by_choice_stays_merged(ours: Books) -> None:
    """CAL-04."""
    [one] = ours.hire("employee")
    ours.fill(one, 100, item=Item.bonus, merged=True)
    import_id, _ = send(ours, who(ours, 100, income="200"), item=Item.bonus)
    assert take(ours, import_id, Item.bonus) == Imported(0, 1)
    assert [(row.merged, row.amounts["income"]) for row in rows(ours, Item.bonus)] == [(True, Decimal(200))]


async def test_payments_of_one_payee_are_told_apart(ours: Books) -> None:
    ours.hire("other")
    lines = [who(ours, 100, income="100", labour="single", place=str(place)) for place in (1, 2)]
    import_id, preview = send(ours, *lines, who(ours, 100, income="1", labour="insurance_agent"), item=Item.labour)
    assert [line.faults for line in preview.wrong] == [{"labour": "format"}]
    assert take(ours, import_id, Item.labour) == Refused(RefusalCode.import_wrong)
    assert take(ours, import_id, Item.labour, only_right=True) == Imported(2, 0)
    assert [(row.place, row.labour) for row in rows(ours, Item.labour)] == [(1, Labour.single), (2, Labour.single)]


async def test_nothing_is_taken_where_a_row_was_changed_meanwhile_or_the_month_was_sent(ours: Books) -> None:
    """FLW-04: all or nothing."""
    one, _ = ours.hire("employee", "employee", takes_basic_deduction="no")
    saved = ours.fill(one, 100)
    assert isinstance(saved, Saved)
    import_id, _ = send(ours, who(ours, 101, income="7"), who(ours, 100, income="250"))
    changed = RowChange(IncomeRow(one, {"income": Decimal(1)}), saved.version)
    assert isinstance(ours.filing.incomes.save(ours.session, ours.unit, OCTOBER, Item.wages, [changed]), Saved)
    assert code_of(take(ours, import_id)) is RefusalCode.outdated
    assert [row.amounts["income"] for row in rows(ours)] == [Decimal(1)]
    import_id, _ = send(ours, who(ours, 101, income="7"))
    await ours.calculate()
    ours.send()
    assert code_of(take(ours, import_id)) is RefusalCode.rows_locked
