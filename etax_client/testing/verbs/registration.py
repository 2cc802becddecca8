"""用户注册 as a tester goes through it: each step by a verb of its own, or all of them at once."""

from dataclasses import dataclass

from textual.screen import Screen

from etax_client.api.control import Control
from etax_client.domain.flows.registration import Step, Way
from etax_client.domain.identity.documents import DocumentType
from etax_client.screens.dialogs.find import FindDialog
from etax_client.screens.login import LoginScreen
from etax_client.screens.registration import RegistrationScreen
from etax_client.testing.driver import Driver
from etax_client.testing.verbs.identity import enter_document
from etax_client.testing.verbs.inbox import sms_code


@dataclass(frozen=True)
class Registration:
    """What it says afterwards is on the screen; each verb raises AssertionError where its step is not shown."""

    _driver: Driver
    _control: Control

    async def by_hall_code(
        self,
        number: str,
        name: str,
        code: str,
        *,
        mobile: str,
        password: str,
        login_name: str | None = None,
        document_type: str = DocumentType.resident_id,
        nationality: str | None = None,
    ) -> None:
        """The whole way, from the login screen back to it, with the new account filled in there."""
        await self.open()
        await self.choose(Way.hall_code)
        await self.agree()
        await self.identify(number, name, document_type, nationality, hall_code=code)
        await self.set_up(mobile, password, login_name)
        await self.get_code()
        await self.give_code()
        await self.to_login()

    @property
    def step(self) -> str:
        """The step that is shown, as the API calls it: way, agreement, identity, proof, settings, sms_code, done."""
        view = self._driver.on(RegistrationScreen).view
        return "" if view is None else view.step.value

    async def open(self) -> None:
        """立即注册, from the login screen."""
        self._driver.on(LoginScreen)
        await self._driver.press("ctrl+n")
        self._driver.on(RegistrationScreen)

    async def agree(self) -> None:
        """同意并继续."""
        await self._press_at(Step.agreement, ".next")

    async def choose(self, way: str) -> None:
        """`hall_code` or `face`."""
        await self._press_at(Step.way, f"#way-{Way(way)}")

    async def identify(
        self,
        number: str,
        name: str,
        document_type: str = DocumentType.resident_id,
        nationality: str | None = None,
        birth: str | None = None,
        hall_code: str | None = None,
    ) -> None:
        """Fill in the identity and go on; `nationality` is what is typed into its list, of which the first found is taken.

        `hall_code` is the code of the slip, where that is the way.
        """
        self._at(Step.identity)
        if hall_code is not None:
            await self._driver.fill("#hall-code", hall_code)
        await enter_document(self._driver, DocumentType(document_type), number, name)
        if birth is not None:
            await self._driver.fill("#birth", birth)
        if nationality is not None:
            self._driver.screen.query_one("#nationality").focus()
            await self._driver.press("enter")
            self._driver.on(FindDialog)
            await self._driver.paste(nationality)
            await self._driver.press("enter")
        await self._press_at(Step.identity, ".next")

    async def set_up(self, mobile: str, password: str, login_name: str | None = None, again: str | None = None) -> None:
        """Fill in the account to be and go on; `again` is the second password where it is to be another one."""
        self._at(Step.settings)
        if login_name is not None:
            await self._driver.fill("#login-name", login_name)
        await self._driver.fill("#mobile", mobile)
        await self._driver.fill("#new-password", password)
        await self._driver.fill("#new-password-again", password if again is None else again)
        await self._driver.press("enter")

    async def get_code(self) -> None:
        """获取验证码."""
        await self._press_at(Step.sms_code, "#get-code")

    async def give_code(self, code: str | None = None) -> None:
        """Type the code that was sent last, or another one, and finish."""
        self._at(Step.sms_code)
        await self._driver.fill("#sms-code", code or await sms_code(self._control))
        await self._driver.press("enter")

    async def back(self) -> None:
        """Esc."""
        self._driver.on(RegistrationScreen)
        await self._driver.press("escape")

    async def to_login(self) -> None:
        """去登录, with the account filled in."""
        await self._press_at(Step.done, ".next")
        self._driver.on(LoginScreen)

    def _at(self, step: Step) -> Screen[None]:
        if self.step != step:
            raise AssertionError(f"it is not at the step {step}:\n{self._driver.screen_text()}")
        return self._driver.on(RegistrationScreen)

    async def _press_at(self, step: Step, button: str) -> None:
        shown = [found for found in self._at(step).query(button) if found.region]
        if not shown:
            raise AssertionError(f"there is no {button}:\n{self._driver.screen_text()}")
        shown[0].focus()
        await self._driver.press("enter")
