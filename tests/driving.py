"""Drives the client's screens in tests: in process or over a socket, with a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import uvicorn
from litestar import Litestar
from sqlalchemy import select
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen

from etax_client.api.carrier import Carrier, Reply
from etax_client.api.http import HttpCarrier
from etax_client.api.phone import Phone
from etax_client.app import EtaxApp
from etax_client.clock import ManualClock
from etax_client.demo import OfflineServer, demo_place
from etax_client.domain.secret import Secret
from etax_client.screens.desk import Choices, lay_desk
from etax_client.screens.keeper import KeepsNothing
from etax_client.server.app import create_app
from etax_client.server.settings import HashCost, ServerSettings
from etax_client.server.store.tables import captchas
from etax_client.settings import Settings
from etax_client.texts.words import Language

CHEAP = HashCost(memory_kib=64, passes=1)
SMALL, LARGE = (80, 24), (120, 40)
DEVICE = "PC-FINANCE"


class WatchedCarrier:
    """Knows how many requests are under way, so that a test can wait for them; `fail` takes the next one's place.

    A long poll is not waited for: it is answered when there is news.
    """

    def __init__(self, inner: Carrier) -> None:
        self._inner = inner
        self.under_way = 0
        self.sent: list[tuple[str, str]] = []
        self.fail: list[Exception] = []
        self.gate: asyncio.Event | None = None

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        token: Secret | None = None,
        patience: float | None = None,
    ) -> Reply:
        counted = int(patience is None)
        self.under_way += counted
        self.sent.append((method, path))
        try:
            if self.gate is not None:
                await self.gate.wait()
            if self.fail:
                raise self.fail.pop(0)
            return await self._inner.send(method, path, query=query, body=body, token=token, patience=patience)
        finally:
            self.under_way -= counted

    async def close(self) -> None:
        await self._inner.close()


@dataclass
class Driver:
    app: EtaxApp
    pilot: Pilot[int]
    clock: ManualClock
    carrier: WatchedCarrier
    server: Litestar
    phone: WatchedCarrier
    saved: list[Settings] = field(default_factory=list)

    @property
    def screen(self) -> Screen[object]:
        return self.app.screen

    def rows(self) -> list[str]:
        """The screen as rows of text, as a terminal shows them."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in lines][:height] if width else []

    def text(self) -> str:
        return "\n".join(self.rows())

    async def settle(self) -> None:
        """Until no request is under way and nothing is left to paint."""
        quiet = 0
        for _ in range(2000):
            await self.pilot.pause(0)
            errands = [worker for worker in self.app.workers if worker.group.startswith("errand") and worker.is_running]
            quiet = 0 if errands or (self.carrier.under_way and self.carrier.gate is None) else quiet + 1
            if quiet >= 4:
                return
            await asyncio.sleep(0.001 if quiet == 0 else 0)
        raise AssertionError("the screen does not settle:\n" + self.text())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Long text at once, as a terminal's paste; key by key takes 60 ms each."""
        focused = self.app.screen.focused
        assert focused is not None, self.text()
        focused.post_message(Paste(text))
        await self.settle()

    async def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> None:
        await self.clock.advance(seconds, minutes=minutes, hours=hours)
        await self.settle()

    async def log_in(self, account: str = "liming", password: str = "Etax@2026") -> None:
        await self.press("ctrl+u")
        await self.paste(account)
        await self.press("enter")
        await self.paste(password)
        await self.press("enter")

    def captcha_answer(self) -> str:
        """What the newest captcha shows; taken from the server's store, as no reply ever holds it (CAP-03)."""
        with self.server.state.services.store.read() as connection:
            return connection.execute(select(captchas.c.answer).order_by(captchas.c.expires_at.desc())).scalars().first() or ""

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
    over: str = "process",
    settings: Settings | None = None,
    server: ServerSettings | None = None,
    clock: ManualClock | None = None,
    pages: str | None = None,
    phone_beside: bool = True,
) -> AsyncIterator[Driver]:
    """The whole client with a server of its own; `over` is "process" or "socket"."""
    clock = clock or ManualClock()
    server = server or ServerSettings(hash_cost=CHEAP)
    saved: list[Settings] = []
    application = create_app(server, clock=clock)
    async with _carried(over, application) as (inner, phones):
        carrier, phone = WatchedCarrier(inner), WatchedCarrier(phones)
        choices = Choices(settings or Settings(keypad=False), saved.append)
        beside = (lambda: Phone(phone)) if phone_beside else None
        desk = lay_desk(carrier, replace(demo_place(), pages=pages), choices, clock=clock, language=language, device=DEVICE, phone=beside)
        app = EtaxApp(desk, KeepsNothing())
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot, clock, carrier, application, phone, saved)
            await driver.settle()
            yield driver


@asynccontextmanager
async def _carried(over: str, application: Litestar) -> AsyncIterator[tuple[Carrier, Carrier]]:
    """The client's carrier, and the phone's."""
    if over == "process":
        offline = OfflineServer(lambda: application)
        carrier = await offline.owning_carrier()
        yield carrier, await offline.carrier()
        await carrier.close()
        return
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="error", lifespan="on"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    phones = HttpCarrier(f"http://127.0.0.1:{port}")
    try:
        yield HttpCarrier(f"http://127.0.0.1:{port}"), phones
    finally:
        await phones.close()  # the client closes its own
        server.should_exit = True
        await serving
