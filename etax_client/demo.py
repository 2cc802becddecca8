"""The offline demo: client and mock server in one process, without a socket; the composition root of `etax-client demo`."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from etax_client.api.carrier import Carrier, Reply
from etax_client.api.etax import Etax
from etax_client.api.late import LateCarrier
from etax_client.app import EtaxApp
from etax_client.clock import Clock, SystemClock
from etax_client.domain.secret import Secret
from etax_client.screens.desk import Choices, Desk, Place
from etax_client.screens.keeper import KeepsNothing
from etax_client.server.settings import ServerSettings
from etax_client.session import Session
from etax_client.settings import Settings, save
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language, phrase

if TYPE_CHECKING:
    from litestar import Litestar

BASE_URL = "http://etax.invalid"
"""A host name that no resolver knows: should a request ever leave the process, it gets nowhere."""


def run_demo(settings: Settings, *, settings_path: Path, language: Language, keep: Path | None = None) -> int:
    """Run the offline demo; `keep` is a database file that stays, without it nothing is kept. Returns the exit status."""
    server = ServerSettings(database=None if keep is None else str(keep))
    app = demo_app(settings, lambda changed: save(settings_path, changed), language=language, server=server, clock=SystemClock())
    return app.run() or 0


def demo_app(
    settings: Settings,
    keep_settings: Callable[[Settings], None],
    *,
    language: Language,
    server: ServerSettings,
    clock: Clock,
    server_clock: Clock | None = None,
) -> EtaxApp:
    """The app with a server of its own, which is loaded behind the first paint (P2)."""
    session = Session()
    carrier = LateCarrier(lambda: _start(server, server_clock))
    desk = Desk(
        api=Etax(carrier, session.token),
        session=session,
        clock=clock,
        words=words(language),
        choices=Choices(settings, keep_settings),
        place=Place(phrase("server.demo"), people=_people(), account_password=ACCOUNT_PASSWORD, unit_password=UNIT_PASSWORD),
    )
    return EtaxApp(desk, KeepsNothing())


class DemoCarrier:
    """A carrier whose other end is in this process; closing it ends the server too."""

    def __init__(self, inner: Carrier, stack: AsyncExitStack) -> None:
        self._inner = inner
        self._stack = stack

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
        return await self._inner.send(method, path, query=query, body=body, token=token, patience=patience)

    async def close(self) -> None:
        await self._inner.close()
        await self._stack.aclose()


async def _start(settings: ServerSettings, clock: Clock | None) -> Carrier:
    server, inner = await asyncio.to_thread(_load, settings, clock)
    stack = AsyncExitStack()
    await stack.enter_async_context(server.lifespan())
    return DemoCarrier(inner, stack)


def _load(settings: ServerSettings, clock: Clock | None) -> "tuple[Litestar, Carrier]":
    # start-up budget: the server and httpx take a second to import, behind the first paint and in a thread
    import httpx

    from etax_client.api.http import HttpCarrier
    from etax_client.server.app import create_app

    server = create_app(settings, clock=clock)
    transport = httpx.ASGITransport(app=server, raise_app_exceptions=False)
    return server, HttpCarrier(BASE_URL, transport=transport)
