"""What others do is seen without asking: declared units, rows of income, people; nothing that is typed is lost (FLW-03, FLW-04, FLW-05)."""

from decimal import Decimal

from etax_client.domain.filing.income import IncomeRow, Item, ReturnKind
from etax_client.domain.filing.people import Payee, PayeeField
from etax_client.domain.filing.people_list import PayeePage, PayeeQuery
from etax_client.domain.filing.people_rules import spelled
from etax_client.domain.filing.returns import MonthDesk, MonthReturn
from etax_client.domain.filing.taxes.pages import IncomePage, RowChange, Saved
from etax_client.screens.dialogs.look_up import LookUpDialog
from etax_client.screens.filing.people import PeopleScreen
from etax_client.testing.running import EtaxRun, run
from tests.screens.filing.hiring import LI, UNIT, WANG, hire

MONTH = "2026-10"


async def save(etax: EtaxRun, income: str, *names: str) -> None:
    """As another clerk does: to the server it is a session that has the unit open."""
    api = etax.app.desk.api
    page = await api.filing.rows(UNIT, MONTH, Item.wages, limit=50)
    listed = await api.people(UNIT).page(PayeeQuery())
    assert isinstance(page, IncomePage)
    assert isinstance(listed, PayeePage)
    people = {each.name: each.payee_id for each in listed.payees}
    versions = {line.name: line.version for line in page.lines}
    changes = [RowChange(IncomeRow(people[name], {"income": Decimal(income)}), versions.get(name, 0)) for name in names]
    assert isinstance(await api.filing.save(UNIT, MONTH, Item.wages, changes), Saved)


async def test_rows_that_another_saves_stand_there_and_what_is_typed_stays() -> None:
    """FLW-04, FLW-05: whose rows it was is said, and a cell that is being edited is left alone until that is over."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, LI)
        await save(etax, "1000", WANG, LI)
        await etax.income.open()
        await etax.income.fill(WANG, income=1234)
        await save(etax, "2000", LI)
        await etax.wait_for(f"李明 修改了：{LI}")
        assert [etax.income.cells.text(row, 1) for row in (0, 1)] == ["1234.00", "2000.00"]
        await etax.press("down", "7")
        await save(etax, "3000", WANG)
        await etax.advance(2)  # news may come once a second
        assert etax.income.cells.text(0, 1) == "1234.00"
        await etax.press("escape")
        await etax.wait_for("其中 1 行您也改过")
        assert etax.income.cells.text(0, 1) == "1234.00"


async def test_people_whom_another_changes_are_named() -> None:
    """FLW-04."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, LI)
        await etax.press("1")
        etax.on(PeopleScreen)
        people = etax.app.desk.api.people(UNIT)
        listed = await people.page(PayeeQuery())
        assert isinstance(listed, PayeePage)
        payee_id = next(each.payee_id for each in listed.payees if each.name == LI)
        payee = await people.one(payee_id)
        assert isinstance(payee, Payee)
        facts = {**spelled(payee), PayeeField.mobile: "13900000009"}
        await people.change(payee_id, payee.version, facts)
        await etax.wait_for(f"他人更新了：{LI}")
        assert "139****0009" in etax.screen_text() or "13900000009" in etax.screen_text()


async def test_a_unit_list_changes_when_a_return_is_in_force() -> None:
    """FLW-03."""
    async with run(person="liming", size=(140, 45)) as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG)
        await save(etax, "1000", WANG)
        api = etax.app.desk.api.filing
        await api.calculate(UNIT, MONTH, ReturnKind.residents)
        await etax.home.switch_unit()
        declared = etax.screen_text().count("已申报")
        month = await api.month(UNIT, MONTH)
        assert isinstance(month, MonthDesk)
        found = next(each for each in month.returns if each.kind is ReturnKind.residents)
        assert isinstance(await api.send(UNIT, MONTH, ReturnKind.residents, found.version), MonthReturn)
        await api.answer(UNIT, MONTH, ReturnKind.residents)
        await etax.until(lambda: etax.screen_text().count("已申报") > declared, "declared")


async def test_whoever_is_added_is_looked_for_at_the_server_as_one_types() -> None:
    """PER-01: by pinyin initials as in the list of people; Enter takes what was asked for last."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, LI)
        await etax.income.open()
        await etax.press("insert")
        dialog = etax.on(LookUpDialog)
        assert WANG in etax.screen_text()
        await etax.press("l", "s", "y", "enter")
        assert dialog not in etax.app.screen_stack
        assert [etax.income.cells.text(0, 0)] == [LI]
