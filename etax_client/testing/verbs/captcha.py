"""验证码 as a tester answers it: by what the tester's door tells (CAP-03: only that)."""

from dataclasses import dataclass

from etax_client.api.control import Control
from etax_client.testing.driver import Driver

_FIELD = "#captcha-field"


@dataclass(frozen=True)
class Captcha:
    _driver: Driver
    _control: Control

    async def answer(self, text: str | None = None) -> None:
        """Type the right answer, or another `text`, and press Enter. Raises AssertionError where no captcha is asked for."""
        field = next(iter(self._driver.screen.query(_FIELD)), None)
        if field is None or not field.region:
            raise AssertionError("no captcha is asked for:\n" + self._driver.screen_text())
        seen = text or (await self._control.latest_captcha()).answer
        await self._driver.fill(_FIELD, seen)
        await self._driver.press("enter")
