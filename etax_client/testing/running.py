"""A whole run for one test: client, server and tester's door, put together, and taken apart when the test is over."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import InitVar, dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

from textual.pilot import Pilot

from etax_client.api.carrier import Carrier
from etax_client.api.control import Control
from etax_client.api.pages import PageUser
from etax_client.clock import FollowingClock, ManualClock
from etax_client.demo import counter_pass, demo_place
from etax_client.domain.policies import NATIONAL, Phase
from etax_client.domain.secret import Secret
from etax_client.domain.servers.world_names import MAIN, prefix
from etax_client.domain.text_files import text_in
from etax_client.domain.units.ca import USUAL_DAYS, IssuedCertificate
from etax_client.machine.settings import Settings
from etax_client.screens.desk import Choices, Desk, lay_desk
from etax_client.screens.units.units import UnitsScreen
from etax_client.server.control.door import digest, new_token
from etax_client.server.settings import HashCost, ServerSettings
from etax_client.server.world.world_file import World, parse_world, read_world
from etax_client.session import KeepsNothing
from etax_client.testing.carriers import WatchedCarrier
from etax_client.testing.driver import Driver
from etax_client.testing.endings import Ending, ending
from etax_client.testing.lending import lent
from etax_client.testing.serving import PROCESS, SOCKET, served
from etax_client.testing.thrift import ThriftyApp
from etax_client.testing.verbs.browser import Browser
from etax_client.testing.verbs.bureau import Bureau
from etax_client.testing.verbs.captcha import Captcha
from etax_client.testing.verbs.filing.annexes import Annexes
from etax_client.testing.verbs.filing.deductions import Deductions
from etax_client.testing.verbs.filing.people import People
from etax_client.testing.verbs.filing.returns import Income, Returns
from etax_client.testing.verbs.home import Home
from etax_client.testing.verbs.inbox import sms_code
from etax_client.testing.verbs.login import Login
from etax_client.testing.verbs.phone import PhoneInHand
from etax_client.testing.verbs.recovery import Recovery
from etax_client.testing.verbs.registration import Registration
from etax_client.testing.verbs.units import Units
from etax_client.testing.verbs.verify import Verify
from etax_client.texts.words import Language

CHEAP = HashCost(memory_kib=64, passes=1)
"""A password is looked at in well under a millisecond: nothing is protected here."""
SMALL = (80, 24)
DEVICE = "PC-FINANCE"


@asynccontextmanager
async def shown(desk: Desk, size: tuple[int, int], *, notices: bool = False) -> AsyncIterator[tuple[ThriftyApp, Pilot[int]]]:
    """The client on a screen of so many columns and rows, under Textual's Pilot; `notices`, which come and go by themselves, on request."""
    app = ThriftyApp(desk, KeepsNothing())
    async with app.run_test(size=size, notifications=notices) as pilot:
        yield app, pilot


@dataclass(repr=False)
class EtaxRun(Driver):
    """What `etax_run` hands out: the screens' verbs, the phone, the line between client and server, and the tester's door."""

    control: Control
    devices: InitVar[tuple[PageUser, PageUser]]
    world: World
    login: Login = field(init=False)
    captcha: Captcha = field(init=False)
    verify: Verify = field(init=False)
    units: Units = field(init=False)
    home: Home = field(init=False)
    income: Income = field(init=False)
    annexes: Annexes = field(init=False)
    returns: Returns = field(init=False)
    people: People = field(init=False)
    deductions: Deductions = field(init=False)
    registration: Registration = field(init=False)
    phone: PhoneInHand = field(init=False)
    browser: Browser = field(init=False)
    recovery: Recovery = field(init=False)
    bureau: Bureau = field(init=False)

    def __post_init__(self, devices: tuple[PageUser, PageUser]) -> None:
        self.login = Login(self)
        self.captcha = Captcha(self, self.control)
        self.verify = Verify(self)
        self.units = Units(self, self.verify)
        self.home = Home(self)
        self.income = Income(self)
        self.annexes = Annexes(self)
        self.returns = Returns(self)
        self.people = People(self)
        self.deductions = Deductions(self)
        self.registration = Registration(self, self.control)
        handset, browser = devices
        self.phone = PhoneInHand(self, handset, self.password_of)
        self.browser = Browser(browser, self.settle)
        self.recovery = Recovery(self, self.control)
        units = {unit.taxpayer_id: unit.name for unit in self.world.units}
        self.bureau = Bureau(self.browser, self.phone, self.control, self.bureau_password_of, units)

    async def verify_by_certificate(self, unit: int | str, days: int = USUAL_DAYS) -> IssuedCertificate:
        """进入 with a certificate that is issued for it; from 单位管理. The file is gone afterwards, what was issued is answered."""
        issued = await self.control.issue_certificate(self.units.taxpayer_id(unit), days=days)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "unit.p12"
            file.write_bytes(issued.file)
            await self.press("f5")
            await self.units.enter(issued.certificate.taxpayer_id)
            await self.verify.with_certificate(file, issued.pin.reveal())
        return issued

    @property
    def network(self) -> WatchedCarrier:
        """The line between client and server; the phone and the tester's door have lines of their own."""
        return self.carrier

    async def recover(self, account: str, password: str) -> None:
        """The whole of 忘记密码 by SMS code, for someone of the world, from the login screen and back to it."""
        known = (each for each in self.world.people if account in (each.login_name, each.mobile, each.document_number))
        person = next(known, None)
        if person is None:
            raise AssertionError(f"nobody in this world is {account}")
        await self.recovery.open()
        await self.recovery.identify(person.document_number, person.name, person.document_type)
        await self.recovery.get_code()
        await self.recovery.give_code()
        await self.recovery.set_password(password)
        await self.recovery.to_login()

    async def sms_code(self, mobile: str | None = None) -> str:
        """The code that was sent last, to a number or to anyone, as the tester's inbox has it."""
        return await sms_code(self.control, mobile)

    def password_of(self, account: str) -> str:
        """The right account password, as the world is laid."""
        own = next((person.password for person in self.world.people if account in (person.login_name, person.mobile)), None)
        return own or self.world.account_password

    def bureau_password_of(self, account: str) -> str:
        """The right personal password at the Beijing bureau, as the world is laid."""
        known = [(person, person.bureau) for person in self.world.people if person.bureau is not None]
        own = next(
            (each.password for person, each in known if account in (each.login_name, each.mobile, each.email, person.document_number)), None
        )
        return own or self.world.account_password


StartRun = Callable[..., AbstractAsyncContextManager[EtaxRun]]
"""The type of the fixture `etax_run`: `run`, with what markers and options say filled in."""


@asynccontextmanager
async def run(
    *,
    person: str | None = None,
    account_locked: str | None = None,
    unit_locked: int | str | None = None,
    language: str = Language.zh,
    size: tuple[int, int] = SMALL,
    world: str | Path | None = None,
    policy: str = NATIONAL.name,
    phase: str = Phase.phase_1,
    seed: int | None = None,
    pages: str | None = None,
    settings: Mapping[str, Any] | None = None,
    over: str = PROCESS,
    database: str | None = None,
    ended: Callable[[Ending], None] = lambda _: None,
) -> AsyncIterator[EtaxRun]:
    """One client with a server of its own; docs/testing.md says what each argument does. `ended` is told how the run stood at its end.

    A `database` is shared with others: the run then has a world of its own in it. Raises WorldError, StoreError, ValueError.
    """
    source = text_in(world.read_bytes()) if isinstance(world, Path) else world
    described = read_world() if source is None else parse_world(source)
    token, clock, said_in = _token(), ManualClock(), Language(language)
    chosen = ServerSettings(database, policy=policy, phase=Phase(phase), hash_cost=CHEAP, seed=seed, control=digest(token), open_inbox=True)
    async with AsyncExitStack() as stack:
        application = await stack.enter_async_context(lent(chosen, clock))
        server = await stack.enter_async_context(served(application, over))
        door = _closed_with(stack, server.carrier())
        own = MAIN if database is None else f"test-{token_hex(8)}"
        control = Control(door, token, own)
        if own != MAIN:
            await Control(door, token).make_world(own, source)
            stack.push_async_callback(Control(door, token).remove_world, own)
        elif source is not None:
            await control.load_world(source)
        if account_locked is not None:
            await control.lock_account(account_locked)
        if unit_locked is not None:
            await control.lock_unit(str(unit_locked))
        line, base = _closed_with(stack, server.carrier(own)), server.url + prefix(own)
        carrier = WatchedCarrier(server.carrier(own))
        served_pages = base if over == SOCKET else None
        shown_time = FollowingClock(clock)
        desk = lay_desk(
            carrier,
            replace(demo_place(world=described), pages=pages or served_pages, counter=lambda: counter_pass(application)),
            Choices(replace(Settings(keypad=False), **(settings or {})), lambda _: None),
            clock=shown_time,
            language=said_in,
            device=DEVICE,
            browser=lambda: PageUser(line, shown_time, said_in, base),
            has_phone=True,
            shuffle=None if seed is None else Random(seed).shuffle,  # noqa: S311
        )
        app, pilot = await stack.enter_async_context(shown(desk, size))
        handset, browser = (PageUser(_closed_with(stack, server.carrier(own)), clock, said_in, base) for _ in range(2))
        browser.keep(*counter_pass(application))
        etax = EtaxRun(app, pilot, clock, carrier, control, (handset, browser), described)
        try:
            await etax.settle()
            if person is not None:
                await etax.login.with_password(person, etax.password_of(person))
                etax.on(UnitsScreen)
            yield etax
        finally:
            ended(ending(etax, application.state.worlds.of(own), said_in))


@cache
def _token() -> Secret:
    """One for all runs of a process: an application that is lent again knows no other."""
    return new_token()


def _closed_with(stack: AsyncExitStack, carrier: Carrier) -> Carrier:
    stack.push_async_callback(carrier.close)
    return carrier
