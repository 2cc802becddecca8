"""A world that is ended while it is used: whoever waits in it is answered, and nothing of it is an accident (CON-2, DUR-3)."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from etax_client.server.settings import HashCost, ServerSettings
from etax_client.server.store import world_places
from etax_client.server.store.database import Store, open_store
from etax_client.server.store.errors import StoreError
from etax_client.server.world import world
from etax_client.server.world.worlds import Worlds
from etax_client.wire import paths
from tests.server.control.testers import BEARER, TOKEN, AtDoor
from tests.server.others import NO_TLS, OtherServer

Other = Callable[..., OtherServer]


def test_whoever_waits_at_another_server_is_answered_when_the_world_is_found_gone(other: Other, tmp_path: Path) -> None:
    one, two = (other(tmp_path / "etax.sqlite3", control=TOKEN.reveal()) for _ in range(2))
    assert one.http.post("/control/worlds", json={"name": "seat"}, headers=BEARER).status_code == 201
    ticket = one.http.post("/w/seat" + paths.QR_TICKETS, json={"device": "desk"}).json()
    polled: list[httpx.Response] = []

    def poll() -> None:
        with httpx.Client(base_url=one.url, trust_env=False, verify=NO_TLS, timeout=60) as http:
            query = {"seen": "waiting", "wait": "25"}
            polled.append(http.get(f"/w/seat{paths.QR_TICKET}", params=query, headers={"Authorization": f"Bearer {ticket['poll_secret']}"}))

    waiter = threading.Thread(target=poll)
    waiter.start()
    waiter.join(0.3)  # it has begun to wait, most likely; were it late, it would be refused
    assert two.http.delete("/control/worlds/seat", headers=BEARER).status_code == 204
    assert one.http.get("/w/seat" + paths.INFO).status_code == 404
    waiter.join(10)
    assert not waiter.is_alive()
    assert polled[0].status_code in (200, 404)


@pytest.mark.sql
async def test_a_login_under_way_in_a_world_that_ends_is_refused(tester: AtDoor) -> None:
    await tester.post("/worlds", {"name": "seat"})
    seat = AtDoor(tester.server, "seat")
    logins = [asyncio.create_task(seat.caller().login()) for _ in range(4)]
    await asyncio.sleep(0)
    await tester.delete("/worlds/seat")
    assert {reply.status_code for reply in await asyncio.gather(*logins)} <= {201, 404, 503}


def test_a_store_that_was_closed_says_so(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "etax.sqlite3"))
    store.close()
    with pytest.raises(StoreError), store.read():
        store.version()
    with pytest.raises(StoreError), store.write():
        pass


@pytest.fixture
async def sharing(tmp_path: Path) -> AsyncIterator[Callable[[], Worlds]]:
    """Servers of one process over one file."""
    settings = ServerSettings(database=str(tmp_path / "etax.sqlite3"), hash_cost=HashCost(memory_kib=8, passes=1))
    opened: list[Worlds] = []

    def one_more() -> Worlds:
        opened.append(Worlds(settings))
        return opened[-1]

    yield one_more
    for worlds in opened:
        await worlds.close()


async def test_a_world_that_ends_as_another_server_comes_in_is_none_and_stays_gone(
    sharing: Callable[[], Worlds], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one, two = sharing(), sharing()
    one.make("seat", None, None, None)

    def after_its_end(database: str, *, make: bool) -> Store:
        world_places.remove(str(tmp_path / "etax.sqlite3"), "seat")
        return open_store(database, make=make)

    monkeypatch.setattr("etax_client.server.world.worlds.open_store", after_its_end)
    assert two.of("seat") is None
    assert two.names() == []


async def test_a_world_that_is_being_made_is_none_yet_and_nobody_else_lays_it(sharing: Callable[[], Worlds], tmp_path: Path) -> None:
    """Else the other server would lay its own people into what was made of other ones; what a dead maker left can be removed."""
    one = sharing()
    place = world_places.place(str(tmp_path / "etax.sqlite3"), "seat")
    open_store(place).close()
    assert one.of("seat") is None
    store = open_store(place)
    assert not world.is_laid(store)
    store.close()
    assert await one.remove("seat") is None
    assert one.names() == []
