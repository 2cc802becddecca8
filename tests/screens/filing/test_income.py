"""The table of an item, with a server behind it: what is saved, kept, and changed by two (INC-02 to INC-04, FLW-04, FLW-05)."""

from decimal import Decimal

from etax_client.domain.filing.income import IncomeRow, Item
from etax_client.domain.filing.taxes.pages import RowChange, Saved
from etax_client.screens.filing.edited.conflict import ConflictDialog
from etax_client.screens.filing.income.income import IncomeScreen
from etax_client.screens.home import HomeScreen
from etax_client.screens.login import LoginScreen
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.testing.running import EtaxRun, run
from etax_client.widgets.tables.grid import Grid
from tests.screens.filing.hiring import LI, UNIT, WANG, hire

INCOME = 1


async def saved_by_another(etax: EtaxRun, name: str, income: str) -> None:
    """What another clerk does meanwhile: to the server it is the same session, which has changed the row."""
    api = etax.app.desk.api.filing
    page = await api.rows(UNIT, "2026-10", Item.wages, limit=50)
    line = next(line for line in page.lines if line.name == name)  # type: ignore[union-attr]
    row = IncomeRow(line.row.payee_id, {"income": Decimal(income)})
    assert isinstance(await api.save(UNIT, "2026-10", Item.wages, [RowChange(row, line.version)]), Saved)


async def test_what_two_have_changed_is_shown_with_both_and_one_is_chosen() -> None:
    """FLW-04: who, when, both values; nothing of either is lost without a word."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, LI)
        await etax.income.open()
        await etax.income.fill(WANG, income=1000)
        await etax.income.fill(LI, income=2000)
        await etax.income.save()
        await saved_by_another(etax, WANG, "1111")
        await etax.income.fill(WANG, income=1234)
        await etax.income.fill(LI, income=2345)
        await etax.income.save()
        etax.on(ConflictDialog)
        assert all(told in etax.screen_text() for told in ("李明", "1234.00", "1111.00", "2026-11-20"))
        await etax.press("enter")  # theirs
        assert etax.income.cells.text(0, INCOME) == "1111.00"
        assert etax.income.cells.text(1, INCOME) == "2345.00"
        assert etax.income.cells.changed() == {}, etax.screen_text()
        await etax.press("ctrl+z")
        assert etax.income.cells.text(0, INCOME) == "1234.00", "the way back leads to mine"
        await etax.income.save()
        assert etax.income.cells.changed() == {}


async def test_nothing_typed_is_lost_with_the_session() -> None:
    """FLW-05: F8, another size, a session that ends and a login, a unit that is closed: what is not saved stays, and can be saved."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG)
        await etax.income.open()
        await etax.income.fill(WANG, income=4321, remark="备注")
        await etax.press("f8", "f8")
        await etax.pilot.resize_terminal(120, 40)
        await etax.settle()
        for session in await etax.control.sessions():
            await etax.control.end_session(session.session_id)
        await etax.income.save()
        etax.on(LoginScreen)
        await etax.login.with_password("liming", etax.password_of("liming"))
        etax.on(IncomeScreen)
        assert etax.income.cells.text(0, INCOME) == "4321.00"
        await etax.income.save()
        etax.on(VerifyDialog)
        await etax.verify.with_password("Unit2026a")
        assert etax.income.cells.changed() == {}, etax.screen_text()


async def test_what_is_not_saved_is_there_when_one_comes_back() -> None:
    """FLW-05: from the desk too; and quitting asks."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG)
        await etax.income.open()
        await etax.income.fill(WANG, remark="注", income=77)
        await etax.press("escape", "escape")
        etax.on(HomeScreen)
        await etax.press("ctrl+q")
        assert "已填内容不会保留" in etax.screen_text()
        await etax.press("escape", "l")
        assert "未保存的收入数据" in etax.screen_text()
        await etax.press("escape")
        await etax.income.open()
        assert etax.income.cells.text(0, INCOME) == "77.00"
        assert etax.screen.query_one(Grid).at == INCOME
        assert "未保存" in etax.screen_text()


async def test_a_server_that_is_away_takes_nothing() -> None:
    """FLW-05, IDM-2: it is said that the result is not known, and what was typed is still there to be saved."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG)
        await etax.income.open()
        await etax.income.fill(WANG, income=55)
        etax.network.cut()
        await etax.income.save()
        assert etax.income.cells.changed()
        etax.network.mend()
        await etax.income.save()
        assert etax.income.cells.changed() == {}, etax.screen_text()


async def test_an_earlier_month_is_copied_and_zeros_are_made_once() -> None:
    """INC-04."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, LI, since="2026-01-01")
        await etax.home.choose_month("2026-09")
        await etax.income.open()
        await etax.income.make_zeros()
        assert [etax.income.cells.text(row, INCOME) for row in range(2)] == ["0.00", "0.00"]
        await etax.income.fill(WANG, income=8000)
        await etax.income.save()
        await etax.returns.close()
        await etax.home.choose_month("2026-10")
        await etax.income.open()
        await etax.press("f6")
        assert any("从 2026-09 复制（2 行）" in row for row in etax.rows())
        assert "零工资" not in etax.screen_text(), "only where nothing was ever filled in"
        await etax.press("escape")
        await etax.income.copy("2026-09")
        assert etax.income.cells.text(0, INCOME) == "8000.00"
