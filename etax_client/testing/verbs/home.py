"""办税首页 as a tester uses it."""

from dataclasses import dataclass

from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import ChooseDialog
from etax_client.screens.home import HomeScreen
from etax_client.testing.driver import Driver


@dataclass(frozen=True)
class Home:
    """Each verb raises AssertionError where it is not shown."""

    _driver: Driver

    async def switch_unit(self) -> None:
        """切换单位: back to the list."""
        await self._press("u")

    async def choose_month(self, month: str) -> None:
        """税款所属月份, YYYY-MM."""
        await self._press("m")
        self._driver.on(ChooseDialog).dismiss(month)
        await self._driver.settle()

    async def reload(self) -> None:
        """F5."""
        await self._press("f5")

    async def log_out(self) -> None:
        """退出, and yes."""
        await self._press("l")
        self._driver.on(AskDialog)
        await self._driver.press("enter")

    async def _press(self, key: str) -> None:
        self._driver.on(HomeScreen)
        await self._driver.press(key)
