"""专项附加扣除信息采集: downloaded, entered, filled into the wages and taken back (DED-01, DED-02)."""

from decimal import Decimal

from etax_client.domain.filing.income import Item, RowKey
from etax_client.domain.filing.taxes.pages import IncomePage
from etax_client.screens.filing.deductions.claim_form import ClaimForm
from etax_client.screens.filing.deductions.deductions import DeductionsScreen
from etax_client.screens.filing.deductions.prefill import PrefillScreen
from tests.driving import LARGE, Driver, driving

UNIT_PASSWORD = "Unit2026a"


async def wages(etax: Driver) -> dict[str, Decimal]:
    """What is deducted for old parents this month, by name."""
    page = await etax.app.desk.api.filing.rows(1, "2026-10", Item.wages)
    assert isinstance(page, IncomePage)
    return {line.name: line.row.amount("elderly") for line in page.lines if line.row.key == RowKey(line.row.payee_id)}


async def test_deductions_are_downloaded_entered_and_filled_into_the_wages() -> None:
    async with driving(size=LARGE) as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.type_password(UNIT_PASSWORD)
        assert "1 人有新扣除" in etax.text()
        await etax.press("2")
        etax.on(DeductionsScreen)
        text = etax.text()
        for words in ("累计至", "20000.00", "5000.00", "11000.00", "15000.00", "1 人有新扣除，未下载", "未下载"):
            assert words in text, text
        await etax.press("f6")
        assert "已下载 1 人的 1 条扣除信息" in etax.text()
        assert "30000.00" in etax.text()
        await etax.press("slash")
        await etax.paste("zxd")
        await etax.press("enter", "enter", "end", "enter")
        form = etax.on(ClaimForm)
        await etax.press("enter", "end", "enter")
        assert "大病医疗只在年度汇算时扣除" in etax.text()
        await etax.press("enter", "home", *["down"] * 4, "enter")
        await etax.fill("#field-begins", "2026-01")
        assert form.unfinished
        await etax.press("f2")
        etax.on(DeductionsScreen)
        assert "已保存" in etax.text()
        assert "10000.00" in etax.text()
        await etax.app.desk.api.filing.copy(1, "2026-10", Item.wages, "2026-09")
        await etax.press("escape", "t")
        etax.on(PrefillScreen)
        assert "周晓东" in etax.text()
        assert "0.00 → 30,000.00" in etax.text()
        await etax.press("f2")
        assert "已预填" in etax.text()
        assert (await wages(etax))["周晓东"] == Decimal(30_000)
        await etax.press("z")
        assert "已撤销" in etax.text()
        assert set((await wages(etax)).values()) == {Decimal(0)}
