"""The counter in the demo: open to the one whose world it is, from within the process, and to nobody else (WEB-4)."""

from collections.abc import AsyncIterator

import httpx
import pytest

from etax_client.api.http import HttpCarrier
from etax_client.api.in_process import InProcess
from etax_client.api.pages import PageUser
from etax_client.clock import ManualClock
from etax_client.demo import OfflineServer
from etax_client.domain.pages.page import Link, Page, Skin, all_blocks
from etax_client.domain.sessions.qr_login import NOWHERE
from etax_client.server.app import create_app
from etax_client.server.pages import cookies
from etax_client.server.services.sessions.trainers import trainers_of
from etax_client.server.settings import ServerSettings
from etax_client.testing.serving import SOCKET, Server, served
from tests.server.running import CHEAP

HALL = "/control/page/hall"
OWN = ServerSettings(hash_cost=CHEAP, own_counter=True)


@pytest.fixture
async def behind_a_socket() -> AsyncIterator[Server]:
    async with served(create_app(OWN), SOCKET) as server:
        yield server


async def test_whoever_owns_the_world_stands_at_its_counter() -> None:
    """And there is nothing of the trainer's desk, nor a way to it."""
    offline = OfflineServer(lambda: create_app(OWN))
    assert offline.counter_pass() is None, "before there is a server"
    carrier = await offline.owning_carrier()
    user = PageUser(carrier, ManualClock())
    pass_ = offline.counter_pass()
    assert pass_ is not None
    user.keep(*pass_)
    page = await user.open(HALL)
    assert isinstance(page, Page)
    assert (page.skin, page.title, page.tools, page.product) == (Skin.counter, "办税服务厅窗口", (), "办税服务厅窗口")
    links = [part.address for block in all_blocks(page) for part in getattr(block, "parts", (block,)) if isinstance(part, Link)]
    assert f"{HALL}/code" in links
    assert all(address is not None and address.startswith(HALL) for address in links)
    for path in ("/control/page", "/control/page/clock", "/control/openapi.json", "/control/people"):
        found = await user.open(path)
        assert not isinstance(found, Page) or found.title == "页面不存在", path
    await carrier.close()


async def test_from_within_too_only_by_what_the_owner_was_given() -> None:
    offline = OfflineServer(lambda: create_app(OWN))
    carrier = await offline.owning_carrier()
    stranger = PageUser(carrier, ManualClock())
    stranger.keep(cookies.TRAINER, "x" * 43)
    for path in (HALL, f"{HALL}/code", f"{HALL}/proxy", f"{HALL}/certificates"):
        page = await stranger.open(path)
        assert isinstance(page, Page)
        assert page.forms == () or not any("/hall/" in (form.action or "") for form in page.forms)
    await carrier.close()


async def test_behind_a_socket_there_is_no_counter_whoever_asks(behind_a_socket: Server) -> None:
    """As with the demo's pages for phones: the same cookie, a name that only a process has for itself, whatever is claimed."""
    inside = PageUser(HttpCarrier(NOWHERE, transport=InProcess(behind_a_socket.app)), ManualClock())
    main = behind_a_socket.app.state.services
    token = trainers_of(main.store, main.clock).start()
    inside.keep(cookies.TRAINER, token)
    page = await inside.open(HALL)
    assert isinstance(page, Page)
    assert page.title == "办税服务厅窗口"
    async with httpx.AsyncClient(base_url=behind_a_socket.url, cookies={cookies.TRAINER: token}) as http:
        for host in (None, "etax.invalid"):
            reply = await http.get(HALL, headers={} if host is None else {"Host": host})
            assert reply.status_code == (404 if host is None else 421)
        assert (await http.post(f"{HALL}/code")).status_code == 404


async def test_a_server_that_is_not_told_so_has_none() -> None:
    async with served(create_app(ServerSettings(hash_cost=CHEAP))) as server:
        user = PageUser(server.carrier(), ManualClock())
        page = await user.open(HALL)
        assert not isinstance(page, Page) or page.title == "页面不存在"
