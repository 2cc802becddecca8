"""The phone in a tester's hand: the APP's own pages, as a person uses them, for the code on the client's screen (QR-03 to QR-05)."""

from collections.abc import Callable
from dataclasses import dataclass

from etax_client.api.pages import PageUser
from etax_client.domain.flows.face_check import FaceState, link_in
from etax_client.domain.pages.page import Button, Facts, Field, Text, all_blocks
from etax_client.domain.sessions.qr_login import Decision
from etax_client.screens.qr_login import QrLoginScreen
from etax_client.testing.driver import Driver
from etax_client.testing.verbs.browser import Browser
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said


@dataclass(frozen=True, slots=True)
class Scanned:
    """Who asks to be let in, as the phone shows it, and the numbers to pick from."""

    device: str
    numbers: tuple[int, ...]


class PhoneInHand(Browser):
    """Nobody is logged in to it at first. What the APP declines, and where no code is shown, fails and shows the page or the screen."""

    def __init__(self, driver: Driver, user: PageUser, password_of: Callable[[str], str]) -> None:
        super().__init__(user, driver.settle)
        self._driver = driver
        self._password_of = password_of
        self._ticket: Scanned | None = None

    @property
    def ticket(self) -> Scanned:
        """What it has scanned."""
        if self._ticket is None:
            raise AssertionError("this phone has scanned nothing yet")
        return self._ticket

    async def log_in(self, account: str, password: str | None = None) -> None:
        """Log in to the APP, whoever was logged in; without a `password` the right one is taken."""
        await self.log_out()
        self.fill(account=account, password=self._password_of(account) if password is None else password)
        await self.enter()
        self._expect("log in", not self._has("password"))

    async def log_out(self) -> None:
        await self.open("/app")
        leave = next((one for one in all_blocks(self.page) if isinstance(one, Button) and self._action(one) == "/app/logout"), None)
        if leave is not None:
            await self.choose(leave)

    async def scan(self) -> None:
        """Scan the code, until the client shows that it was scanned."""
        code = self._code("no QR code is shown")
        await self.open("/app/scan")
        self._expect("scan", self._has("code"))
        self.fill(code=code)
        await self.enter()
        self._expect("scan", self._has("number"))
        self._ticket = self._scanned()
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

    async def face_check(self) -> FaceState:
        """Stand before the face check that the client shows; what the server says of the face (`control.set_face` decides it)."""
        link = link_in(self._code("no face check is waited for"))
        if link is None:
            raise AssertionError("no face check is waited for:\n" + self._driver.screen_text())
        await self.open(f"/F/{link.reveal()}")
        await self.enter()
        say = words(Language(self.user.language)).say
        return next(state for state in FaceState if state is not FaceState.waiting and say(f"face.over.{state.name}") == self.page.title)

    async def _decide(self, decision: Decision, number: int | None) -> None:
        if self._ticket is None:
            raise AssertionError("this phone has scanned nothing yet")
        decided = next(one for one in all_blocks(self.page) if isinstance(one, Button) and one.value == decision.value)
        if number is not None:
            self.fill(number=str(number))
        await self.choose(decided)
        if self._driver.carrier.is_open:
            await self._driver.until(self._is_over, "what the phone has decided")

    def _is_over(self) -> bool:
        screen = self._driver.screen
        return not isinstance(screen, QrLoginScreen) or screen.has_class("-over")

    def _code(self, missing: str) -> str:
        """What the code on the client's screen says."""
        code = next((code for code in self._driver.screen.query(QrCode) if code.region and code.payload), None)
        if code is None or code.payload is None:
            raise AssertionError(f"{missing}:\n{self._driver.screen_text()}")
        return code.payload

    def _scanned(self) -> Scanned:
        say = words(Language(self.user.language)).say
        facts = {row.term: row.value for block in all_blocks(self.page) if isinstance(block, Facts) for row in block.rows}
        device = "".join(part.text for part in facts[say("app.confirm.device")] if isinstance(part, Text))
        [numbers] = [block.choices for block in all_blocks(self.page) if isinstance(block, Field) and block.name == "number"]
        return Scanned(device, tuple(int(choice.value) for choice in numbers))

    def _has(self, name: str) -> bool:
        return any(isinstance(block, Field) and block.name == name for block in all_blocks(self.page))

    def _action(self, button: Button) -> str | None:
        return self.page.forms[button.form].action

    def _expect(self, what: str, is_so: bool) -> None:
        if not is_so:
            raise AssertionError(f"phone: {what}:\n{self.text()}")

    def _shown(self) -> int:
        """The number that the client shows."""
        said = self._driver.on(QrLoginScreen).query_one("#number", Said).phrase
        if said is None:
            raise AssertionError("the client shows no number:\n" + self._driver.screen_text())
        return int(str(said.params["number"]))
