"""The phone in a tester's hand: the APP's own requests, over a line of its own, for the code on the client's screen (QR-03 to QR-05)."""

from collections.abc import Callable
from typing import TypeVar

from etax_client.api.control_door import Turned
from etax_client.api.phone import Phone
from etax_client.domain.flows.face_check import FaceState, link_in
from etax_client.domain.guessing.captcha import CaptchaAnswer
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import Decision, ScannedTicket, code_in
from etax_client.screens.qr_login import QrLoginScreen
from etax_client.testing.driver import Driver
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said

T = TypeVar("T")


class PhoneInHand:
    """Nobody is logged in to it at first. A verb that the server refuses raises Turned, and where no code is shown AssertionError."""

    def __init__(self, driver: Driver, phone: Phone, password_of: Callable[[str], str]) -> None:
        self._driver = driver
        self._phone = phone
        self._password_of = password_of
        self._ticket: ScannedTicket | None = None

    @property
    def ticket(self) -> ScannedTicket:
        """What it has scanned: device, address, and the numbers to pick from."""
        if self._ticket is None:
            raise AssertionError("this phone has scanned nothing yet")
        return self._ticket

    async def log_in(self, account: str, password: str | None = None, captcha: CaptchaAnswer | None = None) -> LoggedIn:
        """Log in to the APP; without a `password` the right one is taken."""
        secret = Secret(self._password_of(account) if password is None else password)
        return _accepted("log in", await self._phone.login(account, secret, captcha))

    async def log_out(self) -> None:
        await self._phone.logout()

    async def scan(self) -> None:
        """Scan the code, until the client shows that it was scanned."""
        code = next(iter(self._driver.screen.query(QrCode)), None)
        found = code_in(code.payload) if code is not None and code.region and code.payload else None
        if found is None:
            raise AssertionError("no QR code is shown:\n" + self._driver.screen_text())
        self._ticket = _accepted("scan", await self._phone.scan(found))
        if self._driver.carrier.is_open:
            await self._driver.until(lambda: self._driver.screen.has_class("-scanned"), "the scan")

    async def confirm(self, number: int | None = None) -> None:
        """Pick `number`, by default the one that the client shows, and log in, until the client is past its QR code."""
        await self._decide(Decision.confirm, self._shown() if number is None else number)

    async def pick_wrong_number(self) -> None:
        """Pick one that the client does not show, which refuses the login (QR-04)."""
        await self._decide(Decision.confirm, next(number for number in self.ticket.numbers if number != self._shown()))

    async def refuse(self) -> None:
        """取消, until the client says so."""
        await self._decide(Decision.refuse, None)

    async def scan_and_confirm(self) -> None:
        await self.scan()
        await self.confirm()

    async def _decide(self, decision: Decision, number: int | None) -> None:
        self._ticket = _accepted(decision.value, await self._phone.decide(self.ticket.ticket_id, decision, number))
        if self._driver.carrier.is_open:
            await self._driver.until(self._is_over, "what the phone has decided")

    def _is_over(self) -> bool:
        screen = self._driver.screen
        return not isinstance(screen, QrLoginScreen) or screen.has_class("-over")

    async def face_check(self) -> FaceState:
        """Stand before the face check that the client shows; what the server says of the face (`control.set_face` decides it)."""
        code = next((code for code in self._driver.screen.query(QrCode) if code.region), None)
        link = None if code is None or code.payload is None else link_in(code.payload)
        if link is None:
            raise AssertionError("no face check is waited for:\n" + self._driver.screen_text())
        page = _accepted("face check", await self._phone.check_face(link))
        await self._driver.settle()
        return page.state

    def _shown(self) -> int:
        """The number that the client shows."""
        said = self._driver.on(QrLoginScreen).query_one("#number", Said).phrase
        if said is None:
            raise AssertionError("the client shows no number:\n" + self._driver.screen_text())
        return int(str(said.params["number"]))


def _accepted(what: str, outcome: T | Refused) -> T:
    if isinstance(outcome, Refused):
        raise Turned(outcome, f"phone: {what}")
    return outcome
