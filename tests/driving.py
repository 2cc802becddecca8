"""Drives the client's screens in white-box tests: the testers' driver, with the doors that testers do not have."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from litestar import Litestar
from typing_extensions import override

from etax_client.api.pages import PageUser
from etax_client.clock import ManualClock
from etax_client.demo import demo_place
from etax_client.domain.testing.tester_views import CaptchaSeen
from etax_client.machine.settings import Settings
from etax_client.screens.desk import Choices, DemoCertificate, lay_desk
from etax_client.server.settings import ServerSettings
from etax_client.testing.carriers import WatchedCarrier
from etax_client.testing.driver import Driver as TestersDriver
from etax_client.testing.lending import lent
from etax_client.testing.running import CHEAP, DEVICE, SMALL, shown
from etax_client.testing.serving import PROCESS, served
from etax_client.texts.words import Language

__all__ = ["CHEAP", "DEVICE", "LARGE", "SMALL", "Driver", "driving"]

LARGE = (120, 40)


@dataclass(repr=False)
class Driver(TestersDriver):
    """`phone` is the line of the phone and the page screen; `saved` are the settings that were saved, if nothing else is done with them."""

    server: Litestar
    phone: WatchedCarrier
    saved: list[Settings] = field(default_factory=list)

    def text(self) -> str:
        return self.screen_text()

    async def log_in(self, account: str = "liming", password: str = "Etax@2026") -> None:
        await self.press("ctrl+u")
        await self.paste(account)
        await self.press("enter")
        await self.paste(password)
        await self.press("enter")

    @override
    def _busy(self) -> bool:
        return super()._busy() and not (self.phone.gate is not None and self.phone.under_way)

    def captcha_answer(self) -> str:
        """What the newest captcha shows; taken from the server's store, as the door is shut here."""
        seen = self.server.state.services.captchas.latest(None, None)
        return seen.answer if isinstance(seen, CaptchaSeen) else ""

    async def answer_captcha(self) -> None:
        await self.paste(self.captcha_answer())
        await self.press("enter")

    async def type_password(self, password: str) -> None:
        await self.paste(password)
        await self.press("enter")


@asynccontextmanager
async def driving(
    *,
    size: tuple[int, int] = SMALL,
    language: Language = Language.zh,
    over: str = PROCESS,
    settings: Settings | None = None,
    server: ServerSettings | None = None,
    clock: ManualClock | None = None,
    pages: str | None = None,
    phone_beside: bool = True,
    can_stay: bool = False,
    certificates: tuple[DemoCertificate, ...] = (),
    save: Callable[[Settings], None] | None = None,
    where: Path | None = None,
    people: bool = True,
    visiting: bool = False,
    notices: bool = False,
) -> AsyncIterator[Driver]:
    """The whole client with a server of its own, whose tester's door is shut; `over` is "process" or "socket"."""
    clock = clock or ManualClock()
    saved: list[Settings] = []
    chosen = server or ServerSettings(hash_cost=CHEAP, open_inbox=True)
    async with lent(chosen, clock) as application, served(application, over) as serving:
        carrier, phone = WatchedCarrier(serving.carrier()), WatchedCarrier(serving.carrier())
        choices = Choices(settings or Settings(keypad=False), save or saved.append, where)
        place = demo_place()
        desk = lay_desk(
            carrier,
            replace(place if people else replace(place, people=()), pages=pages, certificates=certificates),
            choices,
            clock=clock,
            language=language,
            device=DEVICE,
            browser=lambda: PageUser(phone, clock, language, pages or ""),
            has_phone=phone_beside,
            can_stay=can_stay,
            visiting=visiting,
        )
        try:
            async with shown(desk, size, notices=notices) as (app, pilot):
                driver = Driver(app, pilot, clock, carrier, application, phone, saved)
                await driver.settle()
                yield driver
        finally:
            await phone.close()
