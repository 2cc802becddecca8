"""The phone over a screen that is not wide: whole characters, and the code that stands under it can be scanned all the same."""

from rich.cells import cell_len

from etax_client.screens.pages.phone_panel import PhonePanel
from tests.driving import driving


async def test_nothing_below_shines_through() -> None:
    """What is covered would cut wide characters of the phone where its own parts end."""
    async with driving(size=(60, 20)) as etax:
        await etax.press("f9")
        assert "个人所得税APP" in etax.text()
        assert "演示人员（选择即登录" in etax.text()
        assert all(cell_len(row) <= 60 for row in etax.rows())
        await etax.press("f9")
        assert "账号" in etax.text()
        assert etax.screen.focused is not None
        assert etax.screen.focused.id == "account-field"


async def test_the_code_below_is_in_sight_of_the_phone() -> None:
    async with driving(size=(80, 24)) as etax:
        await etax.press("f2", "f9")
        assert etax.screen.query_one(PhonePanel)._in_sight() is not None
