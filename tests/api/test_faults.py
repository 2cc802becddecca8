"""What a client makes of each fault on demand: the same in process as over a socket (TUI-3, TUI-5, IDM-2)."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from etax_client.api.carrier import Accident, Unreachable, attempt
from etax_client.api.etax import Etax
from etax_client.api.http import HttpCarrier, Timeouts
from etax_client.api.in_process import InProcess
from etax_client.clock import ManualClock
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.testing.scenarios import parse
from etax_client.server.control.door import digest
from etax_client.server.listening.serve import served_beside
from etax_client.server.services.bundle import Services
from etax_client.server.settings import ServerSettings
from etax_client.testing.lending import lent
from etax_client.wire import paths
from tests.server.running import CHEAP, PASSWORD

BASE = "http://etax.invalid"
LOST = "lost True"
PATIENT = Timeouts(connect=300, read=300)
"""For answers that come: a busy machine may take long."""


@asynccontextmanager
async def client(over: str, timeouts: Timeouts = PATIENT, clock: ManualClock | None = None) -> AsyncIterator[tuple[Etax, Services]]:
    """A client with nobody logged in, and the services of its server, whose tester's door is open."""
    settings = ServerSettings(hash_cost=CHEAP, control=digest(Secret("t")))
    async with lent(settings, clock or ManualClock()) as app, app.lifespan():
        if over == "process":
            yield Etax(HttpCarrier(BASE, transport=InProcess(app), timeouts=timeouts), lambda: None), app.state.services
            return
        with socket.create_server(("127.0.0.1", 0)) as listening:
            async with served_beside(app, listening):
                carrier = HttpCarrier(f"http://127.0.0.1:{listening.getsockname()[1]}", timeouts=timeouts)
                yield Etax(carrier, lambda: None), app.state.services
                await carrier.close()


def told(outcome: object) -> str:
    """What became of a request, in a word or two."""
    if isinstance(outcome, Unreachable):
        return f"{outcome.why} {outcome.sent}"
    if isinstance(outcome, Refused):
        return f"{outcome.code} {outcome.retry_after}"
    return type(outcome).__name__


@pytest.mark.parametrize("over", ["process", "socket"])
@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("status=503;retry-after=3", "unavailable 3"),
        ("status=500", "unavailable None"),
        ("status=400", "malformed None"),
        ("code=locked;retry-after=7200", "locked 7200"),
        ("code=session_ended", "session_ended None"),
        ("drop", LOST),
        ("lose-answer", LOST),
        ("truncate", LOST),
        ("garble", "Garbled"),
        ("garble=json", "Garbled"),
        ("garble=html", "Garbled"),
        ("media-type", "Garbled"),
    ],
)
async def test_each_fault_is_one_outcome_and_the_next_request_goes_well(over: str, scenario: str, expected: str) -> None:
    async with client(over) as (etax, services):
        password = Secret(PASSWORD)
        services.faults.add(parse(scenario), "POST", paths.SESSIONS, 100, 1)
        outcome = await attempt(etax.login("liming", password))
        assert told(outcome) == expected
        assert isinstance(outcome, Refused | Accident)
        assert isinstance(await attempt(etax.login("liming", password)), LoggedIn)
        assert [fault.left for fault in services.faults.all()] == [0], "one request, and no repetition"


@pytest.mark.parametrize("over", ["process", "socket"])
@pytest.mark.parametrize("scenario", ["drop", "lose-answer", "truncate", "garble", "garble=json", "garble=html"])
async def test_also_where_nothing_was_to_come_back(over: str, scenario: str) -> None:
    """A logout's answer has no body, unless something else comes."""
    async with client(over) as (etax, services):
        logged_in = await etax.login("liming", Secret(PASSWORD))
        assert isinstance(logged_in, LoggedIn)
        etax = Etax(etax._carrier, lambda: logged_in.token)
        services.faults.add(parse(scenario), "DELETE", paths.SESSION, 100, 1)
        outcome = await attempt(etax.logout())
        assert told(outcome) == (LOST if scenario in ("drop", "lose-answer", "truncate") else "Garbled")
        assert told(await attempt(etax.current_session())) == ("CurrentSession" if scenario == "drop" else "session_ended None")


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_a_slow_answer_is_a_timeout_and_nothing_is_sent_again(over: str) -> None:
    """TUI-3: the client's own patience, which no clock of the server's moves."""
    clock = ManualClock()
    async with client(over, Timeouts(connect=0.5, read=0.5), clock) as (etax, services):
        services.faults.add(parse("delay=60"), "POST", paths.SESSIONS, 100, None)
        assert told(await attempt(etax.login("liming", Secret(PASSWORD)))) == "timeout True"
        await clock.advance(60)
        assert told(await attempt(etax.info())) == "ServerInfo"


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_a_slow_answer_is_waited_for(over: str) -> None:
    clock = ManualClock()
    async with client(over, clock=clock) as (etax, services):
        services.faults.add(parse("delay=4"), "POST", paths.SESSIONS, 100, 1)
        asking = asyncio.create_task(attempt(etax.login("liming", Secret(PASSWORD))))
        while not clock._sleepers:
            await asyncio.sleep(0.001)
        assert not asking.done()
        await clock.advance(4)
        assert isinstance(await asking, LoggedIn)
