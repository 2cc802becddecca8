"""Faults on demand: asked for, listed, taken back, told of, and counted down by all servers together."""

import asyncio
import logging
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, cast

import httpx
import pytest

from etax_client.domain.testing.scenarios import parse
from etax_client.server.services.testing.faults import MOST, Faults
from etax_client.server.store.database import open_store
from etax_client.wire import paths
from etax_client.wire.control.faults import SCENARIO_HEADER
from tests.server.running import HOST, PASSWORD, code
from tests.server.testing.faults import FAULTS, met, open_door

BROKEN = "Server disconnected without sending a response."
CUT = "peer closed connection without sending complete message body"


# --- the verbs


async def test_asked_for_listed_and_taken_back() -> None:
    async with open_door() as tester:
        first = await tester.fault(" garble ; delay=2.50", "/api/units/*", method="PUT", percent=20, count=3)
        second = await tester.fault("drop")
        [one, two] = await tester.faults()
        assert one == {
            "id": first,
            "method": "PUT",
            "path": "/api/units/*",
            "scenario": "delay=2.5;garble=text",
            "percent": 20,
            "left": 3,
        }
        assert two == {"id": second, "method": "*", "path": "*", "scenario": "drop", "percent": 100, "left": None}
        assert [(await tester.http.delete(f"{FAULTS}/{first}")).status_code for _ in range(2)] == [204, 404]
        assert [fault["id"] for fault in await tester.faults()] == [second]
        for strange in (0, -1, 999, 2**63, 10**30):
            assert (await tester.http.delete(f"{FAULTS}/{strange}")).status_code == 404
        assert [(await tester.http.delete(FAULTS)).status_code for _ in range(2)] == [204, 204]
        assert await tester.faults() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "scenario"),
        ({"scenario": ""}, "scenario"),
        ({"scenario": "explode"}, "scenario"),
        ({"scenario": "status=200"}, "scenario"),
        ({"scenario": "drop;" * 50}, "scenario"),
        ({"scenario": "drop", "method": "get"}, "method"),
        ({"scenario": "drop", "method": ""}, "method"),
        ({"scenario": "drop", "path": "api/info"}, "path"),
        ({"scenario": "drop", "path": "/" * 201}, "path"),
        ({"scenario": "drop", "percent": 0}, "percent"),
        ({"scenario": "drop", "percent": 101}, "percent"),
        ({"scenario": "drop", "count": 0}, "count"),
        ({"scenario": "drop", "count": 1_000_001}, "count"),
        ({"scenario": "drop", "rate": 5}, None),
    ],
)
async def test_what_is_no_fault_says_which_field(wrong: dict[str, object], field: str | None) -> None:
    async with open_door() as tester:
        reply = await tester.http.post(FAULTS, json=wrong)
        assert (reply.status_code, code(reply), reply.json().get("field")) == (422, "malformed", field)
        assert await tester.faults() == []


async def test_only_with_the_token() -> None:
    """WEB-4."""
    async with open_door() as tester:
        caller = tester.server.caller()
        for method, path in (("GET", FAULTS), ("POST", FAULTS), ("DELETE", FAULTS), ("DELETE", f"{FAULTS}/1")):
            body = {"scenario": "drop"} if method == "POST" else None
            assert (await caller.http.request(method, path, json=body)).status_code == 401
        assert await tester.faults() == []


async def test_there_is_room_for_so_many_and_those_used_up_make_room() -> None:
    async with open_door() as tester:
        await tester.fault("status=503", count=1)
        for _ in range(MOST - 1):
            await tester.fault("drop", "/nowhere")
        assert code(await tester.http.post(FAULTS, json={"scenario": "drop"})) == "too_many"
        assert (await tester.server.caller().get(paths.INFO)).status_code == 503
        await tester.fault("drop", "/nowhere")
        assert len(await tester.faults()) == MOST
        assert 0 not in await tester.left()


async def test_every_act_and_every_fault_that_is_met_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """WEB-4, SEC-5: and neither a path nor a password of the request."""
    caplog.set_level(logging.INFO, "etax_client.audit")
    async with open_door() as tester:
        first = await tester.fault("status=503", "/api/*", count=1)
        await tester.server.caller().login()
        await tester.server.caller().http.get(paths.INFO, headers={SCENARIO_HEADER: "status=418"})
        await tester.http.delete(f"{FAULTS}/{first}")
        await tester.http.delete(FAULTS)
    told = [record.getMessage() for record in caplog.records if record.name == "etax_client.audit"]
    assert [line for line in told if line.startswith(("control", "fault"))] == [
        f"control verb=add_fault fault={first} method=* path=/api/* scenario=status=503 percent=100 count=1",
        f"fault fault={first} method=* path=/api/* scenario=status=503",
        "fault fault=header method=GET scenario=status=418",
        f"control verb=remove_faults fault={first}",
        "control verb=remove_faults fault=all",
    ]
    assert PASSWORD not in caplog.text


async def test_the_journal_says_what_was_a_fault_on_demand() -> None:
    """What was decided stands beside it, where anything was."""
    async with open_door() as tester:
        caller = tester.server.caller()
        for scenario in ("status=503", "drop", "lose-answer"):
            await met(
                caller.http.post(paths.SESSIONS, json={"account": "liming", "password": PASSWORD}, headers={SCENARIO_HEADER: scenario})
            )
        rows = (await tester.http.get("/control/journal")).json()["rows"]
        told = [(row["decided"], row["status"], row["facts"].get("fault")) for row in rows]
        assert told == [("fault", 503, "status=503"), ("fault", 0, "drop"), ("admitted", 0, "lose-answer")]


async def test_a_server_that_cannot_break_connections_says_so() -> None:
    """Without httptools uvicorn gives no hold on the connection; plain ASGI doesn't either."""
    async with open_door() as tester:
        await tester.fault("drop", "/api/*", count=1)
        plain = httpx.ASGITransport(app=cast(Any, tester.server.app))
        async with httpx.AsyncClient(transport=plain, base_url=HOST, headers=dict(tester.http.headers)) as http:
            for scenario in ("drop", "lose-answer", "truncate"):
                asked = await http.post(FAULTS, json={"scenario": scenario})
                assert (asked.status_code, code(asked)) == (503, "unavailable")
                assert "httptools" in asked.json()["detail"]
            assert (await http.post(FAULTS, json={"scenario": "garble", "path": "/nowhere"})).status_code == 201
            assert (await http.get(paths.INFO)).status_code == 501, "asked for where it can be done, and met where it can't"
            assert (await http.get(paths.INFO)).status_code == 200


# --- how they are counted


async def test_of_many_at_once_so_many_meet_it() -> None:
    async with open_door() as tester:
        await tester.fault("status=503", count=7)
        callers = [tester.server.caller() for _ in range(50)]
        statuses = [reply.status_code for reply in await asyncio.gather(*(caller.get(paths.INFO) for caller in callers))]
        assert statuses.count(503) == 7
        assert await tester.left() == [0]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_servers_count_down_together_and_never_below_nothing(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """CON-2: stores of their own, as separate processes have, that ask at once; each of ten rounds hands out exactly what there was."""
    database = str(tmp_path / "etax.sqlite3") if kind == "sqlite" else request.getfixturevalue("postgres").fresh()
    stores = [open_store(database) for _ in range(3)]
    try:
        counted = [Faults(store, rng=cast(Any, None)) for store in stores]
        for _ in range(10):
            counted[0].remove()
            counted[0].add(parse("drop"), "*", "*", 100, 5)
            taken: list[object] = []
            start = Barrier(len(counted))

            def take(faults: Faults, taken: list[object] = taken, start: Barrier = start) -> None:
                start.wait()
                taken.extend(faults.befalling("GET", paths.INFO) for _ in range(6))

            threads = [Thread(target=take, args=(faults,)) for faults in counted]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert [found is not None for found in taken].count(True) == 5
            assert len(taken) == 18
            assert [fault.left for fault in counted[0].all()] == [0]
    finally:
        for store in stores:
            store.close()


async def test_another_server_on_the_same_database_meets_them_too(tmp_path: Path) -> None:
    """CON-2."""
    database = str(tmp_path / "etax.sqlite3")
    async with open_door(database=database) as one, open_door(database=database) as two:
        await one.fault("status=503", count=3)
        statuses = [(await tester.server.caller().get(paths.INFO)).status_code for tester in (one, two, two, one, two)]
        assert statuses == [503, 503, 503, 200, 200]
        assert await one.left() == await two.left() == [0]
