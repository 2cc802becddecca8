"""导入 as a tester uses it: a file is read; it is taken over by a second word."""

from pathlib import Path

from etax_client.screens.filing.importing.import_screen import ImportScreen
from etax_client.testing.driver import Driver


async def read_file(driver: Driver, key: str, path: Path) -> None:
    """By the key of 导入, where that is not open yet; what is told of the file is on the screen then."""
    if not isinstance(driver.screen, ImportScreen):
        await driver.press(key)
    driver.on(ImportScreen)
    await driver.fill("#file", str(path))
    await driver.press("enter")


async def take(driver: Driver) -> None:
    """What is right in the file that was read."""
    driver.on(ImportScreen)
    await driver.press("f6")
