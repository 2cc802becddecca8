"""附表填写 as a tester uses it, from 综合所得预扣预缴申报 (SUB-01)."""

from dataclasses import dataclass

from etax_client.domain.filing.annexes.annexes import Annex
from etax_client.screens.filing.annexes.annex import AnnexScreen
from etax_client.screens.filing.annexes.annexes import AnnexesScreen
from etax_client.screens.filing.returns.returns import ReturnScreen
from etax_client.screens.home import HomeScreen
from etax_client.testing.driver import Driver
from etax_client.widgets.tables.cells import Cells
from etax_client.widgets.tables.edit_table import EditTable
from etax_client.widgets.tables.grid import Grid


@dataclass(frozen=True)
class Annexes:
    """Each verb raises AssertionError where its screen is not shown."""

    _driver: Driver

    async def open(self, annex: Annex | None = None) -> None:
        """附表填写, from 办税首页 or the return; with an annex its table."""
        if isinstance(self._driver.screen, HomeScreen):
            await self._driver.press("3")
        if isinstance(self._driver.screen, ReturnScreen):
            await self._driver.press("a")
        screen = self._driver.on(AnnexesScreen)
        if annex is not None:
            grid = screen.query_one(Grid)
            row = grid.cells.row_of((annex, 0, "", ""))
            assert row is not None, f"{annex} does not apply:\n{self._driver.screen_text()}"  # noqa: S101
            grid.go_to(row, 1)
            await self._driver.press("enter")
            self._driver.on(AnnexScreen)

    async def complete(self) -> None:
        """按差额填入: a line for everybody who lacks one."""
        self._driver.on(AnnexScreen)
        await self._driver.press("f6")

    async def fill(self, row: int, **cells: str | float) -> None:
        """Cells of a line, from 0, by the names of their columns, as if each had been pasted."""
        table = self._driver.on(AnnexScreen).query_one(EditTable)
        for column, value in cells.items():
            table.grid.go_to(row, table.cells.at[column])
            table.grid.focus()
            await self._driver.paste(str(value))

    async def save(self) -> None:
        """保存."""
        self._driver.on(AnnexScreen)
        await self._driver.press("f2")

    @property
    def cells(self) -> Cells:
        """What stands in the table."""
        return self._driver.on(AnnexScreen).query_one(EditTable).cells

    async def close(self) -> None:
        """Back to the return."""
        while not isinstance(self._driver.screen, ReturnScreen):
            before = self._driver.screen
            await self._driver.press("escape")
            assert self._driver.screen is not before, self._driver.screen_text()  # noqa: S101
