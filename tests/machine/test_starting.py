"""The garbage collector waits until a start is over, and no longer."""

import gc
from collections.abc import Iterator

import pytest

from etax_client.api.late import LateCarrier
from etax_client.client import _carrier
from etax_client.demo import OfflineServer
from etax_client.domain.servers.server_urls import ServerUrl, judge
from etax_client.machine.settings import Settings
from etax_client.machine.starting import quickly, settle
from etax_client.screens.desk import Choices
from etax_client.server.app import create_app
from etax_client.server.settings import ServerSettings
from tests.server.running import CHEAP


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_it_is_back_once_all_stands_and_at_the_end_in_any_case() -> None:
    with quickly():
        assert not gc.isenabled()
        settle()
        assert gc.isenabled()
    with pytest.raises(KeyError), quickly():
        raise KeyError
    assert gc.isenabled()


async def test_a_client_settles_when_it_can_ask_and_a_demo_when_its_server_answers() -> None:
    url = judge("http://127.0.0.1:9")
    assert isinstance(url, ServerUrl)
    with quickly():
        await (await _carrier(url, None, Choices(Settings(), lambda _: None))).close()
        assert gc.isenabled()
    with quickly():
        offline = OfflineServer(lambda: create_app(ServerSettings(hash_cost=CHEAP)))
        carrier = LateCarrier(offline.owning_carrier)
        await carrier.send("GET", "/api/info")
        assert gc.isenabled()
        await carrier.close()
