"""How far the clock of a world may be steered: never to where moments can no longer be reckoned with (INP-1)."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from etax_client.wire import paths
from etax_client.wire.control.worlds import EARLIEST, LATEST, LONGEST_STEP
from tests.server.control.testers import AtDoor
from tests.server.running import Json, code
from tests.server.sessions.qr import settle


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"set": "9999-12-31T23:59:59Z"}, "set"),
        ({"set": "9999-12-31T23:59:59-12:00"}, "set"),
        ({"set": "0001-01-01T00:00:00Z"}, "set"),
        ({"set": "0001-01-01T00:00:00+14:00"}, "set"),
        ({"set": (EARLIEST - timedelta(microseconds=1)).isoformat()}, "set"),
        ({"set": LATEST.isoformat(), "advance": 0.001}, "advance"),
    ],
)
async def test_a_moment_beyond_all_reckoning_is_refused(tester: AtDoor, body: Json, field: str) -> None:
    """Nothing has changed afterwards: the clock shows the true time, and the world goes on."""
    reply = await tester.ask("POST", "/clock", body)
    assert (reply.status_code, code(reply), reply.json()["field"]) == (422, "malformed", field)
    assert (await tester.ask("GET", "/clock")).json()["now"] == tester.server.clock.now().isoformat().replace("+00:00", "Z")
    await tester.signed_in()


async def test_whoever_waits_for_the_time_is_told_when_it_is_steered_and_when_it_is_let_go(tester: AtDoor) -> None:
    http = tester.caller().http
    for method, body in (("POST", {"rate": 0}), ("DELETE", None)):
        seen = (await http.get(paths.CLOCK)).json()["revision"]
        waits = asyncio.create_task(http.get(paths.CLOCK, params={"seen": seen, "wait": "25"}))
        await settle()
        assert not waits.done()
        assert (await tester.ask(method, "/clock", body)).is_success
        assert (await asyncio.wait_for(waits, 30)).json()["revision"] != seen


@pytest.mark.sql
@pytest.mark.parametrize("edge", [EARLIEST, LATEST])
async def test_at_either_edge_everything_can_be_done(tester: AtDoor, edge: datetime) -> None:
    await tester.post("/clock", {"set": edge.isoformat()})
    await tester.signed_in()
    client = await tester.asking()
    await tester.post("/phone/scan", {"person": "liming", "code": client.ticket["short_code"]})
    await tester.post("/lock", {"account": "wangfang"})


async def test_it_can_be_advanced_to_the_edge_and_no_further(tester: AtDoor) -> None:
    """Step by step, as by a script that never stops."""
    replies = [await tester.ask("POST", "/clock", {"advance": LONGEST_STEP}) for _ in range(25)]
    assert {reply.status_code for reply in replies} == {200, 422}
    assert tester.services.clock.now() <= LATEST
    assert datetime(2180, 1, 1, tzinfo=UTC) < tester.services.clock.now()
