"""在线登录 as a tester uses it: the declaration password, or the certificate, of the unit that is to be opened."""

from dataclasses import dataclass
from pathlib import Path

from etax_client.screens.verification.certificate import CertificateDialog
from etax_client.screens.verification.verification_form import VerificationForm
from etax_client.testing.driver import Driver


@dataclass(frozen=True)
class Verify:
    """In the dialog, or beside the list where that is wide. Each verb raises AssertionError where neither is shown."""

    _driver: Driver

    async def with_password(self, password: str) -> None:
        """Fill it in and press Enter; where a captcha is asked for, nothing is sent before `captcha.answer()`."""
        self._must_be_asked()
        await self._driver.fill("#password-field", password)
        await self._driver.press("enter")

    async def with_certificate(self, file: Path, pin: str) -> None:
        """CA 登录 with a PKCS#12 file; the unit must have a certificate by the list that is shown."""
        self._must_be_asked()
        await self._driver.press("f6")
        self._driver.on(CertificateDialog)
        await self._driver.fill("#file-field", str(file))
        await self._driver.fill("#pin-field", pin)
        await self._driver.press("enter")

    async def cancel(self) -> None:
        """取消."""
        self._must_be_asked()
        await self._driver.press("escape")

    def _must_be_asked(self) -> None:
        assert self._driver.screen.query(VerificationForm), f"no verification is what is shown:\n{self._driver.screen_text()}"  # noqa: S101
