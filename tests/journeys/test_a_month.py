"""A clerk's month, from the first figure to the payment, by the keys of the screens, in both languages (INC, CAL, SUB, PAY)."""

import pytest

from etax_client.testing.running import run
from etax_client.texts.words import Language
from tests.screens.filing.hiring import LI, UNIT, WANG, hire

_SAID = {
    Language.zh: ("税款计算完成", "应补税额 750.00", "申报处理中", "申报成功", "未缴", "待缴款", "本月已办结"),
    Language.en: ("Calculated", "tax due 750.00", "Processing", "accepted", "unpaid", "issued", "this month is done"),
}


@pytest.mark.parametrize("language", list(Language))
async def test_fill_in_calculate_explain_send_and_pay(language: Language) -> None:
    """30,000 and 5,000 in the first month here: 25,000 at 3 per cent are 750, and every figure says why (CAL-02, CAL-08)."""
    calculated, explained, processing, accepted, unpaid, issued, _ = _SAID[language]
    async with run(person="liming", language=language) as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, LI)
        await etax.income.open()
        await etax.income.fill(WANG, income="30,000")
        await etax.income.fill(LI, income=5000, pension="400", remark="试用期")
        await etax.income.save()
        assert etax.income.cells.changed() == {}, etax.screen_text()
        await etax.income.close()
        await etax.returns.calculate()
        assert calculated in etax.screen_text()
        await etax.income.open()
        assert (etax.income.tax(WANG), etax.income.tax(LI)) == ("750.00", "0.00")
        told = await etax.income.explain(WANG)
        assert any(explained in row for row in told), told
        assert any("25,000.00" in row for row in told)
        assert any("3" in row and "%" in row for row in told)
        await etax.income.close()
        await etax.returns.send()
        assert processing in etax.screen_text() or "申报处理中" in etax.screen_text()
        await etax.returns.fetch_answer()
        assert accepted in etax.screen_text()
        await etax.returns.close()
        assert unpaid in etax.screen_text(), etax.screen_text()
        await etax.returns.issue_voucher()
        assert issued in etax.screen_text(), etax.screen_text()
        assert "750.00" in etax.screen_text()
        await etax.returns.close()
