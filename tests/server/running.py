"""A server in this process, reached through the ASGI transport, with helpers that ask it what a client would."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
from hypothesis import Phase
from litestar import Litestar

from etax_client.clock import Clock, ManualClock
from etax_client.domain import policies
from etax_client.domain.secret import Secret
from etax_client.domain.testing.tester_views import CaptchaSeen
from etax_client.server.services.bundle import Services
from etax_client.server.services.guessing import passwords
from etax_client.server.settings import HashCost, ServerSettings
from etax_client.testing.lending import lent
from etax_client.wire import paths

CHEAP = HashCost(memory_kib=8, passes=1)
PASSWORD = "Etax@2026"
UNIT_PASSWORD = "Unit2026a"
WRONG = "Wrong@2026"
HOST = "http://127.0.0.1"
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Hypothesis's phases where each example starts a server: to look for a smaller one that fails takes minutes, and the first says enough."""

Json = dict[str, Any]


def unnamed() -> str | None:
    """The database of a server that was not told of one; conftest has the tests of some modules run on another in its place too."""
    return None


@dataclass
class Running:
    """`compared` holds every password that was compared with a hash, in turn."""

    app: Litestar
    clock: Clock
    transport: httpx.ASGITransport
    compared: list[str] = field(default_factory=list)
    _names: Iterator[int] = field(default_factory=itertools.count)

    @property
    def services(self) -> Services:
        services: Services = self.app.state.services
        return services

    @property
    def manual(self) -> ManualClock:
        assert isinstance(self.clock, ManualClock)
        return self.clock

    def caller(self, client: str | None = None) -> "Caller":
        """Someone who asks: a client of its own, unless it is given the name of another; "" says no name."""
        name = f"client-{next(self._names)}" if client is None else client
        headers = {paths.CLIENT_HEADER: name} if name else {}
        return Caller(self, httpx.AsyncClient(transport=self.transport, base_url=HOST, headers=headers))

    async def signed_in(self, account: str = "liming", password: str = PASSWORD) -> "Caller":
        """A client of its own in which `account` is logged in."""
        caller = self.caller()
        await caller.sign_in(account, password)
        return caller


@dataclass
class Caller:
    server: Running
    http: httpx.AsyncClient
    name: str = ""

    async def get(self, path: str, **query: object) -> httpx.Response:
        return await self.http.get(path, params={key: str(value) for key, value in query.items()})

    async def login(self, account: str = "liming", password: str = PASSWORD, captcha: Json | None = None) -> httpx.Response:
        body: Json = {"account": account, "password": password}
        return await self.http.post(paths.SESSIONS, json=body if captcha is None else {**body, "captcha": captcha})

    async def verify(self, unit_id: int, password: str = UNIT_PASSWORD, captcha: Json | None = None) -> httpx.Response:
        body: Json = {"declaration_password": password}
        return await self.http.post(paths.unit_verification(unit_id), json=body if captcha is None else {**body, "captcha": captcha})

    async def sign_in(self, account: str = "liming", password: str = PASSWORD) -> None:
        reply = await self.login(account, password)
        assert reply.status_code == 201, reply.text
        self.http.headers["Authorization"] = f"Bearer {reply.json()['token']}"

    async def captcha(self, purpose: str = "login") -> Json:
        """A captcha solved, by looking where no client can."""
        picture = (await self.http.post(paths.CAPTCHAS, json={"purpose": purpose})).json()
        seen = self.server.services.captchas.peek(picture["captcha_id"])
        assert isinstance(seen, CaptchaSeen)
        return {"captcha_id": picture["captcha_id"], "answer": seen.answer}

    async def solved_login(self, account: str = "liming", password: str = PASSWORD) -> httpx.Response:
        return await self.login(account, password, await self.captcha())

    async def solved_verify(self, unit_id: int, password: str = UNIT_PASSWORD) -> httpx.Response:
        return await self.verify(unit_id, password, await self.captcha("unit_verification"))

    async def unit_ids(self, **query: object) -> list[int]:
        return [unit["unit_id"] for unit in (await self.get(paths.UNITS, **query)).json()["units"]]


Start = Callable[..., Awaitable[Running]]
"""What the fixture `start` gives: `running` without the block."""


@asynccontextmanager
async def running(
    database: str | None = None,
    clock: Clock | None = None,
    phase: policies.Phase = policies.Phase.phase_1,
    policy: str = "national",
    world: str | None = None,
    hash_cost: HashCost = CHEAP,
    hosts: tuple[str, ...] = (),
    control: str | None = None,
    seed: int | None = None,
) -> AsyncIterator[Running]:
    place = unnamed() if database is None else database
    settings = ServerSettings(
        database=place,
        policy=policy,
        phase=phase,
        hash_cost=hash_cost,
        world=world,
        hosts=hosts,
        control=control,
        seed=seed,
    )
    clock = clock or ManualClock()
    compared: list[str] = []

    def compare(phc: str, password: Secret) -> bool:
        compared.append(password.reveal())
        return passwords.matches(phc, password)

    async with lent(settings, clock, compare) as app, app.lifespan():
        yield Running(app, clock, httpx.ASGITransport(app=cast(Any, app), raise_app_exceptions=False), compared)


def code(reply: httpx.Response) -> str:
    """The code of a problem; every refusal is one."""
    assert reply.headers["content-type"] == "application/problem+json", reply.text
    found: str = reply.json()["code"]
    return found
