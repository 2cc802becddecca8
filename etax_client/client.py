"""The client against a server somewhere else: the composition root of `etax-client`."""

import asyncio
import platform
from pathlib import Path
from urllib.parse import urlsplit

from etax_client.api.carrier import Carrier
from etax_client.api.late import LateCarrier
from etax_client.app import EtaxApp
from etax_client.clock import SystemClock
from etax_client.domain.secret import Secret
from etax_client.screens.desk import Choices, Place, lay_desk
from etax_client.settings import Settings, save
from etax_client.texts.words import Language, phrase
from etax_client.vault import Kept, Vault


class VaultKeeper:
    """Keeps the session of one server in the system's keyring."""

    def __init__(self, vault: Vault, server: str) -> None:
        self._vault = vault
        self._server = server

    async def keep(self, token: Secret) -> bool:
        return isinstance(await self._vault.keep(self._server, token), Kept)

    async def fetch(self) -> Secret | None:
        return await self._vault.fetch(self._server)

    async def forget(self) -> None:
        await self._vault.forget(self._server)


def run_client(server_url: str, settings: Settings, *, settings_path: Path, language: Language) -> int:
    """Run the client against the server at a judged URL; returns the exit status."""
    carrier = LateCarrier(lambda: _carrier(server_url))
    place = Place(phrase("server.at", host=urlsplit(server_url).netloc), pages=server_url.rstrip("/"))
    choices = Choices(settings, lambda changed: save(settings_path, changed))
    desk = lay_desk(
        carrier, place, choices, clock=SystemClock(), language=language, can_stay=not settings.shared_machine, device=platform.node()
    )
    app = EtaxApp(desk, VaultKeeper(Vault(), server_url))
    app.run()
    return app.return_code or 0


async def _carrier(server_url: str) -> Carrier:
    return await asyncio.to_thread(_http_carrier, server_url)


def _http_carrier(server_url: str) -> Carrier:
    from etax_client.api.http import HttpCarrier  # start-up budget: httpx takes 116 ms, and the first screen needs none of it

    return HttpCarrier(server_url)
