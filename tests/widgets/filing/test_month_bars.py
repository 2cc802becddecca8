"""Figures by month as bars in cells, with the figures beside (QRY-02)."""

from decimal import Decimal

from etax_client.texts.catalogue import words
from etax_client.texts.words import phrase
from etax_client.widgets.filing.month_bars import MonthBars, MonthFigures
from tests.widgets.stage import Stage

HEADINGS = tuple(phrase("plain", text=text) for text in ("月份", "收入", "税额", "申报"))


async def test_a_bar_is_as_long_as_its_figure_is_large() -> None:
    bars = MonthBars(words(), HEADINGS)
    app = Stage(bars)
    async with app.run_test(size=(80, 24)) as pilot:
        figures = (("2026-01", "100.00", "0.00"), ("2026-02", "50.00", "0.01"), ("2026-03", "0.00", "5.00"))
        bars.show([MonthFigures(month, (Decimal(a), Decimal(b)), phrase("plain", text="申报成功")) for month, a, b in figures])
        await app.settle(pilot)
        _, first, second, third = (app.row_of(bars, line) for line in range(4))
        assert "100.00" in first
        assert first.count("█") // 2 == second[:50].count("█") > 0
        assert second[50:].count("█") == 1, "what is there is seen, however little"
        assert third[:40].count("█") == 0
        assert third.rstrip().endswith("申报成功")
