"""A clerk's year by the clock: twelve months at their twelve dates, each filled in, sent, receipted and paid (CAL-02, SUB, PAY, FLW-01)."""

from datetime import UTC, datetime

from etax_client.domain.filing.taxes.payments import Agreement
from etax_client.testing.running import EtaxRun, run
from etax_client.wire.control.filing import BankRequest
from tests.screens.filing.hiring import UNIT, WANG, hire

NUMBER = "110199198203150025"
TAXES = ["555.00", "625.00", *["1,850.00"] * 5, "2,250.00", *["3,700.00"] * 4]
"""Of 30,000 with 4,500 and 2,000, month by month: 27,480 in all."""


async def come_in(etax: EtaxRun, month: int) -> None:
    """On the 10th of the month after."""
    to = datetime(2027 + month // 12, month % 12 + 1, 10, 2, tzinfo=UTC)
    await etax.advance((to - etax.clock.now()).total_seconds())
    await etax.login.with_password("liming", "Etax@2026")
    await etax.units.enter(UNIT, "Unit2026a")


async def test_a_year_is_filed_month_by_month_and_paid() -> None:
    """By copying the month before and filling in the deductions anew; what is withheld adds up, whatever month one looks from."""
    async with run() as etax:
        taxpayer = "91440199MA0QJ0207Y"
        await etax.control.set_bank(taxpayer, BankRequest(Agreement.valid, "示例银行", "6222000000000001", "30000"))
        for month, tax in enumerate(TAXES, 1):
            await come_in(etax, month)
            if month == 1:
                await hire(etax, WANG, since="2027-01-01")
                await etax.control.file_deduction(taxpayer, NUMBER, kind="child", person="王小芳", born="2020-05-01")
            await etax.income.open()
            if month == 1:
                await etax.income.fill(WANG, income="30,000", pension="4,500")
                await etax.income.save()
            else:
                await etax.income.copy(f"2027-{month - 1:02}")
            await etax.income.close()
            await etax.returns.close()
            await etax.deductions.open()
            if month == 1:
                await etax.deductions.download()
            await etax.deductions.prefill()
            await etax.press("escape")
            await etax.returns.open()
            await etax.returns.calculate()
            await etax.returns.send()
            assert tax in etax.screen_text(), (month, etax.screen_text())
            await etax.returns.fetch_answer()
            await etax.returns.close()
            if month == 1:
                await etax.press("4", "u")
            await etax.returns.pay()
            await etax.advance(6)
            assert f"缴款成功 {tax}" in etax.screen_text(), (month, etax.screen_text())
            await etax.returns.close()
            assert "本月已办结" in etax.screen_text(), (month, etax.screen_text())
            if month < len(TAXES):
                await etax.home.log_out()
        await etax.press("5")
        assert "27,480.00" in etax.screen_text(), etax.screen_text()
        assert (await etax.control.read_filing(taxpayer)).balance == 30000 - 27480
