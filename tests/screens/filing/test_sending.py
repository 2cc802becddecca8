"""申报表报送: what is in the way, corrections, voiding, and problems that lead to their row (CAL-09, SUB-02, SUB-03)."""

from decimal import Decimal

from etax_client.domain.filing.income import Item
from etax_client.domain.filing.taxes.payments import Agreement
from etax_client.screens.filing.income.income import IncomeScreen
from etax_client.screens.filing.returns.problems import ProblemsScreen
from etax_client.screens.filing.returns.sending import SendScreen
from etax_client.testing.running import EtaxRun, run
from etax_client.wire.control.filing import BankRequest
from tests.screens.filing.hiring import LI, UNIT, WANG, hire


async def filed(etax: EtaxRun) -> None:
    """October of one employee, in force; on the sheet."""
    await etax.units.enter(UNIT, "Unit2026a")
    await hire(etax, WANG)
    await etax.income.open()
    await etax.income.fill(WANG, income=30000)
    await etax.income.save()
    await etax.income.close()
    await etax.returns.calculate()
    await etax.returns.send()
    await etax.returns.fetch_answer()


async def test_a_correction_begins_with_what_is_in_force_and_may_be_withdrawn() -> None:
    async with run(person="liming") as etax:
        await filed(etax)
        await etax.press("escape")
        await etax.income.open()
        await etax.press("f2")
        assert "保存" not in etax.rows()[-1], "rows that were declared are only looked at"
        await etax.income.close()
        await etax.press("s")
        await etax.returns.correct()
        assert "更正申报" in etax.screen_text()
        await etax.press("escape")
        await etax.income.open()
        await etax.income.fill(WANG, income=40000)
        await etax.income.save()
        await etax.income.close()
        await etax.press("s")
        await etax.press("s")
        assert "须重新计算" in etax.screen_text(), "what was changed is not sent without its tax"
        await etax.returns.withdraw()
        assert "申报成功" in etax.screen_text()
        await etax.press("escape")
        await etax.income.open()
        assert etax.income.cells.text(0, 1) == "30000.00"


async def test_a_return_is_voided_and_the_answer_comes_by_itself() -> None:
    """The countdown runs by the clock; then the month is to be filed again."""
    async with run(person="liming") as etax:
        await filed(etax)
        await etax.returns.void()
        etax.on(SendScreen)
        assert "立即获取" in etax.screen_text()
        await etax.advance(31)
        assert "作废成功" in etax.screen_text(), etax.screen_text()
        assert "发送申报" in etax.screen_text()


async def test_a_row_without_a_tax_is_told_and_led_to() -> None:
    """CAL-09, INC-05: an employee's row among 连续劳务, which are of others; Enter leads there."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, LI)
        await etax.income.open(Item.continuing)
        await etax.income.fill(WANG, labour="其他连续劳务", income=100)
        await etax.income.save()
        await etax.income.close()
        await etax.returns.calculate()
        assert "1 行未能计算" in etax.screen_text(), etax.screen_text()
        await etax.press("s", "s")
        assert "有未能计算的行" in etax.screen_text()
        await etax.press("escape", "r")
        etax.on(ProblemsScreen)
        assert "请更正其一" in etax.screen_text()
        await etax.press("enter")
        etax.on(IncomeScreen)
        assert etax.income.cells.text(0, 0) == WANG


async def test_an_act_whose_answer_was_lost_is_looked_up_and_done_once() -> None:
    """SUB-02, PAY-01, IDM-2: what was never carried out may be tried again, what was is told as it is."""
    async with run(person="liming") as etax:
        await etax.control.set_bank(etax.units.taxpayer_id(UNIT), BankRequest(Agreement.valid, "示例银行", "6222000000000001", "5000"))
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG)
        await etax.income.open()
        await etax.income.fill(WANG, income=30000)
        await etax.income.save()
        await etax.income.close()
        await etax.control.add_fault("drop", method="POST", path="*/calculation", count=1)
        await etax.control.add_fault("lose-answer", method="POST", path="*/calculation", count=1)
        for told in ("已核对：税款未计算完成，请重新计算", "税款计算完成，共 1 行"):
            await etax.returns.calculate()
            assert told in etax.screen_text(), etax.screen_text()
        await etax.control.add_fault("drop", method="POST", path="*/returns", count=1)
        await etax.control.add_fault("lose-answer", method="POST", path="*/returns", count=1)
        for told in ("已核对：发送申报未完成，可重试", "已核对：发送申报已完成"):
            await etax.returns.send()
            assert told in etax.screen_text(), etax.screen_text()
        await etax.returns.fetch_answer()
        await etax.returns.close()
        await etax.press("4", "u")
        await etax.control.add_fault("drop", method="POST", path="*/payments", count=1)
        await etax.control.add_fault("lose-answer", method="POST", path="*/payments", count=1)
        for told in ("已核对：立即缴款未完成，可重试", "已提交扣款 751.50，正在处理"):
            await etax.returns.pay()
            assert told in etax.screen_text(), etax.screen_text()
        await etax.advance(6)
        assert "缴款成功 751.50" in etax.screen_text(), "the status line follows what becomes of it"
        seen = await etax.control.read_filing("91440199MA0QJ0207Y")
        assert (len(seen.returns), len(seen.payments), seen.balance) == (1, 1, Decimal("4248.50"))
