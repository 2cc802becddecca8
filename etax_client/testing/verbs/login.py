"""登录 as a tester uses it: by account and password, or by QR code."""

from dataclasses import dataclass

from etax_client.screens.login import LoginScreen
from etax_client.screens.qr_login import QrLoginScreen
from etax_client.testing.driver import Driver


@dataclass(frozen=True)
class Login:
    """What it says afterwards is on the screen; each verb raises AssertionError where its screen is not shown."""

    _driver: Driver

    async def with_password(self, account: str, password: str) -> None:
        """Fill in both and press Enter; where a captcha is asked for, nothing is sent before `captcha.answer()`."""
        self._driver.on(LoginScreen)
        await self._driver.fill("#account-field", account)
        await self._driver.fill("#password-field", password)
        await self._driver.press("enter")

    async def by_qr(self) -> None:
        """Go over to 扫码登录 (F2), until its code is shown."""
        self._driver.on(LoginScreen)
        await self._driver.press("f2")
        self._driver.on(QrLoginScreen)
        await self._driver.until(lambda: self._driver.screen.has_class("-waiting"), "a QR code")

    async def by_password(self) -> None:
        """Go back to 账号密码登录 (F2)."""
        self._driver.on(QrLoginScreen)
        await self._driver.press("f2")
        self._driver.on(LoginScreen)
