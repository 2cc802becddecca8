"""收入及减除填写, 税款计算, 申报表报送 and 税款缴纳 as a tester uses them, from 办税首页."""

from dataclasses import dataclass
from pathlib import Path

from etax_client.domain.filing.income import Item, ReturnKind, RowKey, items_of
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import ChooseDialog
from etax_client.screens.dialogs.find import FindDialog
from etax_client.screens.filing.income.explanation import ExplanationScreen
from etax_client.screens.filing.income.income import IncomeScreen
from etax_client.screens.filing.payments import PaymentScreen
from etax_client.screens.filing.returns.returns import ReturnScreen
from etax_client.screens.filing.returns.sending import SendScreen
from etax_client.screens.home import HomeScreen
from etax_client.testing.driver import Driver
from etax_client.testing.verbs.filing import imports
from etax_client.widgets.tables.cells import Cells
from etax_client.widgets.tables.edit_table import EditTable
from etax_client.widgets.tables.grid import Grid


@dataclass(frozen=True)
class Income:
    """The table of an item. Each verb raises AssertionError where it is not shown."""

    _driver: Driver

    async def open(self, item: Item = Item.wages) -> None:
        """From 办税首页, or from the return."""
        if isinstance(self._driver.screen, HomeScreen):
            await self._driver.press("3")
        screen = self._driver.on(ReturnScreen)
        screen.query_one(Grid).go_to(items_of(ReturnKind.residents).index(item), 1)
        await self._driver.press("enter")
        self._driver.on(IncomeScreen)

    async def add(self, name: str) -> None:
        """添加人员, by name."""
        self._driver.on(IncomeScreen)
        await self._driver.press("insert")
        self._driver.on(FindDialog)
        await self._driver.fill("#wanted", name)
        await self._driver.press("enter")

    async def read_file(self, path: Path) -> None:
        """导入: read a spreadsheet; the screen tells what would become of its lines."""
        await imports.read_file(self._driver, "f3", path)

    async def import_file(self, path: Path) -> None:
        """导入: read a spreadsheet, and take over what is right in it."""
        await self.read_file(path)
        await imports.take(self._driver)

    async def fill(self, name: str, **cells: str | float) -> None:
        """A person's cells by the names of their columns, as if each had been pasted; a row is added where there is none."""
        if self._row(name) is None:
            await self.add(name)
        row = self._row(name)
        assert row is not None, f"no row for {name}:\n{self._driver.screen_text()}"  # noqa: S101
        for column, value in cells.items():
            self._table.grid.go_to(row, self.cells.at[column])
            self._table.grid.focus()
            await self._driver.paste(str(value))

    async def paste(self, name: str, column: str, block: str) -> None:
        """A block from a spreadsheet, with its upper left cell there."""
        row = self._row(name)
        assert row is not None, f"no row for {name}:\n{self._driver.screen_text()}"  # noqa: S101
        self._table.grid.go_to(row, self.cells.at[column])
        self._table.grid.focus()
        await self._driver.paste(block)

    async def save(self) -> None:
        """保存."""
        self._driver.on(IncomeScreen)
        await self._driver.press("f2")

    async def copy(self, month: str) -> None:
        """复制往期数据 of a month, YYYY-MM."""
        await self._choose(month)

    async def make_zeros(self) -> None:
        """生成零工资记录."""
        await self._choose("zeros")

    async def _choose(self, value: str) -> None:
        self._driver.on(IncomeScreen)
        await self._driver.press("f6")
        dialog = self._driver.on(ChooseDialog)
        dialog.dismiss(value)
        await self._driver.settle()

    async def explain(self, name: str) -> list[str]:
        """The rows of the screen on which a person's tax explains itself; back to the table afterwards."""
        row = self._row(name)
        assert row is not None, f"no row for {name}:\n{self._driver.screen_text()}"  # noqa: S101
        self._table.grid.go_to(row, self._table.grid.at)
        await self._driver.press("f4")
        self._driver.on(ExplanationScreen)
        told = self._driver.rows()
        await self._driver.press("escape")
        return told

    async def close(self) -> None:
        """Back to the return."""
        self._driver.on(IncomeScreen)
        await self._driver.press("escape")

    @property
    def cells(self) -> Cells:
        """What stands in the table."""
        return self._table.cells

    def tax(self, name: str) -> str:
        """A person's tax as the table has it; "" where it is not computed."""
        row = self._row(name)
        assert row is not None, f"no row for {name}:\n{self._driver.screen_text()}"  # noqa: S101
        return self.cells.text(row, self.cells.at["tax"])

    @property
    def _table(self) -> EditTable:
        return self._driver.on(IncomeScreen).query_one(EditTable)

    def _row(self, name: str) -> int | None:
        at = self.cells.at["name"]
        return next((row for row in range(self.cells.total) if self.cells.text(row, at) == name and self._is_row(row)), None)

    def _is_row(self, row: int) -> bool:
        return isinstance(self.cells.key_of(row), RowKey)


@dataclass(frozen=True)
class Returns:
    """A month's return and its payment. Each verb raises AssertionError where its screen is not shown."""

    _driver: Driver

    async def open(self) -> None:
        """综合所得预扣预缴申报, from 办税首页."""
        self._driver.on(HomeScreen)
        await self._driver.press("3")
        self._driver.on(ReturnScreen)

    async def calculate(self) -> None:
        """税款计算; where something is asked on the way, 继续算税."""
        self._driver.on(ReturnScreen)
        await self._driver.press("c")
        if isinstance(self._driver.screen, AskDialog):
            await self._driver.press("enter")

    async def send(self) -> None:
        """申报表报送, 发送申报, and yes: it is on its way then."""
        await self._to_sheet()
        await self._act("s")

    async def fetch_answer(self) -> None:
        """立即获取."""
        await self._to_sheet()
        await self._driver.press("g")

    async def correct(self) -> None:
        """更正, and yes."""
        await self._to_sheet()
        await self._act("c")

    async def withdraw(self) -> None:
        """撤销更正, and yes."""
        await self._to_sheet()
        await self._act("w")

    async def void(self) -> None:
        """作废, and yes."""
        await self._to_sheet()
        await self._act("v")

    async def pay(self) -> None:
        """税款缴纳 by 三方协议: 立即缴款, and yes."""
        await self._to_payment()
        await self._act("p")

    async def issue_voucher(self) -> None:
        """税款缴纳: a voucher to be paid at a bank."""
        await self._to_payment()
        await self._act("b")

    async def close(self) -> None:
        """Back to 办税首页."""
        while not isinstance(self._driver.screen, HomeScreen):
            before = self._driver.screen
            await self._driver.press("escape")
            assert self._driver.screen is not before, self._driver.screen_text()  # noqa: S101

    async def _to_sheet(self) -> None:
        if isinstance(self._driver.screen, ReturnScreen):
            await self._driver.press("s")
        self._driver.on(SendScreen)

    async def _to_payment(self) -> None:
        if isinstance(self._driver.screen, HomeScreen):
            await self._driver.press("4")
        self._driver.on(PaymentScreen)

    async def _act(self, key: str) -> None:
        await self._driver.press(key)
        self._driver.on(AskDialog)
        await self._driver.press("enter")
