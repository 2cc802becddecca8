"""The client against a server somewhere else: the composition root of `etax-client`."""

import asyncio
import platform
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from etax_client.api.carrier import Carrier
from etax_client.api.late import LateCarrier
from etax_client.app import EtaxApp
from etax_client.clock import FollowingClock, SystemClock
from etax_client.domain.secret import Secret
from etax_client.domain.servers.pins import Pin, with_pin
from etax_client.domain.servers.server_urls import ServerUrl
from etax_client.machine.settings import Settings, save, with_session, without_session
from etax_client.machine.starting import settle
from etax_client.machine.vault import Kept, Vault
from etax_client.screens.desk import Choices, Place, lay_desk
from etax_client.session import Keeper, KeepsNothing
from etax_client.texts.words import Language, phrase

if TYPE_CHECKING:
    from etax_client.api.pages import PageUser


class VaultKeeper:
    """Keeps the session of one server in the system's keyring, which is opened only where one was kept: that takes 140 ms."""

    def __init__(self, vault: Vault, server: str, choices: Choices) -> None:
        self._vault = vault
        self._server = server
        self._choices = choices

    async def keep(self, token: Secret) -> bool:
        kept = isinstance(await self._vault.keep(self._server, token), Kept)
        if kept:
            self._choices.put(with_session(self._choices.settings, self._server))
        return kept

    async def fetch(self) -> Secret | None:
        return await self._vault.fetch(self._server) if self._server in self._choices.settings.kept_sessions else None

    async def forget(self) -> None:
        await self.forget_all((self._server,))

    async def forget_all(self, kept: Sequence[str]) -> None:
        for server in kept:
            await self._vault.forget(server)
            self._choices.put(without_session(self._choices.settings, server))


def run_client(
    server: ServerUrl, pin: Pin | None, settings: Settings, *, settings_path: Path | None, language: Language, visiting: bool = False
) -> int:
    """Run the client against a server, known by a pin if there is one; returns the exit status. Of a visitor nothing is kept."""
    choices = Choices(settings, (lambda changed: None) if visiting else lambda changed: save(settings_path, changed), settings_path)
    carrier = LateCarrier(lambda: _carrier(server, pin, choices))

    async def known() -> Pin | None:
        return pin

    label, insecure = phrase("server.at", host=urlsplit(server.text).netloc), not (server.secure or server.loopback)
    place = Place(label, pages=server.text, pin=known, insecure=insecure)
    clock = FollowingClock(SystemClock())

    def browser() -> "PageUser":
        from etax_client.api.pages import PageUser  # start-up budget: not before F10

        return PageUser(carrier, clock, language, server.text)

    desk = lay_desk(
        carrier,
        place,
        choices,
        clock=clock,
        language=language,
        can_stay=not (visiting or settings.shared_machine),
        device=platform.node(),
        browser=browser,
        visiting=visiting,
    )
    # a session is kept for a server and its key: another key gets no session of this one's
    kept_for = server.text if pin is None else f"{server.text} {pin}"
    keeper: Keeper = KeepsNothing() if visiting else VaultKeeper(Vault(), kept_for, choices)
    app = EtaxApp(desk, keeper)
    app.run()
    return app.return_code or 0


async def _carrier(server: ServerUrl, pin: Pin | None, choices: Choices) -> Carrier:
    def remember() -> None:
        if pin is not None:
            choices.change(pins=with_pin(server.origin, pin, choices.settings.pins))

    try:
        return await asyncio.to_thread(_late_carrier, server, pin, remember)
    finally:
        settle()


def _late_carrier(server: ServerUrl, pin: Pin | None, on_proved: Callable[[], None]) -> Carrier:
    from etax_client.api.pinning import carrier_to  # start-up budget: httpx takes 116 ms, and the first screen needs none of it

    return carrier_to(server, pin, on_proved)
