"""人员信息采集 as a tester uses it: whoever is added is typed into the form field by field."""

from dataclasses import dataclass
from pathlib import Path

from textual.widget import Widget

from etax_client.domain.filing.people import PayeeField
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.filing.payee_form import PayeeForm
from etax_client.screens.filing.people import PeopleScreen
from etax_client.screens.home import HomeScreen
from etax_client.testing.driver import Driver
from etax_client.testing.verbs.filing import imports
from etax_client.widgets.filing.payee_table import PayeeTable


@dataclass(frozen=True)
class People:
    """Each verb raises AssertionError where the list is not shown."""

    _driver: Driver

    async def open(self) -> None:
        """From 办税首页."""
        self._driver.on(HomeScreen)
        await self._driver.press("1")
        self._driver.on(PeopleScreen)

    def rows(self) -> list[str]:
        """The rows in sight as they stand on the screen, without the heading."""
        area = self._table().region
        shown = self._driver.rows()[area.y + 1 : area.bottom]
        return [row.strip() for row in shown if row.strip()]

    async def add(self, *, abroad: bool = False, **said: str) -> None:
        """添加, each field by its name and its code (docs/worlds.md); the form stays open where something is wrong."""
        await self._press("w" if abroad else "a")
        form = self._driver.on(PayeeForm)
        for name, text in said.items():
            form.enter(PayeeField(name), text)
            await self._driver.settle()
        await self._driver.press("f2")

    async def read_file(self, path: Path) -> None:
        """导入: read a spreadsheet; the screen tells what would become of its lines."""
        await imports.read_file(self._driver, "i", path)

    async def import_file(self, path: Path) -> None:
        """导入: read a spreadsheet, and take over what is right in it."""
        await self.read_file(path)
        await imports.take(self._driver)

    async def report(self) -> None:
        """报送 of all who are to be reported, and yes."""
        await self._press("b")
        self._driver.on(AskDialog)
        await self._driver.press("enter")

    async def feedback(self) -> None:
        """获取反馈."""
        await self._press("g")

    async def search(self, text: str) -> None:
        """By a part of the name, its pinyin initials or the number; "" for everyone."""
        self._table()
        await self._driver.fill("#query", text)
        await self._driver.press("enter")

    def _table(self) -> PayeeTable:
        return self._driver.on(PeopleScreen).query_one(PayeeTable)

    async def _press(self, key: str) -> None:
        table: Widget = self._table()
        if table.display and table.can_focus:
            table.focus()
        await self._driver.press(key)
