"""单位管理 as a tester uses it: rows by their number on the screen, counted from 1, or by taxpayer id."""

from dataclasses import dataclass

from etax_client.screens.dialogs.add_units import AddUnitsDialog
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.units.units import UnitsScreen
from etax_client.testing.driver import Driver
from etax_client.testing.verbs.verify import Verify
from etax_client.widgets.units.unit_table import UnitTable


@dataclass(frozen=True)
class Units:
    """Each verb raises AssertionError where the list is not shown, or the unit is not in it."""

    _driver: Driver
    _verify: Verify

    def rows(self) -> list[str]:
        """The rows in sight as they stand on the screen, without the heading."""
        area = self._table().region
        shown = self._driver.rows()[area.y + 1 : area.bottom]
        return [row.strip() for row in shown if row.strip()]

    def taxpayer_id(self, unit: int | str) -> str:
        """The number of a unit in the list."""
        found = self._table().row_of(self._index(unit))
        assert found is not None, self._driver.screen_text()  # noqa: S101
        return found.taxpayer_id

    async def select(self, unit: int | str) -> None:
        """Move the cursor to a unit."""
        table = self._table()
        table.focus()
        table.move_to(self._index(unit))
        await self._driver.settle()

    async def enter(self, unit: int | str, password: str | None = None) -> None:
        """进入; with a `password` it is given to 在线登录, which must come up then."""
        await self.select(unit)
        await self._driver.press("enter")
        if password is not None:
            await self._verify.with_password(password)

    async def search(self, taxpayer_id: str = "", name: str = "") -> None:
        """查询, by what is in either; without both the whole list is there again."""
        self._table()
        await self._driver.fill("#query-id", taxpayer_id)
        await self._driver.fill("#query-name", name)
        await self._driver.press("enter")

    async def add(self, taxpayer_id: str) -> None:
        """添加; the dialog stays open where the unit can't be added, and says why."""
        self._table().focus()
        await self._driver.press("a")
        self._driver.on(AddUnitsDialog)
        await self._driver.fill("#typed", taxpayer_id)
        await self._driver.fill("#again", taxpayer_id)
        await self._driver.press("enter")

    async def remove(self, unit: int | str) -> None:
        """移除, and yes."""
        await self.select(unit)
        await self._driver.press("delete")
        await self._yes()

    async def reload(self) -> None:
        """F5."""
        self._table()
        await self._driver.press("f5")

    async def log_out(self) -> None:
        """退出, and yes."""
        self._table().focus()
        await self._driver.press("l")
        await self._yes()

    async def _yes(self) -> None:
        self._driver.on(AskDialog)
        await self._driver.press("enter")

    def _table(self) -> UnitTable:
        return self._driver.on(UnitsScreen).query_one(UnitTable)

    def _index(self, unit: int | str) -> int:
        table = self._table()
        if isinstance(unit, int) and 1 <= unit <= table.total:
            return unit - 1
        for index in range(table.total):
            found = table.row_of(index)
            if found is not None and found.taxpayer_id == unit:
                return index
        raise AssertionError(f"no unit {unit} in the list:\n{self._driver.screen_text()}")
