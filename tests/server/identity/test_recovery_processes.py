"""Two servers over one database, each in threads: a recovery's code is guessed at five times, and one of many gets what there is one of."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from etax_client.clock import ManualClock
from etax_client.domain.channels import Channel
from etax_client.domain.guessing.one_time_codes import MOST_BY_SENDER
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import open_store
from etax_client.server.world import world
from etax_client.server.world.world_file import read_world
from tests.server.identity.recovering import LIMING, MOBILE
from tests.server.running import CHEAP

AT_ONCE = 100
ROUNDS = 3


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[Services, Services]]:
    clock, database = ManualClock(), str(tmp_path / "etax.sqlite3")
    first, second = (put_together(ServerSettings(hash_cost=CHEAP), open_store(database), clock) for _ in range(2))
    world.lay(first, read_world(None))
    yield first, second
    for services in (first, second):
        asyncio.run(services.close())


def at_once(asks: list[Callable[[], object]]) -> Counter[str]:
    """All begin together; how often each end was met."""
    barrier = threading.Barrier(len(asks))

    def one(ask: Callable[[], object]) -> str:
        barrier.wait()
        result = ask()
        return result.code.value if isinstance(result, Refused) else "went on"

    with ThreadPoolExecutor(len(asks)) as pool:
        return Counter(pool.map(one, asks))


def at_proof(services: Services) -> str:
    begun = services.recoveries.flow.begin(Channel.client, "192.0.2.1")
    assert not isinstance(begun, Refused)
    secret = begun[0].reveal()
    services.recoveries.identify(secret, DocumentType.resident_id, LIMING["number"], LIMING["name"])
    return secret


def test_guesses_at_both_servers(servers: tuple[Services, Services]) -> None:
    """COD-2, LCK-2, CON-2: five wrong ones void the code, ten in an hour lock, wherever they are asked."""
    clock = servers[0].clock
    assert isinstance(clock, ManualClock)
    for turn in range(2):
        secret = at_proof(servers[0])
        assert not isinstance(servers[1].recoveries.flow.send_code(secret), Refused)
        right = servers[0].messages.delivered(MOBILE, None, 1)[0].message.params["code"]
        guesses = [Secret(f"{(int(right) + each) % 1_000_000:06}") for each in range(1, AT_ONCE)] + [Secret(right)]
        found = at_once([partial(servers[each % 2].recoveries.prove, secret, guess) for each, guess in enumerate(guesses)])
        right_in_time = found.pop("went on", 0)
        assert right_in_time <= 1
        assert found["wrong_code"] <= 5
        assert right_in_time or found["wrong_code"] == 5, turn
        asyncio.run(clock.advance(60))


def test_sends_at_both_servers(servers: tuple[Services, Services]) -> None:
    """COD-3: one goes out."""
    clock = servers[0].clock
    assert isinstance(clock, ManualClock)
    for turn in range(1, ROUNDS + 1):
        flows = [at_proof(servers[each % 2]) for each in range(10)]
        found = at_once([partial(servers[each % 2].recoveries.flow.send_code, flow) for each, flow in enumerate(flows)])
        assert found == {"went on": 1, "too_many": 9}
        assert len(servers[0].messages.delivered(MOBILE, None, 50)) == turn
        asyncio.run(clock.advance(60))


def test_a_sender_has_no_more_codes_by_asking_at_once(servers: tuple[Services, Services]) -> None:
    """COD-3: to as many numbers, at two servers."""
    sessions = servers[0].sessions
    with servers[0].store.write() as connection:
        token = sessions.start(connection, 1).token.reveal()
    session = sessions.find(token)
    assert isinstance(session, Session)
    calls: list[Callable[[], object]] = [
        partial(servers[each % 2].security.send_code, session, f"139000000{each:02}") for each in range(30)
    ]
    assert at_once(calls) == {"went on": MOST_BY_SENDER, "too_many": 30 - MOST_BY_SENDER}
