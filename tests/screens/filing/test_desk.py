"""办税首页 as the month's desk: places with their states, what comes next, another month, what others do (FLW-01, FLW-02, FLW-04)."""

from decimal import Decimal

import pytest

from etax_client.domain.filing.income import IncomeRow, Item
from etax_client.domain.filing.people_list import PayeeQuery
from etax_client.domain.filing.taxes.pages import RowChange, Saved
from etax_client.screens.filing.payments import PaymentScreen
from etax_client.screens.filing.returns.returns import ReturnScreen
from etax_client.screens.filing.statistics import StatisticsScreen
from etax_client.screens.home import HomeScreen
from etax_client.testing.running import run
from tests.screens.filing.hiring import UNIT, WANG, hire

DECLARABLE, AMOUNT = PayeeQuery(), Decimal("6000.00")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_places_lead_there_and_back(size: tuple[int, int]) -> None:
    """By keys and by mouse; what is left out of the rehearsal is said; the facts of unit and visit are there."""
    async with run(person="liming", size=size) as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        text = etax.screen_text()
        assert all(told in text for told in ("2026 年 10 月", "申报期限 11-16，已逾期 4 天", "限售股", "下一步", "综合所得申报")), text
        for key, kind in (("3", ReturnScreen), ("4", PaymentScreen), ("5", StatisticsScreen), ("6", ReturnScreen)):
            await etax.press(key)
            etax.on(kind)
            await etax.press("escape")
            etax.on(HomeScreen)
        await etax.pilot.click("#month-before")
        await etax.settle()
        assert "2026 年 09 月" in etax.screen_text()
        assert "10-26" in etax.screen_text()
        await etax.home.choose_month("2025-01")
        await etax.press("right_square_bracket")
        assert "2025 年 02 月" in etax.screen_text()
        if size[1] < 30:
            await etax.press("i")
        assert "验证方式" in etax.screen_text()


async def test_what_another_does_is_seen_without_asking() -> None:
    """FLW-04: the desk follows its month."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG)
        await etax.home.reload()
        api = etax.app.desk.api
        (payee,) = (await api.people(UNIT).page(DECLARABLE)).payees  # type: ignore[union-attr]
        saved = await api.filing.save(UNIT, "2026-10", Item.wages, [RowChange(IncomeRow(payee.payee_id, {"income": AMOUNT}))])
        assert isinstance(saved, Saved)
        await etax.wait_for("1 人 收入 6,000.00")
        assert "计算税款" in etax.screen_text()
