"""减除费用扣除确认 comes up before the year's first calculation, and under 更多操作 (CAL-02)."""

from decimal import Decimal

from etax_client.domain.filing.income import IncomeRow, Item, ReturnKind
from etax_client.domain.filing.people_list import PayeePage, PayeeQuery
from etax_client.domain.filing.returns import MonthDesk, MonthReturn
from etax_client.domain.filing.taxes.pages import RowChange, Saved
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.filing.returns.at_once import AtOnceScreen
from etax_client.screens.filing.returns.returns import ReturnScreen
from etax_client.testing.running import EtaxRun, run
from tests.screens.filing.hiring import UNIT, WANG, hire

_KIND = ReturnKind.residents


async def fill(etax: EtaxRun, period: str, income: str) -> None:
    api = etax.app.desk.api
    listed = await api.people(UNIT).page(PayeeQuery())
    assert isinstance(listed, PayeePage)
    row = IncomeRow(listed.payees[0].payee_id, {"income": Decimal(income)})
    assert isinstance(await api.filing.save(UNIT, period, Item.wages, [RowChange(row)]), Saved)


async def declare(etax: EtaxRun, period: str) -> None:
    """What is filled in, to 申报成功."""
    api = etax.app.desk.api.filing
    await api.calculate(UNIT, period, _KIND)
    month = await api.month(UNIT, period)
    assert isinstance(month, MonthDesk)
    version = next(each.version for each in month.returns if each.kind is _KIND)
    assert isinstance(await api.send(UNIT, period, _KIND, version), MonthReturn)
    assert isinstance(await api.answer(UNIT, period, _KIND), MonthReturn)


async def test_who_is_deducted_at_once_is_chosen_before_the_years_first_calculation() -> None:
    """And binds once January is declared: another choice is refused in the tax authority's words."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, since="2025-01-01")
        for month in range(1, 13):
            await fill(etax, f"2025-{month:02}", "5000")
            await declare(etax, f"2025-{month:02}")
        await fill(etax, "2026-01", "8000")
        await etax.home.choose_month("2026-01")
        await etax.press("3", "c")
        etax.on(AtOnceScreen)
        assert all(told in etax.screen_text() for told in (WANG, "60,000.00", "未确认")), etax.screen_text()
        await etax.press("enter")
        assert "已确认 1 人：一次扣除 6 万元" in etax.screen_text()
        await etax.press("escape")
        if isinstance(etax.app.screen, AskDialog):
            await etax.press("enter")
        etax.on(ReturnScreen)
        assert "税款计算完成，共 1 行" in etax.screen_text()
        await declare(etax, "2026-01")
        await etax.press("m", "enter", "enter")
        etax.on(AtOnceScreen)
        assert "上一属期按照6万扣除累计减除费用，请继续保持或从1月属期开始更正" in etax.screen_text()
