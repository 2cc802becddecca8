"""A real browser and a real server for it: headless Chromium, and the application behind a socket of loopback."""

import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn

from etax_client.server.app import create_app
from etax_client.server.settings import ServerSettings
from etax_client.wire import paths
from tests.server.running import CHEAP

_NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 390, "height": 844}


@dataclass
class Site:
    """A server at `url`, asked as a client would."""

    url: str
    http: httpx.Client

    def ticket(self, device: str = "前台电脑") -> dict[str, Any]:
        made: dict[str, Any] = self.http.post(paths.QR_TICKETS, json={"device": device}).json()
        return made

    def view(self, ticket: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {ticket['poll_secret']}"}
        view: dict[str, Any] = self.http.get(paths.QR_TICKET, headers=headers).json()
        return view


@contextmanager
def site(control: str | None = None) -> Iterator[Site]:
    """`control` opens the tester's door, as in ServerSettings."""
    app: Any = create_app(ServerSettings(hash_cost=CHEAP, control=control, open_inbox=True))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, ws="none", lifespan="on", log_config=None, server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            with httpx.Client(base_url=url, trust_env=False, timeout=30) as http:
                yield Site(url, http)
        finally:
            server.should_exit = True
            thread.join(30)


@contextmanager
def chromium(*switches: str) -> Iterator[Any]:
    """Playwright's browser; skips where there is no Chromium or no playwright."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("there is no Chromium")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", *switches])
        try:
            yield browser
        finally:
            browser.close()


def watched(page: Any) -> Sequence[str]:
    """What goes wrong on the page from now on: blocked by its policy, thrown by a script, said by one that should not run."""
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
    return trouble
