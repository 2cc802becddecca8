"""The phone over a screen that is not wide: whole characters, and the code that stands under it can be scanned all the same."""

from rich.cells import cell_len

from etax_client.screens.pages.phone_panel import PhonePanel
from etax_client.widgets.qr_code import QrCode
from tests.driving import SMALL, driving
from tests.screens.pages.reader_hands import press, read
from tests.screens.pages.test_phone import shown_number


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
    async with driving(size=(79, 24)) as etax:
        await etax.press("f2", "f9")
        panel = etax.screen.query_one(PhonePanel)
        assert (panel.region.width, panel._in_sight() is not None) == (79, True)
        await press(etax, "李明")
        await press(etax, "扫一扫")
        await press(etax, "扫描屏幕上的二维码")
        assert "按F9收起手机查看" in read(etax), "the number is below it"


async def test_code_and_number_stand_beside_it_as_soon_as_both_fit() -> None:
    """looks.md: QR login with code and phone side by side."""
    async with driving(size=(80, 24)) as etax:
        await etax.press("f2", "f9")
        assert (etax.screen.query_one(QrCode).region.width, etax.screen.query_one(PhonePanel).region.x) == (37, 40)
        assert "剩余 3:00" in etax.text()
        await press(etax, "李明")
        await press(etax, "扫一扫")
        await press(etax, "扫描屏幕上的二维码")
        assert f"请在手机上选择数字 {shown_number(etax)}" in etax.text()


async def test_a_notice_lies_on_the_phone_too() -> None:
    """SES-01: that the session is about to end is seen while the phone covers the list."""
    async with driving(size=SMALL, notices=True) as etax:
        await etax.log_in()
        await etax.press("f9")
        await etax.advance(minutes=24)
        assert "按任意键继续" in etax.text()
