"""忘记密码 as a tester goes through it: each step by a verb of its own."""

from dataclasses import dataclass

from etax_client.api.control import Control
from etax_client.domain.flows.recovery import RecoveryStep
from etax_client.domain.identity.documents import DocumentType
from etax_client.screens.login import LoginScreen
from etax_client.screens.recovery import RecoveryScreen
from etax_client.testing.driver import Driver
from etax_client.testing.verbs.identity import enter_document
from etax_client.testing.verbs.inbox import sms_code


@dataclass(frozen=True)
class Recovery:
    """What it says afterwards is on the screen; each verb raises AssertionError where its step is not shown."""

    _driver: Driver
    _control: Control

    @property
    def step(self) -> str:
        """The step that is shown, as the API calls it: identity, proof, password, done."""
        return self._driver.on(RecoveryScreen).step.value

    async def open(self) -> None:
        """忘记密码 (F4), from the login screen."""
        self._driver.on(LoginScreen)
        await self._driver.press("f4")
        self._driver.on(RecoveryScreen)

    async def identify(self, number: str, name: str, document_type: str = DocumentType.resident_id) -> None:
        """Fill in the identity and go on."""
        self._at(RecoveryStep.identity)
        await enter_document(self._driver, DocumentType(document_type), number, name)
        await self._press_next()

    async def get_code(self) -> None:
        """获取验证码. Raises AssertionError while another one may not be sent yet."""
        self._at(RecoveryStep.proof)
        button = self._driver.screen.query_one("#get-code")
        if not button.region:
            raise AssertionError("no code can be sent now:\n" + self._driver.screen_text())
        button.focus()
        await self._driver.press("enter")

    async def give_code(self, code: str | None = None) -> None:
        """Type the code of a recovery that was sent last, or another one, Enter."""
        self._at(RecoveryStep.proof)
        await self._driver.fill("#sms-code", code or await sms_code(self._control))
        await self._driver.press("enter")

    async def by_face(self) -> None:
        """人脸识别 in place of the code, until its QR code is shown; then it is the phone's turn (`etax.phone.face_check()`)."""
        self._at(RecoveryStep.proof)
        await self._driver.press("f2")

    async def set_password(self, password: str, again: str | None = None) -> None:
        """Type it twice, Enter; `again` is the second one where it is to be another."""
        self._at(RecoveryStep.password)
        await self._driver.fill("#new-password", password)
        await self._driver.fill("#new-password-again", password if again is None else again)
        await self._driver.press("enter")

    async def to_login(self) -> None:
        """去登录, with the account kept."""
        self._at(RecoveryStep.done)
        await self._press_next()
        self._driver.on(LoginScreen)

    async def back(self) -> None:
        """Esc."""
        self._driver.on(RecoveryScreen)
        await self._driver.press("escape")

    def _at(self, step: RecoveryStep) -> None:
        if self.step != step:
            raise AssertionError(f"it is not at the step {step}:\n{self._driver.screen_text()}")

    async def _press_next(self) -> None:
        next(found for found in self._driver.screen.query(".next") if found.region).focus()
        await self._driver.press("enter")
