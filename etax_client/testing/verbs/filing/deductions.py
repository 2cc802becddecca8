"""专项附加扣除信息采集 of the open unit, as a clerk or tester uses it."""

from dataclasses import dataclass

from etax_client.screens.filing.deductions.deductions import DeductionsScreen
from etax_client.screens.filing.deductions.prefill import PrefillScreen
from etax_client.screens.home import HomeScreen
from etax_client.testing.driver import Driver
from etax_client.widgets.filing.deduction_table import DeductionTable


@dataclass(frozen=True)
class Deductions:
    """Each verb raises AssertionError where the list is not shown."""

    _driver: Driver

    async def open(self) -> None:
        """From 办税首页."""
        self._driver.on(HomeScreen)
        await self._driver.press("2")
        self._driver.on(DeductionsScreen)

    def rows(self) -> list[str]:
        """The rows in sight as they stand on the screen, without the heading."""
        area = self._driver.on(DeductionsScreen).query_one(DeductionTable).region
        shown = self._driver.rows()[area.y + 1 : area.bottom]
        return [row.strip() for row in shown if row.strip()]

    async def download(self) -> None:
        """下载更新."""
        self._driver.on(DeductionsScreen)
        await self._driver.press("f6")

    async def prefill(self) -> None:
        """预填扣除信息 of all items into the month's wages, and back to the list."""
        self._driver.on(DeductionsScreen).query_one(DeductionTable).focus()
        await self._driver.press("t")
        self._driver.on(PrefillScreen)
        await self._driver.press("f2", "escape")
